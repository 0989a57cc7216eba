"""
Forms decided: what is malformed is refused in the person's language, beside what the rules find in every other field.
"""

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from dossiers import accept, at_state, dossier_in, dossier_in_force, now_of
from forms import FIELDS, example, malformed, offering, with_value, without
from people import BANK, CLAUDIA, FAMILY, IDENTITY, NOW, SOCIAL_SECURITY
from psc_workflow import Decision, Dossier, Outcome, Role, to_problem
from psc_workflow import commands as do
from psc_workflow._model.commands import ALL, Command, parse, read_form
from psc_workflow._model.verdict import Finding, Severity
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import HostError, InvalidCommandError
from psc_workflow.stores import SQLiteStore
from schema_checks import COMMANDS, schema_faults

CPS = {"birth_date": "1972-10-09", "regime": "cps", "link": "pacs", "state_civil_servant": False}
BORN_30_FEBRUARY = {"birth_date": "2019-02-30", "regime": "general", "disabled": False}
WITH_FILLED_IN = [command for command in ALL if command.field_names()]


def decide(dossier: Dossier, command: Command | do.Submission, **how: Any) -> Decision[Dossier]:
    kind = command.command if isinstance(command, do.Submission) else command
    return dossier.decide(command, at=now_of(dossier), **({"role": kind.roles[0]} | how))


def test_a_child_s_30_february_does_not_hide_a_partner_s_cps() -> None:
    dossier = at_state("beneficiaries")
    decision = decide(dossier, read_form("declare-beneficiaries", {"partner": CPS, "children": [BORN_30_FEBRUARY]}))
    assert decision.outcome is Outcome.REFUSED
    assert decision.dossier is dossier
    assert [(finding.code, finding.path) for finding in decision.findings if finding.blocks] == [
        ("form-no-such-day", "children.0.birth_date"),
        ("partner-regime-not-covered", "partner.regime"),
    ]
    assert decision.missing == ()
    for locale, date_of_birth in (("fr", "date de naissance"), ("en", "date of birth")):
        problem = to_problem(decision, locale)
        assert problem is not None
        assert problem["status"] == 422
        assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
            ("#/children/0/birth_date", "form-no-such-day"),
            ("#/partner/regime", "partner-regime-not-covered"),
        ]
        assert date_of_birth in problem["errors"][0]["detail"]
        assert problem["errors"][0]["rule"] == "form"
        assert json.loads(json.dumps(problem)) == problem


def about_others(findings: tuple[Finding, ...], path: str) -> list[Finding]:
    """List the findings about other fields than that at *path*, and every refusal."""
    places = {path, path.rpartition(".")[0]} if path.endswith(".1") else {path}
    return [
        finding
        for finding in findings
        if finding.severity is Severity.REFUSED
        or not any(finding.path == place or finding.path.startswith(f"{place}.") for place in places)
    ]


def less(command: type[Command], path: str, kind: Any) -> dict[str, Any]:
    """
    Return the fields of *command* without that at *path*.

    Somebody who was named stays, with nothing known of them; of a list of texts or choices, nothing stays.
    """
    fields = example(command, path)
    if attrs.has(kind):
        return with_value(fields, path, {})
    if path.endswith(".1"):
        return without(fields, path.rpartition(".")[0])
    return without(with_value(fields, path, None), path)


@pytest.mark.parametrize("command", WITH_FILLED_IN, ids=lambda command: command.do)
def test_a_malformed_field_hides_nothing_about_the_others(command: type[Command]) -> None:
    """Its own finding, and all that the same command without the field would be answered; nothing else."""
    dossier = offering(command)
    for path, kind in ((path, kind) for owner, path, kind in FIELDS if owner is command):
        value, code = next(malformed(kind))
        expected = about_others(decide(dossier, parse(command.do, less(command, path, kind))).findings, path)
        decision = decide(dossier, read_form(command.do, with_value(example(command, path), path, value)))
        fault, *others = decision.findings
        assert (fault.code, fault.path, fault.rule) == (code, path, "form")
        assert others == expected, path
        assert decision.outcome is Outcome.REFUSED
        assert decision.dossier is dossier
        assert (decision.steps, decision.effects) == ((), ())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.do)
def test_a_well_formed_form_is_decided_as_its_command(command: Command) -> None:
    for name in ("regime", "beneficiaries", "signature", "confirmed"):
        dossier = at_state(name)
        fields = unstructure(command)
        by_form = decide(dossier, read_form(command.do, fields), key="k")
        assert by_form == decide(dossier, parse(command.do, fields), key="k")


def test_nothing_malformed_is_ever_accepted_though_the_rules_would_do_without_it() -> None:
    """A blank code organisme stands for the default, and a child's number may come later; a malformed one may not."""
    dossier = at_state("social_security")
    fields = unstructure(SOCIAL_SECURITY) | {"code_organisme": 919190000}
    assert decide(dossier, parse("declare-social-security", fields | {"code_organisme": None})).outcome == "accepted"
    decision = decide(dossier, read_form("declare-social-security", fields))
    assert (decision.outcome, decision.codes) == (Outcome.REFUSED, ("form-text-expected",))


def test_what_is_missing_because_it_is_malformed_is_not_reported_twice() -> None:
    decision = decide(at_state("identity"), read_form("confirm-identity", {"birth_date": "x", "civility": "madame"}))
    assert "birth_date" not in decision.missing
    assert "first_name" in decision.missing
    assert [finding.code for finding in decision.findings if finding.path == "birth_date"] == ["form-date-malformed"]


def test_warnings_are_kept_but_for_one_that_the_malformed_field_is_not_there() -> None:
    fields = unstructure(FAMILY) | {
        "partner": {**CPS, "regime": "msa", "link": "married", "judicially_separated": "no"}
    }
    decision = decide(at_state("beneficiaries"), read_form("declare-beneficiaries", fields))
    assert decision.codes == ("form-yes-or-no-expected",)
    assert "partner-regime-to-confirm" in decision.warnings
    assert "partner-separation-to-confirm" not in decision.warnings


def test_a_refusal_about_the_dossier_stays_though_its_field_is_malformed() -> None:
    decision = decide(dossier_in_force(), read_form("add-beneficiary", {"partner": "Claudia"}))
    assert decision.codes == ("form-object-expected", "partner-already-covered")


# -- what comes before the fields --------------------------------------------------------------------------

MALFORMED = ("give-bank-details", {"holder": BANK.holder, "iban": 5})


def test_a_command_out_of_place_is_not_available_whatever_its_form() -> None:
    by_form, by_command = (
        decide(at_state("regime"), request) for request in (read_form(*MALFORMED), do.GiveBankDetails())
    )
    assert by_form == by_command
    assert by_form.outcome is Outcome.NOT_AVAILABLE


def test_a_role_that_may_not_is_answered_so_whatever_the_form() -> None:
    decision = decide(at_state("signature"), read_form("sign", {"certified": 5}), role=Role.MANAGER)
    assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("role-not-allowed",))


def test_a_screen_that_is_closed_says_so_instead_of_correcting_its_fields() -> None:
    dossier = dossier_in("dispensation.granted")
    by_form = decide(dossier, read_form("confirm-identity", {"birth_date": "x"}))
    assert by_form == decide(dossier, do.ConfirmIdentity())
    assert (by_form.outcome, by_form.codes) == (Outcome.REFUSED, ("dispensation-in-force",))


def test_a_screen_made_on_another_revision_is_stale_before_its_fields_are_judged() -> None:
    dossier = at_state("bank_details")
    decision = decide(dossier, read_form(*MALFORMED), expected_revision=dossier.revision - 1)
    assert (decision.outcome, decision.findings) == (Outcome.STALE, ())


def test_a_key_is_free_until_the_form_is_mended_and_then_names_that_request() -> None:
    dossier = at_state("bank_details")
    assert decide(dossier, read_form(*MALFORMED), key="k").outcome is Outcome.REFUSED
    mended = read_form("give-bank-details", unstructure(BANK))
    accepted = decide(dossier, mended, key="k")
    assert accepted.outcome is Outcome.ACCEPTED
    assert decide(accepted.dossier, mended, key="k").outcome is Outcome.DUPLICATE
    again = decide(accepted.dossier, read_form(*MALFORMED), key="k")
    assert (again.outcome, again.codes) == (Outcome.STALE, ("form-already-accepted",))


def test_a_malformed_form_is_never_a_duplicate_of_what_it_reads_as() -> None:
    dossier = accept(at_state("beneficiaries"), do.SaveAndQuit())
    accepted = decide(dossier, do.SaveAndQuit(), key="k")
    assert accepted.outcome is Outcome.ACCEPTED
    again = decide(accepted.dossier, read_form("save-and-quit", {"draft": {"reason": "x" * 5000}}), key="k")
    assert (again.outcome, again.codes) == (Outcome.STALE, ("form-already-accepted",))


def test_the_deadlines_that_have_come_decide_first_here_too() -> None:
    dossier = at_state("regime")
    late = dossier.due_at()
    assert late is not None
    later = max(milestone.due_at for milestone in dossier.timeline(until=late.replace(year=late.year + 1)))
    form = read_form("declare-regime", {"regime": 5})
    assert dossier.decide(form, at=later, role=Role.AGENT) == dossier.decide(
        do.DeclareRegime(), at=later, role=Role.AGENT
    )


# -- everywhere else that a command can be handed in -------------------------------------------------------


def test_checking_and_previewing_a_form_answer_what_deciding_does() -> None:
    dossier = at_state("beneficiaries")
    form = read_form("declare-beneficiaries", {"partner": CPS, "children": [BORN_30_FEBRUARY]})
    decision = decide(dossier, form)
    assert dossier.check(form, at=NOW, role=Role.AGENT) == decision.verdict
    preview = dossier.preview(form, at=NOW, role=Role.AGENT)
    assert (preview.outcome, preview.verdict, preview.parked, preview.reopened) == (
        decision.outcome,
        decision.verdict,
        (),
        (),
    )


def test_a_store_decides_a_form_and_saves_it_only_if_it_is_whole(tmp_path: Any) -> None:
    with SQLiteStore(tmp_path / "dossiers.db") as store:
        dossier = at_state("identity")
        store.create(dossier)
        before = store.load("D1")
        wrong = read_form("confirm-identity", unstructure(IDENTITY) | {"birth_date": "30/02/1980"})
        assert store.decide("D1", wrong, at=NOW, role=Role.AGENT).codes == ("form-date-malformed",)
        assert store.load("D1") == before
        right = read_form("confirm-identity", unstructure(IDENTITY))
        assert store.decide("D1", right, at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED
        assert store.load("D1").revision == before.revision + 1


def test_the_answer_of_a_form_fits_the_schema_of_decisions() -> None:
    for command in WITH_FILLED_IN[::5]:
        path, kind = next((path, kind) for owner, path, kind in FIELDS if owner is command)
        value, _ = next(malformed(kind))
        decision = decide(offering(command), read_form(command.do, with_value(example(command, path), path, value)))
        assert schema_faults("decision", json.loads(json.dumps(decision.as_json()))) == []


@pytest.mark.parametrize(
    ("draft", "facts"),
    [
        ({"partner": None, "children": [{"birth_date": "20", "regime": "general"}]}, ["children.0.birth_date"]),
        ({"partner": None, "children": [{"birth_date": "2015-01-01", "regime": "gen"}]}, ["children.0.regime"]),
        ({"partner": {**CPS, "link": 5}, "children": []}, ["partner.link"]),
        ({"partner": {**CPS, "colour": 5}, "children": []}, ["partner"]),
        ({"partner": None, "children": "two"}, ["children"]),
    ],
    ids=str,
)
def test_a_draft_is_read_as_leniently_inside_people(draft: dict[str, Any], facts: list[str]) -> None:
    questions = at_state("beneficiaries").next_questions(at=NOW, draft=draft)
    assert [question.fact.partition(".")[2] for question in questions] == facts


@pytest.mark.parametrize(
    "command", [None, "sign-out", {"do": "sign-out"}, do.Submission(None), do.Submission("sign-out")]
)  # type: ignore[arg-type]
def test_what_is_neither_a_command_nor_a_form_is_a_mistake_of_the_host(command: Any) -> None:
    with pytest.raises(HostError):
        at_state("regime").decide(command, at=NOW, role=Role.AGENT)


def test_scenarios_and_commands_built_in_python_stay_strict() -> None:
    with pytest.raises(InvalidCommandError) as error:
        parse("declare-beneficiaries", {"partner": CPS, "children": [BORN_30_FEBRUARY]})
    assert [str(fault) for fault in error.value.faults] == ["children.0.birth_date: is no day of the calendar"]
    with pytest.raises(InvalidCommandError):
        do.DeclareBeneficiaries(partner=CLAUDIA, children="x")  # type: ignore[arg-type]


def test_a_form_shows_no_personal_data() -> None:
    form = read_form("give-bank-details", {"holder": "Teʻaitu", "iban": ["FR76 1746 9000"]})
    assert "Teʻaitu" not in repr(form)
    assert "FR76" not in repr(form)


def test_every_form_of_every_field_is_answered_in_both_languages(report: Callable[[str], None]) -> None:
    tried = 0
    for command, path, kind in FIELDS:
        value, code = next(malformed(kind))
        decision = decide(offering(command), read_form(command.do, with_value(example(command, path), path, value)))
        for locale in ("fr", "en"):
            problem = to_problem(decision, locale)
            assert problem is not None
            error = problem["errors"][0]
            assert (error["pointer"], error["code"]) == ("#/" + path.replace(".", "/"), code)
            assert error["detail"]
            assert error["remedy"]
            tried += 1
    report(f"{tried} problems of malformed fields")


def test_the_former_name_of_a_submission_still_works_and_warns() -> None:
    vars(do).pop("Form", None)
    with pytest.warns(DeprecationWarning, match="Form is now called Submission") as caught:
        assert do.Form is do.Submission
    assert caught[0].filename == __file__
