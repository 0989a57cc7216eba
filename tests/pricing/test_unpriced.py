"""
Why amounts are unknown: nothing that is unknown goes without its reason, and nothing is estimated in its place.
"""

import datetime as dt
import re
from pathlib import Path

import pytest

from paths import ROOT
from psc_workflow import Child, Contract, Household, Locale, Partner, Regime, contracts
from psc_workflow._catalogue.raw_texts import pricing as texts
from psc_workflow._model.quote import GROSS_UNKNOWN
from psc_workflow.exceptions import HostError
from psc_workflow.pricing import price, unpriced
from psc_workflow.pricing._quote import PricedQuote
from psc_workflow.pricing._unpriced import meaning

CONTRACTS = {
    **{each.id: each for each in contracts.builtin.values()},
    **{file.stem: contracts.load(file) for file in sorted(Path(ROOT, "examples", "contracts").glob("*.toml"))},
}
LOCALES: tuple[Locale, ...] = ("fr", "en")
MAY = dt.date(2026, 5, 1)


def quotes_of(contract: Contract, **agent: object) -> list[PricedQuote]:
    """Price every formula of *contract* for the guide's family."""
    family = Household(
        regime=Regime.GENERAL,
        partner=Partner(dt.date(1972, 10, 9)),
        children=[Child(dt.date(2019, 9, 9))],
        **agent,  # type: ignore[arg-type]
    )
    return [price(family, contract=contract, formula=each, on=MAY) for each in contract.value("formulas", MAY)]


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_each_unknown_amount_has_one_reason_and_known_ones_have_none(contract: Contract, locale: Locale) -> None:
    quotes = quotes_of(contract)
    unknown = {line.label.in_(locale) for quote in quotes for line in quote.lines if line.cents is None}
    gap = unpriced(quotes, contract=contract, locale=locale)
    assert (gap is None) == (not unknown and not any(quote.gaps for quote in quotes))
    if gap is None:
        return
    assert {line for reason in gap.reasons for line in reason.lines} == unknown
    assert all(reason.text.endswith(".") and reason.text[0] != " " for reason in gap.reasons)
    assert len({(reason.text, reason.sources) for reason in gap.reasons}) == len(gap.reasons)
    assert "{" not in gap.remedy


@pytest.mark.parametrize(
    ("name", "comparison"),
    [
        pytest.param("men-2026-pf", "amounts are not known for Base, Option 1, Option 2.", id="none has a price"),
        pytest.param("guide-illustration", "", id="what one lacks, all lack"),
    ],
)
def test_formulas_are_called_incomparable_only_where_one_lacks_what_another_has(name: str, comparison: str) -> None:
    gap = unpriced(quotes_of(contracts.get(name)), contract=contracts.get(name), locale="en")
    assert gap is not None
    assert comparison in gap.comparison
    assert bool(gap.comparison) == bool(comparison)


def test_one_quote_alone_is_not_compared() -> None:
    contract = contracts.get("men-2026-pf")
    for quote in quotes_of(contract):
        gap = unpriced(iter([quote]), contract=contract)
        assert gap is not None
        assert not gap.comparison


def test_in_polynesia_it_is_the_fraction_of_the_decree_that_lacks() -> None:
    gap = unpriced(quotes_of(contracts.get("men-2026-pf")), contract=contracts.get("men-2026-pf"))
    assert gap is not None
    reason = next(each for each in gap.reasons if "Socle de l’agent, part retenue sur la paie" in each.lines)
    assert "une fraction de la cotisation d’équilibre, fixée par arrêté" in reason.text
    assert [source.title for source in reason.sources if "art. 16-1" in source.title]
    assert "MGEN" in gap.remedy
    assert "avant la signature" in gap.remedy
    assert not re.search(r"\d+,\d\d", gap.heading + gap.remedy), "no amount is estimated"


def test_pay_that_is_not_known_is_the_reason_where_it_is() -> None:
    men = contracts.get("men-2026")
    depends = texts()["unpriced"]["depends-on-pay"].fr
    gap = unpriced(quotes_of(men), contract=men)
    assert gap is not None
    assert depends in [reason.text for reason in gap.reasons]
    gap = unpriced(quotes_of(men, gross_cents=300_000), contract=men)
    assert gap is None or depends not in [reason.text for reason in gap.reasons]


def test_what_the_tariff_does_not_say_at_all_is_a_reason_without_lines() -> None:
    pf = contracts.get("men-2026-pf")
    household = Household(regime=Regime.GENERAL, children=[Child(None)])
    quotes = [price(household, contract=pf, formula=each, on=MAY) for each in pf.value("formulas", MAY)]
    gap = unpriced(quotes, contract=pf)
    assert gap is not None
    assert [(reason.lines, reason.text) for reason in gap.reasons] == [
        ((), "La date de naissance d’un enfant n’est pas connue.")
    ]


def test_of_no_quotes_nothing_is_unknown() -> None:
    assert unpriced([], contract=contracts.get("men-2026-pf")) is None


def test_a_language_that_there_is_not_is_an_error_of_the_host() -> None:
    with pytest.raises(HostError):
        unpriced([], contract=contracts.get("men-2026-pf"), locale="de")  # type: ignore[arg-type]


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))
def test_every_code_of_what_is_unknown_has_words_and_no_other_has(contract: Contract) -> None:
    components = [each.id for each in contract.tariff.components]
    codes = [
        *texts()["gaps"],
        GROSS_UNKNOWN,
        *(f"{each}-{why}" for each in components for why in ("unknown", "uncertain")),
    ]
    for locale in LOCALES:
        said = {code: meaning(code, contract, locale) for code in codes}
        assert [code for code, text in said.items() if not text or not text.endswith(".") or "{" in text] == []
        assert all(each.label.in_(locale) in str(said[f"{each.id}-unknown"]) for each in contract.tariff.components)
        general = texts()["unpriced"]["not-published"].in_(locale)
        assert all(general in str(said[f"{each.id}-unknown"]) for each in contract.tariff.components)
    assert meaning("gross-negative", contract, "fr") is None
