"""
The portal with Django, as the ``urls`` of a project.

The project's settings have ``psc_workflow.django`` in ``INSTALLED_APPS``, and
``PSC_HOST``, which is a ``web.Host`` or the dotted path of one.
"""

from django.urls import include, path

from psc_workflow.django.urls import handler400, handler404, handler500

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("", include("psc_workflow.django.urls"))]
