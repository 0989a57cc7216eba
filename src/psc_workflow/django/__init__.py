"""
Dossiers in a Django project (extra ``django``): add ``psc_workflow.django`` to ``INSTALLED_APPS``, and ``migrate``.

The setting ``PSC_HOST`` is a ``web.Host``, or the dotted path of one.
``models`` has the tables, whose manager locks and saves; ``fields`` a field for
models of your own; ``urls`` the portal; ``forms`` forms of Django. The commands
``psc_tick`` and ``psc_deliver`` let time pass.
"""
