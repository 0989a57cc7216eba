"""
No NIR, IBAN, name, address, e-mail or telephone number where it does not belong: planted, then searched for.
"""

import json
import logging
import traceback

import attrs
import pytest

from dossiers import at_state
from paths import REFERENCE_FAMILY
from people import (
    BANK,
    BENOIT,
    CLAUDIA_DETAILS,
    CONTACT,
    IBAN_SOCREDO,
    IDENTITY,
    NIR_BENOIT,
    NIR_CLAUDIA,
    NOW,
    SOCIAL_SECURITY,
    with_wrong_rib_key,
)
from psc_workflow import Dossier, Household, Role
from psc_workflow import commands as do
from psc_workflow._model import answers, effects, people, record, steps
from psc_workflow._model.personal import personal_fields
from psc_workflow.cli import main
from psc_workflow.exceptions import PscWorkflowError

PLANTED = [
    NIR_BENOIT,
    NIR_CLAUDIA,
    NIR_BENOIT[:13],
    IBAN_SOCREDO,
    with_wrong_rib_key(IBAN_SOCREDO),
    "Benoît",
    "Dupond",
    "Duzu",
    "Claudia",
    "benoit.dupond@",
    "autre@example.org",
    "40 00 00 00",
    "rue des Tiare",
    "proof-1",
    "half-filled",
]


def clean(text: str) -> bool:
    return not [planted for planted in PLANTED if planted in text]


def test_no_repr_of_a_dossier_its_parts_or_its_view_shows_personal_data() -> None:
    dossier = at_state("confirmed")
    saved = at_state("identity").decide(do.SaveAndQuit({"first_name": "half-filled"}), at=NOW, role=Role.AGENT)
    for holder in (
        dossier,
        saved,
        dossier.view(at=NOW, role=Role.AGENT),
        saved.dossier.view(at=NOW, role=Role.AGENT),
        dossier.record.answers,
        BENOIT,
    ):
        assert clean(repr(holder))
        assert clean(str(holder))


WRONG = {
    "identity": [attrs.evolve(IDENTITY, first_name="Claudia"), attrs.evolve(IDENTITY, usage_name="", birth_date=None)],
    "social_security": [
        attrs.evolve(SOCIAL_SECURITY, nir=NIR_BENOIT[:13] + "00"),
        attrs.evolve(SOCIAL_SECURITY, nir=NIR_BENOIT[:13]),
        attrs.evolve(SOCIAL_SECURITY, nir=NIR_CLAUDIA),
    ],
    "partner_details": [attrs.evolve(CLAUDIA_DETAILS, nir="x" + NIR_CLAUDIA, birth_country="Claudia")],
    "contact_details": [attrs.evolve(CONTACT, email="autre@example.org", address=["1 rue des Tiare"])],
    "bank_details": [attrs.evolve(BANK, iban=with_wrong_rib_key(IBAN_SOCREDO)), attrs.evolve(BANK, iban="Dupond")],
}


@pytest.mark.parametrize("state", WRONG)
def test_no_finding_says_what_was_answered(state: str) -> None:
    for command in WRONG[state]:
        decision = at_state(state).decide(command, at=NOW, role=command.roles[0])
        assert decision.findings
        assert clean(repr(decision))
        for finding in decision.findings:
            for locale in ("fr", "en"):
                assert clean(finding.text(locale))
                assert clean(finding.remedy(locale))


def logged_text(error: BaseException | None) -> str:
    """Everything a log would show of *error* and of what it came from, but for the lines of this file."""
    if error is None:
        return ""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(traceback.format_exception_only(error)) + repr(error) + logged_text(cause)


def test_no_exception_quotes_a_document_or_a_command() -> None:
    document = json.loads(at_state("confirmed").dump())
    document["record"]["answers"]["identity"]["birth_date"] = "Benoît"
    document["record"]["answers"]["bank_details"]["iban"] = [IBAN_SOCREDO]
    document["record"]["answers"]["social_security"]["nir"] = {"nir": NIR_BENOIT}
    document["record"]["agent"]["first_name"] = 3
    with pytest.raises(PscWorkflowError) as caught:
        Dossier.load(json.dumps(document))
    assert clean(logged_text(caught.value))
    with pytest.raises(PscWorkflowError) as caught:
        Dossier.load(at_state("confirmed").dump()[:-1])
    assert clean(logged_text(caught.value))
    with pytest.raises(PscWorkflowError) as caught:
        do.parse("confirm-identity", {"first_name": ["Benoît"], "civility": "Dupond"})
    assert clean(logged_text(caught.value))
    with pytest.raises(PscWorkflowError) as caught:
        do.DeclareSocialSecurity(nir=[NIR_BENOIT])
    assert clean(logged_text(caught.value))


def test_the_library_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        at_state("confirmed")
    assert caplog.records == []


def test_running_a_scenario_prints_no_personal_data(capsys: pytest.CaptureFixture[str]) -> None:
    file = REFERENCE_FAMILY
    document = json.loads(file.read_text())
    planted = [document["agent"][name] for name in ("first_name", "email", "phone", "professional_email")]
    planted += ["17003987351", "FR76174690000100123456789", "M. ou Mme"]
    for arguments in (["run", str(file)], ["run", str(file), "--json"]):
        assert main(arguments) == 0
        out, err = capsys.readouterr()
        assert not [value for value in planted if value in out + err]


def test_every_field_that_holds_text_about_a_person_is_declared_personal() -> None:
    """A new text field is personal unless it is listed here with its reason."""
    harmless = {
        "ref",  # made by the host or by us to tell children apart
        "code_organisme",  # an office
        "birth_country",  # shared by millions, and shown in findings nowhere
        "id", "dossier", "contract", "next_contract", "contract_version", "head", "state", "active", "event", "key", "fingerprint",  # the dossier's own
        "access", "affiliation", "dispensation", "membership", "command", "journey", "outcome", "chain", "library_version",
    }  # fmt: skip
    classes = [people.Agent, people.Partner, people.Child, Household, *do.ALL, *effects.ALL]
    classes += [
        record.Record,
        answers.Answers,
        record.Draft,
        steps.Step,
        steps.Accepted,
        steps.History,
        record.States,
        record.Report,
        record.Dispensation,
        record.Cover,
        record.Plan,
        record.Number,
        record.Membership,
    ]
    for cls in classes:
        texts = {
            f.name
            for f in attrs.fields(attrs.resolve_types(cls))
            if f.type in (str, str | None, tuple[str, ...] | None)
        }
        assert texts - harmless <= set(personal_fields(cls)), cls
