"""
Every line of a quote, worked out again from its JSON alone: nothing that went into an amount stands elsewhere.
"""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from households import ALL_CONTRACTS, DRAWN_ROWS, household, sample_rows, with_offered_formulas
from paths import ROOT
from people import MEN, START
from psc_workflow import Formula, contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.quote import Quote
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.pricing import price
from tariffs import AGENT_HOUSEHOLD, BASE, amount, component, tariff, tariffs

CENT = Decimal("0.01")
SUBSIDY = contracts.load(ROOT / "benchmarks" / "contract.toml")
"""It has all four kinds of amount, and an option of which the employer pays a half up to a limit."""


def number(text: str | None) -> Decimal:
    """Read a number that must be there."""
    assert text is not None
    return Decimal(text)


def recompute(line: dict[str, Any], lines: list[dict[str, Any]]) -> Decimal:
    """Work out the amount of *line* as the documentation of its fields says."""
    if line["rate"] is None:
        return number(line["exact"]).quantize(CENT, ROUND_HALF_UP)
    base = number(line["base"])
    if line["of_lines"]:
        shared = [other for other in lines if other["who"] == line["who"] and other["component"] in line["of_lines"]]
        assert base == sum((number(other["amount"]) for other in shared), Decimal(0))
    if line["pay"] is not None:
        pay = number(line["pay"])
        assert base == (pay if line["cap"] is None else min(pay, number(line["cap"]["amount"])))
    exact = number(line["rate"]) * base
    if line["at_most"] is not None:
        limit = number(line["at_most"])
        exact = min(max(exact, -limit), limit)
    assert exact == number(line["exact"])
    return exact.quantize(CENT, ROUND_HALF_UP)


def check(quote: Quote) -> None:
    """Work out every line and every total, and compare."""
    answer = json.loads(json.dumps(quote.as_json()))
    for line in answer["lines"]:
        if line["amount"] is None:
            assert line["incomplete"]
        else:
            assert recompute(line, answer["lines"]) == number(line["amount"]), line
    for channel in Channel:
        amounts = [line["amount"] for line in answer["lines"] if line["channel"] == channel]
        if answer[channel] is not None:
            assert number(answer[channel]) == sum(map(number, amounts), Decimal(0))


@pytest.mark.parametrize("contract", [*ALL_CONTRACTS, SUBSIDY], ids=lambda contract: contract.id)
def test_every_line_of_every_contract_can_be_worked_out_again(contract: Contract) -> None:
    rows = with_offered_formulas(sample_rows(), contract, START)
    for row in rows:
        check(price(household(row), contract=contract, formula=Formula(row["formula"]), on=START))


@given(tariffs(), DRAWN_ROWS, st.sampled_from([Certainty.ILLUSTRATIVE, Certainty.DERIVED]))
def test_every_line_of_any_contract_can_be_worked_out_again(
    contract: Contract, row: dict[str, Any], least_certainty: Certainty
) -> None:
    formula = Formula(row["formula"])
    check(price(household(row), contract=contract, formula=formula, on=START, least_certainty=least_certainty))


# -- the fields ------------------------------------------------------------------------------------

LIMITED = tariff(
    component("part", amount(value="20.33")),
    component("other", amount(value="10")),
    component("gone", amount(value="1"), from_age=90),
    component("half", amount(share="0.50", of_lines=("part", "other"), at_most="5"), channel=Channel.EMPLOYER),
    component("tenth", amount(share="0.10", of_lines=("part", "gone"), at_most="5"), channel=Channel.EMPLOYER),
    component("pay", amount(coefficient="0.0101", cap="pmss"), channel=Channel.PAYROLL),
    component("uncapped", amount(coefficient="0.01"), channel=Channel.PAYROLL),
    component("share", amount(share="0.5", of="ce", at_most="30")),
)


def lines_of(gross_cents: int | None) -> dict[str, dict[str, Any]]:
    """Return the lines of *LIMITED* for an agent of that pay, by their component."""
    quote = price(attrs.evolve(AGENT_HOUSEHOLD, gross_cents=gross_cents), contract=LIMITED, formula=BASE, on=START)
    return {line["component"]: line for line in quote.as_json()["lines"]}


def test_a_share_names_its_lines_and_its_limit() -> None:
    lines = lines_of(280000)
    assert (lines["half"]["base"], lines["half"]["of_lines"], lines["half"]["at_most"]) == ("30.33", ["part", "other"], "5.00")  # fmt: skip
    assert (lines["half"]["exact"], lines["half"]["amount"]) == ("5.00", "5.00")
    assert (lines["tenth"]["base"], lines["tenth"]["amount"]) == ("20.33", "2.03")
    assert (lines["share"]["of_lines"], lines["share"]["at_most"]) == ([], "30.00")
    assert (lines["part"]["of_lines"], lines["part"]["at_most"], lines["part"]["pay"], lines["part"]["cap"]) == ([], None, None, None)  # fmt: skip


@pytest.mark.parametrize(("gross", "pay", "base"), [(280000, "2800.00", "2800.00"), (400500, "4005.00", "4005.00"), (400501, "4005.01", "4005.00")])  # fmt: skip
def test_pay_is_there_as_it_was_stated_beside_its_cap(gross: int, pay: str, base: str) -> None:
    lines = lines_of(gross)
    assert (lines["pay"]["pay"], lines["pay"]["base"]) == (pay, base)
    assert lines["pay"]["cap"] == {
        "id": "pmss",
        "label": attrs.asdict(MEN.tariff.parameter("pmss").label),
        "amount": "4005.00",
        "since": "2026-01-01",
    }
    assert (lines["uncapped"]["pay"], lines["uncapped"]["base"], lines["uncapped"]["cap"]) == (pay, pay, None)


def test_an_unknown_pay_leaves_the_cap() -> None:
    line = lines_of(None)["pay"]
    assert (line["pay"], line["base"], line["cap"]["amount"], line["incomplete"]) == (None, None, "4005.00", "gross-unknown")  # fmt: skip


def hows(gross_cents: int, locale: Any) -> dict[str, str]:
    quote = price(attrs.evolve(AGENT_HOUSEHOLD, gross_cents=gross_cents), contract=LIMITED, formula=BASE, on=START)
    lines = [line for channel in quote.explain(locale).parts for line in channel.parts]
    return {line.title.split(" ")[0].lower(): line.how.replace("\N{NO-BREAK SPACE}", " ") for line in lines}


def test_the_sentence_has_the_lines_the_limit_and_the_cap() -> None:
    english = hows(520000, "en")
    assert english["half"] == "50% of 30.33 €, sum of: part + other, which is 15.165 €, limited to 5.00 € (published)"
    assert english["tenth"] == "10% of 20.33 €, sum of: part + gone, within the limit of 5.00 € (published)"
    ceiling = MEN.tariff.parameter("pmss").label
    assert english["pay"] == (
        f"1.01% of 4,005.00 €, the gross pay of 5,200.00 € counted up to the ceiling of 4,005.00 € ({ceiling.en}, since "
        "1 January 2026) (published)"
    )
    french = hows(280000, "fr")
    assert (
        french["half"] == "50 % de 30,33 €, total de : Part + Other, soit 15,165 €, dans la limite de 5,00 € (publié)"
    )
    assert french["pay"] == (
        f"1,01 % de 2 800,00 €, rémunération brute prise en compte, sous le plafond de 4 005,00 € ({ceiling.fr}, depuis "
        "le 1er janvier 2026) (publié)"
    )
    assert french["uncapped"] == "1 % de 2 800,00 €, rémunération brute prise en compte (publié)"


def test_every_limit_stands_in_the_sentence() -> None:
    rows = with_offered_formulas(sample_rows(), SUBSIDY, START)
    hows = set()
    for row in rows:
        quote = price(household(row), contract=SUBSIDY, formula=Formula(row["formula"]), on=START)
        parts = [part for channel in quote.explain("en").parts for part in channel.parts]
        lines = [line for channel in Channel for line in quote.lines if line.channel is channel]
        hows |= {part.how for part, line in zip(parts, lines, strict=False) if line.at_most and line.cents is not None}
    assert hows
    assert {how for how in hows if "limited to 5.00 €" not in how and "the limit of 5.00 €" not in how} == set()
