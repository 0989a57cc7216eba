"""
The affiliation journey through the façade: accepted, refused, incomplete, not available, duplicate, stale.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
import pytest

from dossiers import EVERY_STATE, accept, at_state, back_to, dossier_in, journey, now_of, open_dossier
from people import (
    ALONE,
    ANAPA,
    BANK,
    BENOIT,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    CONTACT,
    COUPLE,
    FAMILY,
    GUIDE,
    HOUSEHOLDS,
    IBAN_SOCREDO,
    IDENTITY,
    INVITED,
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
    TAHITI,
    details_of,
    with_wrong_rib_key,
)
from psc_workflow import Agent, Child, Dossier, Formula, Link, Outcome, Partner, Regime, Role, Situation
from psc_workflow import commands as do
from psc_workflow._catalogue import wording
from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.effects import ProduceDocument, Recipient, SendAcknowledgement
from psc_workflow._model.vocabulary import Debits, DocumentKind
from psc_workflow.exceptions import (
    HostError,
    InstantTooEarlyError,
    InvalidCommandError,
    KeyReusedError,
    NaiveInstantError,
)
from verdicts import codes

# -- the whole way ---------------------------------------------------------------------


@pytest.mark.parametrize("contract", [GUIDE, PF], ids=lambda contract: contract.id)
@pytest.mark.parametrize("formula", Formula)
@pytest.mark.parametrize("declared", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
def test_every_household_reaches_the_confirmation(
    declared: do.DeclareBeneficiaries, formula: Formula, contract: object
) -> None:
    dossier = accept(open_dossier(contract), *journey(declared, formula))
    assert dossier.states == {
        "access": "invited",
        "affiliation": "confirmed",
        "dispensation": "home",
        "membership": "received",
    }
    assert (
        dossier.revision == dossier.record.history.count == len(list(journey(declared, formula))) + 1
    )  # the file received


@pytest.mark.parametrize("declared", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
def test_a_restored_dossier_never_differs_from_a_live_one(declared: do.DeclareBeneficiaries) -> None:
    """The whole way twice, once live and once with a dump and a load between all steps: same views, bytes, effects."""
    live = restored = open_dossier()
    for command in journey(declared):
        restored = Dossier.load(restored.dump())
        assert restored == live
        assert restored.view(at=NOW) == live.view(at=NOW)
        one, other = live.decide(command, at=NOW), restored.decide(command, at=NOW)
        assert (one.outcome, one.verdict, one.effects, one.steps) == (
            other.outcome,
            other.verdict,
            other.effects,
            other.steps,
        )
        live, restored = one.dossier, other.dossier
        assert live.dump() == restored.dump()


def test_signing_asks_for_one_acknowledgement_to_the_contact_address_with_the_day_of_the_request() -> None:
    decision = at_state("signature").decide(SIGN_WITH_MANDATE, at=NOW)
    (effect,) = decision.effects
    assert isinstance(effect, SendAcknowledgement)
    assert (effect.recipient, effect.address, effect.requested_on) == (Recipient.CONTACT, CONTACT.email, NOW.date())
    assert at_state("signature").decide(SIGN_WITH_MANDATE, at=NOW).effects == decision.effects


# -- refusals: an outcome with all its findings, the same object -------------------------

MARRIED = {"birth_date": CLAUDIA.birth_date, "link": Link.PACS}


def declaring(partner: Partner | None = None, *children: Child) -> Command:
    return do.DeclareBeneficiaries(partner, list(children))


REFUSALS = {
    "agent on CPS": ("regime", do.DeclareRegime(Regime.CPS), "refused", ["regime-not-covered"], []),
    "regime unanswered": ("regime", do.DeclareRegime(), "incomplete", ["regime-missing"], ["regime"]),
    "partner on CPS": (
        "beneficiaries",
        declaring(attrs.evolve(CLAUDIA, regime=Regime.CPS)),
        "refused",
        ["partner-regime-not-covered"],
        [],
    ),
    "child on CPS": (
        "beneficiaries",
        declaring(None, attrs.evolve(CARLA, regime=Regime.CPS)),
        "refused",
        ["child-regime-not-covered"],
        [],
    ),
    "partner a State civil servant": (
        "beneficiaries",
        declaring(attrs.evolve(CLAUDIA, state_civil_servant=True)),
        "refused",
        ["partner-state-civil-servant"],
        [],
    ),
    "partner question unanswered": (
        "beneficiaries",
        do.DeclareBeneficiaries(children=[]),
        "incomplete",
        ["partner-unanswered"],
        ["partner"],
    ),
    "children question unanswered": (
        "beneficiaries",
        do.DeclareBeneficiaries(None),
        "incomplete",
        ["children-unanswered"],
        ["children"],
    ),
    "both questions unanswered": (
        "beneficiaries",
        do.DeclareBeneficiaries(),
        "incomplete",
        ["partner-unanswered", "children-unanswered"],
        ["partner", "children"],
    ),
    "everything wrong at once": (
        "beneficiaries",
        declaring(
            Partner(dt.date(2030, 1, 1), Regime.FOREIGN, Link.MARRIED, state_civil_servant=True, judicially_separated=True),
            Child(dt.date(2019, 9, 9), None),
        ),
        "refused",
        [
            "birth-in-future",
            "partner-regime-not-covered",
            "partner-state-civil-servant",
            "partner-judicially-separated",
            "child-fact-missing",
        ],
        ["children.0.regime"],
    ),
    "formula unanswered": ("formula", do.ChooseFormula(), "incomplete", ["formula-missing"], ["formula"]),
    "no formula chosen": ("formula", do.ValidateAffiliation(), "refused", ["formula-not-chosen"], []),
    "identity half filled": (
        "identity",
        attrs.evolve(IDENTITY, first_name=None, birth_city="  "),
        "refused",
        ["identity-fact-missing", "text-blank"],
        ["first_name"],
    ),
    "wrong NIR key": (
        "social_security",
        attrs.evolve(SOCIAL_SECURITY, nir=NIR_BENOIT[:13] + "01"),
        "refused",
        ["nir-key-wrong"],
        [],
    ),
    "télétransmission unanswered": (
        "social_security",
        attrs.evolve(SOCIAL_SECURITY, teletransmission=None),
        "incomplete",
        ["teletransmission-unanswered"],
        ["teletransmission"],
    ),
    "partner's birth date differs": (
        "partner_details",
        attrs.evolve(CLAUDIA_DETAILS, birth_date=dt.date(1972, 10, 8)),
        "refused",
        ["partner-birth-date-differs"],
        [],
    ),
    "partner's regime differs": (
        "partner_details",
        attrs.evolve(CLAUDIA_DETAILS, regime=Regime.MSA),
        "refused",
        ["partner-regime-differs"],
        [],
    ),
    "child's birth date differs": (
        "children_details",
        attrs.evolve(details_of(CARLA), birth_date=dt.date(2019, 9, 8)),
        "refused",
        ["child-birth-date-differs"],
        [],
    ),
    "another child": ("children_details", attrs.evolve(details_of(CARLA), ref="x"), "refused", ["child-unknown"], []),
    "prefilled contact details changed": (
        "contact_details",
        attrs.evolve(CONTACT, email="autre@example.org", city="Faa'a"),
        "refused",
        ["contact-details-changed"],
        [],
    ),
    "consent unanswered": ("consents", do.GiveConsents(), "incomplete", ["consent-unanswered"], ["partner_offers"]),
    "wrong RIB key": (
        "bank_details",
        attrs.evolve(BANK, iban=with_wrong_rib_key(IBAN_SOCREDO)),
        "refused",
        ["rib-key-wrong"],
        [],
    ),
    "no bank details": (
        "bank_details",
        do.GiveBankDetails(),
        "incomplete",
        ["bank-detail-missing"],
        ["holder", "iban"],
    ),
    "notice not read": (
        "signature",
        attrs.evolve(
            SIGN_WITH_MANDATE, documents_read=[DocumentKind.BULLETIN_ADHESION, DocumentKind.MANDAT_SEPA]
        ),
        "refused",
        ["document-not-read"],
        [],
    ),
    "mandate not read though debited": ("signature", SIGN_WITHOUT_MANDATE, "refused", ["document-not-read"], []),
    "nothing certified": (
        "signature",
        attrs.evolve(SIGN_WITH_MANDATE, certified=False, accepted=False, evidence=None),
        "refused",
        ["signature-answer-missing", "declaration-not-certified", "conditions-not-accepted"],
        ["evidence"],
    ),
    "rating unanswered": ("confirmed", do.RateExperience(), "incomplete", ["rating-missing"], ["rating"]),
}  # fmt: skip


@pytest.mark.parametrize(("state", "command", "outcome", "expected", "missing"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_names_every_reason_and_returns_the_same_object(
    state: str, command: Command, outcome: str, expected: list[str], missing: list[str]
) -> None:
    dossier = at_state(state)
    before = dossier.dump()
    decision = dossier.decide(command, at=NOW, key="once")
    assert (decision.outcome.value, list(decision.codes), list(decision.missing)) == (outcome, expected, missing)
    assert decision.dossier is dossier
    assert dossier.dump() == before
    assert decision.effects == decision.steps == ()
    assert dossier.check(command, at=NOW) == decision.verdict
    for reason in decision.findings:
        for locale in ("fr", "en"):
            assert reason.text(locale)
            assert reason.remedy(locale)
        assert reason.sources


def test_a_wrong_rib_key_is_found_although_the_iban_s_own_key_is_right() -> None:
    """The account of that case passes ISO 13616: only the RIB key inside is wrong."""
    command = REFUSALS["wrong RIB key"][1]
    assert isinstance(command, do.GiveBankDetails)
    assert int("".join(str(int(char, 36)) for char in command.iban[4:] + command.iban[:4])) % 97 == 1


def test_a_mandate_is_refused_where_nothing_is_debited() -> None:
    dossier = at_state("signature", ALONE)
    assert dossier.quote(at=NOW).debits is Debits.NO
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW).codes == ("mandate-not-needed",)
    assert dossier.decide(SIGN_WITHOUT_MANDATE, at=NOW).outcome is Outcome.ACCEPTED


def test_unknown_amounts_can_be_signed_with_a_mandate_because_a_line_is_debited() -> None:
    dossier = at_state("signature", contract=PF)
    quote = dossier.quote(at=NOW)
    assert (quote.debited, quote.debits) == (None, Debits.YES)
    assert dossier.decide(SIGN_WITHOUT_MANDATE, at=NOW).codes == ("document-not-read",)
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("declared", [ALONE, FAMILY], ids=["alone", "family"])
def test_an_agent_of_alsace_moselle_can_sign_although_the_grid_is_not_theirs(declared: do.DeclareBeneficiaries) -> None:
    """Their lines are the same, their amounts unknown: the mandate depends on the lines."""
    dossier = accept(open_dossier(), do.StartAffiliation())
    decision = dossier.decide(do.DeclareRegime(Regime.ALSACE_MOSELLE), at=NOW)
    assert decision.warnings == ("regime-to-confirm",)
    dossier = accept(decision.dossier, *list(journey(declared))[2:-1])
    assert dossier.states["affiliation"] == "confirmed"
    assert dossier.quote(at=NOW).debited == (0 if declared is ALONE else None)


def test_a_tariff_without_a_line_for_somebody_leaves_the_mandate_unknown() -> None:
    """A host's own tariff that forgets the partner: neither with nor without a mandate can be signed."""
    lines = tuple(one for one in GUIDE.tariff.components if one.id != "partner-base")
    contract = attrs.evolve(GUIDE, tariff=attrs.evolve(GUIDE.tariff, components=lines))
    dossier = at_state("signature", COUPLE, contract=contract)
    for command in (SIGN_WITH_MANDATE, SIGN_WITHOUT_MANDATE):
        decision = dossier.decide(command, at=NOW)
        assert (decision.outcome, decision.codes) == (Outcome.INCOMPLETE, ("debit-unknown",))


# -- not available -------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_STATE)
def test_a_command_not_offered_here_names_what_is_and_changes_nothing(name: str) -> None:
    """Every command in every state of every journey, without its fields."""
    dossier = dossier_in(name)
    at = now_of(dossier)
    for command in ALL:
        role = command.roles[0]
        decision = dossier.decide(command(), at=at)
        offers = dossier.view(at=at, role=role).commands
        offered = {offer.do for offer in offers if offer.offered}
        if command.do not in {offer.do for offer in offers} and command is not do.Tick:
            assert decision.outcome is Outcome.NOT_AVAILABLE
            assert decision.codes == ("command-not-available",)
            assert set(decision.available) == offered
            assert all(name in decision.findings[0].remedy("fr") for name in decision.available)
        elif command.do not in offered and command is not do.Tick:
            assert decision.outcome is Outcome.REFUSED
            assert set(decision.available) == offered
        if decision.outcome is not Outcome.ACCEPTED:
            assert decision.dossier is dossier
            assert (decision.effects, decision.steps) == ((), ())


def test_a_manager_may_enter_on_the_agent_s_behalf_and_it_is_recorded() -> None:
    decision = open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.MANAGER)
    assert decision.steps[0].role is Role.MANAGER


def test_a_manager_never_signs() -> None:
    dossier = at_state("signature")
    decision = dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.MANAGER)
    assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("role-not-allowed",))
    assert "sign" not in decision.available
    assert decision.dossier is dossier
    assert "sign" not in {offer.do for offer in dossier.view(at=NOW, role=Role.MANAGER).commands}


def test_a_role_with_nothing_to_do_here_is_told_so() -> None:
    decision = open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.CLOCK)
    assert (decision.outcome, decision.available) == (Outcome.NOT_AVAILABLE, ())
    assert decision.findings[0].remedy("fr").endswith("à ce rôle : aucune.")
    assert decision.findings[0].text("fr") == "Le rôle « horloge » ne permet pas la demande « start-affiliation »."


# -- time -------------------------------------------------------------------------------------


def test_a_naive_instant_is_the_host_s_mistake() -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(NaiveInstantError):
        open_dossier().decide(do.StartAffiliation(), at=naive)
    with pytest.raises(NaiveInstantError):
        open_dossier().view(at=naive)
    with pytest.raises(NaiveInstantError):
        Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=naive)


def test_an_instant_up_to_five_minutes_early_counts_as_the_last_one() -> None:
    dossier = accept(open_dossier(), do.StartAffiliation())
    early = NOW - dt.timedelta(minutes=5)
    decision = dossier.decide(do.DeclareRegime(Regime.GENERAL), at=early)
    assert decision.dossier.record.at == NOW
    with pytest.raises(InstantTooEarlyError):
        dossier.decide(do.DeclareRegime(Regime.GENERAL), at=early - dt.timedelta(seconds=1))


def test_one_instant_told_in_two_zones_gives_one_document() -> None:
    utc = accept(open_dossier(), do.StartAffiliation(), at=NOW.astimezone(dt.UTC))
    assert utc.dump() == accept(open_dossier(), do.StartAffiliation()).dump()


def test_instants_are_compared_as_instants_when_the_clocks_go_back() -> None:
    """02:10 after the change comes 20 minutes after 02:50 before it, whatever the wall clock says."""
    paris = ZoneInfo("Europe/Paris")
    before = dt.datetime(2026, 10, 25, 2, 50, tzinfo=paris)
    after = dt.datetime(2026, 10, 25, 2, 10, tzinfo=paris, fold=1)
    invited = dt.datetime(2026, 10, 24, 8, 0, tzinfo=paris)
    dossier = accept(Dossier.open(GUIDE, id="D3", agent=BENOIT, invited_at=invited), do.StartAffiliation(), at=before)
    for one in (dossier, Dossier.load(dossier.dump())):
        assert one.decide(do.Resume(), at=after).outcome is Outcome.ACCEPTED
        with pytest.raises(InstantTooEarlyError):
            accept(one, do.Resume(), at=after).decide(do.Resume(), at=before)


def test_an_offset_with_seconds_can_be_stored() -> None:
    odd = dt.timezone(dt.timedelta(hours=1, seconds=3))
    dossier = accept(open_dossier(), do.StartAffiliation(), at=NOW.astimezone(odd))
    assert Dossier.load(dossier.dump()) == dossier


@pytest.mark.parametrize("year", [1, 1899, 3000, 9999])
def test_an_instant_at_the_ends_of_the_calendar_is_the_host_s_mistake(year: int) -> None:
    with pytest.raises(HostError, match="between the years"):
        open_dossier().decide(do.StartAffiliation(), at=NOW.replace(year=year))


@pytest.mark.parametrize(
    "wrong",
    [{"key": 1}, {"key": ""}, {"key": "\ud800"}, {"expected_revision": "0"}, {"expected_revision": True}],
    ids=ascii,
)
def test_a_key_or_revision_of_another_type_is_the_host_s_mistake(wrong: dict[str, object]) -> None:
    with pytest.raises(HostError):
        open_dossier().decide(do.StartAffiliation(), at=NOW, **wrong)


def test_text_that_cannot_be_written_is_the_host_s_mistake() -> None:
    with pytest.raises(InvalidCommandError, match="first_name: holds characters"):
        Agent(first_name="\ud800")
    with pytest.raises(HostError):
        Dossier.open(GUIDE, id="\ud800", agent=BENOIT, invited_at=INVITED)


def test_an_unknown_formula_or_language_is_the_host_s_mistake() -> None:
    with pytest.raises(HostError, match="base, option_1, option_2"):
        at_state("formula").quote(at=NOW, formula="gold")
    with pytest.raises(HostError, match="fr, en"):
        open_dossier().view(at=NOW, locale="de")


def test_what_may_not_be_done_names_what_may() -> None:
    decision = at_state("formula").decide(do.ValidateAffiliation(), at=NOW)
    assert decision.outcome is Outcome.REFUSED
    assert "choose-formula" in decision.available
    assert "validate-affiliation" not in decision.available


@pytest.mark.parametrize("birth", [dt.date(9990, 1, 1), dt.date.max, dt.date.min], ids=str)
def test_a_birth_at_the_ends_of_the_calendar_is_a_finding(birth: dt.date) -> None:
    decision = at_state("beneficiaries").decide(declaring(None, attrs.evolve(CARLA, birth_date=birth)), at=NOW)
    assert decision.outcome is Outcome.REFUSED


@pytest.mark.parametrize("wrong", ["start-affiliation", None, 3], ids=repr)
def test_something_else_than_a_command_is_the_host_s_mistake(wrong: object) -> None:
    with pytest.raises(HostError):
        open_dossier().decide(wrong, at=NOW)


def test_an_unknown_role_is_the_host_s_mistake() -> None:
    with pytest.raises(HostError, match="agent, manager, clock"):
        open_dossier().decide(do.StartAffiliation(), at=NOW, role="boss")


# -- retries and concurrent writers ---------------------------------------------------------------


def test_the_same_key_and_command_again_is_a_duplicate_even_on_an_old_revision() -> None:
    dossier = open_dossier().decide(do.StartAffiliation(), at=NOW, key="k").dossier
    again = dossier.decide(do.StartAffiliation(), at=NOW, key="k", expected_revision=0)
    assert (again.outcome, again.effects) == (Outcome.DUPLICATE, ())
    assert again.dossier is dossier


def test_the_same_key_for_another_command_is_the_host_s_mistake() -> None:
    dossier = open_dossier().decide(do.StartAffiliation(), at=NOW, key="k").dossier
    with pytest.raises(KeyReusedError):
        dossier.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, key="k")


def test_the_last_sixteen_keys_are_remembered() -> None:
    dossier = open_dossier()
    for number in range(17):
        dossier = dossier.decide(do.Resume(), at=NOW, key=f"k{number}").dossier
    assert dossier.decide(do.Resume(), at=NOW, key="k1").outcome is Outcome.DUPLICATE
    assert dossier.decide(do.Resume(), at=NOW, key="k0").outcome is Outcome.ACCEPTED


def test_a_request_made_on_an_older_revision_is_stale() -> None:
    dossier = accept(open_dossier(), do.StartAffiliation())
    decision = dossier.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, expected_revision=0)
    assert decision.outcome is Outcome.STALE
    assert decision.dossier is dossier


# -- going back, parked answers, previews -----------------------------------------------------------


@pytest.mark.parametrize("declared", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
def test_go_back_shows_the_screen_before_and_keeps_every_answer(declared: do.DeclareBeneficiaries) -> None:
    dossier = open_dossier()
    shown = [dossier.states["affiliation"]]
    for command in list(journey(declared))[:-2]:
        dossier = accept(dossier, command)
        if dossier.states["affiliation"] != shown[-1]:
            shown.append(dossier.states["affiliation"])
    answers = dossier.record.answers
    for screen in reversed(shown[:-1]):
        dossier = accept(dossier, do.GoBack())
        assert dossier.states["affiliation"] == screen
        assert dossier.record.answers == answers
    assert dossier.decide(do.GoBack(), at=NOW).outcome is Outcome.NOT_AVAILABLE


@pytest.mark.parametrize("declared", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
def test_going_back_and_giving_the_same_answer_changes_neither_facts_nor_state(
    declared: do.DeclareBeneficiaries,
) -> None:
    dossier = open_dossier()
    for command in list(journey(declared))[:-2]:
        before, dossier = dossier, accept(dossier, command)
        if before.states["affiliation"] in ("home", dossier.states["affiliation"]):
            continue
        again = accept(dossier, do.GoBack(), command)
        assert (again.record.answers, again.record.states) == (dossier.record.answers, dossier.record.states)


def test_details_of_a_partner_no_longer_covered_are_parked_and_come_back() -> None:
    dossier = back_to(at_state("signature"), "beneficiaries")
    without = declaring(None, CARLA)
    preview = dossier.preview(without, at=NOW)
    assert (preview.parked, preview.premium_difference) == (("partner_details",), -1000)

    dossier = accept(dossier, without)
    assert dossier.view(at=NOW).parked == ("partner_details",)
    assert dossier.record.answers.partner_details is not None

    back = back_to(dossier, "beneficiaries")
    preview = back.preview(FAMILY, at=NOW)
    assert (preview.unparked, preview.premium_difference, preview.reopened) == (
        ("partner_details",),
        1000,
        ("partner_details",),
    )
    assert accept(back, FAMILY).view(at=NOW).parked == ()


def test_a_preview_changes_nothing_and_says_which_screens_reopen() -> None:
    dossier = at_state("signature")
    before = dossier.dump()
    preview = dossier.preview(do.GoBack(), at=NOW)
    assert (preview.outcome, preview.reopened, preview.premium_difference) == (Outcome.ACCEPTED, ("bank_details",), 0)
    assert dossier.dump() == before


def test_a_preview_of_a_refusal_has_its_reasons_and_no_change() -> None:
    preview = at_state("regime").preview(do.DeclareRegime(Regime.CPS), at=NOW)
    assert preview.outcome is Outcome.REFUSED
    assert (preview.parked, preview.reopened, preview.premium_difference) == ((), (), None)


def test_children_are_found_by_their_ref_not_by_their_place() -> None:
    dossier = at_state("contact_details", LARGE_FAMILY)
    dossier = back_to(dossier, "beneficiaries")
    reordered = declaring(CLAUDIA, MOANA, CARLA)
    dossier = accept(dossier, reordered)
    assert dossier.view(at=NOW).parked == ("children_details.anapa",)
    assert dossier.record.answers.children_pending == ()


def test_a_child_whose_birth_date_was_corrected_must_be_detailed_again() -> None:
    dossier = back_to(at_state("contact_details"), "beneficiaries")
    corrected = attrs.evolve(CARLA, birth_date=dt.date(2018, 9, 9))
    dossier = accept(dossier, declaring(CLAUDIA, corrected))
    assert dossier.record.answers.children_pending == (corrected,)


def nameless(*children: Child) -> Command:
    return declaring(None, *(attrs.evolve(child, ref=None) for child in children))


def test_children_declared_again_without_a_ref_keep_theirs_whatever_their_order() -> None:
    dossier = accept(at_state("beneficiaries"), nameless(CARLA, ANAPA, MOANA))
    refs = {child.birth_date: child.ref for child in dossier.record.answers.children}
    again = accept(dossier, do.GoBack(), nameless(MOANA, CARLA))
    assert {child.birth_date: child.ref for child in again.record.answers.children} == {
        born: ref for born, ref in refs.items() if born != ANAPA.birth_date
    }


def test_who_is_left_of_twins_declared_without_a_ref_must_be_detailed_anew() -> None:
    """Nobody can say which of the two was removed: the details of neither may go to the other."""
    twin = attrs.evolve(CARLA, ref=None)
    dossier = accept(at_state("beneficiaries"), nameless(ANAPA, twin, twin))
    first = [child.ref for child in dossier.record.answers.children]
    same = accept(dossier, do.GoBack(), nameless(ANAPA, twin, twin))
    assert [child.ref for child in same.record.answers.children] == first
    both = accept(same, do.GoBack(), nameless(twin, twin))
    assert [child.ref for child in both.record.answers.children] == first[1:]
    one = accept(both, do.GoBack(), nameless(twin))
    assert one.record.answers.children[0].ref not in first[1:]


def test_the_details_of_each_partner_ever_declared_come_back_with_them() -> None:
    other = attrs.evolve(CLAUDIA, birth_date=dt.date(1980, 1, 1))
    dossier = back_to(at_state("signature", COUPLE), "beneficiaries")
    preview = dossier.preview(declaring(other), at=NOW)
    assert preview.parked == ("partner_details",)
    dossier = accept(dossier, declaring(other), do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY)
    assert dossier.view(at=NOW).parked == ("partner_details",)
    details = attrs.evolve(CLAUDIA_DETAILS, first_name="Dora", birth_date=other.birth_date)
    dossier = back_to(accept(dossier, details), "beneficiaries")
    back = accept(dossier, COUPLE)
    assert back.record.answers.current_partner_details.first_name == "Claudia"


def test_children_without_a_ref_get_the_first_free_one() -> None:
    nameless = attrs.evolve(CARLA, ref=None)
    dossier = accept(at_state("beneficiaries"), declaring(None, nameless, attrs.evolve(ANAPA, ref="child-1"), nameless))
    assert [child.ref for child in dossier.record.answers.children] == ["child-2", "child-1", "child-3"]


def test_a_changed_household_shows_its_quote_again_before_it_is_validated() -> None:
    dossier = back_to(at_state("identity"), "beneficiaries")
    dossier = accept(dossier, COUPLE)
    assert dossier.quote(at=NOW).debited == 1000
    later = NOW + dt.timedelta(days=2)
    dossier = accept(dossier, do.ValidateAffiliation(), at=later)
    kept = dossier.record.answers.quote
    assert (kept.debited, kept.made_on) == (1000, later.date())


# -- save, quit, resume --------------------------------------------------------------------------------


def test_a_draft_is_given_back_as_it_was_and_gone_once_the_screen_is_answered() -> None:
    dossier = at_state("identity")
    draft = {"first_name": "Ben", "birth_date": "12/03/"}
    saved = accept(dossier, do.SaveAndQuit(draft))
    draft["first_name"] = "changed by the host afterwards"
    resumed = Dossier.load(saved.dump()).decide(do.Resume(), at=NOW + dt.timedelta(days=1)).dossier
    view = resumed.view(at=NOW + dt.timedelta(days=1), locale="fr")
    assert view.draft == {"first_name": "Ben", "birth_date": "12/03/"}
    assert view.status == "Souscription à finaliser"
    assert (view.kept_quote.debited, view.kept_quote.made_on) == (1600, NOW.date())
    answered = accept(resumed, IDENTITY, at=NOW + dt.timedelta(days=1))
    assert answered.record.draft is None


def test_a_draft_never_holds_a_signature_nor_what_the_screen_does_not_ask() -> None:
    dossier = at_state("signature")
    draft = {"documents_read": ["bulletin_adhesion"], "certified": True, "evidence": "proof", "password": "secret!"}
    decision = dossier.decide(do.SaveAndQuit(draft), at=NOW)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("draft-field-left-out",))
    assert decision.dossier.view(at=NOW).draft == {"documents_read": ["bulletin_adhesion"]}
    assert b"proof" not in decision.dossier.dump()
    assert b"secret!" not in decision.dossier.dump()


def test_a_draft_of_another_screen_waits_for_that_screen() -> None:
    dossier = accept(at_state("social_security"), do.SaveAndQuit({"nir": "1 70"}), do.GoBack())
    assert dossier.view(at=NOW).draft is None
    assert accept(dossier, IDENTITY).view(at=NOW).draft == {"nir": "1 70"}


def test_each_screen_keeps_its_own_draft() -> None:
    dossier = accept(at_state("social_security"), do.SaveAndQuit({"nir": "1 70"}), do.GoBack())
    dossier = accept(dossier, do.SaveAndQuit({"first_name": "Ben"}))
    assert dossier.view(at=NOW).draft == {"first_name": "Ben"}
    assert accept(dossier, IDENTITY).view(at=NOW).draft == {"nir": "1 70"}


def test_nothing_unknown_is_kept_inside_a_draft_either() -> None:
    dossier = at_state("beneficiaries")
    draft = {"partner": {"birth_date": "1972", "password": "secret!"}, "children": [{"ref": "a", "x": [1]}]}
    decision = dossier.decide(do.SaveAndQuit(draft), at=NOW, key="k")
    assert decision.dossier.view(at=NOW).draft == {"partner": {"birth_date": "1972"}, "children": [{"ref": "a"}]}
    assert decision.warnings == ("draft-field-left-out",)
    assert Dossier.load(decision.dossier.dump()) == decision.dossier


def test_what_a_draft_leaves_out_is_neither_named_by_strangers_nor_fingerprinted() -> None:
    dossier = at_state("bank_details")
    decision = dossier.decide(do.SaveAndQuit({IBAN_SOCREDO: 1, "password": "one"}), at=NOW, key="k")
    assert IBAN_SOCREDO not in decision.findings[0].text("en")
    again = decision.dossier.decide(do.SaveAndQuit({IBAN_SOCREDO: 1, "password": "other"}), at=NOW, key="k")
    assert again.outcome is Outcome.DUPLICATE


def test_a_draft_is_kept_as_json_would_give_it_back() -> None:
    dossier = accept(at_state("beneficiaries"), do.SaveAndQuit({"children": ({"ref": "a"},)}))
    assert Dossier.load(dossier.dump()) == dossier


def deep(levels: int) -> dict[str, object]:
    return {"partner": deep(levels - 1)} if levels else {}


@pytest.mark.parametrize(
    "draft",
    [{"nir": object()}, {"nir": float("nan")}, deep(900), {"nir": "\ud800"}, {"nir": "x" * 5000}, "nir"],
    ids=["object", "NaN", "deep", "surrogate", "long", "text"],
)
def test_a_draft_that_cannot_be_kept_is_the_host_s_mistake(draft: object) -> None:
    with pytest.raises(InvalidCommandError):
        do.SaveAndQuit(draft)


def test_saving_without_a_draft_keeps_the_earlier_one() -> None:
    dossier = accept(at_state("social_security"), do.SaveAndQuit({"nir": "1 70"}), do.SaveAndQuit())
    assert dossier.view(at=NOW).draft == {"nir": "1 70"}


# -- what screens need ---------------------------------------------------------------------------------------


def test_the_view_says_where_one_is_what_is_done_and_what_is_left() -> None:
    view = at_state("partner_details").view(at=NOW, locale="en")
    assert (view.where.label, view.where.stage) == ("Partner's details", "Subscription")
    assert (view.progress.position, view.progress.total) == (2, 6)
    assert view.progress.done == ("home", "regime", "beneficiaries", "formula", "identity", "social_security")
    assert view.progress.left[:2] == ("partner_details", "children_details")
    assert {one.last_day for one in view.deadlines} == {dt.date(2026, 4, 27)}


def test_the_recap_says_every_choice_in_the_reader_s_language() -> None:
    recap = at_state("identity").view(at=NOW, locale="fr").recap
    assert [(line.label, line.value) for line in recap] == [
        ("Régime", "Régime social général"),
        ("Conjoint ou partenaire couvert", "oui"),
        ("Enfants couverts", "1"),
        ("Formule", "Base"),
        ("Prélevé chaque mois", "16,00 €"),
    ]
    assert open_dossier().view(at=NOW).recap == ()


def test_the_view_recommends_option_2_with_the_reason_and_preselects_nothing() -> None:
    dossier = at_state("formula")
    view = dossier.view(at=NOW)
    assert view.recommended == (Formula.OPTION_2,)
    assert "Polynésie" in view.recommendation
    assert dossier.record.answers.formula is None
    assert {formula.value: quote.debited for formula, quote in view.quotes.items()} == {
        "base": 1600,
        "option_1": 3600,
        "option_2": 5500,
    }
    assert view.quote is None


def test_what_to_prepare_follows_the_household() -> None:
    assert len(open_dossier().view(at=NOW).to_prepare) == 2
    assert len(at_state("formula", LARGE_FAMILY).view(at=NOW).to_prepare) == 4
    assert at_state("confirmed").view(at=NOW).to_prepare == ()


def test_an_offer_that_may_not_be_taken_says_why() -> None:
    offers = {offer.do: offer for offer in at_state("formula").view(at=NOW).commands}
    assert not offers["validate-affiliation"].offered
    assert codes(offers["validate-affiliation"].verdict) == ["formula-not-chosen"]
    assert offers["choose-formula"].offered


def test_a_blank_code_organisme_becomes_the_contract_s_default_and_is_marked_so() -> None:
    dossier = at_state("partner_details")
    assert dossier.record.answers.social_security.code_organisme == "919190000"
    assert dossier.record.answers.defaulted == ("social_security.code_organisme",)
    own = attrs.evolve(SOCIAL_SECURITY, code_organisme="01 987 0000")
    again = accept(dossier, do.GoBack(), own)
    assert again.record.answers.social_security.code_organisme == "019870000"
    assert again.record.answers.defaulted == ()


def test_numbers_are_kept_without_spaces() -> None:
    spaced = attrs.evolve(SOCIAL_SECURITY, nir=" ".join(NIR_BENOIT))
    dossier = accept(at_state("social_security"), spaced)
    assert dossier.record.answers.social_security.nir == NIR_BENOIT
    dossier = accept(at_state("bank_details"), attrs.evolve(BANK, iban=IBAN_SOCREDO.lower()))
    assert dossier.record.answers.bank_details.iban == IBAN_SOCREDO


def test_a_child_without_a_number_is_accepted_and_the_number_stays_pending() -> None:
    decision = at_state("children_details").decide(details_of(CARLA), at=NOW)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("child-nir-pending",))
    assert decision.dossier.view(at=NOW).pending == ("children_details.carla.nir",)
    numbered = attrs.evolve(details_of(CARLA), nir=NIR_CARLA)
    again = accept(decision.dossier, do.GoBack(), numbered)
    assert again.view(at=NOW).pending == ()


@pytest.mark.parametrize(
    ("state", "kind", "outcome", "codes"),
    [
        ("home", DocumentKind.NOTICE_INFORMATION, "accepted", ()),
        ("regime", DocumentKind.TABLEAU_GARANTIES, "accepted", ()),
        ("formula", DocumentKind.DEVIS, "refused", ("document-not-ready",)),
        ("identity", DocumentKind.DEVIS, "accepted", ()),
        ("bank_details", DocumentKind.BULLETIN_ADHESION, "refused", ("document-not-ready",)),
        ("signature", DocumentKind.BULLETIN_ADHESION, "accepted", ()),
        ("signature", DocumentKind.MANDAT_SEPA, "accepted", ()),
        ("signature", None, "incomplete", ("document-kind-missing",)),
    ],
)
def test_a_document_is_produced_once_what_it_shows_is_known(
    state: str, kind: DocumentKind | None, outcome: str, codes: tuple[str, ...]
) -> None:
    decision = at_state(state).decide(do.RequestDocument(kind), at=NOW)
    assert (decision.outcome.value, decision.codes) == (outcome, codes)
    wanted = [kind] if outcome == "accepted" else []
    assert [effect.kind for effect in decision.effects if isinstance(effect, ProduceDocument)] == wanted


def test_no_mandate_is_produced_where_nothing_is_debited() -> None:
    decision = at_state("signature", ALONE).decide(do.RequestDocument(DocumentKind.MANDAT_SEPA), at=NOW)
    assert decision.codes == ("mandate-not-needed",)


def test_the_simulation_of_needs_is_kept_for_the_reminder() -> None:
    simulation = do.RecordNeedsSimulation(NOW.date(), Formula.OPTION_1, dt.date(2026, 5, 1))
    dossier = accept(at_state("formula"), simulation)
    assert dossier.record.answers.needs_simulation == simulation
    assert dossier.view(at=NOW).answers["needs_simulation"]["recommended_formula"] == "option_1"
    assert dossier.states["affiliation"] == "formula"


# -- later arrivals: the effective date is unknown ------------------------------------------------------------

LATE_INVITED = dt.datetime(2026, 9, 2, 8, 0, tzinfo=TAHITI)


def test_a_later_arrival_is_told_that_the_effective_date_is_pending_and_can_sign() -> None:
    at = LATE_INVITED + dt.timedelta(days=1)
    dossier = Dossier.open(GUIDE, id="D2", agent=LATE_ARRIVAL, invited_at=LATE_INVITED)
    assert dossier.view(at=at).effective_on is None
    for command in journey():
        decision = dossier.decide(command, at=at)
        dossier = decision.dossier
    assert dossier.states["affiliation"] == "confirmed"
    assert dossier.view(at=at).effective_on is None


def test_the_answer_is_not_given_where_it_depends_on_the_unknown_effective_date() -> None:
    """A child who turns 21 between the first possible day and a year from now may or may not be covered."""
    at = LATE_INVITED + dt.timedelta(days=10)
    dossier = Dossier.open(GUIDE, id="D2", agent=LATE_ARRIVAL, invited_at=LATE_INVITED)
    dossier = accept(dossier, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL), at=at)
    child = Child(dt.date(2005, 9, 5), Regime.GENERAL, Situation.NONE, disabled=False, covered_by_own_work=False)
    for born in (dt.date(2005, 9, 2), child.birth_date, dt.date(2006, 9, 12)):
        decision = dossier.decide(declaring(None, attrs.evolve(child, birth_date=born)), at=at)
        assert (decision.outcome, decision.codes) == (Outcome.INCOMPLETE, ("effective-date-unknown",))
        assert decision.missing == ("membership.effective_date",)
    elder = attrs.evolve(child, birth_date=dt.date(2005, 9, 1))
    assert dossier.decide(declaring(None, elder), at=at).codes == ("child-past-age-limit",)
    younger = attrs.evolve(child, birth_date=dt.date(2006, 9, 13))
    decision = dossier.decide(declaring(None, younger), at=at)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("effective-date-pending",))


# -- opening --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [{"id": " "}, {"id": 3}, {"agent": None}, {"contract": "men-2026-pf"}], ids=repr)
def test_opening_with_something_else_is_the_host_s_mistake(wrong: dict[str, object]) -> None:
    right = {"contract": GUIDE, "id": "D1", "agent": Agent(), "invited_at": INVITED}
    with pytest.raises(HostError):
        Dossier.open(**(right | wrong))


# -- what a portal shows besides -------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_STATE)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_step_of_every_journey_has_its_words_in_the_view(name: str, locale: str) -> None:
    dossier = dossier_in(name)
    for journey_name, stage in dossier.view(at=now_of(dossier), locale=locale).journeys.items():
        steps = (*stage.progress.done, *stage.progress.left)
        assert list(stage.progress.labels) == list(dict.fromkeys(steps))
        words = wording.journey(journey_name).states
        assert stage.progress.labels == {step: words[step].label.in_(locale) for step in steps}


def test_whoever_resumes_is_reminded_of_their_needs() -> None:
    """The guide's "Rappel de mes besoins": the quote's date, the simulation, the beneficiaries, the status."""
    simulated = do.RecordNeedsSimulation(NOW.date(), Formula.OPTION_2, dt.date(2026, 5, 1))
    dossier = accept(at_state("identity"), simulated)
    needs = {line.label: line.value for line in dossier.view(at=NOW, locale="fr").needs}
    assert needs == {
        "Date de réalisation du devis": "07/04/2026",
        "Simulation des besoins du": "07/04/2026",
        "Formule proposée par la simulation": "Option 2",
        "Date de prise d'effet souhaitée": "01/05/2026",
        "Conjoint ou partenaire couvert": "oui",
        "Enfants couverts": "1",
        "Statut": "Souscription en cours",
    }
    assert at_state("confirmed").view(at=NOW).needs == ()


STATUSES = {
    "affiliation.home": "Affiliation à commencer",
    "affiliation.identity": "Souscription à finaliser",
    "affiliation.under_review": "Situation en cours d'examen : le délai est suspendu",
    "affiliation.not_concerned": "Dossier clos : non concerné",
    "affiliation.auto_affiliated": "Affiliation automatique (formule de base, sans bénéficiaire), à compléter : effet le 01/05/2026",
    "dispensation.motive": "Demande de dispense à finaliser",
    "dispensation.granted": "Dispensé jusqu'au 31/12/2026 inclus",
    "dispensation.renewal_due": "Attestation à renouveler au plus tard le 31/12/2026",
    "membership.received": "Demande d'adhésion prise en compte : effet le 01/05/2026",
    "membership.in_force": "Contrat en vigueur depuis le 01/05/2026",
    "membership.suspended": "Adhésion suspendue",
    "membership.ended": "Adhésion terminée (départ)",
}


@pytest.mark.parametrize("name", STATUSES)
def test_the_status_of_the_personal_space(name: str) -> None:
    dossier = dossier_in(name)
    assert dossier.view(at=now_of(dossier), locale="fr").status == STATUSES[name]
