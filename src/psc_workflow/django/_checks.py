"""
What ``manage.py`` looks at before it does anything.
"""

from django.conf import settings
from django.core import checks

from psc_workflow.django._errors import NO_TIME_ZONES


@checks.register(checks.Tags.models)
def _check_time_zones(**_: object) -> list[checks.CheckMessage]:
    """Refuse a project in which no dossier can be stored: all that a store keeps of time are aware instants."""
    return [] if settings.USE_TZ else [checks.Error(NO_TIME_ZONES, id="psc_workflow.E001")]
