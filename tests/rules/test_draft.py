"""
Drafts compared with a list of all the keys in them, at whatever depth.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from psc_workflow import commands as do
from psc_workflow._catalogue import wording
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Severity
from psc_workflow.exceptions import InvalidCommandError
from psc_workflow.rules import draft
from psc_workflow.states import JOURNEYS
from psc_workflow.states._step import draft_fields

OURS = ["first_name", "nir", "iban", "partner", "children", "birth_date", "kinship", "documents_read", "opened_on"]
"""Fields of screens, of the people on them and of a motive."""

SECRETS = ["password", "confirmation", "certified", "accepted", "evidence", "signed"]
INSIDE_ONLY = ["kinship", "opened_on"]
"""Fields that are no command's own."""

STRANGE = ["", " ", "Password", "first_name ", "{fields}", "\u202ename", "الاسم", "FR7617469000", "ß" * 1000]

KEYS = st.sampled_from([*OURS, *SECRETS, *STRANGE])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "1972-", "Teʻaitu", "a\nb\tc"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=5,
)
DRAFTS = st.none() | st.dictionaries(KEYS, VALUES, max_size=4)
ALLOWED = st.frozensets(st.sampled_from(OURS), max_size=5)


def keys_in(value: Any) -> Iterator[str]:
    """Name every key in *value*."""
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys_in(inner)


def expected(given_draft: dict[str, Any] | None, allowed: frozenset[str]) -> list[str]:
    """Name what is left out, fields of other screens first; a stranger's name is not repeated."""
    whole = given_draft or {}
    refused = [name for name in whole if name not in allowed]
    broken = [name for name in whole if name in allowed and not {*keys_in(whole[name])} <= {*OURS}]
    nameable = {*OURS, *SECRETS} - {*INSIDE_ONLY}
    return [name if name in nameable else "an unknown field" for name in refused] + broken


def words_for(name: str) -> tuple[str, str]:
    """Return the French and the English for a field of ours; a stranger's has words of its own."""
    words = Text("un champ inconnu", "an unknown field") if name == "an unknown field" else wording.field(name)
    return words.fr, words.en


@given(DRAFTS, ALLOWED)
@example({"iban": "FR76", "password": "x", "\u202e": 1, "partner": {"a": 1}}, frozenset({"partner"}))
@example({"children": [{"opened_on": 1, "evidence": 2}], "kinship": 1}, frozenset({"children"}))
@example({"partner": {"birth_date": "19"}}, frozenset({"partner"}))
@example(None, frozenset())
def test_what_a_draft_leaves_out_is_named_and_blocks_nothing(
    given_draft: dict[str, Any] | None, allowed: frozenset[str]
) -> None:
    verdict = draft.assess(given_draft, allowed)
    named = expected(given_draft, allowed)
    assert [(finding.code, finding.path, finding.severity) for finding in verdict.findings] == (
        [("draft-field-left-out", "draft", Severity.WARNING)] if named else []
    )
    for finding in verdict.findings:
        assert {*finding.facts} == {"fields"}
        french, english = zip(*map(words_for, named), strict=True)
        assert finding.text("en").endswith(f": {', '.join(english)}.")
        assert finding.text("fr").endswith(f": {', '.join(french)}.")
        strangers = [name for name in STRANGE if name.strip() and name != "first_name "]
        assert not any(name in finding.text("en") + finding.text("fr") for name in strangers)


@given(DRAFTS, ALLOWED)
def test_what_is_kept_is_kept_whole_and_holds_no_secret(
    given_draft: dict[str, Any] | None, allowed: frozenset[str]
) -> None:
    kept_draft = draft.keepable(given_draft or {}, allowed)
    assert not {*keys_in(kept_draft)} & {*SECRETS, *STRANGE}
    assert draft.assess(kept_draft, allowed).findings == ()


@pytest.mark.parametrize("journey", JOURNEYS)
def test_no_screen_allows_a_draft_a_secret(journey: str) -> None:
    chart = JOURNEYS[journey]
    allowed = {name for state in chart.states for name in draft_fields(chart, state.value)}
    assert not allowed & {*SECRETS}


@pytest.mark.parametrize("wrong", [{"nir": float("nan")}, {"nir": {1}}, {"nir": "\ud800"}, {"nir": "x" * 5000}, "nir"])
def test_what_is_no_draft_does_not_reach_the_rule(wrong: Any) -> None:
    with pytest.raises(InvalidCommandError, match="draft"):
        do.SaveAndQuit(wrong)
