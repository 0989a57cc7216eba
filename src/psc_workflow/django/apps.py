"""
The application.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class PscWorkflowConfig(AppConfig):
    """Dossiers, their history and their outbox."""

    name = "psc_workflow.django"
    label = "psc_workflow"
    verbose_name = gettext_lazy("PSC dossiers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what ``manage.py check`` looks at."""
        from psc_workflow.django import _checks, proxies  # noqa: F401, PLC0415 -- needs the settings
