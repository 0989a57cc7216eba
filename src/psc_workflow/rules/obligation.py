"""
Who must join, and whom the contract does not concern (agents concernés).

Civil servants, public-law contract staff, private-law staff without a
collective contract of their own, ouvriers de l'État and apprentices, if the
State employs and pays them and they are on French social security. The obligation
continues during paid leaves and those that the décret lists, and not in a position
that the contract does not concern. Employments that the contract
names are not concerned; any other is for a manager to review.

Legal source:
    Décret 2022-633, art. 1, 2 and 6; ``concerned_employments``,
    ``paid_leaves`` and ``continuing_leaves`` of the catalogue, ``not_concerned_employments`` of
    the contract.

Not modelled:
    Proof of any of this; several employers; the ministry's definition of a
    vacataire.

>>> from psc_workflow._catalogue import contracts
>>> pf, today = contracts.get("men-2026-pf"), dt.date(2026, 4, 7)
>>> teacher = {"by_state": True, "regime": Regime.GENERAL, "contract": pf, "on": today}
>>> assess(Employment.CIVIL_SERVANT, **teacher).holds
True
>>> assess(Employment.VACATAIRE, **teacher).findings[0].code
'employment-not-concerned'
>>> assess(None, **teacher).missing
('employment',)
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated
from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Employment, PositionKind, Regime
from psc_workflow.rules import compulsory_text
from psc_workflow.rules import leave as leaves
from psc_workflow.rules import regime as regimes


def assess(
    employment: Employment | None,
    *,
    by_state: bool | None,
    regime: Regime | None,
    contract: Contract,
    on: dt.date,
    leave: str | None = None,
    leave_confirmed: bool | None = None,
    position: PositionKind | None = None,
) -> Verdict:
    """
    Check that somebody must join.

    Args:
        employment: What the person is to the State; ``None`` if unknown.
        by_state: Whether the State employs and pays them; ``None`` if unknown.
        regime: Regime of the person; ``None`` if unknown.
        on: Civil day of the assessment.
        leave: Name of the leave they are on; ``None`` if on none.
        leave_confirmed: Whether somebody confirms that the obligation does
            not go on during it, as ``suspend`` asks.
        position: The position on that day; ``None`` if nobody stated one.

    Returns:
        A verdict that holds, with the warnings ``employment-to-confirm`` and
        ``obligation-leave-to-confirm``; or
        ``employment-fact-missing`` (once per fact),
        ``employment-not-concerned``, ``employer-not-the-state``,
        ``position-not-concerned``, ``obligation-suspended``, ``text-blank``, and what the rule ``regime``
        finds.

    Raises:
        NoValueInForceError: *on* precedes the décret or the contract.
    """
    verdict = Verdict.of([*_employment(employment, contract, on), *_employer(by_state), *_position(position)])
    return verdict + regimes.assess(regime, contract=contract, on=on) + _leave(leave, on, leave_confirmed)


def find_exclusion(
    employment: Employment | None, *, contract: Contract, on: dt.date
) -> Dated[tuple[Employment, ...]] | None:
    """Find the value of *contract* that excludes *employment*; ``None`` if there is none."""
    value = contract.dated("not_concerned_employments", on) if contract.not_concerned_employments else None
    return value if value is not None and employment in value.known_value else None


def remind(employment: Employment | None, *, contract: Contract, on: dt.date) -> Verdict:
    """
    Warn somebody who joins although the contract does not concern them, or may not.

    Args:
        employment: What the employer recorded; ``None`` if nothing, without a
            warning then: anyone invited is taken to be concerned.

    Returns:
        A verdict that holds, with the warnings ``perhaps-not-concerned``,
        ``employment-to-confirm``.
    """
    exclusion = find_exclusion(employment, contract=contract, on=on)
    if exclusion is not None:
        return Verdict((finding("perhaps-not-concerned", rests_on=(exclusion,), employment=employment),))
    return Verdict.of(() if employment is None else _check_listed(employment, on))


def remind_of_position(position: PositionKind | None, *, on: dt.date) -> Verdict:
    """
    Warn somebody whom silence does not bind, because of the position on the day on which it would.

    Returns:
        A verdict that holds, with the warning ``silence-binds-nobody``.
    """
    is_concerned = position is not PositionKind.NOT_CONCERNED
    return Verdict() if is_concerned else Verdict((finding("silence-binds-nobody", on=on, position=position),))


def find_inclusion(employment: Employment | None, *, on: dt.date) -> Dated[tuple[Employment, ...]] | None:
    """Find the value of law that lists *employment* as concerned; ``None`` if it does not."""
    value = law.dated("concerned_employments", on)
    return value if employment in value.known_value else None


def _employment(employment: Employment | None, contract: Contract, on: dt.date) -> Iterator[Finding]:
    exclusion = find_exclusion(employment, contract=contract, on=on)
    if employment is None:
        yield finding("employment-fact-missing", "employment", field=field("employment"))
    elif exclusion is not None:
        yield finding("employment-not-concerned", "employment", rests_on=(exclusion,), employment=employment)
    else:
        yield from _check_listed(employment, on)


def _check_listed(employment: Employment, on: dt.date) -> Iterator[Finding]:
    """Warn of an employment that the décret does not list."""
    value = law.dated("concerned_employments", on)
    if employment not in value.known_value:
        yield finding("employment-to-confirm", "employment", rests_on=(value,), concerned=value.known_value)


def _employer(by_state: bool | None) -> Iterator[Finding]:
    if by_state is None:
        yield finding("employment-fact-missing", "by_state", field=field("by_state"))
    elif not by_state:
        yield finding("employer-not-the-state", "by_state")


def _position(position: PositionKind | None) -> Iterator[Finding]:
    if position is PositionKind.NOT_CONCERNED:
        yield finding("position-not-concerned", "position", position=position)


def _leave(leave: str | None, on: dt.date, confirmed: bool | None) -> Verdict:
    """Assess a leave by the answer that decides whether it suspends a membership."""
    if leave is None or compulsory_text.is_blank(leave):
        return compulsory_text.assess(leave, path="leave")
    standing = leaves.find_standing(leave, on=on, confirmed=confirmed)
    if standing.goes_on:
        return Verdict()
    code = "obligation-leave-to-confirm" if standing.goes_on is None else "obligation-suspended"
    return Verdict((finding(code, "leave", rests_on=standing.rests_on),))
