"""
What a person sees: where the dossier stands, what can be done and why, what is asked next, how long it is kept.
"""

from psc_workflow._views.retention import Retention
from psc_workflow._views.view import Deadline, PageLink, Progress, RecapLine, Stage, View, Where
from psc_workflow.states._offers import Offer

__all__ = ["Deadline", "Offer", "PageLink", "Progress", "RecapLine", "Retention", "Stage", "View", "Where"]
