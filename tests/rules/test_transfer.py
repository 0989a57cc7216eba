"""
Transfers compared with a table; contracts with what their ids look like in small letters of ASCII.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import FIRST_OF_JUNE, ONE_DAY, START
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.rules import transfer
from psc_workflow.rules.comparing import normalise
from psc_workflow.rules.compulsory_text import is_blank
from strategies import BLANK, NAMES, maybe, near
from verdicts import codes, codes_and_paths, facts_by_place

IDS = st.sampled_from(["men-2026-pf", "guide-illustration", "men-2026", "own 2"])
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

SPELLINGS = st.sampled_from(
    [
        str,
        str.upper,
        str.title,
        lambda name: f"\t{name}\u00a0",
        lambda name: name.translate(FULL_WIDTH),
        lambda name: name.replace(" ", " \n "),
    ]
)

CONTRACTS_GIVEN = (
    st.tuples(BLANK, st.just("text-blank"))
    | st.just((None, "transfer-contract-missing"))
    | st.tuples(NAMES | st.just("x" * 1000), st.just(""))
)


def unusual(contract: str | None) -> dict[tuple[str, str], dict[str, str]]:
    """Tell the text that is no id: words of small letters and digits, joined by single hyphens or underscores."""
    spelling = normalise(contract or "")
    words = spelling.replace("_", "-").split("-")
    letters = {*"abcdefghijklmnopqrstuvwxyz"}
    is_usual = (
        len(spelling) <= 64 and spelling[:1] in letters and all({*word} <= letters | {*"0123456789"} for word in words)
    )
    is_usual = is_usual and "" not in words
    return {} if is_usual or not contract or is_blank(contract) else {("transfer-contract-unusual", "contract"): {}}


ON, FIRST = maybe(near(START, 2) | st.dates()), maybe(near(START, 2))


def day(on: dt.date | None, first: dt.date | None) -> dict[tuple[str, str], dict[str, dt.date | None]]:
    """Say what stands against the day."""
    if on is None:
        return {("day-missing", "on"): {}}
    early = first is not None and (first - on).days > 0
    return {("day-too-early", "on"): {"on": on, "first": first}} if early else {}


@given(CONTRACTS_GIVEN, ON, FIRST, IDS)
@example(("", "text-blank"), START, None, "men-2026-pf")
@example((None, "transfer-contract-missing"), None, START, "men-2026-pf")
@example(("Tāvana", ""), dt.date(2026, 4, 30), START, "men-2026-pf")
@example(("Tāvana", ""), START, START, "men-2026-pf")
def test_a_transfer_needs_a_contract_and_a_day_of_the_cover(
    contract_and_code: tuple[str | None, str], on: dt.date | None, first: dt.date | None, current: str
) -> None:
    contract, code = contract_and_code
    facts = {"text-blank": {"field": Text("contrat", "contract")}, "transfer-contract-missing": {}}
    expected = {(code, "contract"): facts[code]} if code else {}
    verdict = transfer.assess(contract, on, current=current, first=first)
    assert facts_by_place(verdict) == expected | day(on, first) | unusual(contract)
    assert verdict.holds == (not expected and not day(on, first))


@given(IDS, IDS, SPELLINGS, ON, FIRST)
@example("men-2026-pf", "men-2026-pf", str.upper, START, START)
@example("men-2026", "men-2026-pf", str, START, START)
@example("men-2026-pf", "men-2026", str, None, START)
def test_nobody_goes_over_to_the_contract_they_have_however_it_is_written(
    contract: str, current: str, spelt: Callable[[str], str], on: dt.date | None, first: dt.date | None
) -> None:
    verdict = transfer.assess(spelt(contract), on, current=current, first=first)
    same = {("transfer-same-contract", "contract"): {}} if contract == current else unusual(contract)
    assert facts_by_place(verdict) == same | day(on, first)
    assert contract != current or verdict.outcome is Judgement.REFUSED


@given(st.text(st.sampled_from("aAbB2- "), max_size=5), st.text(st.sampled_from("ab2-"), min_size=1, max_size=3))
def test_ids_of_ascii_are_the_same_in_small_letters_without_outer_spaces(contract: str, current: str) -> None:
    reached = codes(transfer.assess(contract, START, current=current))
    if contract.strip():
        same = contract.strip().lower() == current
        assert reached == ["transfer-same-contract"] * same + [code for code, _ in unusual(contract)] * (not same)
    else:
        assert reached == ["text-blank"]


@given(st.dates())
@example(dt.date.min)
def test_with_nothing_to_compare_any_day_does(on: dt.date) -> None:
    assert transfer.assess("men-2026", on, current="men-2026-pf").findings == ()


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        ("men-2026", []),
        ("men-2026-pf", ["transfer-same-contract"]),
        (" MEN-2026-PF ", ["transfer-same-contract"]),
        (None, ["transfer-contract-missing"]),
        ("  ", ["text-blank"]),
        ("le contrat de l’Outre-mer", ["transfer-contract-unusual"]),
        ("men-2026-", ["transfer-contract-unusual"]),
        ("x" * 64, []),
        ("x" * 65, ["transfer-contract-unusual"]),
        ("\N{FULLWIDTH LATIN SMALL LETTER M}en_2026", []),
    ],
    ids=str,
)
def test_a_transfer_leads_to_another_contract(contract: str | None, expected: list[str]) -> None:
    def assess(on: dt.date | None, first: dt.date | None = None) -> Verdict:
        return transfer.assess(contract, on, current="men-2026-pf", first=first)

    assert codes_and_paths(assess(FIRST_OF_JUNE)) == [(code, "contract") for code in expected]
    assert assess(FIRST_OF_JUNE).missing == (("contract",) if contract is None else ())
    assert codes(assess(None)) == [*expected, "day-missing"]
    assert codes(assess(START - ONE_DAY, START)) == [*expected, "day-too-early"]
    assert codes(assess(START, START)) == expected
