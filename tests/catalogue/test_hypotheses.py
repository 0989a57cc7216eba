"""
A contract with other amounts: what changes, what stays, and what is no amount.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from people import GUIDE, MEN, START
from psc_workflow import Formula, Household, Regime, contracts
from psc_workflow._catalogue.amounts import Amount
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.exceptions import HostError
from psc_workflow.pricing import price, totals
from tariffs import amount, component, tariff

AGENT = Household(regime=Regime.GENERAL, gross_cents=280000)
ASKED: dict[str, Any] = {"formula": Formula.BASE, "on": START}


def test_a_parameter_that_is_supposed_changes_every_line_that_uses_it() -> None:
    supposed = MEN.with_values({"ce": "80.00"})
    before, after = (price(AGENT, contract=contract, **ASKED) for contract in (MEN, supposed))
    assert [(change.component, change.before, change.after) for change in before.diff(after).changes] == [
        ("agent-base-employer", 3770, 4000),
        ("agent-base-flat", 1508, 1600),
    ]
    line = after.lines[0]
    assert line.certainty is Certainty.ASSUMED
    assert (
        Source("hypothèse\N{NO-BREAK SPACE}: ce = 80,00\N{NO-BREAK SPACE}€", title_en="hypothesis: ce = 80.00 €")
        in line.sources
    )
    assert not {source for source in before.lines[0].sources if "75,40" in source.title} & {*line.sources}


def test_a_component_that_is_supposed_is_a_fixed_amount() -> None:
    supposed = GUIDE.with_values({"agent-option-1": Decimal(13)}, certainty="announced")
    quote = price(AGENT, contract=supposed, formula=Formula.OPTION_1, on=START)
    (line,) = [line for line in quote.lines if line.component == "agent-option-1"]
    assert (line.cents, line.certainty, line.rate) == (1300, Certainty.ANNOUNCED, None)
    assert "hypothesis: agent-option-1 = 13.00 €" in str(quote.explain("en", "auditor"))


def test_nothing_else_changes_and_the_version_says_that_it_is_supposed() -> None:
    supposed = MEN.with_values({"ce": 80})
    assert (supposed.id, supposed.version) == ("men-2026", "2026.1+hypothesis")
    assert supposed.with_values({"pmss": 4100}).version == "2026.1+hypothesis"
    assert supposed.formulas == MEN.formulas
    assert MEN.with_values({}).tariff == MEN.tariff
    assert contracts.get("men-2026").version == "2026.1"
    assert totals(AGENT, contract=MEN, **ASKED).employer == 3770


def test_from_a_day_on_what_was_before_stays() -> None:
    since = dt.date(2026, 7, 1)
    supposed = MEN.with_values({"ce": "80.00"}, since=since)
    eve, first = (
        totals(AGENT, contract=supposed, formula=Formula.BASE, on=day) for day in (since - dt.timedelta(days=1), since)
    )
    assert (eve.employer, first.employer) == (3770, 4000)


def test_a_supposition_may_be_that_nothing_is_known() -> None:
    quote = price(AGENT, contract=MEN.with_values({"ce": None}), **ASKED)
    assert (quote.employer, quote.certainty(Channel.EMPLOYER)) == (None, Certainty.UNKNOWN)
    assert quote.lines[0].sources[-1].title == "hypothèse\N{NO-BREAK SPACE}: ce = inconnu"


def test_a_coefficient_that_is_supposed_keeps_its_cap() -> None:
    supposed = MEN.with_values({"agent-base-solidarity.coefficient": "0.0081"}, certainty="derived")
    quote = price(Household(regime=Regime.GENERAL, gross_cents=500000), contract=supposed, **ASKED)
    line = quote.lines[2]
    assert (line.cents, line.rate, line.base, line.certainty) == (3244, Decimal("0.0081"), 4005, Certainty.DERIVED)
    assert line.cap is not None
    assert "hypothesis: agent-base-solidarity.coefficient = 0.0081" in str(quote.explain("en", "auditor"))
    assert "solidarity.coefficient = 0,0081" in str(quote.explain("fr", "auditor"))
    nobody_knows = MEN.with_values({"agent-base-solidarity.coefficient": None})
    assert price(AGENT, contract=nobody_knows, **ASKED).payroll is None


NEW_YEAR, MAY, JULY, SEPTEMBER = (dt.date(2026, month, 1) for month in (1, 5, 7, 9))
UNKNOWN = amount(in_force_from=MAY)
FIXED = amount(value="12", in_force_from=MAY)
Caps = list[tuple[dt.date, str | None]]


def of_pay(cap: str | None, since: dt.date = NEW_YEAR) -> Amount:
    return amount(coefficient="0.01", cap=cap, in_force_from=since)


@pytest.mark.parametrize(
    ("values", "since", "expected"),
    [
        ([of_pay("pmss"), of_pay("ce", SEPTEMBER)], None, [(NEW_YEAR, "pmss"), (SEPTEMBER, "ce")]),
        ([of_pay("pmss"), of_pay("ce", SEPTEMBER)], JULY, [(JULY, "pmss"), (SEPTEMBER, "ce")]),
        ([of_pay("pmss"), of_pay("ce", SEPTEMBER)], SEPTEMBER, [(SEPTEMBER, "ce")]),
        ([of_pay(None), of_pay("pmss", JULY)], None, [(NEW_YEAR, None), (JULY, "pmss")]),
        ([of_pay("pmss"), of_pay(None, JULY)], None, [(NEW_YEAR, "pmss"), (JULY, None)]),
        ([of_pay("ce"), of_pay("ce", JULY)], None, [(NEW_YEAR, "ce")]),
        ([of_pay("pmss"), UNKNOWN, of_pay("ce", JULY)], None, [(NEW_YEAR, "pmss"), (JULY, "ce")]),
        ([of_pay("pmss"), UNKNOWN], MAY, [(MAY, "pmss")]),
        ([FIXED, of_pay("ce", JULY), of_pay("pmss", SEPTEMBER)], None, [(MAY, "ce"), (SEPTEMBER, "pmss")]),
    ],
)
def test_a_coefficient_that_is_supposed_counts_pay_up_to_the_cap_of_each_day(
    values: list[Amount], since: dt.date | None, expected: Caps
) -> None:
    supposed = tariff(component("a", *values)).with_values({"a.coefficient": "0.02"}, since=since)
    dated = supposed.tariff.components[0].values
    before = [value for value in values if since is not None and value.in_force_from < since]
    assert dated[: len(before)] == tuple(before)
    assert [(value.in_force_from, value.cap) for value in dated[len(before) :]] == expected
    assert {value.coefficient for value in dated[len(before) :]} == {Decimal("0.02")}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"agent-base-flat.coefficient": "0.01"}, "agent-base-flat.coefficient: must be one of: ce, pmss, "),
        ({"agent-base-solidarity.coefficient": "1.01"}, "agent-base-solidarity.coefficient: must be a ratio"),
        ({"agent-base-solidarity.coefficient": "-0.01"}, "agent-base-solidarity.coefficient: must be a ratio"),
        ({"agent-base-solidarity.coefficient": "NaN"}, "agent-base-solidarity.coefficient: must be a ratio"),
        ({"agent-base-solidarity.coefficient": 0.01}, "agent-base-solidarity.coefficient: must be a ratio"),
        ({"agent-base-solidarity.coefficient": "x"}, "agent-base-solidarity.coefficient: must be a ratio"),
        (
            {"agent-base-solidarity.coefficient": "0.01", "agent-base-solidarity": "20"},
            "agent-base-solidarity: its coefficient is supposed, too",
        ),
        ({"eurs": "1"}, "eurs: must be one of: ce, pmss, "),
        ({"ce": "-1"}, "ce: must be euros and cents, not negative"),
        ({"ce": "1.005"}, "ce: must be euros and cents"),
        ({"ce": "NaN"}, "ce: must be euros and cents"),
        ({"ce": "80,10"}, "ce: must be euros and cents"),
        ({"ce": "10000000"}, "ce: must be euros and cents"),
        ({"ce": 80.1}, "ce: must be euros and cents"),
        ({"ce": True}, "ce: must be euros and cents"),
        *(
            ({"ce": text}, "ce: must be euros and cents")
            for text in ("8_0.10", "\u0668\u0660", " 80 ", "80.", ".5", "80\n")
        ),
        *(({"ce": text}, "ce: must be euros and cents") for text in ("", "80,10", "Infinity", "1e99999999999", "0x50")),
        ({"agent-base-solidarity.coefficient": "1e-99"}, "agent-base-solidarity.coefficient: must be a ratio"),
        (
            {"agent-base-solidarity.coefficient": Decimal("1e-999999999")},
            "agent-base-solidarity.coefficient: must be a ratio",
        ),
        ({"agent-base-solidarity.coefficient": "0_0"}, "agent-base-solidarity.coefficient: must be a ratio"),
    ],
)
def test_what_is_no_name_or_no_amount_is_the_host_s_mistake(values: dict[str, Any], message: str) -> None:
    with pytest.raises(HostError, match=f"^`values`: {message}"):
        MEN.with_values(values)


@pytest.mark.parametrize(
    ("certainty", "message"), [("sure", "^`certainty` must be one of: published, "), ("unknown", "certainty")]
)
def test_a_certainty_that_no_amount_has_is_the_host_s_mistake(certainty: str, message: str) -> None:
    with pytest.raises(HostError, match=message):
        MEN.with_values({"ce": 80}, certainty=certainty)


def test_what_is_free_stays_free() -> None:
    with pytest.raises(HostError, match="free"):
        tariff(component("gift", amount(value="0"), free=True)).with_values({"gift": "1"})
