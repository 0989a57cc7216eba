"""
Who must join, compared with the lists of art. 1 and 2, art. 6 and the ministry's page, written down a second time.
"""

import datetime as dt

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossiers import accept, open_dossier
from expectations import CONCERNED
from people import BENOIT, INVITED, PF, START
from psc_workflow import Regime, Role
from psc_workflow import commands as do
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Parameter
from psc_workflow._model.verdict import Finding
from psc_workflow._model.vocabulary import Certainty, Employment, PositionKind
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import obligation
from strategies import ANSWERS, CONTRACTS, DAYS, maybe
from verdicts import codes, codes_and_paths

NOT_CONCERNED = {"vacataire", "service_civique", "contrat_etudiant", "maitre_contrat_simple"}
GOING_ON = {
    "Congé parental": None,
    "conge_sans_traitement_maternite": None,
    "CONGE DE PROCHE AIDANT": None,
    "congé de formation professionnelle": None,
    "ascaa": None,
    "longue maladie": None,
    "disponibilité pour raison de santé": None,
}
LEAVES = {
    **GOING_ON,
    "disponibilite_convenances_personnelles": "obligation-suspended",
    "voyage": "obligation-leave-to-confirm",
    "": "text-blank",
    "\u2003": "text-blank",
}
NOT_FRENCH = {
    "cps": "regime-not-covered",
    "cafat": "regime-not-covered",
    "spm": "regime-not-covered",
    "wallis_futuna": "regime-not-covered",
    "foreign": "regime-foreign",
    "None": "regime-missing",
}


def expected(
    employment: Employment | None, by_state: bool | None, leave: str | None, position: PositionKind | None = None
) -> set[tuple[str, str]]:
    table = {
        ("position-not-concerned", "position"): position == "not_concerned",
        ("employment-fact-missing", "employment"): employment is None,
        ("employment-not-concerned", "employment"): str(employment) in NOT_CONCERNED,
        ("employment-to-confirm", "employment"): str(employment) not in CONCERNED | NOT_CONCERNED | {"None"},
        ("employment-fact-missing", "by_state"): by_state is None,
        ("employer-not-the-state", "by_state"): by_state is False,
    }
    on_leave = {(code, "leave") for code in [LEAVES.get(leave) if leave is not None else None] if code}
    return {key for key, holds in table.items() if holds} | on_leave


LEAVES_AND_POSITIONS = st.tuples(maybe(st.sampled_from([*LEAVES])), maybe(st.sampled_from(PositionKind)))


@given(maybe(st.sampled_from(Employment)), ANSWERS, LEAVES_AND_POSITIONS, CONTRACTS, DAYS)
@example(Employment.CIVIL_SERVANT, True, ("ascaa", None), PF, START)
@example(Employment.OTHER, True, (None, PositionKind.NOT_CONCERNED), PF, START)
def test_the_lists_decide_who_must_join(
    employment: Employment | None,
    by_state: bool | None,
    away: tuple[str | None, PositionKind | None],
    contract: Contract,
    on: dt.date,
) -> None:
    leave, position = away
    person = {"by_state": by_state, "leave": leave, "position": position, "regime": Regime.GENERAL}
    verdict = obligation.assess(employment, **person, contract=contract, on=on)
    places = codes_and_paths(verdict)
    assert set(places) == expected(employment, by_state, leave, position)
    assert len(places) == len(set(places))
    for finding in verdict.findings:
        assert finding.sources
        if finding.code == "employment-not-concerned":
            assert finding.certainty is Certainty.ESTIMATED


@given(maybe(st.sampled_from(Regime)), DAYS)
def test_whoever_must_join_is_under_french_social_security(regime: Regime | None, on: dt.date) -> None:
    verdict = obligation.assess(Employment.CIVIL_SERVANT, by_state=True, regime=regime, contract=PF, on=on)
    code = NOT_FRENCH.get(str(regime))
    assert codes(verdict.blocking) == ([code] if code else [])


@pytest.mark.parametrize(
    ("on", "code"), [(dt.date(2024, 6, 30), "obligation-leave-to-confirm"), (dt.date(2024, 7, 1), None)]
)
def test_the_last_leave_of_the_list_keeps_the_obligation_since_july_2024(on: dt.date, code: str | None) -> None:
    early = attrs.evolve(PF, **{name: since_2022(getattr(PF, name)) for name in ("accepted_regimes", "local_regimes")})
    early = attrs.evolve(early, not_concerned_employments=None)
    verdict = obligation.assess(
        Employment.APPRENTICE, by_state=True, leave="ascaa", regime=Regime.GENERAL, contract=early, on=on
    )
    assert codes(verdict) == ([code] if code else [])
    reminded = obligation.remind(Employment.VACATAIRE, contract=early, on=on).findings
    assert codes(reminded) == ["employment-to-confirm"]


def since_2022(parameter: Parameter) -> Parameter:
    """Let a value of the contract hold in the years before it, so that the law's own dates are what is seen."""
    first = attrs.evolve(parameter.values[0], in_force_from=dt.date(2022, 4, 22))
    return attrs.evolve(parameter, values=(first, *parameter.values[1:]))


@given(maybe(st.sampled_from(Employment)), CONTRACTS, DAYS)
def test_who_joins_is_told_what_the_lists_say_against_it(
    employment: Employment | None, contract: Contract, on: dt.date
) -> None:
    findings = obligation.remind(employment, contract=contract, on=on).findings
    code = "perhaps-not-concerned" if str(employment) in NOT_CONCERNED else "employment-to-confirm"
    assert codes(findings) == [code] * (str(employment) not in CONCERNED | {"None"})


def test_what_is_found_says_what_was_compared_and_cites_every_list_that_decides() -> None:
    def finding_on(**facts: object) -> Finding:
        usual = {"employment": Employment.CIVIL_SERVANT, "by_state": True, "regime": Regime.GENERAL}
        (finding,) = obligation.assess(**(usual | facts), contract=PF, on=START).findings
        return finding

    def cited(finding: Finding) -> str:
        return " ".join(source.title for source in finding.sources)

    not_concerned = finding_on(employment=Employment.VACATAIRE)
    assert "vacataire" in not_concerned.text("fr")
    assert "SNASUB" in cited(not_concerned)
    suspended = finding_on(leave="disponibilite_convenances_personnelles")
    assert "ne figure pas dans la liste" in cited(suspended)
    assert "juillet 2024" in cited(suspended)
    assert suspended.certainty is Certainty.DERIVED
    to_confirm = finding_on(leave="voyage")
    assert "juillet 2024" in cited(to_confirm)
    assert to_confirm.certainty is Certainty.DERIVED
    listed = finding_on(employment=Employment.OTHER)
    assert "apprentice" in listed.text("en")
    assert "Apprentis" in cited(listed)
    (reminded,) = obligation.remind(Employment.VACATAIRE, contract=PF, on=START).findings
    assert "SNASUB" in cited(reminded)
    assert reminded.certainty is Certainty.ESTIMATED
    missing = finding_on(by_state=None)
    assert "employeur" in missing.text("fr")
    assert missing.certainty is None


def test_before_the_decree_there_is_no_answer() -> None:
    with pytest.raises(NoValueInForceError):
        obligation.find_inclusion(Employment.CIVIL_SERVANT, on=dt.date(2022, 4, 21))


# -- what the journeys make of it -------------------------------------------------------

LATER = INVITED + dt.timedelta(days=60)


@given(maybe(st.sampled_from(Employment)))
def test_silence_affiliates_everybody_but_whom_the_contract_does_not_concern(employment: Employment | None) -> None:
    silent = open_dossier(PF, attrs.evolve(BENOIT, employment=employment)).as_of(LATER)
    assert (silent.record.states.affiliation == "auto_affiliated") == (str(employment) not in NOT_CONCERNED)
    if str(employment) in NOT_CONCERNED:
        assert silent.due_at() is None
        assert not silent.record.noticed


def test_whom_the_contract_does_not_concern_is_told_and_may_join_or_report() -> None:
    dossier = accept(open_dossier(PF, attrs.evolve(BENOIT, employment=Employment.VACATAIRE)), do.StartAffiliation())
    joining = dossier.decide(do.DeclareRegime(Regime.GENERAL), at=LATER, role=Role.AGENT)
    assert (joining.outcome.value, joining.warnings) == ("accepted", ("perhaps-not-concerned",))
    assert joining.findings[0].facts["employment"] is not None
    reporting = dossier.decide(do.ReportNotConcerned("je suis vacataire"), at=LATER, role=Role.AGENT)
    assert (reporting.outcome.value, reporting.warnings) == ("accepted", ())
