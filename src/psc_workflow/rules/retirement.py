"""
Until when a retiree may join the contract (départ à la retraite).

Whoever had already retired when the contract took effect has two years, counted
from that day. No text read gives the time of those who retire later, nor of those
who retire on that very day. Two unions write that it is the year after one has
stopped working: the warning says so, and to ask at once.

Legal source:
    Décret 2022-633, art. 30 and 31 (``earlier_retirees_window``) and art. 4
    (``later_retirees_window``, unknown).

Not modelled:
    The retiree's own journey; conditions of age or of length of service; that
    one must be covered by the contract on leaving, as one of the unions writes.

>>> from psc_workflow._catalogue import contracts
>>> pf, today = contracts.get("men-2026-pf"), dt.date(2026, 4, 7)
>>> find_window(dt.date(2026, 4, 1), contract=pf, today=today).last_day
datetime.date(2028, 4, 30)
>>> assess(dt.date(2026, 9, 1), contract=pf, today=today).findings[0].code
'retirees-window-unknown'
"""

import datetime as dt

import attrs

from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import ages

_EVE = dt.timedelta(days=1)


@attrs.frozen
class Window:
    """
    The time within which a retiree may join.

    Args:
        last_day: Last day, inclusive; ``None`` if unknown.
        rests_on: Values that decide.
    """

    opens_on: dt.date
    last_day: dt.date | None
    rests_on: tuple[Dated[int], ...]


def assess(retired_on: dt.date | None, *, contract: Contract, today: dt.date) -> Verdict:
    """
    Warn somebody who retires that no text says until when they can join as a retiree.

    Args:
        retired_on: First day of the retirement; ``None`` if unknown, which
            the rule ``membership_end`` reports.
        today: Civil day of the request.

    Returns:
        A verdict that holds, with the warning ``retirees-window-unknown``.

    Raises:
        NoValueInForceError: *today* precedes the contract.
    """
    if retired_on is None:
        return Verdict()
    window = find_window(retired_on, contract=contract, today=today)
    if window.last_day is not None:
        return Verdict()
    return Verdict((finding("retirees-window-unknown", "on", rests_on=window.rests_on, on=retired_on),))


def find_window(retired_on: dt.date, *, contract: Contract, today: dt.date) -> Window:
    """
    Find within what time somebody who retires on *retired_on* may join as a retiree.

    Args:
        retired_on: First day of the retirement.
    """
    if retired_on < contract.dated("effect", today).known_value:
        return find_earlier_window(contract=contract, today=today)
    return Window(retired_on, None, (law.dated("later_retirees_window", retired_on),))


def find_earlier_window(*, contract: Contract, today: dt.date) -> Window:
    """Find the time of those who had already retired when the contract took effect, and of their survivors."""
    effect = contract.dated("effect", today).known_value
    years = law.dated("earlier_retirees_window", max(effect, today))
    opens_on = max(effect, years.in_force_from)
    return Window(opens_on, ages.birthday(opens_on, years.known_value) - _EVE, (years,))
