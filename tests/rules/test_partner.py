"""
Partners compared with a table of the answers that exclude, written down from art. 5 and the guide.
"""

import datetime as dt

import attrs
import pytest
from hypothesis import example, given

from expectations import NOT_FRENCH
from people import CLAUDIA, ONE_DAY, PF, TODAY
from psc_workflow import Link, Partner, Regime
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.rules import partner
from strategies import CONTRACTS, DAYS, PARTNERS
from verdicts import codes, codes_and_paths

ACCEPTED = {
    "men-2026": {"general", "alsace_moselle", "msa", "military", "mayotte"},
    "men-2026-pf": {"general"},
    "guide-illustration": {"general"},
}


def expected(person: Partner, contract: Contract, on: dt.date) -> set[tuple[str, str]]:
    """Say what stands in the way, as (code, path)."""
    table = {
        ("partner-fact-missing", "birth_date"): person.birth_date is None,
        ("partner-fact-missing", "regime"): person.regime is None,
        ("partner-fact-missing", "link"): person.link is None,
        ("partner-fact-missing", "state_civil_servant"): person.state_civil_servant is None,
        ("partner-fact-missing", "judicially_separated"): (person.link, person.judicially_separated)
        == (Link.MARRIED, None),
        ("birth-in-future", "birth_date"): person.birth_date is not None and (person.birth_date - on).days > 0,
        ("partner-regime-not-covered", "regime"): str(person.regime) in NOT_FRENCH,
        ("partner-regime-to-confirm", "regime"): str(person.regime)
        not in NOT_FRENCH | ACCEPTED[contract.id] | {"None"},
        ("partner-state-civil-servant", "state_civil_servant"): person.state_civil_servant is True,
        ("partner-judicially-separated", "judicially_separated"): (person.link, person.judicially_separated)
        == (Link.MARRIED, True),
        ("partner-separation-to-confirm", "judicially_separated"): (person.link, person.judicially_separated)
        == (Link.MARRIED, UNANSWERED),
    }
    return {(code, f"p.{name}") for (code, name), applies in table.items() if applies}


@example(attrs.evolve(CLAUDIA, birth_date=TODAY + ONE_DAY), PF, TODAY)
@given(PARTNERS, CONTRACTS, DAYS)
def test_a_partner_is_refused_for_what_the_texts_exclude_and_for_nothing_else(
    person: Partner, contract: Contract, on: dt.date
) -> None:
    verdict = partner.assess(person, contract=contract, on=on, path="p")
    places = codes_and_paths(verdict)
    assert set(places) == expected(person, contract, on)
    assert len(places) == len(set(places))


def test_a_beneficiary_s_refusal_cites_the_list_it_applied() -> None:
    cps = Partner(CLAUDIA.birth_date, Regime.CPS, Link.PACS, state_civil_servant=False)
    (finding,) = partner.assess(cps, contract=PF, on=TODAY).findings
    assert finding.path == "partner.regime"
    assert finding.sources[0] == PF.local_regimes.values[0].sources[0]
    assert finding.certainty is Certainty.DERIVED
    own = Partner(CLAUDIA.birth_date, Regime.MSA, Link.PACS, state_civil_servant=False)
    (finding,) = partner.assess(own, contract=PF, on=TODAY).findings
    assert finding.sources[0] == PF.accepted_regimes.values[0].sources[0]


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", partner.NEEDED)
def test_no_missing_fact_of_a_partner_turns_into_acceptance(name: str) -> None:
    verdict = partner.assess(attrs.evolve(CLAUDIA, **{name: None}), contract=PF, on=TODAY)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (f"partner.{name}",))


@pytest.mark.parametrize("link", Link)
@pytest.mark.parametrize("separated", [True, False, UNANSWERED, None], ids=str)
def test_only_a_judicially_separated_spouse_is_refused(link: Link, separated: bool | Unanswered | None) -> None:
    verdict = partner.assess(attrs.evolve(CLAUDIA, link=link, judicially_separated=separated), contract=PF, on=TODAY)
    if link is not Link.MARRIED:
        assert codes(verdict) == []
    else:
        expected = {
            True: "partner-judicially-separated",
            False: None,
            UNANSWERED: "partner-separation-to-confirm",
            None: "partner-fact-missing",
        }[separated]
        assert codes(verdict) == ([expected] if expected else [])
        assert verdict.holds == (separated is False or separated is UNANSWERED)
