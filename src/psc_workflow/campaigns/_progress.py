"""
How far a campaign is: its waves, the dossiers by status, and what waits to be delivered.
"""

import attrs

from psc_workflow._structuring.arguments import check_kind
from psc_workflow.campaigns._plan import WaveProgress
from psc_workflow.campaigns.sql import SQLLedger
from psc_workflow.stores import Store

_PAGE = 1000


@attrs.frozen
class Progress:
    """
    How far a campaign is.

    Args:
        waves: In the order in which they open.
        statuses: Dossiers of the store by status, with their counts.
        dead_letters: Effects that are tried no more.
    """

    campaign: str
    is_paused: bool
    waves: tuple[WaveProgress, ...]
    statuses: dict[str, int]
    dead_letters: int


def progress(campaign: str, ledger: SQLLedger, store: Store) -> Progress:
    """
    Look how far *campaign* is.

    Raises:
        HostError: An argument has another type.
    """
    check_kind(ledger, SQLLedger, "ledger")
    check_kind(store, Store, "store")
    return Progress(
        campaign,
        ledger.is_paused(campaign),
        tuple(ledger.waves(campaign)),
        dict(sorted(store.count_by("status").items())),
        _count_dead(store),
    )


def _count_dead(store: Store) -> int:
    count, after = 0, ""
    while page := store.dead_letters(after=after, limit=_PAGE):
        count, after = count + len(page), page[-1].id
    return count
