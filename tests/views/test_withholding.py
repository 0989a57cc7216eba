"""
What a role has no business with is in no view, form or summary: by the contract's table, whatever screen it was given on.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

import attrs
import pytest

from dossiers import EVERY_STATE, accept, at_state, dossier_in, now_of
from people import ATTESTATION, GUIDE, NOW, TODAY
from pool import RIGHT
from psc_workflow import Dossier, Motive, Regime, Role, forms, problems
from psc_workflow import commands as do
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import finding_texts
from psc_workflow._model.people import Partner
from psc_workflow._model.personal import PersonalKind, kinds_of_fields
from psc_workflow._model.record import Record
from psc_workflow._model.text import Word
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Certainty, Link
from psc_workflow.contracts import Contract
from psc_workflow.exceptions import HostError
from psc_workflow.history import describe_steps
from psc_workflow.rules import _examples as examples
from psc_workflow.states._withholding import kinds_by_name, verdict_for
from psc_workflow.testing import witness_paths
from psc_workflow.testing._replaying import _play

WITHHELD = frozenset(GUIDE.value("withheld_from_employer", NOW.date()))


def values(value: Any, kinds: frozenset[PersonalKind]) -> Iterator[Any]:
    """Yield what stands in the fields of *kinds*, at any depth."""
    if isinstance(value, tuple):
        for item in value:
            yield from values(item, kinds)
    elif attrs.has(type(value)):
        personal = kinds_of_fields(type(value))
        for field in attrs.fields(type(value)):
            inner = getattr(value, field.name)
            yield from [inner] if personal.get(field.name) in kinds else values(inner, kinds)


def texts_of(dossier: Dossier, kinds: frozenset[PersonalKind]) -> set[str]:
    answers = dossier.record.answers
    return {text for text in values(answers, kinds) if type(text) is str and len(text) > 3}


def names_of(value: Any, plain: Any, kinds: frozenset[PersonalKind]) -> Iterator[str]:
    """Yield the names under which *plain* has something of *kinds*, at any depth of *value*."""
    if isinstance(value, tuple):
        for item, written in zip(value, plain, strict=True):
            yield from names_of(item, written, kinds)
    elif attrs.has(type(value)) and isinstance(plain, dict):
        declared = kinds_of_fields(type(value))
        for name, written in plain.items():
            if declared.get(name) in kinds:
                yield name
            else:
                yield from names_of(getattr(value, name), written, kinds)


@pytest.mark.parametrize("name", EVERY_STATE)
def test_what_the_contract_withholds_is_nowhere_and_all_the_rest_is(name: str) -> None:
    dossier = dossier_in(name)
    at = now_of(dossier)
    shown = texts_of(dossier, frozenset(PersonalKind) - WITHHELD)
    hidden = texts_of(dossier, WITHHELD) - shown - {dossier.record.agent.city}  # one text may stand in two places
    for locale in ("fr", "en"):
        view = dossier.view(at=at, role=Role.EMPLOYER, locale=locale)  # type: ignore[arg-type]  # a locale
        page = json.dumps(view.as_json(), ensure_ascii=False)
        assert [*names_of(dossier.record.answers, view.answers, WITHHELD)] == []
        assert not [text for text in hidden if text in page]
        assert not [text for text in shown if json.dumps(text, ensure_ascii=False)[1:-1] not in page]
        lines = forms.summary(dossier, at=at, role=Role.EMPLOYER, locale=locale)  # type: ignore[arg-type]  # a locale
        assert not [line for line in lines if line.answer in hidden]
    for offer in view.commands:
        filled = dossier.form(at=at, role=Role.EMPLOYER, do=offer.do).as_json()
        assert not [text for text in hidden if text in json.dumps(filled, ensure_ascii=False)]


@pytest.mark.parametrize("role", [Role.AGENT, Role.REPRESENTATIVE, Role.INSURER, Role.MANAGER])
def test_nothing_is_withheld_from_anybody_else(role: Role) -> None:
    dossier = at_state("confirmed")
    view = dossier.view(at=NOW, role=role)
    assert view.answers == dossier.view(at=NOW, role=Role.AGENT).answers
    assert view.answers["bank_details"]["iban"]
    assert view.cover == dossier.record.membership.cover


def test_a_covered_child_has_no_disability_for_the_employer_and_the_agent_sees_it() -> None:
    dossier = at_state("confirmed")
    mine, theirs = (dossier.view(at=NOW, role=role).cover for role in (Role.AGENT, Role.EMPLOYER))
    assert mine is not None
    assert theirs is not None
    assert [child.disabled for child in mine.children] == [False]
    assert [(child.disabled, child.birth_date) for child in theirs.children] == [(None, mine.children[0].birth_date)]


def test_a_half_filled_screen_loses_what_is_withheld_too() -> None:
    draft = {"first_name": "Carla", "nir": "2 19 09 75"}
    dossier = accept(at_state("children_details"), do.SaveAndQuit(draft))
    assert dossier.view(at=NOW, role=Role.EMPLOYER).draft == {"first_name": "Carla"}
    assert dossier.view(at=NOW, role=Role.INSURER).draft == draft
    form = dossier.form(at=NOW, role=Role.EMPLOYER)
    values = {field.name: field.value for field in form.fields}
    assert (values["first_name"], values["nir"]) == ("Carla", None)


def test_a_contract_may_withhold_from_the_insurer_and_a_manager_sees_what_either_does() -> None:
    kinds = (PersonalKind.CONTACT, PersonalKind.NIR)
    first = GUIDE.withheld_from_employer.values[0]  # type: ignore[union-attr]  # it has the table
    dated = Dated(first.in_force_from, Certainty.ASSUMED, first.sources, kinds)
    ours = attrs.evolve(GUIDE, withheld_from_insurer=Parameter("kind", NOW.date(), (dated,)))
    dossier = Dossier(at_state("signature").record, ours)
    insurer, manager = (dossier.view(at=NOW, role=role).answers for role in (Role.INSURER, Role.MANAGER))
    assert "email" not in insurer["contact_details"]
    assert insurer["bank_details"]["iban"]
    assert manager["contact_details"]["email"]
    assert "nir" not in manager["social_security"]


def test_every_kind_but_a_secret_can_be_withheld() -> None:
    declared = {kind for cls in (*do.ALL, Partner, do.MotiveFacts) for kind in kinds_of_fields(cls).values()}
    assert {kind.value for kind in PersonalKind} == declared - {"secret"}


# -- why something is refused -------------------------------------------------------------------------------


def compared(findings: Iterable[Finding]) -> set[str]:
    """Collect the words of closed lists that sentences of *findings* have for facts."""
    facts = [fact for finding in findings for fact in finding.facts.values()]
    return {f"{fact.table}.{fact.name}" for fact in facts if isinstance(fact, Word) and fact.table != "Field"}


def members(value: Any, kinds: frozenset[PersonalKind]) -> set[str]:
    return {f"{type(each).__name__}.{each}" for each in values(value, kinds) if isinstance(each, Enum)}


@pytest.mark.parametrize("name", EVERY_STATE)
def test_no_finding_names_an_answer_that_is_withheld_and_that_the_role_has_not_typed(name: str) -> None:
    dossier = dossier_in(name)
    at, stored = now_of(dossier), members(dossier.record, WITHHELD)
    for command in [*RIGHT, do.DeclarePartner(regime=Regime.MSA), do.Attest(motive=Motive.INDIVIDUAL_CONTRACT)]:
        hidden = stored - members(command, WITHHELD)
        if Role.EMPLOYER not in command.roles or not hidden:
            continue
        assert not hidden & compared(dossier.decide(command, at=at, role=Role.EMPLOYER).findings)
    for offer in dossier.view(at=at, role=Role.EMPLOYER).commands:
        assert not stored & compared(offer.verdict.findings)


def comparable(value: Any, kinds: frozenset[PersonalKind]) -> set[object]:
    """Collect what can stand in a sentence, of what stands in the fields of *kinds*: days, and words of closed lists."""
    return {each for each in values(value, kinds) if isinstance(each, dt.date)} | members(value, kinds)


def decisions(contract: Contract) -> Iterator[tuple[Record, do.Command, Verdict]]:
    """Yield what was on record, the command and the verdict on it, wherever witness paths meet a new code."""
    for journey in witness_paths(goals=["codes"]):
        dossiers = dict[str, Dossier]()
        for act in journey.acts:
            before, decision = dossiers.get(act.id), _play(act, dossiers, contract)
            if before is not None and decision is not None and act.role is not None:
                yield before.record, do.read_form(act.do, act.fields).command, decision.verdict


def test_no_sentence_of_any_finding_says_an_answer_that_is_withheld_and_was_not_typed() -> None:
    """Whoever gave the command. Lists of words are the law's and the contract's, whichever of them somebody chose."""
    kinds, compared_with_answers = frozenset(PersonalKind), set[str]()
    withheld = attrs.evolve(GUIDE.withheld_from_employer.values[0], value=tuple(kinds))  # type: ignore[union-attr]  # it has the table
    ours = attrs.evolve(GUIDE, withheld_from_employer=Parameter("kind", NOW.date(), (withheld,)))
    for record, command, verdict in decisions(ours):
        hidden = comparable(record, kinds) - comparable(command, kinds)
        shown = verdict_for(Role.EMPLOYER, verdict, record=record, contract=ours, on=TODAY, command=command)
        for finding, to_employer in zip(verdict.findings, shown.findings, strict=True):
            for name, fact in finding.facts.items():
                if (f"{fact.table}.{fact.name}" if isinstance(fact, Word) else fact) in hidden:
                    assert to_employer.facts[name] != fact, (finding.code, name)
                    compared_with_answers.add(finding.code)
    assert {"attestation-motive-differs", "attestation-older-than-motive"} < compared_with_answers


def partner_at_other_regime() -> tuple[Dossier, do.DeclarePartner]:
    dossier = at_state("partner_details")
    stored = dossier.record.answers.partner.regime  # type: ignore[union-attr]  # there is one
    return dossier, do.DeclarePartner(regime=Regime.MSA if stored is not Regime.MSA else Regime.GENERAL)


@pytest.mark.parametrize("decider", [Role.EMPLOYER, Role.AGENT])
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_employer_reads_that_answers_differ_and_not_from_what(decider: Role, locale: Any) -> None:
    """Whoever gave the command: a decision of the agent's, shown in the employer's form, says no more."""
    dossier, command = partner_at_other_regime()
    stored = dossier.record.answers.partner.regime  # type: ignore[union-attr]  # there is one
    word, typed = (GUIDE.wording.word(each).in_(locale) for each in (stored, command.regime))  # type: ignore[arg-type]
    decision = dossier.decide(command, at=NOW, role=decider)
    fields = {"regime": str(command.regime)}
    for role in (Role.EMPLOYER, Role.AGENT):
        form = dossier.form(at=NOW, role=role, locale=locale, given=fields, decision=decision)
        (text,) = [error.text for error in form.errors if error.code == "partner-regime-differs"]
        assert typed in text
        assert (word in text) == (role is Role.AGENT is decider)
        assert (GUIDE.wording.term("Fact", "withheld").in_(locale) in text) == (word not in text)
    assert (word in json.dumps(decision.as_json(), ensure_ascii=False)) == (decider is Role.AGENT)
    preview = dossier.preview(command, at=NOW, role=decider).as_json()
    assert (word in json.dumps(preview, ensure_ascii=False)) == (decider is Role.AGENT)
    assert (word in json.dumps(problems.to_problem(decision, locale), ensure_ascii=False)) == (decider is Role.AGENT)


def test_a_day_of_the_ground_is_withheld_from_a_refusal_about_another_answer() -> None:
    last = dt.date(2026, 11, 30)
    chosen = do.ChooseMotive(Motive.C2S, do.MotiveFacts(entitled_until=last))
    dossier = accept(dossier_in("dispensation.motive"), chosen)
    end = dt.date(2026, 12, 31)
    command = attrs.evolve(ATTESTATION, motive=Motive.C2S, end_date=end)
    at = now_of(dossier)
    decision = dossier.decide(command, at=at, role=Role.AGENT)
    for role in (Role.EMPLOYER, Role.AGENT):
        form = dossier.form(at=at, role=role, locale="en", do="attest", given={"end_date": str(end)}, decision=decision)
        (text,) = [error.text for error in form.errors if error.code == "attestation-end-too-late"]
        assert ("30 November 2026" in text) == (role is Role.AGENT)
        assert "31 December 2026" in text


def test_a_limit_that_follows_from_a_ground_is_withheld_whatever_stands_there() -> None:
    """The employer does not read which ground it is from whether the limit is a day of it."""
    for motive, facts in (
        (
            Motive.INDIVIDUAL_CONTRACT,
            do.MotiveFacts(in_force_since=dt.date(2025, 9, 17), contract_end=dt.date(2028, 1, 1)),
        ),
        (Motive.C2S, do.MotiveFacts(entitled_until=dt.date(2026, 11, 30))),
    ):
        dossier = accept(dossier_in("dispensation.motive"), do.ChooseMotive(motive, facts))
        at, end = now_of(dossier), dt.date(2029, 12, 31)
        decision = dossier.decide(attrs.evolve(ATTESTATION, motive=motive, end_date=end), at=at, role=Role.AGENT)
        form = dossier.form(at=at, role=Role.EMPLOYER, locale="en", do="attest", decision=decision)
        (text,) = [error.text for error in form.errors if error.code == "attestation-end-too-late"]
        assert "ground allows: answer not shown" in text


def test_what_the_contract_says_is_shown_even_if_an_answer_is_the_same() -> None:
    """A regime left out of those that the contract covers would be told by that."""
    spouse = Partner(dt.date(1980, 3, 15), Regime.GENERAL, Link.MARRIED, state_civil_servant=False)
    dossier = accept(dossier_in("affiliation.beneficiaries"), do.DeclareBeneficiaries(spouse, []))
    earlier = accept(accept(dossier, do.GoBack()), do.GoBack())
    typed = do.DeclareRegime(Regime.ALSACE_MOSELLE)
    employers, agents = (earlier.decide(typed, at=NOW, role=role) for role in (Role.EMPLOYER, Role.AGENT))
    assert [finding.code for finding in agents.findings] == ["regime-to-confirm"]
    assert "not shown" not in employers.findings[0].text("en")
    facts = do.MotiveFacts(in_force_since=dt.date(2026, 5, 1), contract_end=dt.date(2027, 1, 1))
    exempted = accept(dossier_in("dispensation.motive"), do.ChooseMotive(Motive.INDIVIDUAL_CONTRACT, facts))
    refusal = exempted.decide(do.RecordEffectiveDate(dt.date(2025, 1, 1)), at=NOW, role=Role.EMPLOYER)
    assert refusal.findings
    assert not [finding for finding in refusal.findings if "not shown" in finding.text("en")]
    attested = attrs.evolve(ATTESTATION, motive=Motive.C2S, end_date=NOW.date())
    decision = exempted.decide(attested, at=NOW, role=Role.AGENT)
    form = exempted.form(at=NOW, role=Role.EMPLOYER, locale="en", do="attest", decision=decision)
    texts = {error.code: error.text for error in form.errors}
    assert "not shown" in texts["attestation-motive-differs"]
    assert "1 May 2026" in texts["attestation-end-too-early"]


@pytest.mark.parametrize("stored", [TODAY, TODAY - dt.timedelta(1), dt.date(2026, 5, 1)])
def test_a_day_of_the_contract_does_not_tell_that_an_answer_is_the_same(stored: dt.date) -> None:
    """The contract began on 1 May: to read that day, or not, would tell whether the agent's insurance did, too."""
    ground = do.ChooseMotive(
        Motive.INDIVIDUAL_CONTRACT, do.MotiveFacts(in_force_since=stored, contract_end=dt.date(2027, 1, 1))
    )
    dossier = accept(dossier_in("dispensation.motive"), ground, do.GoBack())
    late = attrs.evolve(ground, facts=attrs.evolve(ground.facts, in_force_since=dt.date(2026, 6, 1)))
    decision = dossier.decide(late, at=now_of(dossier), role=Role.EMPLOYER)
    assert "by 1 May 2026" in " ".join(finding.text("en") for finding in decision.findings)


def test_whoever_gives_the_ground_reads_what_it_allows() -> None:
    dossier = dossier_in("dispensation.motive")
    ground = do.ChooseMotive(Motive.INDIVIDUAL_CONTRACT, do.MotiveFacts(in_force_since=dt.date(2025, 9, 17)))
    (finding,) = (
        finding
        for example in examples.of("motive")
        for finding in example.verdict().findings[:1]
        if finding.code == "individual-contract-limit-over"
    )
    for command, is_shown in ((ground, True), (do.RequestDispensation(), False)):
        shown = verdict_for(
            Role.EMPLOYER, Verdict((finding,)), record=dossier.record, contract=GUIDE, on=TODAY, command=command
        )
        assert (shown.findings == (finding,)) is is_shown


def test_a_role_is_the_same_as_its_name_and_no_other_text_is_a_role() -> None:
    dossier = at_state("signature")
    for read in (forms.summary, forms.pending):
        assert read(dossier, at=NOW, role="employer") == read(dossier, at=NOW, role=Role.EMPLOYER)  # type: ignore[arg-type]
        with pytest.raises(HostError, match="`role` must be one of"):
            read(dossier, at=NOW, role="nobody")  # type: ignore[arg-type]


# -- the history ------------------------------------------------------------------------------------------

WHATEVER_THE_FIELD = {
    *("draft-field-left-out", "draft-text-cleaned", "invisible-character", "unreadable-character"),
    *("prefilled-text-blank", "regime-to-confirm"),  # the employer prefills; the agent's own regime, which it handles
}
"""Warnings that are about no kind of data, although their fields are, or those of the same name."""


@pytest.mark.parametrize("rule", examples.rules())
def test_a_warning_says_of_which_kind_of_data_its_code_says_something(rule: str) -> None:
    kinds = kinds_by_name()
    for example in examples.of(rule):
        for finding in example.verdict().warnings:
            about, of_field = finding_texts()[finding.code].about, kinds.get(finding.path.rpartition(".")[2])
            if of_field and finding.code not in WHATEVER_THE_FIELD:
                assert about in of_field, finding.code


def test_the_history_says_nothing_of_what_is_withheld_from_whoever_reads_it() -> None:
    spouse = Partner(dt.date(1980, 3, 15), regime=Regime.GENERAL, link=Link.MARRIED, state_civil_servant=False)
    ground = do.ChooseMotive(
        Motive.FIXED_TERM_INDIVIDUAL, do.MotiveFacts(fixed_term=True, individual_cover=True, in_force_since=TODAY)
    )
    for dossier, command, code in (
        (dossier_in("affiliation.beneficiaries"), do.DeclareBeneficiaries(spouse, []), "partner-separation-to-confirm"),
        (dossier_in("dispensation.motive"), ground, "fixed-term-end-left-out"),
    ):
        steps = accept(dossier, command, at=now_of(dossier)).record.history.steps
        by_role = {role: describe_steps(steps, contract=GUIDE, role=role)[-1]["codes"] for role in (*Role, None)}
        assert {role for role, codes in by_role.items() if code not in codes} == {Role.EMPLOYER}
        old = attrs.evolve(steps[-1], codes=("of-old-times", "effective-date-pending"))
        assert describe_steps([old], contract=GUIDE, role=Role.EMPLOYER)[0]["codes"] == ["effective-date-pending"]
        assert describe_steps([old], contract=GUIDE, role=Role.AGENT)[0]["codes"] == [*old.codes]
        named: Any = "employer"
        assert describe_steps(steps, contract=GUIDE, role=named)[-1]["codes"] == by_role[Role.EMPLOYER]
    assert describe_steps([], contract=GUIDE, role=Role.EMPLOYER) == []
    nobody: Any = "nobody"
    for contract, role in ((GUIDE, nobody), (None, Role.EMPLOYER)):
        with pytest.raises(HostError):
            describe_steps([], contract=contract, role=role)


# -- the ground of an exemption ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dispensation.attestation", "dispensation.granted", "dispensation.renewal_due"])
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_employer_sees_that_somebody_is_exempted_and_not_why(name: str, locale: Any) -> None:
    """Complémentaire santé solidaire is a social aid: its name stands nowhere but among the choices of a question."""
    dossier = dossier_in(name)
    at, motive = now_of(dossier), dossier.record.answers.motive.motive  # type: ignore[union-attr]  # it is chosen
    words = {str(motive.value), GUIDE.wording.word(motive).in_(locale)}
    shown = json.dumps(dossier.view(at=at, role=Role.EMPLOYER, locale=locale).as_json(), ensure_ascii=False)
    assert not [word for word in words if word in shown]
    assert str(motive.value) in json.dumps(dossier.view(at=at, role=Role.INSURER, locale=locale).as_json())
    for command in ("choose-motive", "attest", "renew-dispensation"):
        for field in dossier.form(at=at, role=Role.EMPLOYER, do=command, locale=locale).walk():
            assert field.value is None or field.personal not in WITHHELD
            if field.name == "motive":
                assert not [choice for choice in field.choices if words & {choice.why_not}]
                assert not [choice for choice in field.choices if any(word in choice.why_not for word in words)]
                assert not field.locked


def test_no_form_tells_by_its_choices_what_it_withholds() -> None:
    """Of each withheld choice, the employer's form is the same whatever was answered elsewhere."""
    facts = do.MotiveFacts()
    asked = {}
    for motive in (Motive.PARTNER_COLLECTIVE, Motive.COMPULSORY_COLLECTIVE):
        dossier = accept(dossier_in("dispensation.motive"), do.ChooseMotive(motive, facts))
        form = dossier.form(at=now_of(dossier), role=Role.EMPLOYER, do="attest", locale="en")
        asked[motive] = next(field for field in form.fields if field.name == "motive")
    first, second = asked.values()
    assert first == second


@pytest.mark.parametrize("role", [Role.AGENT, Role.EMPLOYER])
def test_a_covered_family_is_shown_to_the_employer_by_reference_and_birth_alone(role: Role) -> None:
    cover = at_state("confirmed").view(at=NOW, role=role).cover
    assert cover is not None
    assert cover.partner is not None
    shown = {name for name in ("link", "regime", "birth_date") if getattr(cover.partner, name) is not None}
    assert shown == ({"birth_date"} if role is Role.EMPLOYER else {"link", "regime", "birth_date"})
    assert [child.ref for child in cover.children] == ["carla"]
