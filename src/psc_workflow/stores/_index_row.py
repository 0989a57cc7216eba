"""
What a dossier is found by: facts of its last change, without personal data.
"""

import datetime as dt

import attrs

from psc_workflow._views.retention import last_kept_day
from psc_workflow._views.status import status_name
from psc_workflow.dossier import Dossier
from psc_workflow.states._answers import pending
from psc_workflow.states._dates import Days


@attrs.frozen
class IndexRow:
    """
    What a dossier is found by, as it stood after its last change.

    Args:
        dossier: Its id.
        contract: Id of its contract.
        access: State of that journey, as are the next three.
        status: Name of its status, after the journey that it is of:
            ``membership.in_force``.
        effective_on: First day of cover; ``None`` while unknown.
        due_at: When the next deadline comes; ``None`` if none does.
        pending: Facts that may be given later, by dotted paths.
        retention_until: Last day, inclusive, to keep the dossier, by the
            lengths that the contract has in force until then; ``None`` if
            nothing has ended, or the contract does not say.
    """

    dossier: str
    contract: str
    access: str
    affiliation: str
    dispensation: str
    membership: str
    status: str
    effective_on: dt.date | None
    due_at: dt.datetime | None
    pending: tuple[str, ...]
    retention_until: dt.date | None


def index_row(dossier: Dossier, due_at: dt.datetime | None) -> IndexRow:
    """Make the row of *dossier*, whose next deadline comes at *due_at*."""
    record, contract = dossier.record, dossier.contract
    today = contract.civil_day(record.at)
    return IndexRow(
        dossier=dossier.id,
        contract=contract.id,
        **dossier.states,
        status=".".join(status_name(record)),
        effective_on=Days(record, contract).effective(today).day,
        due_at=due_at,
        pending=pending(record),
        retention_until=last_kept_day(record, contract),
    )
