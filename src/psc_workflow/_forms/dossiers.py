"""
What everything that looks at a dossier reads of it.
"""

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.record import Record
from psc_workflow.states._dates import Days


class OfDossier:
    """Reads the record and the contract from the days of a dossier."""

    days: Days

    @property
    def record(self) -> Record:
        """The record as it stands."""
        return self.days.record

    @property
    def contract(self) -> Contract:
        """The contract of the dossier."""
        return self.days.contract
