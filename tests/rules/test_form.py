"""
Faults of form compared with a table of what each kind of field refuses, over every field of every command.
"""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import example as explicit
from hypothesis import given
from hypothesis import strategies as st

from forms import FIELDS, example, malformed, with_value
from people import GUIDE, TODAY
from psc_workflow import Child, Regime
from psc_workflow import commands as do
from psc_workflow._catalogue import law, wording
from psc_workflow._catalogue.contract_words import Named
from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Severity, Verdict
from psc_workflow._structuring import kind_at, unstructure
from psc_workflow.exceptions import Fault, InvalidCommandError
from psc_workflow.rules import form
from schema_checks import COMMANDS
from verdicts import everything_shown, facts_by_place, in_both_languages

TRIALS = [(command, path, value, code) for command, path, kind in FIELDS for value, code in malformed(kind)]
"""Every value that some field refuses."""


def assess(read: do.Submission) -> Verdict:
    return form.assess(read, contract=GUIDE, on=TODAY)


def faults(command: type[Command], fields: dict[str, Any]) -> list[tuple[str, str]]:
    verdict = assess(do.read_form(command.do, fields))
    assert {finding.severity for finding in verdict.findings} <= {Severity.REFUSED}
    return [(finding.path, finding.code) for finding in verdict.findings]


def test_every_malformed_value_of_every_field_gives_its_code_at_its_path(report: Callable[[str], None]) -> None:
    for command, path, value, code in TRIALS:
        assert faults(command, with_value(example(command, path), path, value)) == [(path, code)], (command, value)
    report(f"{len(TRIALS)} malformed values in {len(FIELDS)} fields of {len(ALL)} commands")


@given(st.lists(st.sampled_from([trial for trial in TRIALS if "." not in trial[1]]), min_size=2, max_size=5))
@explicit([trial for trial in TRIALS if trial[1] == "birth_date"][:2])
def test_several_malformed_fields_are_all_reported_in_the_order_of_the_screen(
    trials: list[tuple[type[Command], str, Any, str]],
) -> None:
    command = trials[0][0]
    wrong = {path: (value, code) for owner, path, value, code in trials if owner is command}
    fields = example(command, trials[0][1]) if command.do != "add-beneficiary" else {}
    fields = {name: value for name, value in fields.items() if name not in wrong}
    reported = faults(command, fields | {path: value for path, (value, _) in wrong.items()})
    expected = [(name, wrong[name][1]) for name in command.field_names() if name in wrong]
    assert [fault for fault in reported if fault[1] != "form-one-at-a-time"] == expected


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.do)
def test_a_well_formed_form_is_its_command_and_has_no_fault(command: Command) -> None:
    fields = unstructure(command)
    assert do.read_form(command.do, fields) == do.Submission(do.parse(command.do, fields))


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.do)
def test_a_form_has_faults_exactly_where_the_command_cannot_be_parsed(command: type[Command]) -> None:
    for owner, path, value, code in TRIALS[::7]:
        if owner is command and code != "form-too-many":  # which spares the reader the faults of its items
            fields = with_value(example(command, path), path, value)
            with pytest.raises(InvalidCommandError) as error:
                do.parse(command.do, fields)
            assert [(fault.path, fault.code) for fault in error.value.faults] == faults(command, fields)


def test_every_code_can_be_caused_but_for_a_kind_of_field_that_no_command_has() -> None:
    caused = {code for _, _, _, code in TRIALS}
    between_fields = {code for code, facts in form.FACTS.items() if not facts and "draft" not in code}
    assert set(form.FACTS) - caused - between_fields == {"form-whole-number-expected"}


TWO = [{"birth_date": "x"}, {"birth_date": "2019-02-29", "regime": "mars"}]


def test_a_sentence_names_the_field_the_person_and_the_choices_by_their_labels() -> None:
    facts = facts_by_place(assess(do.read_form("declare-beneficiaries", {"partner": {"link": 5}, "children": TWO})))
    words = {key: (in_both_languages(fact["field"]), in_both_languages(fact["place"])) for key, fact in facts.items()}
    birth_date, regime = ("date de naissance", "date of birth"), ("régime", "regime")
    first, second = [(f" (enfant n°\u00a0{number})", f" (child no.\u00a0{number})") for number in (1, 2)]
    assert words == {
        ("form-not-a-choice", "partner.link"): (
            in_both_languages(wording.field("link")),
            (" (conjoint(e) ou partenaire)", " (spouse or partner)"),
        ),
        ("form-date-malformed", "children.0.birth_date"): (birth_date, first),
        ("form-no-such-day", "children.1.birth_date"): (birth_date, second),
        ("form-not-a-choice", "children.1.regime"): (regime, second),
    }
    choices = in_both_languages(facts["form-not-a-choice", "partner.link"]["choices"])
    assert [english for _, english in choices] == ["marriage", "PACS", "cohabitation"]


@pytest.mark.parametrize(
    ("do_name", "fields", "label"),
    [
        ("declare-beneficiaries", {"children": [{"disabled": 5}]}, "reconnaissance par la CDAPH (enfant)"),
        ("declare-beneficiaries", {"children": [5]}, "enfants à couvrir (enfant)"),
        ("update-contact-details", {"address": ["1 rue", 5]}, "adresse (ligne 2)"),
        ("add-beneficiary", {"child": {"situation": 5}}, "situation (enfant)"),
        ("add-beneficiary", {"partner": {}, "partner_details": {"nir": 5}}, "n°\u00a0de Sécurité sociale (conjoint(e) ou partenaire)"),
        ("choose-motive", {"facts": {"fixed_term": 5}}, "emploi à durée déterminée"),
        ("sign", {"documents_read": [5]}, "documents lus"),
    ],
)  # fmt: skip
def test_a_label_says_whose_field_it_is(do_name: str, fields: dict[str, Any], label: str) -> None:
    (finding,) = assess(do.read_form(do_name, fields)).findings
    assert f"\u00a0: {label}." in finding.text("fr")


@pytest.mark.parametrize(
    ("do_name", "fields", "others"),
    [
        ("choose-formula", {"formula": 5}, {"option_3"}),
        ("choose-motive", {"motive": 5}, set()),
        ("attest", {"motive": 5}, set()),
    ],
)
def test_only_what_can_be_chosen_is_named(do_name: str, fields: dict[str, Any], others: set[str]) -> None:
    """The contract's formulas, and every motive that exempts somebody, the probable ones included."""
    (finding,) = assess(do.read_form(do_name, fields)).findings
    choices = {choice.name for choice in finding.facts["choices"]}
    assert choices
    assert not choices & others
    offered = {
        "formula": GUIDE.value("formulas", TODAY),
        "motive": (*law.value("dispensation_motives", TODAY), *law.value("probable_motives", TODAY)),
    }
    assert choices == {member.value for member in offered[next(iter(fields))]}


def test_the_regimes_that_can_be_chosen_are_those_that_the_contract_adds_too() -> None:
    own = attrs.evolve(GUIDE, regime_names={Regime.admit("enim").value: Named(Text("Enim", "Enim"))})
    (finding,) = form.assess(do.read_form("declare-regime", {"regime": 5}), contract=own, on=TODAY).findings
    assert [choice.name for choice in finding.facts["choices"]] == [*Regime, "enim"]


def test_a_malformed_field_is_not_said_to_be_missing_as_well_and_every_refusal_stays() -> None:
    """What is missing elsewhere is, and so is what stands below a field that is malformed as a whole."""
    read = do.read_form("declare-social-security", {"nir": 5, "code_organisme": "12"})
    verdict = Verdict.of(
        wording.finding(code, path)
        for code, path in [
            ("nir-missing", "nir"),
            ("nir-form-wrong", "nir"),
            ("teletransmission-unanswered", "teletransmission"),
        ]
    )
    others = form.assess_others(read, verdict).findings
    assert [other.code for other in others] == ["nir-form-wrong", "teletransmission-unanswered"]


def test_every_field_has_words_in_both_languages() -> None:
    for command, path, kind in FIELDS:
        value, _ = next(malformed(kind))
        (finding,) = assess(do.read_form(command.do, with_value(example(command, path), path, value))).findings
        assert all(finding.text(locale) and finding.remedy(locale) for locale in ("fr", "en"))


MARK = "Teʻaitu 1 70 03"


def shown(command: type[Command], fields: dict[str, Any]) -> str:
    """Return everything that can be read of what *fields* are answered with."""
    try:
        return everything_shown(assess(do.read_form(command.do, fields)))
    except InvalidCommandError as error:
        return f"{error} {error!r}"


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.do)
def test_no_sentence_shows_what_was_typed(command: type[Command]) -> None:
    for owner, path, _ in FIELDS:
        if owner is command:
            for value in (MARK, [MARK], {MARK: MARK}, MARK * 1000):
                filled = with_value(example(command, path), path, value)
                assert MARK not in shown(command, filled)


@pytest.mark.parametrize(
    ("do_name", "fields"),
    [
        ("fly-to-mars", {}),
        (None, {}),
        ("declare-regime", []),
        ("declare-regime", "general"),
        ("declare-regime", {"colour": "red"}),
        ("declare-beneficiaries", {"children": [{"birth_date": "x", "shoe_size": 43}]}),
        ("sign-out", {"regime": "general"}),
    ],
)
def test_what_no_person_can_cause_stays_a_mistake_of_the_host(do_name: Any, fields: Any) -> None:
    with pytest.raises(InvalidCommandError):
        do.read_form(do_name, fields)


def test_a_list_of_any_length_is_read_in_no_time() -> None:
    read = do.read_form("declare-beneficiaries", {"partner": 5, "children": [0] * 200_000})
    assert [(fault.path, fault.code) for fault in read.faults] == [
        ("partner", "form-object-expected"),
        ("children", "form-too-many"),
    ]


def test_more_faults_than_anyone_reads_are_all_left_out() -> None:
    child = dict.fromkeys(["birth_date", "regime", "situation", "disabled"], 5)
    read = do.read_form("declare-beneficiaries", {"children": [child] * 64})
    assert len(read.faults) == len(set(read.faults)) == 256
    assert isinstance(read.command, do.DeclareBeneficiaries)
    assert read.command.children == (Child(),) * 64


def test_what_fields_say_of_one_another_is_reported_once() -> None:
    person = {"birth_date": "2019-09-09"}
    both = {"partner": {}, "child": "x", "child_details": {"first_name": 5}}
    assert faults(do.AddBeneficiary, both) == [
        ("child", "form-object-expected"),
        ("child_details.first_name", "form-text-expected"),
        ("child_details", "form-one-at-a-time"),
    ]
    twins = [{**person, "ref": "a"}, {**person, "ref": "a"}, {**person, "ref": "agent"}]
    assert faults(do.DeclareBeneficiaries, {"children": twins}) == [
        ("children.1.ref", "form-ref-unusable"),
        ("children.2.ref", "form-ref-unusable"),
    ]


def test_the_type_at_a_path_is_that_of_the_field_without_null() -> None:
    for command, path, kind in FIELDS:
        assert kind_at(command, path) == kind


def test_a_fault_keeps_its_code_when_it_is_copied_and_may_be_made_without_one() -> None:
    (fault,) = do.read_form("declare-regime", {"regime": 5}).faults
    again = pickle.loads(pickle.dumps(fault))  # noqa: S301 -- made in the line itself
    assert again.code == copy.deepcopy(fault).code == fault.below("steps.0").code == fault.code
    assert Fault("regime", fault.message) == fault
    assert Fault("regime", "is missing").code == ""
