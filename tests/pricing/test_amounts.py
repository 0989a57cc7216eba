"""
The four kinds of amount, added up to the cent.
"""

import datetime as dt
from decimal import Decimal

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import START
from psc_workflow._catalogue.amounts import Amount, Kind
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.pricing import price
from tariffs import AGENT_HOUSEHOLD, BASE, OPTION_1, amount, cents_by_line, component, tariff


@pytest.mark.parametrize(
    ("made", "kind", "expected"),
    [
        (amount(value="12.34"), Kind.FIXED, 1234),
        (amount(share="0.20", of="ce"), Kind.SHARE, 1508),
        (amount(share="0.333", of="ce"), Kind.SHARE, 2511),
        (amount(coefficient="0.01"), Kind.COEFFICIENT, 2800),
        (amount(coefficient="0.01", cap="pmss"), Kind.COEFFICIENT, 2800),
        (amount(), Kind.UNKNOWN, None),
    ],
    ids=str,
)
def test_an_amount_is_worked_out_by_its_kind(made: Amount, kind: Kind, expected: int | None) -> None:
    assert made.kind is kind
    assert cents_by_line(tariff(component("a", made))) == {"agent.a": expected}


@pytest.mark.parametrize(
    ("gross", "expected"), [(0, 0), (400499, 4005), (400500, 4005), (400501, 4005), (9999999, 4005)]
)
def test_pay_counts_up_to_the_cap(gross: int, expected: int) -> None:
    contract = tariff(component("a", amount(coefficient="0.01", cap="pmss")))
    assert cents_by_line(contract, attrs.evolve(AGENT_HOUSEHOLD, gross_cents=gross)) == {"agent.a": expected}


@pytest.mark.parametrize(
    ("full", "subsidy", "paid"),
    [("8.00", 400, 400), ("10.00", 500, 500), ("10.01", 500, 501), ("7.35", 368, 367), ("0", 0, 0)],
)
def test_the_employer_pays_half_of_the_option_and_at_most_five_euros(full: str, subsidy: int, paid: int) -> None:
    """Arrêté du 30 mai 2022, art. 5; the agent's price less the subsidy is debited, to the cent."""
    contract = tariff(
        component("price", amount(value=full), formulas=(OPTION_1,)),
        component(
            "subsidy",
            amount(share="0.50", of_lines=("price",), at_most="5.00"),
            channel=Channel.EMPLOYER,
            formulas=(OPTION_1,),
        ),
        component("deduction", amount(share="-1", of_lines=("subsidy",)), formulas=(OPTION_1,)),
        component("base", amount(value="0"), formulas=(BASE,)),
    )
    quote = price(AGENT_HOUSEHOLD, contract=contract, formula=OPTION_1, on=START)
    assert (quote.employer, quote.debited) == (subsidy, paid)
    assert quote.employer + quote.debited == round(Decimal(full) * 100)
    assert cents_by_line(contract) == {"agent.base": 0}


@pytest.mark.parametrize(
    ("share", "of", "limited"),
    [("1", "option", 500), ("-1", "option", -500), ("1", "free", -500), ("-1", "free", 500), ("-0.4", "option", -480)],
)
def test_a_limit_holds_on_both_sides_of_nothing(share: str, of: str, limited: int) -> None:
    contract = tariff(
        component("option", amount(value="12.00")),
        component("free", amount(share="-1", of_lines=("option",))),
        component("part", amount(share=share, of_lines=(of,), at_most="5.00")),
    )
    assert cents_by_line(contract)["agent.part"] == limited


def test_a_share_of_lines_takes_only_those_the_person_has() -> None:
    contract = tariff(
        component("a", amount(value="10")),
        component("b", amount(value="4"), formulas=(OPTION_1,)),
        component("half", amount(share="0.5", of_lines=("a", "b"))),
    )
    assert cents_by_line(contract)["agent.half"] == 500
    assert cents_by_line(contract, formula=OPTION_1)["agent.half"] == 700


def test_a_share_of_something_unknown_is_unknown() -> None:
    contract = tariff(component("a", amount()), component("half", amount(share="0.5", of_lines=("a",))))
    assert cents_by_line(contract) == {"agent.a": None, "agent.half": None}
    later = dt.date(2027, 1, 1)
    assert cents_by_line(tariff(component("a", amount(share="0.2", of="ce"))), on=later) == {"agent.a": None}
    assert cents_by_line(tariff(component("a", amount(coefficient="0.01", cap="pmss"))), on=later) == {"agent.a": None}


def test_a_line_is_no_surer_than_what_it_was_made_of() -> None:
    contract = tariff(
        component("a", amount(value="10", certainty=Certainty.ESTIMATED)),
        component("half", amount(share="0.5", of_lines=("a",)), channel=Channel.EMPLOYER),
    )
    quote = price(AGENT_HOUSEHOLD, contract=contract, formula=BASE, on=START)
    assert quote.certainty(Channel.EMPLOYER) is Certainty.ESTIMATED


def test_the_sources_of_a_line_are_those_of_all_it_used() -> None:
    (line,) = price(
        AGENT_HOUSEHOLD, contract=tariff(component("a", amount(share="0.2", of="ce"))), formula=BASE, on=START
    ).lines
    assert [source.title[:10] for source in line.sources] == ["x", "SNES Dijon"]


@given(st.integers(0, 10**7), st.decimals("0", "0.05", places=5))
@example(12500, Decimal("0.0004"))
def test_pay_times_coefficient_is_rounded_half_up_by_whole_numbers(gross: int, coefficient: Decimal) -> None:
    """The same in integers, without any decimal: cents x coefficient / 100000, half up."""
    if coefficient == 0:
        return
    contract = tariff(component("a", amount(coefficient=str(coefficient))))
    scaled = gross * int(coefficient.scaleb(5))
    assert cents_by_line(contract, attrs.evolve(AGENT_HOUSEHOLD, gross_cents=gross)) == {
        "agent.a": (2 * scaled + 10**5) // (2 * 10**5)
    }
