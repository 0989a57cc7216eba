"""
The project's host.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from psc_workflow.contracts import Registry, builtin
from psc_workflow.stores import SealKeys
from psc_workflow.web import Host


def host() -> Host:
    """Return the setting ``PSC_HOST``, or what is at the dotted path that it names."""
    setting = settings.PSC_HOST
    made: Host = import_string(setting) if isinstance(setting, str) else setting
    return made


def seal_keys() -> SealKeys | None:
    """Return the setting ``PSC_SEAL_KEYS``, or what is at the dotted path that it names; ``None`` without one."""
    setting = getattr(settings, "PSC_SEAL_KEYS", None)
    made: SealKeys | None = import_string(setting) if isinstance(setting, str) else setting
    return made


def contracts() -> Registry:
    """Return the contracts of stored dossiers: the host's, or the built-in ones if there is none."""
    return host().contracts if hasattr(settings, "PSC_HOST") else builtin
