"""
Refusals: every reason, the same dossier, no effect.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, at_state, journey, open_dossier
from journeys import declare
from people import (
    ALONE,
    BANK,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    CONTACT,
    COUPLE,
    FAMILY,
    GUIDE,
    IBAN_SOCREDO,
    IDENTITY,
    NIR_BENOIT,
    NOW,
    PF,
    SIGN_WITH_MANDATE,
    SIGN_WITHOUT_MANDATE,
    SOCIAL_SECURITY,
    START,
    details_of,
    with_wrong_rib_key,
)
from psc_workflow import Child, Formula, Link, Outcome, Partner, Regime, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.vocabulary import Debits, DocumentKind

REFUSALS = {
    "agent on CPS": ("regime", do.DeclareRegime(Regime.CPS), "refused", ["regime-not-covered"], []),
    "regime unanswered": ("regime", do.DeclareRegime(), "incomplete", ["regime-missing"], ["regime"]),
    "partner on CPS": (
        "beneficiaries",
        declare(attrs.evolve(CLAUDIA, regime=Regime.CPS)),
        "refused",
        ["partner-regime-not-covered"],
        [],
    ),
    "child on CPS": (
        "beneficiaries",
        declare(None, attrs.evolve(CARLA, regime=Regime.CPS)),
        "refused",
        ["child-regime-not-covered"],
        [],
    ),
    "partner a State civil servant": (
        "beneficiaries",
        declare(attrs.evolve(CLAUDIA, state_civil_servant=True)),
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
        declare(
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
    decision = dossier.decide(command, at=NOW, key="once", role=command.roles[0])
    assert (decision.outcome.value, list(decision.codes), list(decision.missing)) == (outcome, expected, missing)
    assert decision.dossier is dossier
    assert dossier.dump() == before
    assert decision.effects == decision.steps == ()
    assert dossier.check(command, at=NOW, role=command.roles[0]) == decision.verdict
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
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT).codes == ("mandate-not-needed",)
    assert dossier.decide(SIGN_WITHOUT_MANDATE, at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED


def test_unknown_amounts_can_be_signed_with_a_mandate_because_a_line_is_debited() -> None:
    dossier = at_state("signature", contract=PF)
    quote = dossier.quote(at=NOW)
    assert (quote.debited, quote.debits) == (None, Debits.YES)
    assert dossier.decide(SIGN_WITHOUT_MANDATE, at=NOW, role=Role.AGENT).codes == ("document-not-read",)
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("declared", [ALONE, FAMILY], ids=["alone", "family"])
def test_an_agent_of_alsace_moselle_can_sign_although_the_grid_is_not_theirs(declared: do.DeclareBeneficiaries) -> None:
    """Their lines are the same, their amounts unknown: the mandate depends on the lines."""
    dossier = accept(open_dossier(), do.StartAffiliation())
    decision = dossier.decide(do.DeclareRegime(Regime.ALSACE_MOSELLE), at=NOW, role=Role.AGENT)
    assert decision.warnings == ("regime-to-confirm",)
    dossier = accept(decision.dossier, *list(journey(declared))[2:-1])
    assert dossier.states["affiliation"] == "confirmed"
    assert dossier.quote(at=NOW).debited == (0 if declared is ALONE else None)


def test_a_tariff_without_a_line_for_somebody_leaves_the_mandate_unknown() -> None:
    """A host's own tariff that forgets the partner: neither with nor without a mandate can be signed."""
    lines = tuple(line for line in GUIDE.tariff.components if line.id != "partner-base")
    contract = attrs.evolve(GUIDE, tariff=attrs.evolve(GUIDE.tariff, components=lines))
    dossier = at_state("signature", COUPLE, contract=contract)
    for command in (SIGN_WITH_MANDATE, SIGN_WITHOUT_MANDATE):
        decision = dossier.decide(command, at=NOW, role=command.roles[0])
        assert (decision.outcome, decision.codes) == (Outcome.INCOMPLETE, ("debit-unknown",))


def test_a_formula_is_offered_as_of_the_effective_date() -> None:
    only_base = attrs.evolve(GUIDE.formulas.values[0], in_force_from=START, value=(Formula.BASE,))
    formulas = attrs.evolve(GUIDE.formulas, values=(*GUIDE.formulas.values, only_base))
    dossier = at_state("formula", contract=attrs.evolve(GUIDE, formulas=formulas, recommended_formula=None))
    assert dossier.decide(do.ChooseFormula(Formula.OPTION_1), at=NOW, role=Role.AGENT).codes == ("formula-not-offered",)


def test_a_quote_that_has_moved_is_told_at_the_signature() -> None:
    dossier = at_state("signature")
    dearer = [
        attrs.evolve(line, values=(attrs.evolve(line.values[0], value=line.values[0].value + 1),))
        if line.id == "child-base"
        else line
        for line in GUIDE.tariff.components
    ]
    moved = attrs.evolve(GUIDE, tariff=attrs.evolve(GUIDE.tariff, components=tuple(dearer)))
    assert attrs.evolve(dossier, contract=moved).decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT).warnings == (
        "quote-outdated",
        "premium-unknown",
    )
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT).warnings == ("premium-unknown",)
