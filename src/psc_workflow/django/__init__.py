"""
Dossiers in a Django project (extra ``django``): add ``psc_workflow.django`` to ``INSTALLED_APPS``, and ``migrate``.

The setting ``PSC_HOST`` is a ``web.Host``, or the dotted path of one.
``models`` has the tables, whose manager locks and saves; ``fields`` a field for
models of your own; ``urls`` the portal; ``forms`` forms of Django. The commands
``psc_tick`` and ``psc_deliver`` let time pass.
"""

from psc_workflow._structuring.extras import extra_error

try:
    import django  # noqa: F401 -- whatever is imported from here needs it
except ModuleNotFoundError as _missing:
    raise extra_error(_missing, "django", __name__) from None
