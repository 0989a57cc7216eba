"""
Regimes compared with a truth table of every contract, and with lists drawn at random.
"""

import datetime as dt

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import PF, START, TODAY
from psc_workflow import Regime, contracts
from psc_workflow import commands as do
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import word
from psc_workflow._model.text import Source, write_day
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import InvalidCommandError, NoValueInForceError
from psc_workflow.rules import regime
from strategies import CONTRACTS, DAYS, in_force, maybe, near
from verdicts import codes, codes_and_paths

LOCAL = {"cps", "cafat", "spm", "wallis_futuna"}
POLYNESIA = {"general"}
NATIONAL = {"general", "alsace_moselle", "msa", "military", "mayotte"}

EXPECTED = {"men-2026-pf": POLYNESIA, "guide-illustration": POLYNESIA, "men-2026": NATIONAL}
"""Regimes taken without a question: the guide names one; art. 6 names French social security and the Mayotte fund."""

BETTER_TO_WORSE = ["published", "derived", "announced", "estimated", "assumed", "illustrative", "unknown"]

REFUNDS = [(dt.date(2027, 1, 1), "30"), (dt.date(2025, 1, 1), "15")]
"""Décret 2025-1170: euros a month, latest first."""


def expected(chosen: Regime | None, accepted: set[str], local: set[str]) -> str:
    """Say what a contract with these lists makes of a regime."""
    if chosen is None:
        return "missing"
    table = {"holds": accepted, "not-covered": local, "foreign": {"foreign"}}
    return next((made for made, names in table.items() if chosen.value in names), "to-confirm")


@pytest.mark.parametrize("contract", contracts.builtin)
@pytest.mark.parametrize("chosen", Regime)
def test_what_every_built_in_contract_makes_of_every_regime(contract: str, chosen: Regime) -> None:
    verdict = regime.assess(chosen, contract=contracts.get(contract), on=TODAY)
    made = expected(chosen, EXPECTED[contract], LOCAL)
    assert codes(verdict) == ([] if made == "holds" else [f"regime-{made}"])
    assert verdict.outcome is (Judgement.HOLDS if made in ("holds", "to-confirm") else Judgement.REFUSED)


@st.composite
def listing(draw: st.DrawFn) -> Contract:
    """Draw a contract; now and then one that names other regimes, and others from its first day on."""
    contract = draw(CONTRACTS)
    if draw(st.booleans()):
        return contract
    accepted, local = [], []
    for day, title in ((dt.date(2025, 1, 1), "before"), (START, "after")):
        named = draw(st.permutations([chosen for chosen in Regime if chosen is not Regime.FOREIGN]))
        first, last = draw(st.integers(1, 5)), draw(st.integers(5, 10))
        for values, which, names in ((accepted, "accepted", named[:first]), (local, "local", named[last:])):
            certainty = draw(st.sampled_from([level for level in Certainty if level is not Certainty.UNKNOWN]))
            values.append(Dated(day, certainty, (Source(f"{which}, {title}"),), tuple(names)))
    return attrs.evolve(
        contract,
        accepted_regimes=Parameter("regime", START, tuple(accepted)),
        local_regimes=Parameter("regime", START, tuple(local)),
    )


def lists_of(contract: Contract, on: dt.date) -> tuple[Dated, Dated]:
    """Choose what *contract* accepts and what it calls local on that day; the built-in ones never change it."""
    if len(contract.accepted_regimes.values) == 1:
        return contract.accepted_regimes.values[0], contract.local_regimes.values[0]
    return in_force(contract.accepted_regimes, on), in_force(contract.local_regimes, on)


REGIMES = maybe(st.sampled_from(Regime)) | st.sampled_from([Regime.CPS, Regime.MSA, Regime.CAFAT])
ON = near(START, 1) | near(dt.date(2027, 1, 1), 1) | DAYS | st.just(dt.date.max)


@given(REGIMES, listing(), ON)
@example(Regime.CPS, PF, dt.date(2025, 1, 1))
@example(Regime.CPS, PF, dt.date(2026, 12, 31))
@example(Regime.SPM, PF, dt.date(2027, 1, 1))
@example(Regime.FOREIGN, PF, START)
def test_an_agent_is_told_what_the_contract_makes_of_the_regime_and_why(
    chosen: Regime | None, contract: Contract, on: dt.date
) -> None:
    """Whoever is on a local regime is told the refund of that day, with the décret that gives it."""
    accepted, local = lists_of(contract, on)
    made = expected(chosen, set(accepted.value), set(local.value))
    verdict = regime.assess(chosen, contract=contract, on=on)
    assert codes_and_paths(verdict) == [(f"regime-{made}", "regime")] * (made != "holds")
    for finding in verdict.findings:
        titles = [source.title for source in finding.sources]
        assert len(set(titles)) == len(titles)
        if made == "to-confirm":
            assert finding.facts == {"regime": word(chosen), "accepted": tuple(map(word, accepted.value))}
            assert (finding.sources[: len(accepted.sources)], finding.certainty) == (
                accepted.sources,
                accepted.certainty,
            )
        elif made == "not-covered":
            euros = next(amount for first, amount in REFUNDS if first <= on)
            assert finding.facts["refund"].fr == f"{euros},00 €"
            assert finding.facts["refund"].en == f"{euros}.00 €"
            assert {name: fact for name, fact in finding.facts.items() if name != "refund"} == {
                "regime": word(chosen),
                "on": on,
            }
            assert finding.sources[: len(local.sources)] == local.sources
            assert "Décret n° 2025-1170 du 5 décembre 2025" in titles
            worse = max(local.certainty, Certainty.PUBLISHED, key=lambda level: BETTER_TO_WORSE.index(level.value))
            assert finding.certainty is worse
            assert f"{euros},00 € par mois, montant en vigueur au {write_day(on).fr}" in finding.remedy("fr")
        else:
            assert (finding.facts, finding.certainty) == ({}, None)


@given(REGIMES, listing(), ON, st.sampled_from(["partner", "child"]))
@example(Regime.FOREIGN, PF, START, "partner")
def test_a_beneficiary_is_refused_for_a_local_regime_and_for_a_foreign_one_alike(
    chosen: Regime | None, contract: Contract, on: dt.date, who: str
) -> None:
    """A regime that is not known is another rule's; a foreign one is refused for the law's sake, not the list's."""
    verdict = regime.assess_beneficiary(
        chosen,
        not_covered=f"{who}-regime-not-covered",
        confirm=f"{who}-regime-to-confirm",
        contract=contract,
        on=on,
        path="some.path",
        ref="a",
    )
    accepted, local = lists_of(contract, on)
    made = expected(chosen, set(accepted.value), set(local.value))
    code = {"to-confirm": "to-confirm", "not-covered": "not-covered", "foreign": "not-covered"}.get(made)
    assert codes_and_paths(verdict) == ([(f"{who}-regime-{code}", "some.path")] if code else [])
    for finding in verdict.findings:
        rests_on = {"to-confirm": accepted, "not-covered": local}.get(made)
        named = {"accepted": tuple(map(word, accepted.value))} if made == "to-confirm" else {}
        assert finding.facts == {"regime": word(chosen), "ref": "a", **named}
        assert finding.certainty is (rests_on.certainty if rests_on else None)
        if rests_on:
            assert finding.sources[: len(rests_on.sources)] == rests_on.sources
        else:
            assert not set(finding.sources) & set(local.sources) - set(regime_foreign_sources())


def regime_foreign_sources() -> tuple[Source, ...]:
    """Give what the refusal of an agent on no French regime rests on: art. 6 alone."""
    (finding,) = regime.assess(Regime.FOREIGN, contract=PF, on=TODAY).findings
    assert [source.title for source in finding.sources] == ["Décret n° 2022-633 du 22 avril 2022, art. 6 al. 2"]
    return finding.sources


def test_before_the_first_value_nothing_is_made_up() -> None:
    """The refund began on 1 January 2025: a contract that knows earlier days cannot name it there."""
    eve = dt.date(2024, 12, 31)
    with pytest.raises(NoValueInForceError, match=r"men-2026-pf\.accepted_regimes"):
        regime.assess(Regime.CPS, contract=PF, on=eve)
    early = {
        name: attrs.evolve(
            getattr(PF, name),
            values=tuple(attrs.evolve(value, in_force_from=dt.date(1900, 1, 1)) for value in getattr(PF, name).values),
        )
        for name in ("accepted_regimes", "local_regimes")
    }
    older = attrs.evolve(PF, **early)
    assert regime.assess(Regime.GENERAL, contract=older, on=eve).holds
    with pytest.raises(NoValueInForceError, match="local_regime_refund"):
        regime.assess(Regime.CPS, contract=older, on=eve)
    assert regime.assess(None, contract=PF, on=eve).missing == ("regime",)


@pytest.mark.parametrize("given_regime", ["foreign", "", "GENERAL", " ", "Sécurité sociale", "٣"])
def test_a_regime_that_is_none_of_the_list_does_not_reach_the_rule(given_regime: str) -> None:
    with pytest.raises(InvalidCommandError, match="regime"):
        do.DeclareRegime(given_regime)


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_regime", "outcome", "expected_codes"),
    [
        (Regime.GENERAL, Judgement.HOLDS, []),
        (Regime.ALSACE_MOSELLE, Judgement.HOLDS, ["regime-to-confirm"]),
        (Regime.MSA, Judgement.HOLDS, ["regime-to-confirm"]),
        (Regime.MILITARY, Judgement.HOLDS, ["regime-to-confirm"]),
        (Regime.MAYOTTE, Judgement.HOLDS, ["regime-to-confirm"]),
        (Regime.OTHER_FRENCH, Judgement.HOLDS, ["regime-to-confirm"]),
        (Regime.CPS, Judgement.REFUSED, ["regime-not-covered"]),
        (Regime.CAFAT, Judgement.REFUSED, ["regime-not-covered"]),
        (Regime.SPM, Judgement.REFUSED, ["regime-not-covered"]),
        (Regime.WALLIS_FUTUNA, Judgement.REFUSED, ["regime-not-covered"]),
        (Regime.FOREIGN, Judgement.REFUSED, ["regime-foreign"]),
        (None, Judgement.INCOMPLETE, ["regime-missing"]),
    ],
    ids=str,
)
def test_what_the_contract_makes_of_each_regime(
    given_regime: Regime | None, outcome: Judgement, expected_codes: list[str]
) -> None:
    verdict = regime.assess(given_regime, contract=PF, on=TODAY)
    assert (verdict.outcome, codes(verdict)) == (outcome, expected_codes)


@pytest.mark.parametrize(("on", "refund"), [(dt.date(2026, 12, 31), "15,00 €"), (dt.date(2027, 1, 1), "30,00 €")])
def test_an_agent_on_a_local_regime_is_told_of_the_refund_of_that_day(on: dt.date, refund: str) -> None:
    (finding,) = regime.assess(Regime.CPS, contract=PF, on=on).findings
    assert refund in finding.remedy("fr")
    assert any("2025-1170" in source.title for source in finding.sources)


def test_a_day_before_the_first_value_is_an_error_that_names_the_parameter() -> None:
    with pytest.raises(NoValueInForceError, match=r"men-2026-pf\.accepted_regimes"):
        regime.assess(Regime.GENERAL, contract=PF, on=dt.date(2024, 12, 31))
