"""
Who can be covered as a child (enfant à charge).

A child or grandchild of the agent or the partner, or a child entrusted by a
court; on French social security; not covered through their own work; and below
the first age limit, or below the second while a student, an apprentice or
looking for work, or of any age if recognised by the CDAPH. A fact that cannot
change the answer is not asked for. Kinship may be left out: the guide asks for
"your children", and the signature certifies that they are. Nothing follows from a birth that lies too far
back for anybody, which the rule ``birth_date`` refuses. Cover through own work
must be known for a child who works; left out for any other, it only raises a
warning.

Legal source:
    Décret 2022-633, art. 5; ages in the catalogue (``child_age_limit``,
    ``dependent_child_age_limit``); the guide for social security.

Not modelled:
    "À charge" (the décret and the accord cite different articles of the tax
    code): the signature certifies it. Proof of kinship; which judgments entrust a
    child.

>>> from psc_workflow._catalogue import contracts
>>> from psc_workflow._model.vocabulary import Regime
>>> pf = contracts.get("men-2026-pf")
>>> may = dt.date(2026, 5, 1)
>>> carla = Child(dt.date(2019, 9, 9), Regime.GENERAL)
>>> assess(carla, number=1, contract=pf, on=may, path="children.0").holds
True
>>> grown_up = Child(dt.date(2005, 5, 1), Regime.GENERAL, Situation.NONE, disabled=False, covered_by_own_work=False)
>>> assess(grown_up, number=1, contract=pf, on=may, path="children.0").findings[0].code
'child-past-age-limit'
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import field, finding, term
from psc_workflow._model.people import Child
from psc_workflow._model.text import Text
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Kinship, Situation
from psc_workflow.rules import regime
from psc_workflow.rules.ages import has_reached, years

EXTENDING = (Situation.STUDENT, Situation.APPRENTICE, Situation.JOB_SEEKER)
"""Situations that extend the right to the second age limit."""

OWN_WORK = "covered_by_own_work"


def assess(child: Child, *, number: int | None, contract: Contract, on: dt.date, path: str) -> Verdict:
    """
    Check that *child* can be covered.

    Args:
        number: Number of the child in sentences; 1 is the first declared.
            ``None`` for an only child, who needs no number.
        on: Day on which the age is taken; the birthday itself is past the
            limit.
        path: Where the child stands in the command.

    Returns:
        A verdict that holds, with the warnings ``child-regime-to-confirm`` and
        ``child-own-cover-to-confirm``; or
        ``child-fact-missing``, ``child-regime-not-covered``,
        ``child-kinship-not-covered``, ``child-covered-by-own-work``,
        ``child-past-age-limit``, ``child-past-last-age-limit``.

    Raises:
        NoValueInForceError: *on* precedes the décret or the contract.
    """
    return Verdict.of(_findings(child, number, contract, on, path))


def review(child: Child, *, number: int | None, contract: Contract, on: dt.date) -> Verdict:
    """
    Review a child who is already covered.

    Cover through own work that was left out when the child was declared is not
    asked for again: becoming old enough for the question takes no right away.

    Args:
        number: Number of the child in sentences, as for :func:`assess`.
        on: Day of the review.

    Returns:
        A verdict that holds, with the warning ``child-cover-to-review``.

    Raises:
        NoValueInForceError: *on* precedes the décret or the contract.
    """
    if child.covered_by_own_work is UNANSWERED:
        child = attrs.evolve(child, covered_by_own_work=False)
    holds = assess(child, number=number, contract=contract, on=on, path="").holds
    if holds and not (child.birth_date and _is_past_any_life(child.birth_date, on)):
        return Verdict()
    return Verdict((finding("child-cover-to-review", child=name(number), on=on),))


def number_among(index: int, count: int) -> int | None:
    """Return the number of the child at *index* of *count* children; an only child has none."""
    return index + 1 if count > 1 else None


def name(number: int | None) -> Text:
    """Return what sentences call the child: by a number only where there is more than one."""
    text = term("ChildName", "only" if number is None else "numbered")
    return text if number is None else text.fill({"number": number})


def _findings(child: Child, number: int | None, contract: Contract, on: dt.date, path: str) -> Iterator[Finding]:
    missing, called = tuple(_missing_facts(child, on)), name(number)
    for fact in missing:
        yield finding("child-fact-missing", f"{path}.{fact}", field=field(fact), child=called)
    yield from regime.assess_beneficiary(
        child.regime,
        not_covered="child-regime-not-covered",
        confirm="child-regime-to-confirm",
        contract=contract,
        on=on,
        path=f"{path}.regime",
        child=called,
    ).findings
    yield from _kinship(child.kinship, called, f"{path}.kinship")
    if child.covered_by_own_work is True:
        yield finding("child-covered-by-own-work", f"{path}.covered_by_own_work", child=called)
    elif (
        child.covered_by_own_work is UNANSWERED
        and _is_of_working_age(child, on)
        and not {*missing} & {"situation", OWN_WORK}
    ):
        yield finding("child-own-cover-to-confirm", f"{path}.covered_by_own_work", child=called)
    if child.birth_date is not None and child.disabled is False and not _is_past_any_life(child.birth_date, on):
        yield from _age(child.birth_date, child.situation, called, on, f"{path}.birth_date")


def _kinship(kinship: Kinship | None, called: Text, path: str) -> Iterator[Finding]:
    """Check that the décret names such a child."""
    if kinship is Kinship.OTHER:
        yield finding("child-kinship-not-covered", path, child=called, entrusted=Kinship.ENTRUSTED)


def _missing_facts(child: Child, on: dt.date) -> Iterator[str]:
    """List the unknown facts that could change the answer."""
    if child.birth_date is None:
        yield "birth_date"
    if child.regime is None:
        yield "regime"
    if child.covered_by_own_work is None or (
        child.covered_by_own_work is UNANSWERED and child.situation is Situation.WORKING
    ):
        yield OWN_WORK
    if child.birth_date is None or _is_past_any_life(child.birth_date, on):
        return
    is_past_first = has_reached(child.birth_date, law.value("child_age_limit", on), on=on)
    is_past_last = has_reached(child.birth_date, law.value("dependent_child_age_limit", on), on=on)
    age_needs_situation = is_past_first and not is_past_last and child.disabled is not True
    is_too_old = is_past_last and child.disabled is False
    work_needs_situation = child.covered_by_own_work is UNANSWERED and _is_of_working_age(child, on) and not is_too_old
    if child.situation is None and (age_needs_situation or work_needs_situation):
        yield "situation"
    is_extended = child.situation in EXTENDING and not is_past_last
    if child.disabled is None and is_past_first and not is_extended:
        yield "disabled"


def _is_past_any_life(birth_date: dt.date, on: dt.date) -> bool:
    """Return whether the birth is a slip, from which no age follows."""
    longest: int = law.value("longest_life", on)
    return years(birth_date, on=on) > longest


def _is_of_working_age(child: Child, on: dt.date) -> bool:
    """Return whether the child is old enough for their own work to matter."""
    if child.birth_date is None or _is_past_any_life(child.birth_date, on):
        return False
    return has_reached(child.birth_date, law.value("situation_asked_from", on), on=on)


def _age(birth_date: dt.date, situation: Situation | None, called: Text, on: dt.date, path: str) -> Iterator[Finding]:
    """Check the age of a child whom the CDAPH does not recognise."""
    first, last = law.dated("child_age_limit", on), law.dated("dependent_child_age_limit", on)
    if has_reached(birth_date, last.known_value, on=on):
        yield finding("child-past-last-age-limit", path, rests_on=(last,), child=called, limit=last.known_value, on=on)
    elif has_reached(birth_date, first.known_value, on=on) and situation is not None and situation not in EXTENDING:
        yield finding("child-past-age-limit", path, rests_on=(first,), child=called, limit=first.known_value, on=on)
