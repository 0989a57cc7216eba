"""
Unknown is never taken for yes: no rule accepts for want of a fact what it would refuse if it knew it.
"""

import inspect
import types
import typing
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psc_workflow import witnesses
from psc_workflow.exceptions import InvalidCommandError, PscWorkflowError
from psc_workflow.model.people import Checked
from psc_workflow.model.verdict import Judgement, Verdict
from psc_workflow.witnesses.witness import Ask

ANSWERED_BY_NOTHING: dict[str, str] = {}
"""Facts whose absence is an answer, or another rule's matter: by function and path, each with the reason."""


def asks() -> Iterator[tuple[str, Ask]]:
    """List every function that the examples ask, once."""
    seen = set()
    for rule in witnesses.rules():
        for one in witnesses.of(rule):
            if one.ask not in seen:
                seen.add(one.ask)
                yield f"{rule}.{one.ask.__name__}", one.ask


ASKS = dict(asks())


def may_be_none(kind: Any) -> bool:
    return typing.get_origin(kind) in (types.UnionType, typing.Union) and type(None) in typing.get_args(kind)


def facts_of(value: Any, path: str) -> Iterator[str]:
    """Walk the paths of everything inside *value* that can be not known."""
    if isinstance(value, Checked):
        for field in attrs.fields(attrs.resolve_types(type(value))):
            if may_be_none(field.type):
                yield f"{path}.{field.name}"
            yield from facts_of(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from facts_of(item, f"{path}.{index}")


def unknown(ask: Ask, given_facts: dict[str, Any]) -> list[str]:
    """List the facts of an example that can be not known, but those listed above."""
    hints = typing.get_type_hints(ask)
    found = [name for name in given_facts if may_be_none(hints[name])]
    found += [path for name, value in given_facts.items() for path in facts_of(value, name)]
    return [path for path in found if forgetting(given_facts, path) is not None]


def forgetting(facts: dict[str, Any], path: str) -> dict[str, Any] | None:
    """Give *facts* with the one at *path* not known; ``None`` if no command can be made like that."""
    first, *rest = path.split(".")
    try:
        return {**facts, first: without(facts[first], rest)}
    except InvalidCommandError:
        return None


def without(value: Any, path: list[str]) -> Any:
    """Give *value* with the fact at *path* not known."""
    if not path:
        return None
    first, rest = path[0], path[1:]
    if isinstance(value, tuple):
        return tuple(without(item, rest) if str(at) == first else item for at, item in enumerate(value))
    return value if value is None else attrs.evolve(value, **{first: without(getattr(value, first), rest)})


def name_of(function: str, path: str) -> str:
    """Name a fact apart from the place of a child in its list."""
    return f"{function}: {'.'.join(part for part in path.split('.') if not part.isdecimal())}"


def asked(ask: Ask, facts: dict[str, Any]) -> Verdict | None:
    """Ask a rule; ``None`` where it says in its own words that it cannot tell."""
    try:
        return ask(**facts)
    except PscWorkflowError:
        return None


@st.composite
def situations(draw: st.DrawFn, function: str) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Mix the facts of the examples anew, then forget some of them."""
    ask = ASKS[function]
    examples = [one.given for rule in witnesses.rules() for one in witnesses.of(rule) if one.ask is ask]
    base = dict(draw(st.sampled_from(examples)))
    for name in draw(st.lists(st.sampled_from(sorted(base)), max_size=2, unique=True)):
        donors = [example[name] for example in examples if name in example]
        base[name] = draw(st.sampled_from(donors))
    paths = [path for path in unknown(ask, base) if name_of(function, path) not in ANSWERED_BY_NOTHING]
    forgotten = draw(st.lists(st.sampled_from(paths), min_size=1, max_size=3, unique=True)) if paths else []
    less = base
    for path in forgotten:
        less = forgetting(less, path) or less
    return base, less, forgotten


@pytest.mark.parametrize("function", ASKS)
@given(data=st.data())
def test_no_missing_fact_turns_into_acceptance(function: str, data: st.DataObject) -> None:
    """What is accepted with facts missing is refused for none of the answers they can have."""
    known, less, forgotten = data.draw(situations(function))
    accepted, answered = asked(ASKS[function], less), asked(ASKS[function], known)
    if accepted is not None and accepted.holds and answered is not None:
        assert answered.outcome is not Judgement.REFUSED, forgotten


def test_every_exception_is_a_fact_of_a_rule() -> None:
    possible = {
        name_of(function, path)
        for function, ask in ASKS.items()
        for rule in witnesses.rules()
        for one in witnesses.of(rule)
        if one.ask is ask
        for path in unknown(ask, dict(one.given))
    }
    assert set(ANSWERED_BY_NOTHING) <= possible
    assert all(inspect.cleandoc(reason).endswith(".") for reason in ANSWERED_BY_NOTHING.values())
