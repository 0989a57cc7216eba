"""
What a role does not see: the kinds of personal data that the contract withholds from it.

>>> from psc_workflow._model.people import Child
>>> child = plain_without(Child(disabled=True), frozenset({PersonalKind.HEALTH}))
>>> "disabled" in child, "birth_date" in child
(False, True)
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import attrs

from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands as do
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.personal import PersonalKind, kinds_of_fields
from psc_workflow._model.record import Cover, Record
from psc_workflow._model.text import Text, Word
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import unstructure
from psc_workflow._structuring.sharing import shared

Kinds = frozenset[PersonalKind]


def withheld(contract: Contract, role: Role | None, on: dt.date) -> Kinds:
    """List the kinds of personal data that *contract* withholds from *role* on that day; a manager is both at once."""
    if role == Role.MANAGER:
        return withheld(contract, Role.EMPLOYER, on) & withheld(contract, Role.INSURER, on)
    if role == Role.EMPLOYER and contract.withheld_from_employer:
        return frozenset(contract.value("withheld_from_employer", on))
    if role == Role.INSURER and contract.withheld_from_insurer:
        return frozenset(contract.value("withheld_from_insurer", on))
    return NONE


NONE: Kinds = frozenset()

_ANSWERS = frozenset(
    {
        *("declared", "chosen", "regime", "motive", "birth_date"),
        *("began_on", "opened_on", "ended_on"),
    }
)
"""
Names of the facts of findings that may stand in an answer.

The others are the contract's or the day's, and stay where they happen to equal an answer: a regime
that is left out of the list of those that the contract covers would be told by that.
"""

_LIMIT = "limit"
"""What a ground allows: follows from its days, whichever of them stands there."""


def plain_without(value: Any, kinds: Kinds) -> Any:
    """Write *value* as plain data, without the fields that hold one of *kinds*."""
    plain = unstructure(value)
    return _pruned(plain, value, kinds) if kinds else plain


def _pruned(plain: Any, value: Any, kinds: Kinds) -> Any:
    if isinstance(value, tuple):
        return [_pruned(item, original, kinds) for item, original in zip(plain, value, strict=True)]
    if not attrs.has(type(value)) or not isinstance(plain, dict):
        return plain
    hidden = {name for name, kind in kinds_of_fields(type(value)).items() if kind in kinds}
    return {name: _pruned(item, getattr(value, name), kinds) for name, item in plain.items() if name not in hidden}


def cover_without(cover: Cover | None, kinds: Kinds) -> Cover | None:
    """Return *cover* with nothing in the fields that hold one of *kinds*."""
    if cover is None or not kinds:
        return cover
    partner = cover.partner and _emptied(cover.partner, kinds)
    return attrs.evolve(cover, partner=partner, children=tuple(_emptied(child, kinds) for child in cover.children))


def _emptied(person: Any, kinds: Kinds) -> Any:
    hidden = {name: None for name, kind in kinds_of_fields(type(person)).items() if kind in kinds}
    return attrs.evolve(person, **hidden)


def draft_without(draft: Mapping[str, Any], kinds: Kinds) -> dict[str, Any]:
    """Copy a half-filled screen without the fields whose name, on any screen, holds one of *kinds*."""
    hidden = {name for name, of_name in kinds_by_name().items() if of_name & kinds}
    return {name: _without(value, hidden) for name, value in draft.items() if name not in hidden}


def _without(value: Any, hidden: set[str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _without(item, hidden) for name, item in value.items() if name not in hidden}
    return [_without(item, hidden) for item in value] if isinstance(value, list) else value


def verdict_for(
    role: Role | None,
    verdict: Verdict,
    *,
    record: Record,
    contract: Contract,
    on: dt.date,
    command: do.Command | None = None,
) -> Verdict:
    """
    Return *verdict* as *role* may read it: with no fact that stands in an answer that *contract* withholds from it.

    Args:
        on: Civil day on which it is read.
        command: What *role* has filled in itself: a fact that stands there is
            none that could be withheld from it.
    """
    names = {name for finding in verdict.findings for name in finding.facts}
    kinds = withheld(contract, role, on) if names & {*_ANSWERS, _LIMIT} else NONE
    if not kinds:
        return verdict
    hidden = {*_facts(record, kinds)} - {*_facts(command, kinds, is_hidden=True)}
    not_shown = contract.wording.term("Fact", "withheld")
    of_limits = NONE if isinstance(command, do.ChooseMotive) else kinds  # who gives the ground knows what it allows
    return Verdict(tuple(_finding_without(finding, hidden, of_limits, not_shown) for finding in verdict.findings))


def _finding_without(finding: Finding, hidden: set[Any], of_limits: Kinds, not_shown: Text) -> Finding:
    hides_limit = raw_texts.findings()[finding.code].about in of_limits
    facts = {
        name: not_shown if _is_withheld(name, fact, hidden) or (hides_limit and name == _LIMIT) else fact
        for name, fact in finding.facts.items()
    }
    return finding if facts == finding.facts else attrs.evolve(finding, facts=facts)


def _is_withheld(name: str, fact: Any, hidden: set[Any]) -> bool:
    key = (fact.table, fact.name) if isinstance(fact, Word) else fact
    return name in _ANSWERS and isinstance(key, tuple | dt.date) and key in hidden


def _facts(value: Any, kinds: Kinds, *, is_hidden: bool = False) -> Iterator[Any]:
    """Yield the days and the members of closed lists, as ``Word`` names them, in the fields of *kinds* at any depth."""
    if isinstance(value, tuple):
        for item in value:
            yield from _facts(item, kinds, is_hidden=is_hidden)
    elif attrs.has(type(value)):
        declared = kinds_of_fields(type(value))
        for name in attrs.fields_dict(type(value)):
            yield from _facts(getattr(value, name), kinds, is_hidden=is_hidden or declared.get(name) in kinds)
    elif is_hidden and isinstance(value, Enum):
        yield type(value).__name__, str(value.value)
    elif is_hidden and isinstance(value, dt.date):
        yield value


@shared
def kinds_by_name() -> dict[str, Kinds]:
    """List the kinds of each field, by its name alone: what a draft holds is not judged yet."""
    by_name: dict[str, Kinds] = {}
    for cls in (*do.ALL, Partner, Child, do.MotiveFacts):
        for name, kind in kinds_of_fields(cls).items():
            if kind != "secret":
                by_name[name] = by_name.get(name, NONE) | {PersonalKind(kind)}
    return by_name
