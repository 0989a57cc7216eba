"""
Codes of the office compared with a walk over their nine characters, and with the contract's default or its lack.
"""

import datetime as dt
import re

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import GUIDE, MEN, PF, TODAY
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.text import Source
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import code_organisme
from strategies import BLANK, DAYS, PRINTED, is_seen, maybe
from verdicts import codes, facts_by_place

CHANGE = dt.date(2027, 1, 1)
FIRST, SECOND = "019870000", "029870001"


def _from(day: dt.date, code: str | None) -> Dated[str]:
    return Dated(day, Certainty.PUBLISHED if code else Certainty.UNKNOWN, (Source("le test"),), code)


CHANGING = attrs.evolve(
    PF,
    default_code_organisme=Parameter("code", CHANGE, (_from(dt.date(2025, 1, 1), FIRST), _from(CHANGE, SECOND))),
)
"""A contract whose default changes."""

WITHOUT = attrs.evolve(PF, default_code_organisme=None)
DEFAULTS = [(PF, "919190000"), (GUIDE, "919190000"), (MEN, None), (WITHOUT, None), (CHANGING, "changes")]


def default_of(contract: Contract, on: dt.date) -> str | None:
    """Give the default that stands in the contract's file."""
    default = next(code for candidate, code in DEFAULTS if candidate is contract)
    return (FIRST if on < CHANGE else SECOND) if default == "changes" else default


def said_in(code: str | None) -> str:
    """Leave of *code* what it says without its spaces: nothing, if no sign of it is to be seen."""
    closed = re.sub(r"\s", "", code or "")
    return closed if any(map(is_seen, closed)) else ""


def expected(code: str | None, default: str | None) -> set[str]:
    """Say what stands against a code, or against the default where none is given."""
    resolved = said_in(code) or default
    if resolved is None:
        return {"code-organisme-missing"}
    return set() if is_nine_digits(resolved) else {"code-organisme-form-wrong"}


def is_nine_digits(code: str) -> bool:
    """Count the digits, and read the regime."""
    return len(code) == sum(char in "0123456789" for char in code) == 9 and int(code[:2]) > 0


DIGITS = st.text(st.sampled_from("0123456789"), min_size=8, max_size=10)
BEGINNINGS = st.sampled_from(["", "01", "91", "00", "0", "10", "٩١", "A1", "²"])
TYPED = st.builds("".join, st.lists(st.sampled_from([" ", "", "\u00a0", "\n"]), max_size=2))


@st.composite
def typed_codes(draw: st.DrawFn) -> str:
    """Draw nine characters or nearly, some of them no digits, spaced somewhere."""
    code = draw(BEGINNINGS) + draw(DIGITS)
    code = code[: draw(st.sampled_from([8, 9, 9, 9, 9, 10]))]
    return code[:2] + draw(TYPED) + code[2:5] + draw(TYPED) + code[5:]


@given(
    maybe(typed_codes() | typed_codes() | typed_codes() | BLANK | PRINTED),
    st.sampled_from([contract for contract, _ in DEFAULTS]),
    DAYS,
)
@example(None, CHANGING, CHANGE - dt.timedelta(days=1))
@example("", CHANGING, CHANGE)
@example("\u200b", PF, TODAY)
@example(" \ufeff ", MEN, TODAY)
@example("91 919 0000", WITHOUT, TODAY)
@example("001234567", PF, TODAY)
@example("010000000", PF, TODAY)
@example("100000000", PF, TODAY)
@example("9" * 5000, PF, TODAY)
@example("９" * 9, PF, TODAY)
@example("²" * 9, PF, TODAY)
@example("९१९१९००००", PF, TODAY)
@example("91-919-0000", PF, TODAY)
@example("91\u200b9190000", PF, TODAY)
@example("\ud800", PF, TODAY)
def test_a_code_is_nine_digits_of_a_regime_or_the_contract_s_default(
    code: str | None, contract: Contract, on: dt.date
) -> None:
    default = default_of(contract, on)
    verdict = code_organisme.assess(code, contract=contract, on=on, path="p.code")
    faults = expected(code, default)
    assert facts_by_place(verdict) == {(fault, "p.code"): {} for fault in faults}
    assert verdict.missing == (("p.code",) if faults == {"code-organisme-missing"} else ())
    assert verdict.holds == (not faults)
    assert code_organisme.resolve(code, contract=contract, on=on) == (said_in(code) or default)
    assert code_organisme.is_left_blank(code) == (said_in(code) == "")


@pytest.mark.parametrize("regime", ["01", "02", "08", "10", "17", "91", "95", "99"])
def test_the_regime_chosen_is_not_read_from_the_code(regime: str) -> None:
    assert code_organisme.assess(f"{regime}9870000", contract=PF, on=TODAY).findings == ()


def test_a_default_that_is_no_code_is_not_accepted_either() -> None:
    odd = attrs.evolve(PF, default_code_organisme=Parameter("code", CHANGE, (_from(dt.date(2025, 1, 1), "009870000"),)))
    assert set(facts_by_place(code_organisme.assess(None, contract=odd, on=TODAY))) == {
        ("code-organisme-form-wrong", "code_organisme")
    }


def test_what_the_findings_rest_on_is_cited() -> None:
    for code, names in (
        ("", ["code-organisme", "guide-souscription-1"]),
        ("1", ["code-organisme", "guide-souscription-1", "bibliotheque"]),
    ):
        (finding,) = code_organisme.assess(code, contract=WITHOUT, on=TODAY).findings
        assert finding.sources == tuple(sources()[name] for name in names)
        assert (finding.certainty, finding.rule) == (None, "code_organisme")


def test_the_default_is_asked_of_the_contract_only_where_no_code_is_given() -> None:
    before = dt.date(2024, 12, 31)
    assert code_organisme.assess("919190000", contract=PF, on=before).holds
    with pytest.raises(NoValueInForceError, match=r"men-2026-pf\.default_code_organisme"):
        code_organisme.assess(" ", contract=PF, on=before)


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "resolved", "faults"),
    [
        (None, "919190000", []),
        ("", "919190000", []),
        ("   ", "919190000", []),
        ("91 919 0000", "919190000", []),
        ("019870000", "019870000", []),
        ("00 000 0000", "000000000", ["code-organisme-form-wrong"]),
        ("91 919 000", "91919000", ["code-organisme-form-wrong"]),
        ("91 919 000A", "91919000A", ["code-organisme-form-wrong"]),
    ],
)
def test_code_organisme(code: str | None, resolved: str, faults: list[str]) -> None:
    assert code_organisme.resolve(code, contract=PF, on=TODAY) == resolved
    assert codes(code_organisme.assess(code, contract=PF, on=TODAY)) == faults


def test_without_a_default_a_blank_code_is_missing() -> None:
    without = attrs.evolve(PF, default_code_organisme=None)
    verdict = code_organisme.assess("", contract=without, on=TODAY)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, ("code_organisme",))
