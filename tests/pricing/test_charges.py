"""
What goes into a line: rate, base, certainty, sources, and the code of what is missing, for each kind of amount.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from people import ANAPA, CARLA, CLAUDIA, MEN, START
from psc_workflow import Formula, Household, Regime
from psc_workflow._catalogue.amounts import Amount, Kind
from psc_workflow._catalogue.tariff import TariffParameter
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import pricing_text
from psc_workflow._model.quote import Gap, PayCap, QuoteLine
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty, Channel, Who
from psc_workflow._structuring import StructureError
from psc_workflow.exceptions import FormulaNotOfferedError, HostError, NoValueInForceError
from psc_workflow.pricing import price, price_existing_cover
from psc_workflow.pricing._charges import charges
from tariffs import amount, component, tariff

A, B, C, D = (Source(name) for name in "ABCD")
DAY = dt.date(2026, 1, 1)
BASE = Formula.BASE
AGENT = Household(regime=Regime.GENERAL, gross_cents=280050)


def parameter(name: str, value: str | None, certainty: Certainty, *sources: Source) -> TariffParameter:
    dated = Dated(DAY, certainty, sources, None if value is None else Decimal(value))
    return TariffParameter("eur/month", DAY, (dated,), id=name, label=Text(f"le {name}", f"the {name}"))


PARAMETERS = (
    parameter("known", "80.00", Certainty.DERIVED, B, C),
    parameter("cap", "1500.00", Certainty.ASSUMED, C, D),
    parameter("silent", None, Certainty.UNKNOWN, D),
)
KNOWN = {"certainty": Certainty.ANNOUNCED, "sources": (A, B)}
LINE = QuoteLine("agent", "a", Text("A", "a"), Channel.DEBITED, None, Certainty.ANNOUNCED, (A, B))
PAY, LINES = (pricing_text("explain", name) for name in ("pay", "lines"))
CAP = PayCap("cap", Text("le cap", "the cap"), Decimal(1500), DAY)
OF_KNOWN, OF_SILENT = Text("le known", "the known"), Text("le silent", "the silent")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (amount(value="12.34", **KNOWN), {"cents": 1234, "exact": Decimal("12.34")}),
        (
            amount(share="0.125", of="known", **KNOWN),
            {"cents": 1000, "exact": Decimal(10), "base": 80, "rate": Decimal("0.125"), "basis": OF_KNOWN}
            | {"sources": (A, B, C)},
        ),
        (
            amount(share="0.125", of="known", at_most="9.876", **KNOWN),
            {"cents": 988, "exact": Decimal("9.876"), "base": 80, "rate": Decimal("0.125"), "basis": OF_KNOWN}
            | {"sources": (A, B, C), "at_most": Decimal("9.876")},
        ),
        (
            amount(share="0.125", of="silent", **KNOWN),
            {"missing": "a-unknown", "rate": Decimal("0.125"), "basis": OF_SILENT}
            | {"certainty": Certainty.UNKNOWN, "sources": (A, B, D)},
        ),
        (
            amount(coefficient="0.0101", **KNOWN),
            {"cents": 2829, "exact": Decimal("28.28505"), "base": Decimal("2800.50"), "rate": Decimal("0.0101")}
            | {"basis": PAY, "pay": Decimal("2800.50")},
        ),
        (
            amount(coefficient="0.0101", cap="cap", **KNOWN),
            {"cents": 1515, "exact": Decimal("15.15"), "base": 1500, "rate": Decimal("0.0101"), "basis": PAY}
            | {"certainty": Certainty.ASSUMED, "sources": (A, B, C, D), "pay": Decimal("2800.50"), "cap": CAP},
        ),
        (
            amount(coefficient="0.0101", cap="silent", **KNOWN),
            {"missing": "a-unknown", "rate": Decimal("0.0101"), "basis": PAY}
            | {"certainty": Certainty.UNKNOWN, "sources": (A, B, D)},
        ),
        (
            amount(coefficient="0", **KNOWN),
            {"cents": 0, "exact": 0, "base": Decimal("2800.50"), "rate": 0, "basis": PAY, "pay": Decimal("2800.50")},
        ),
        (amount(sources=(A, B)), {"certainty": Certainty.UNKNOWN, "missing": "a-unknown"}),
    ],
    ids=str,
)
def test_a_line_has_all_that_went_into_it(made: Amount, expected: dict[str, Any]) -> None:
    contract = tariff(component("a", made), parameters=PARAMETERS)
    assert price(AGENT, contract=contract, formula=BASE, on=START).lines == (attrs.evolve(LINE, **expected),)


def test_without_the_pay_a_coefficient_keeps_its_rate_and_certainty() -> None:
    contract = tariff(component("a", amount(coefficient="0.0101", cap="cap", **KNOWN)), parameters=PARAMETERS)
    (line,) = price(attrs.evolve(AGENT, gross_cents=None), contract=contract, formula=BASE, on=START).lines
    expected: dict[str, Any] = {
        "missing": "gross-unknown",
        "rate": Decimal("0.0101"),
        "basis": PAY,
        "certainty": Certainty.ASSUMED,
    }
    assert line == attrs.evolve(LINE, **expected, cap=CAP, sources=(A, B, C, D))


@pytest.mark.parametrize(
    ("named", "rate", "expected"),
    [
        (("ten", "four"), "0.333", {"cents": 466, "exact": Decimal("4.662"), "base": 14}),
        (("ten",), "0.333", {"cents": 333, "exact": Decimal("3.33"), "base": 10, "certainty": Certainty.ANNOUNCED}),
        (("ten", "option"), "0", {"cents": 0, "exact": 0, "base": 10, "certainty": Certainty.ANNOUNCED}),
        (("option",), "0.333", {"cents": 0, "exact": 0, "base": 0, "certainty": Certainty.ANNOUNCED}),
        (("ten", "four"), "0.5", {"cents": 500, "exact": 5, "base": 14}),
        (("four", "silence"), "0.333", {"missing": "a-unknown", "certainty": Certainty.UNKNOWN}),
    ],
)
def test_a_share_of_lines_has_all_that_went_into_it(
    named: tuple[str, ...], rate: str, expected: dict[str, Any]
) -> None:
    contract = tariff(
        component("ten", amount(value="10")),
        component("four", amount(value="4", certainty=Certainty.ASSUMED)),
        component("option", amount(value="1", certainty=Certainty.ILLUSTRATIVE), formulas=(Formula.OPTION_1,)),
        component("silence", amount()),
        component("a", amount(share=rate, of_lines=named, at_most="5", **KNOWN)),
    )
    line = price(AGENT, contract=contract, formula=BASE, on=START).lines[-1]
    defaults: dict[str, Any] = {"certainty": Certainty.ASSUMED, "rate": Decimal(rate), "at_most": 5, "of_lines": named}
    names = [name for name in ("ten", "four", "option", "silence") if name in named]
    basis = LINES.fill({"lines": Text(" + ".join(name.capitalize() for name in names), " + ".join(names))})
    assert line == attrs.evolve(LINE, basis=basis, **defaults | expected)


def test_a_share_of_lines_is_one_of_the_person_s_own_lines() -> None:
    agent, partner = component("agent", amount(value="10")), component("partner", amount(value="20"), who=Who.PARTNER)
    with pytest.raises(StructureError, match="must name earlier components for the same person; 'agent' is none"):
        tariff(agent, partner, component("half", amount(share="0.5", of_lines=("agent",)), who=Who.PARTNER))
    contract = tariff(agent, partner, component("half", amount(share="0.5", of_lines=("partner",)), who=Who.PARTNER))
    quote = price(attrs.evolve(AGENT, partner=CLAUDIA), contract=contract, formula=BASE, on=START)
    assert [(line.who, line.cents) for line in quote.lines] == [("agent", 1000), ("partner", 2000), ("partner", 1000)]


def test_an_excluded_regime_leaves_the_line_and_takes_its_amount_and_its_certainty() -> None:
    contract = tariff(
        component("a", amount(value="12.34", **KNOWN)),
        component("gift", amount(value="0", **KNOWN), who=Who.CHILD, free=True),
        excluded_regimes=(Regime.MSA,),
    )
    household = attrs.evolve(AGENT, regime=Regime.MSA, children=[CARLA])
    agent, child = price(household, contract=contract, formula=BASE, on=START).lines
    assert (agent.cents, agent.exact, agent.missing) == (None, None, "a-unknown")
    assert (agent.certainty, agent.sources) == (Certainty.UNKNOWN, (Source("tariff"),))
    assert (child.cents, child.certainty, child.sources) == (0, Certainty.ANNOUNCED, (A, B))


@pytest.mark.parametrize("certainty", [certainty for certainty in Certainty if certainty is not Certainty.UNKNOWN])
def test_an_amount_is_refused_if_it_is_less_certain_than_asked_and_only_then(certainty: Certainty) -> None:
    contract = tariff(component("a", amount(value="12.34", certainty=certainty)))
    for asked in Certainty:
        (line,) = price(AGENT, contract=contract, formula=BASE, on=START, least_certainty=asked).lines
        enough = list(Certainty).index(certainty) <= list(Certainty).index(asked)
        assert (line.cents, line.missing) == ((1234, "") if enough else (None, "a-uncertain"))
        assert (line.exact, line.certainty) == (Decimal("12.34") if enough else None, certainty)


def test_by_default_every_amount_that_is_known_is_told() -> None:
    contract = tariff(component("a", amount(value="12.34", certainty=Certainty.ILLUSTRATIVE)))
    for quote in (
        price(AGENT, contract=contract, formula=BASE, on=START),
        price_existing_cover(AGENT, contract=contract, formula=BASE, on=START),
    ):
        assert (quote.debited, quote.least_certainty) == (1234, Certainty.ILLUSTRATIVE)


def test_a_gap_is_told_once_with_the_sources_of_the_tariff() -> None:
    contract = tariff(component("a", amount(value="1")))
    quote = price(attrs.evolve(AGENT, children=[CARLA, ANAPA]), contract=contract, formula=BASE, on=START)
    code = "person-not-in-tariff"
    assert quote.gaps == (Gap(code, pricing_text("gaps", code), (Source("tariff"),)),)


def test_a_quote_says_of_what_it_is() -> None:
    contract = tariff(component("a", amount(value="1")), structure=Certainty.DERIVED)
    quote = price(AGENT, contract=contract, formula=BASE, on=START)
    assert (quote.contract, quote.on, quote.formula, quote.structure) == ("men-2026", START, BASE, Certainty.DERIVED)
    assert (quote.household, quote.source) == (AGENT, contract)


def test_a_formula_no_longer_offered_is_priced_for_who_has_it() -> None:
    offered: tuple[Formula, ...] = (BASE,)
    values = (Dated(DAY, Certainty.PUBLISHED, (A,), offered),)
    contract = attrs.evolve(MEN, formulas=Parameter("formula", DAY, values))
    with pytest.raises(FormulaNotOfferedError, match=r"men-2026.*option_2; offered: base"):
        price(AGENT, contract=contract, formula=Formula.OPTION_2, on=START)
    quote = price_existing_cover(AGENT, contract=contract, formula=Formula.OPTION_2, on=START)
    assert "agent-option" in {line.component for line in quote.lines}


def test_charges_are_those_of_the_territory_by_person_in_the_order_of_the_tariff() -> None:
    contract = tariff(
        component("here", amount(value="1"), territories=("PF", "FR")),
        component("partner", amount(value="2"), who=Who.PARTNER),
        component("there", amount(value="3"), territories=("PF",)),
        component("everywhere", amount(value="4")),
    )
    charged = charges(contract, START)
    assert [charge.component.id for charge in charged.all] == ["here", "partner", "everywhere"]
    assert [charge.component.id for charge in charged.of(Who.AGENT)] == ["here", "everywhere"]
    assert (charged.contract, charged.tariff, charged.frozen_age) == (contract, contract.tariff, None)


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (amount(value="1"), Kind.FIXED),
        (amount(share="1", of="known"), Kind.SHARE),
        (amount(share="1", of="silent"), Kind.UNKNOWN),
        (amount(coefficient="1"), Kind.COEFFICIENT),
        (amount(coefficient="1", cap="silent"), Kind.UNKNOWN),
        (amount(), Kind.UNKNOWN),
    ],
    ids=str,
)
def test_a_charge_that_reads_an_unknown_parameter_is_unknown(made: Amount, kind: Kind) -> None:
    (charge,) = charges(tariff(component("a", made), parameters=PARAMETERS), START).all
    assert charge.kind is kind


def test_the_oldest_age_is_that_of_the_day() -> None:
    dated = [Dated(day, Certainty.ASSUMED, (A,), age) for day, age in ((DAY, 70), (START, 75))]
    contract = tariff(component("a", amount(value="1")), frozen_age=Parameter("year", DAY, tuple(dated)))
    assert [charges(contract, day).frozen_age for day in (DAY, START - dt.timedelta(days=1), START)] == [70, 70, 75]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"of_day": DAY}, r"men-2026\.tariff\.a\b"),
        ({"of_parameter": DAY}, r"men-2026\.tariff\.parameters\.known\b"),
        ({"of_oldest": DAY}, r"men-2026\.tariff\.frozen_age\b"),
    ],
)
def test_a_day_before_a_value_is_an_error_that_names_the_value(values: dict[str, dt.date], name: str) -> None:
    early = dt.date(2025, 1, 1)
    first = {"of_day": early, "of_parameter": early, "of_oldest": early} | values
    base = PARAMETERS[0]
    dated = Dated(first["of_oldest"], Certainty.ASSUMED, (A,), 75)
    contract = tariff(
        component("a", amount(share="1", of="known", in_force_from=first["of_day"])),
        parameters=(attrs.evolve(base, values=(attrs.evolve(base.values[0], in_force_from=first["of_parameter"]),)),),
        frozen_age=Parameter("year", DAY, (dated,)),
    )
    with pytest.raises(NoValueInForceError, match=rf"(^|\s|')({name})"):
        charges(contract, DAY - dt.timedelta(days=1))


def frozen(value: int | None, unit: str = "year") -> Parameter[int]:
    certainty = Certainty.UNKNOWN if value is None else Certainty.ASSUMED
    return Parameter(unit, DAY, (Dated(DAY, certainty, (A,), value),))


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"territories": ("fr",)}, "territories"),
        ({"territories": ("FR", "XXX")}, "territories"),
        ({"frozen_age": frozen(None)}, r"frozen_age\.values\.0\.value"),
        ({"frozen_age": frozen(-75)}, r"frozen_age\.values\.0\.value"),
        ({"frozen_age": frozen(75, "month")}, r"frozen_age\.unit"),
        ({"parameters": (attrs.evolve(PARAMETERS[0], unit="eur/year"),)}, r"parameters\.0\.unit"),
        ({"parameters": (parameter("vast", "1E40", Certainty.DERIVED, A),)}, r"parameters\.0\.values\.0\.value"),
    ],
)
def test_a_slip_of_the_pen_that_would_give_a_wrong_amount_is_told(wrong: dict[str, Any], path: str) -> None:
    selected = {name: wrong.pop(name) for name in list(wrong) if name == "territories"}
    with pytest.raises(StructureError, match=path):
        tariff(component("a", amount(value="1"), **selected), **wrong)


@pytest.mark.parametrize(
    "how", [{"value": "1E40"}, {"value": "10000000"}, {"share": "1", "of": "ce", "at_most": "1E30"}]
)
def test_an_amount_beyond_all_is_told(how: dict[str, Any]) -> None:
    with pytest.raises(StructureError, match="must be below 10000000 euros"):
        amount(**how)


@pytest.mark.parametrize(
    "asked", [{"on": dt.datetime(2026, 5, 1, tzinfo=dt.UTC)}, {"on": "2026-05-01"}, {"formula": ""}]
)
def test_another_day_or_formula_that_is_none_is_the_host_s_mistake(asked: dict[str, Any]) -> None:
    with pytest.raises(HostError):
        price(AGENT, contract=MEN, formula=BASE, on=START).simulate(**asked)
