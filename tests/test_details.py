"""
Small promises that a careless change would break unseen: each was tried by breaking it.
"""

import datetime as dt
import io
import json
import pickle
from pathlib import Path

import attrs
import pytest

from documents import OWN_CONTRACT
from dossiers import accept, at_state, back_to, journey, open_dossier
from people import (
    ALONE,
    ANAPA,
    BENOIT,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    CONTACT,
    COUPLE,
    FAMILY,
    GUIDE,
    IDENTITY,
    LARGE_FAMILY,
    LATE_ARRIVAL,
    MOANA,
    NIR_BENOIT,
    NIR_CARLA,
    NOW,
    PF,
    SIGN_WITH_MANDATE,
    SIGN_WITHOUT_MANDATE,
    SOCIAL_SECURITY,
    START,
    TAHITI,
    TODAY,
    details_of,
    with_key,
)
from psc_workflow import Agent, Child, Dossier, Formula, Household, Link, Outcome, Partner, Regime, Role, Situation
from psc_workflow import commands as do
from psc_workflow._catalogue import contracts
from psc_workflow._model.quote import KeptQuote
from psc_workflow._model.record import Draft
from psc_workflow._model.vocabulary import Certainty, DocumentKind
from psc_workflow.cli import main
from psc_workflow.exceptions import (
    DefinitionError,
    Fault,
    HostError,
    InvalidCommandError,
    InvalidDocumentError,
    NaiveInstantError,
    NoValueInForceError,
    UnknownContractError,
)
from psc_workflow.pricing import price
from psc_workflow.rules import (
    child,
    child_details,
    contact_details,
    effective_date,
    household,
    iban,
    identity,
    nir,
    partner,
    partner_details,
    signature,
)
from psc_workflow.states._engine import Chart, State, table
from psc_workflow.states._guard import route
from psc_workflow.stores import SQLiteStore
from verdicts import codes

OTHER = attrs.evolve(CLAUDIA, birth_date=dt.date(1980, 1, 1))
OTHER_DETAILS = attrs.evolve(
    CLAUDIA_DETAILS, first_name="Dora", birth_date=OTHER.birth_date, code_organisme="019870000"
)


def couple(one: Partner) -> do.DeclareBeneficiaries:
    return do.DeclareBeneficiaries(one, [])


# -- answers ---------------------------------------------------------------------


def test_an_answer_drops_the_draft_of_its_own_screen_and_no_other() -> None:
    dossier = accept(at_state("social_security"), do.SaveAndQuit({"nir": "1 70"}), do.GoBack())
    dossier = accept(dossier, do.SaveAndQuit({"first_name": "Ben"}), do.SaveAndQuit({"first_name": "Benoît"}))
    simulation = do.RecordNeedsSimulation(TODAY, Formula.BASE, START)
    dossier = accept(dossier, simulation, do.Resume(), do.RequestDocument(DocumentKind.NOTICE_INFORMATION))
    assert dossier.record.drafts == (
        Draft("social_security", {"nir": "1 70"}),
        Draft("identity", {"first_name": "Benoît"}),
    )
    assert accept(dossier, IDENTITY).record.drafts == (Draft("social_security", {"nir": "1 70"}),)


def test_a_new_ref_is_never_one_whose_details_are_parked() -> None:
    dossier = at_state("beneficiaries")
    nameless = attrs.evolve(CARLA, ref=None)
    dossier = accept(dossier, do.DeclareBeneficiaries(None, [nameless]), do.ChooseFormula(Formula.BASE))
    dossier = accept(dossier, do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY)
    dossier = accept(dossier, attrs.evolve(details_of(CARLA), ref="child-1"))
    dossier = accept(back_to(dossier, "beneficiaries"), ALONE)
    other = attrs.evolve(ANAPA, ref=None)
    dossier = accept(back_to(dossier, "beneficiaries"), do.DeclareBeneficiaries(None, [other]))
    assert dossier.record.answers.children[0].ref == "child-2"


def test_a_child_left_out_and_declared_again_without_a_ref_finds_its_details() -> None:
    nameless = [attrs.evolve(one, ref=None) for one in (CARLA, ANAPA)]
    dossier = accept(at_state("beneficiaries"), do.DeclareBeneficiaries(None, nameless))
    dossier = accept(dossier, do.ChooseFormula(Formula.BASE), do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY)
    for number, one in enumerate((CARLA, ANAPA), start=1):
        dossier = accept(dossier, attrs.evolve(details_of(one), ref=f"child-{number}"))
    without = accept(back_to(dossier, "beneficiaries"), do.DeclareBeneficiaries(None, nameless[1:]))
    assert without.view(at=NOW).parked == ("children_details.child-1",)
    again = accept(without, do.GoBack(), do.DeclareBeneficiaries(None, nameless))
    assert [one.ref for one in again.record.answers.children] == ["child-1", "child-2"]
    assert again.view(at=NOW).parked == ()
    assert again.record.answers.children_pending == ()


def test_a_ref_given_to_one_child_is_not_given_to_another() -> None:
    nameless = attrs.evolve(CARLA, ref=None)
    dossier = accept(at_state("beneficiaries"), do.DeclareBeneficiaries(None, [nameless]))
    taken = attrs.evolve(ANAPA, ref="child-1")
    dossier = accept(dossier, do.GoBack(), do.DeclareBeneficiaries(None, [nameless, taken]))
    assert [one.ref for one in dossier.record.answers.children] == ["child-2", "child-1"]


def test_details_given_again_keep_their_place_and_those_of_another_birth_date_theirs() -> None:
    dossier = at_state("contact_details", LARGE_FAMILY)
    again = attrs.evolve(details_of(CARLA), first_name="Carla Marie")
    dossier = accept(dossier, do.GoBack(), again)
    assert [one.ref for one in dossier.record.answers.children_details] == ["carla", "anapa", "moana"]
    assert dossier.record.answers.children_details[0].first_name == "Carla Marie"
    corrected = attrs.evolve(CARLA, birth_date=dt.date(2018, 9, 9))
    dossier = accept(back_to(dossier, "beneficiaries"), do.DeclareBeneficiaries(None, [corrected]))
    assert dossier.view(at=NOW).parked[-3:] == (
        "children_details.carla", "children_details.anapa", "children_details.moana",
    )  # fmt: skip
    dossier = accept(dossier, do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY, details_of(corrected))
    back = accept(back_to(dossier, "beneficiaries"), do.DeclareBeneficiaries(None, [CARLA]))
    assert back.record.answers.details_of(CARLA).first_name == "Carla Marie"


def test_signing_keeps_the_quote_and_the_instant_of_that_moment() -> None:
    later = NOW + dt.timedelta(days=3)
    signed = accept(at_state("signature"), SIGN_WITH_MANDATE, at=later).record
    assert signed.answers.signed_at == later == signed.at
    assert signed.answers.quote.made_on == later.date()


def test_choosing_a_formula_keeps_the_quote_with_its_day() -> None:
    later = NOW + dt.timedelta(days=3)
    chosen = accept(at_state("formula"), do.ChooseFormula(Formula.OPTION_1), at=later)
    assert chosen.record.answers.quote.made_on == later.date()


def test_the_mark_of_a_default_belongs_to_the_details_it_was_given_in() -> None:
    dossier = back_to(at_state("contact_details", COUPLE), "beneficiaries")
    assert dossier.view(at=NOW).defaulted == ("social_security.code_organisme", "partner_details.code_organisme")
    dossier = accept(dossier, couple(OTHER), do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY)
    assert dossier.view(at=NOW).defaulted == ("social_security.code_organisme",)
    dossier = accept(dossier, OTHER_DETAILS)
    assert dossier.view(at=NOW).defaulted == ("social_security.code_organisme",)
    dossier = accept(back_to(dossier, "beneficiaries"), COUPLE)
    assert dossier.view(at=NOW).defaulted == ("social_security.code_organisme", "partner_details.code_organisme")
    child_defaulted = at_state("contact_details").view(at=NOW).defaulted
    assert "children_details.carla.code_organisme" in child_defaulted


# -- previews and progress ------------------------------------------------------------


def test_a_command_never_reopens_its_own_screen() -> None:
    assert at_state("formula").preview(do.ChooseFormula(Formula.OPTION_1), at=NOW).reopened == ()
    assert at_state("children_details", LARGE_FAMILY).preview(details_of(CARLA), at=NOW).reopened == ()


def test_children_half_detailed_are_a_screen_to_pass_again() -> None:
    dossier = accept(at_state("children_details", LARGE_FAMILY), details_of(CARLA))
    assert dossier.preview(do.GoBack(), at=NOW).reopened == ("partner_details",)
    gone_back = accept(dossier, do.GoBack(), do.GoBack())
    assert gone_back.preview(do.GoBack(), at=NOW).reopened == ("identity",)
    household = do.DeclareBeneficiaries(None, [CARLA, ANAPA])
    away = accept(back_to(gone_back, "beneficiaries"), ALONE, do.GoBack())
    assert away.preview(household, at=NOW).reopened == ("children_details",)


def test_the_pop_in_is_ahead_only_of_who_covers_nobody() -> None:
    assert "solo_warning" not in open_dossier().view(at=NOW).progress.left
    assert "solo_warning" in at_state("solo_warning", ALONE).view(at=NOW).progress.left
    assert open_dossier().view(at=NOW).progress.left[:4] == ("home", "regime", "beneficiaries", "formula")


def test_a_branch_without_routes_beside_one_with_routes_is_refused() -> None:
    @route
    def this_way(_: object) -> bool:
        return True

    class Wrong(Chart):
        one, two = State(initial=True), State()
        go = one.to(two, cond=this_way) | one.to.itself()
        back = two.to(one)

    with pytest.raises(DefinitionError, match="without routes"):
        table(Wrong)


def test_two_requests_for_one_document_are_two_effects() -> None:
    request = do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
    first = open_dossier().decide(request, at=NOW)
    second = first.dossier.decide(request, at=NOW)
    assert first.effects[0].id != second.effects[0].id


def test_the_view_hands_out_a_copy_of_the_draft_and_the_status_of_the_end() -> None:
    dossier = accept(at_state("identity"), do.SaveAndQuit({"first_name": "Ben"}))
    dossier.view(at=NOW).draft["first_name"] = "changed"
    assert dossier.view(at=NOW).draft == {"first_name": "Ben"}
    assert (
        at_state("confirmed").view(at=NOW, locale="fr").status
        == "Demande d'adhésion prise en compte : effet le 01/05/2026"
    )
    assert open_dossier().view(at=NOW, locale="en").status == "Affiliation to start"


# -- what a stored record must be -------------------------------------------------------


def edited(dossier: Dossier, **changes: object) -> bytes:
    document = json.loads(dossier.dump())
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = document
        for name in parents:
            place = place[int(name)] if isinstance(place, list) else place[name]
        place[int(last) if isinstance(place, list) else last] = value
    return json.dumps(document).encode()


def answers_of(dossier: Dossier) -> dict[str, object]:
    return json.loads(dossier.dump())["record"]["answers"]


FAMILY_AT_SIGNATURE = at_state("signature", FAMILY)
DRAFT = {"state": "signature", "fields": {"documents_read": []}}
KEY = {"key": "k", "fingerprint": "f", "revision": 1}

IMPOSSIBLE = {
    "children null": ({"record__answers__beneficiaries__children": None}, "record.answers.beneficiaries.children"),
    "child without a ref": (
        {"record__answers__beneficiaries__children__0__ref": None},
        "record.answers.beneficiaries.children.0.ref",
    ),
    "partner without a number": (
        {"record__answers__partner_details__0__nir": None},
        "record.answers.partner_details.0.nir",
    ),
    "child without a name": (
        {"record__answers__children_details__0__first_name": None},
        "record.answers.children_details.0.first_name",
    ),
    "the same child twice": (
        {"record__answers__children_details": answers_of(FAMILY_AT_SIGNATURE)["children_details"] * 2},
        "record.answers.children_details",
    ),
    "the same partner twice": (
        {"record__answers__partner_details": answers_of(FAMILY_AT_SIGNATURE)["partner_details"] * 2},
        "record.answers.partner_details",
    ),
    "the same screen's draft twice": ({"record__drafts": [DRAFT, DRAFT]}, "record.drafts"),
    "too many keys": ({"record__accepted": [KEY] * 17}, "record.accepted"),
    "a key of a revision to come": ({"record__accepted": [KEY | {"revision": 99}]}, "record.accepted"),
    "blank id": ({"record__id": " "}, "record.id"),
    "another last instant": ({"record__at": "2026-04-30T08:00:00+00:00"}, "record.at"),
    "invitation after the last instant": ({"record__invited_at": "2026-04-30T08:00:00+00:00"}, "record.at"),
    "first step altered": ({"record__history__steps__0__chain": "0"}, "record.history.steps.0"),
    "a step left out": ({"record__history__count": 99, "revision": 99}, "record.history"),
    "negative version": ({"version": -1}, "version"),
}


@pytest.mark.parametrize(("changes", "path"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_no_accepted_command_could_have_made_is_not_loaded(changes: dict[str, object], path: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        Dossier.load(edited(FAMILY_AT_SIGNATURE, **changes))
    assert path in [fault.path for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"revision":', '"revision":1,"revision":', "the same key twice"),
        ('"city":"Papeete"', '"city":"\\ud800"', "not UTF-8"),
        ('"count":', '"count":NaN,"x":', "NaN"),
        ("{", "\ufeff{", "byte-order mark"),
    ],
)
def test_what_json_leaves_open_is_refused_inside_an_otherwise_right_document(
    before: str, after: str, told: str
) -> None:
    text = FAMILY_AT_SIGNATURE.dump().decode()
    assert before in text
    with pytest.raises(InvalidDocumentError, match=told):
        Dossier.load(text.replace(before, after, 1))


def test_any_bytes_are_loaded_and_anything_else_is_the_host_s_mistake() -> None:
    data = open_dossier().dump()
    assert Dossier.load(memoryview(data)) == Dossier.load(bytearray(data)) == open_dossier()
    for wrong in (None, 3, {}):
        with pytest.raises(HostError):
            Dossier.load(wrong)


# -- time, roles, history ---------------------------------------------------------------


def test_a_naive_instant_raises_even_for_a_retry_or_an_old_revision() -> None:
    dossier = open_dossier().decide(do.StartAffiliation(), at=NOW, key="k").dossier
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(NaiveInstantError):
        dossier.decide(do.StartAffiliation(), at=naive, key="k")
    with pytest.raises(NaiveInstantError):
        dossier.decide(do.Resume(), at=naive, expected_revision=0)


def test_an_unknown_role_raises_even_for_a_retry() -> None:
    dossier = open_dossier().decide(do.StartAffiliation(), at=NOW, key="k").dossier
    with pytest.raises(HostError):
        dossier.decide(do.StartAffiliation(), at=NOW, key="k", role="boss")


def test_the_last_instant_that_can_be_stored_can_be_read() -> None:
    with pytest.raises(HostError):
        Dossier.open(GUIDE, id="D", agent=BENOIT, invited_at=dt.datetime(2999, 12, 31, 20, tzinfo=TAHITI))


def test_history_keeps_codes_and_the_version_of_the_contract_decided_on() -> None:
    dossier = at_state("children_details")
    newer = attrs.evolve(GUIDE, contract=attrs.evolve(GUIDE.contract, version="2027.1"))
    decision = attrs.evolve(dossier, contract=newer).decide(details_of(CARLA), at=NOW)
    (step,) = decision.steps
    assert (step.codes, step.contract_version, step.outcome) == (("child-nir-pending",), "2027.1", "accepted")
    assert decision.dossier.record.contract_version == "2027.1"


# -- late arrivals -------------------------------------------------------------------------

INVITED_LATE = dt.datetime(2026, 9, 2, 8, 0, tzinfo=TAHITI)
AT = INVITED_LATE + dt.timedelta(days=1)


def late_at_beneficiaries(agent: Agent = LATE_ARRIVAL) -> Dossier:
    dossier = Dossier.open(GUIDE, id="D2", agent=agent, invited_at=INVITED_LATE)
    return accept(dossier, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL), at=AT)


@pytest.mark.parametrize(
    ("one", "missing"),
    [
        (Child(dt.date(2011, 3, 1), Regime.GENERAL), ("children.0.situation",)),
        (Child(dt.date(2006, 3, 1), Regime.GENERAL, Situation.NONE), ("children.0.disabled",)),
        (Child(dt.date(2006, 3, 1), None, Situation.NONE), ("children.0.regime",)),
    ],
    ids=["asked only later", "recognition matters only later", "the regime matters on every day"],
)
def test_a_late_arrival_is_asked_for_the_facts_that_settle_it(one: Child, missing: tuple[str, ...]) -> None:
    decision = late_at_beneficiaries().decide(do.DeclareBeneficiaries(None, [one]), at=AT)
    assert (decision.outcome, decision.missing) == (Outcome.INCOMPLETE, missing)
    assert "effective-date-pending" in decision.warnings


def test_a_missing_fact_is_asked_for_although_the_date_alone_would_decide() -> None:
    """Refused on the last day for the age, incomplete on the first: the fact is asked for, the age not yet judged."""
    turning = Child(dt.date(2006, 3, 1), None, Situation.NONE, disabled=False, covered_by_own_work=False)
    decision = late_at_beneficiaries().decide(do.DeclareBeneficiaries(None, [turning]), at=AT)
    assert (decision.outcome, decision.missing) == (Outcome.INCOMPLETE, ("children.0.regime",))


def test_a_warning_that_several_children_give_is_told_once() -> None:
    decision = late_at_beneficiaries().decide(do.DeclareBeneficiaries(None, [CARLA, ANAPA]), at=AT)
    assert codes(decision.verdict) == ["effective-date-pending"]


def test_it_is_said_whether_the_hiring_date_or_the_effective_date_is_missing() -> None:
    turning = Child(dt.date(2005, 9, 20), Regime.GENERAL, Situation.NONE, disabled=False, covered_by_own_work=False)
    declare = do.DeclareBeneficiaries(None, [turning])
    assert late_at_beneficiaries().decide(declare, at=AT).codes == ("effective-date-unknown",)
    unknown = late_at_beneficiaries(attrs.evolve(BENOIT, hired_on=None)).decide(declare, at=AT)
    assert (unknown.codes, unknown.missing) == (("hired-on-missing",), ("agent.hired_on",))
    assert unknown.findings[0].certainty is Certainty.ASSUMED


def test_the_pending_date_is_said_when_choosing_signing_and_on_every_view() -> None:
    dossier = late_at_beneficiaries()
    assert codes(dossier.view(at=AT).warnings) == ["effective-date-pending"]
    dossier = accept(dossier, COUPLE, at=AT)
    assert dossier.decide(do.ChooseFormula(Formula.BASE), at=AT).warnings == ("effective-date-pending",)
    dossier = accept(dossier, *list(journey(COUPLE))[3:-2], at=AT)
    assert dossier.decide(SIGN_WITH_MANDATE, at=AT).warnings == ("effective-date-pending",)


def test_a_formula_is_offered_as_of_the_effective_date() -> None:
    only_base = attrs.evolve(GUIDE.formulas.values[0], in_force_from=START, value=(Formula.BASE,))
    formulas = attrs.evolve(GUIDE.formulas, values=(*GUIDE.formulas.values, only_base))
    dossier = at_state("formula", contract=attrs.evolve(GUIDE, formulas=formulas, recommended_formula=None))
    assert dossier.decide(do.ChooseFormula(Formula.OPTION_1), at=NOW).codes == ("formula-not-offered",)


def test_a_quote_that_has_moved_is_told_at_the_signature() -> None:
    dossier = at_state("signature")
    dearer = [
        attrs.evolve(one, values=(attrs.evolve(one.values[0], value=one.values[0].value + 1),))
        if one.id == "child-base"
        else one
        for one in GUIDE.tariff.components
    ]
    moved = attrs.evolve(GUIDE, tariff=attrs.evolve(GUIDE.tariff, components=tuple(dearer)))
    assert attrs.evolve(dossier, contract=moved).decide(SIGN_WITH_MANDATE, at=NOW).warnings == ("quote-outdated",)
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW).warnings == ()


def test_the_contract_says_which_documents_are_signed() -> None:
    one = attrs.evolve(GUIDE.documents_to_sign.values[0], value=(DocumentKind.CONDITIONS_ACHAT,))
    documents = attrs.evolve(GUIDE.documents_to_sign, values=(one,))
    quote = price(Household(regime=Regime.GENERAL), contract=GUIDE, formula=Formula.BASE, on=START)
    assert signature.to_read(quote, contract=attrs.evolve(GUIDE, documents_to_sign=documents)) == one.value


# -- rules wired to beneficiaries ----------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"code_organisme": "1"}, ["code-organisme-form-wrong"]),
        ({"nir": NIR_BENOIT}, ["nir-birth-year-differs", "nir-birth-month-differs", "nir-civility-differs"]),
        ({"nir": "1"}, ["nir-form-wrong"]),
        ({"birth_country": "Fr"}, ["country-code-wrong"]),
        ({"birth_country": "  "}, ["text-blank"]),
    ],
)
def test_the_same_rules_hold_for_the_partner_and_the_children(change: dict[str, str], found: list[str]) -> None:
    adult = attrs.evolve(CLAUDIA_DETAILS, **change)
    assert codes(partner_details.assess(adult, declared=CLAUDIA, contract=PF, on=TODAY)) == found
    young = (
        attrs.evolve(details_of(CARLA), nir=NIR_CARLA, **change)
        if "nir" not in change
        else attrs.evolve(details_of(CARLA), **change)
    )
    assert codes(child_details.assess(young, declared=(CARLA,), contract=PF, on=TODAY)) == found


def test_a_child_is_called_by_its_place_in_the_declaration() -> None:
    wrong = attrs.evolve(details_of(ANAPA), birth_date=dt.date(2014, 2, 4))
    (finding,) = child_details.assess(wrong, declared=(CARLA, ANAPA), contract=PF, on=TODAY).blocking
    assert "child no. 2" in finding.text("en")
    declared = do.DeclareBeneficiaries(None, [CARLA, attrs.evolve(MOANA, covered_by_own_work=True)])
    effective = effective_date.find(hired_on=None, invited_on=TODAY, today=TODAY, contract=PF)
    (finding,) = household.assess(declared, contract=PF, effective=effective, today=TODAY).findings
    assert "Child no. 2" in finding.text("en")
    assert finding.path == "children.1.covered_by_own_work"


def test_a_beneficiary_s_refusal_cites_the_list_it_applied() -> None:
    cps = Partner(CLAUDIA.birth_date, Regime.CPS, Link.PACS, state_civil_servant=False)
    (finding,) = partner.assess(cps, contract=PF, on=TODAY).findings
    assert finding.path == "partner.regime"
    assert finding.sources[0] == PF.local_regimes.values[0].sources[0]
    assert finding.certainty is Certainty.DERIVED
    own = Partner(CLAUDIA.birth_date, Regime.MSA, Link.PACS, state_civil_servant=False)
    (finding,) = partner.assess(own, contract=PF, on=TODAY).findings
    assert finding.sources[0] == PF.accepted_regimes.values[0].sources[0]


def test_a_situation_that_changes_nothing_is_not_asked() -> None:
    old = Child(dt.date(1990, 1, 1), Regime.GENERAL, disabled=True, covered_by_own_work=False)
    assert child.assess(old, number=1, contract=PF, on=START, path="c").findings == ()
    refused = child.assess(attrs.evolve(old, disabled=False), number=1, contract=PF, on=START, path="c")
    assert codes(refused) == ["child-past-last-age-limit"]


def test_what_was_prefilled_blank_is_free() -> None:
    prefilled = attrs.evolve(BENOIT, city=" ")
    assert contact_details.assess(attrs.evolve(CONTACT, city="Faa'a"), prefilled=prefilled).holds


@pytest.mark.parametrize(
    ("name", "prefilled", "given", "same"),
    [
        ("phone", "+68940000000", "68940000000", False),
        ("phone", "0140000000", "01 40 00 00 00", True),
        ("city", "Papeete", "\N{FULLWIDTH LATIN CAPITAL LETTER P}apeete", True),
        ("city", "Punaauia", "Punaauía", False),
    ],
)
def test_how_contact_details_are_compared(name: str, prefilled: str, given: str, same: bool) -> None:
    agent = attrs.evolve(BENOIT, **{name: prefilled})
    assert contact_details.assess(attrs.evolve(CONTACT, **{name: given}), prefilled=agent).holds == same


def test_accounts_of_monaco_have_a_rib_key() -> None:
    monaco = "MC5811222000010123456789030"
    assert codes(iban.assess(monaco, contract=PF, on=TODAY)) == []
    from schwifty import IBAN  # noqa: PLC0415 -- only here

    wrong = str(IBAN.from_bban("MC", monaco[4:-1] + "1", validate_bban=False))
    assert codes(iban.assess(wrong, contract=PF, on=TODAY)) == ["rib-key-wrong"]


@pytest.mark.parametrize("first", "3478")
def test_rare_first_digits_are_accepted_with_a_warning(first: str) -> None:
    assert codes(nir.assess(with_key(first + "700398735123"))) == ["nir-provisional"]


def test_december_is_a_month_to_compare() -> None:
    december = with_key("1701298735123")
    assert codes(nir.assess(december, birth_date=dt.date(1970, 12, 1))) == []
    assert codes(nir.assess(december, birth_date=dt.date(1970, 11, 1))) == ["nir-birth-month-differs"]


def test_a_country_of_spaces_is_blank_and_nothing_else() -> None:
    assert codes(identity.assess(attrs.evolve(IDENTITY, birth_country="  "), on=TODAY)) == ["text-blank"]


# -- quotes ------------------------------------------------------------------------------------


def test_a_free_child_stays_free_where_amounts_are_unknown_and_unknown_lines_say_why() -> None:
    three = Household(regime=Regime.ALSACE_MOSELLE, children=[CARLA, ANAPA, MOANA])
    quote = price(three, contract=GUIDE, formula=Formula.BASE, on=START)
    by_who = {line.who: line for line in quote.lines}
    assert (by_who["carla"].cents, by_who["carla"].free) == (0, True)
    assert by_who["moana"].sources == GUIDE.tariff.sources
    assert by_who["moana"].certainty is Certainty.UNKNOWN


@pytest.mark.parametrize("name", ["employer", "payroll", "debited", "debits", "formula"])
def test_a_quote_that_differs_in_anything_is_another(name: str) -> None:
    quote = price(Household(regime=Regime.GENERAL, children=[CARLA]), contract=GUIDE, formula=Formula.BASE, on=START)
    kept = KeptQuote.of(quote, TODAY)
    assert kept.same_amounts(quote)
    assert not attrs.evolve(kept, **{name: "other"}).same_amounts(quote)


def test_the_household_is_priced_with_the_birth_date_that_was_confirmed() -> None:
    confirmed = attrs.evolve(IDENTITY, birth_date=dt.date(1971, 3, 12))
    prefilled, corrected = at_state("formula"), accept(at_state("identity"), confirmed)
    quotes = [dossier.quote(at=NOW, formula=Formula.BASE) for dossier in (prefilled, corrected)]
    assert [quote.household.birth_date for quote in quotes] == [BENOIT.birth_date, confirmed.birth_date]


# -- types and errors -----------------------------------------------------------------------------


def test_a_datetime_is_no_date_in_python_either() -> None:
    with pytest.raises(InvalidCommandError, match=r"birth_date: must be a datetime\.date"):
        do.ConfirmIdentity(birth_date=NOW)
    with pytest.raises(InvalidCommandError, match=r"documents_read\.0: must be a DocumentKind"):
        do.Sign(["mandat_sepa"])
    with pytest.raises(InvalidCommandError, match=r"regime: must be a Regime \(GENERAL, "):
        do.DeclareRegime("general")


@pytest.mark.parametrize(
    "error",
    [
        UnknownContractError("x", ["y"]),
        NoValueInForceError("p", TODAY),
        InvalidDocumentError("file:", [Fault("a.b", "is wrong")]),
        HostError("no"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_travel_between_processes(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 -- made in the line itself
    assert (type(again), str(again)) == (type(error), str(error))


# -- store and command line --------------------------------------------------------------------------


def test_a_store_hands_the_role_on(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db") as store:
        dossier = at_state("signature", ALONE)
        store.create(dossier)
        assert store.decide("D1", SIGN_WITHOUT_MANDATE, at=NOW, role=Role.MANAGER).outcome is Outcome.NOT_AVAILABLE
        assert store.decide("D1", SIGN_WITHOUT_MANDATE, at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED


SCENARIO = {
    "contract": "guide-illustration",
    "id": "S",
    "agent": {},
    "invited_at": "2026-04-06T08:00:00-10:00",
    "steps": [],
}


def ran(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scenario: dict[str, object], *options: str
) -> dict[str, object]:
    file = tmp_path / "s.json"
    file.write_text(json.dumps(scenario), encoding="utf-8")
    assert main(["run", str(file), "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_roles_of_a_scenario_count_with_and_without_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = "2026-04-07T08:00:00-10:00"
    steps = [
        {"at": at, "do": "start-affiliation", "as": "clock"},
        {"at": at, "do": "start-affiliation", "as": "manager"},
        {"at": "2026-04-07T07:55:00-10:00", "do": "sign", "as": "manager"},
    ]
    plain = ran(tmp_path, capsys, SCENARIO | {"steps": steps})
    stored = ran(tmp_path, capsys, SCENARIO | {"steps": steps}, "--store", str(tmp_path / "x.db"))
    assert plain == stored
    assert [step["outcome"] for step in plain["steps"]] == ["not_available", "accepted", "not_available"]


def test_a_scenario_without_steps_is_a_dossier_just_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ran(tmp_path, capsys, SCENARIO, "--store", str(tmp_path / "x.db"))
    assert answer == {"steps": [], "quote": None, "due_at": "2026-04-13T00:00:00-10:00"}


def test_several_dossiers_share_one_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        ran(tmp_path, capsys, SCENARIO | {"id": name}, "--store", str(tmp_path / "x.db"))
    with SQLiteStore(tmp_path / "x.db") as store:
        assert {store.load(name).id for name in ("one", "two")} == {"one", "two"}


def test_a_contract_is_found_from_the_present_folder_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "own").write_text(OWN_CONTRACT, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    assert ran(tmp_path, capsys, SCENARIO | {"contract": "./own"})["steps"] == []
    assert contracts.load("own").id == "own"


def test_faults_of_a_scenario_s_contract_are_told_beside_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.toml").write_text(OWN_CONTRACT.replace('"1"', "1"), encoding="utf-8")
    (tmp_path / "s.json").write_text(
        json.dumps(SCENARIO | {"contract": "own.toml", "invited_at": "now"}), encoding="utf-8"
    )
    assert main(["run", str(tmp_path / "s.json")]) == 2
    told = capsys.readouterr().err
    assert "  contract.contract.version: must be text (in own.toml)" in told
    assert "  invited_at: must be an instant" in told


def test_an_encoding_that_lacks_a_character_is_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    assert main(["demo", "--lang", "fr"]) == 0
    assert b"16,00 \x80/mois" in raw.getvalue()
