"""
What an employer prefills: judged by the rules of the commands, with a report; what does harm opens no dossier.
"""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers import accept, at_state, open_dossier, tick
from people import AFTER_DEADLINE, BENOIT, CONTACT, GUIDE, IN_FORCE, INVITED, NOW, TODAY
from psc_workflow import Agent, Dossier, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import Mail, Recipient
from psc_workflow.exceptions import HostError, InvalidAgentError
from psc_workflow.rules import contact_update, email, plain_text, plausible_day, prefilled
from strategies import BLANK, NAMES, fields_of, is_seen
from verdicts import codes_and_paths

HARMFUL = [
    {"professional_email": "benoit@example.org\nBcc: claudia@example.org"},
    {"professional_email": "not an address"},
    {"professional_email": "benoit@example.org, claudia@example.org"},
    {"email": "benoit@example.org\r\nBcc: claudia@example.org"},
    {"first_name": "Beno\0ît"},
    {"usage_name": "\x1b[31mDupond"},
    {"birth_name": "Dupond\n"},
    {"city": "Papeete\u2028"},
    {"address": ["12 rue\ndes Tiare"]},
    {"phone": "40 00 00 00\0"},
    {"country": "P\x07F"},
    {"postal_code": "98714\x7f"},
]
ODD = [
    ({"phone": "40 00"}, "phone-form-wrong"),
    ({"email": "not an address"}, "email-form-wrong"),
    ({"country": "Polynésie française"}, "contact-country-wrong"),
    ({"birth_date": dt.date(80, 6, 14)}, "birth-too-long-ago"),
    ({"birth_date": dt.date(2109, 9, 9)}, "agent-birth-in-future"),
    ({"hired_on": dt.date(20, 9, 1)}, "day-too-long-ago"),
    ({"first_name": "Beno\u200bît"}, "invisible-character"),
    ({"postal_code": "98714.0"}, "postal-code-unusual"),
    ({"first_name": ""}, "prefilled-text-blank"),
    ({"hired_on": dt.date(1980, 1, 1)}, "hired-too-young"),
]
"""What is merely wrong, and the finding of the report."""


BLOCKING_DAYS = {
    ("birth-too-long-ago", "birth_date"),
    *((code, "hired_on") for code in ("day-too-long-ago", "day-too-far-ahead", "day-in-future")),
}
"""Days of which nothing follows."""


def is_unseen(text: str | None) -> bool:
    return text is not None and not any(map(is_seen, text))


def opened(**prefilled_facts: object) -> Dossier:
    """Open the dossier of an agent of whom something else is prefilled."""
    return open_dossier(agent=attrs.evolve(BENOIT, **prefilled_facts))


def stored(dossier: Dossier, **prefilled_facts: object) -> Dossier:
    """Return *dossier* as an earlier release may have stored it, with another agent, read again."""
    record = attrs.evolve(dossier.record, agent=attrs.evolve(dossier.record.agent, **prefilled_facts))
    return Dossier.load(attrs.evolve(dossier, record=record).dump())


@pytest.mark.parametrize("facts", HARMFUL, ids=ascii)
def test_what_does_harm_opens_no_dossier_and_the_error_has_its_path_and_not_the_value(facts: dict[str, object]) -> None:
    (name,) = facts
    with pytest.raises(InvalidAgentError) as caught:
        opened(**facts)
    assert isinstance(caught.value, HostError)
    assert {fault.path.split(".")[1] for fault in caught.value.faults} == {name}
    for secret in ("benoit", "claudia", "Dupond", "Tiare", "40 00", "not an address"):
        assert secret not in str(caught.value)


def test_every_fault_is_listed_at_once() -> None:
    with pytest.raises(InvalidAgentError) as caught:
        opened(professional_email="x", first_name="\0", address=["a", "b\n"], phone="40 00")
    assert [fault.path for fault in caught.value.faults] == [
        "agent.first_name",
        "agent.address.1",
        "agent.professional_email",
    ]


@pytest.mark.parametrize(("facts", "code"), ODD, ids=lambda value: ascii(value)[:40])
def test_what_is_merely_wrong_opens_a_dossier_and_is_reported(facts: dict[str, object], code: str) -> None:
    (name,) = facts
    dossier = opened(**facts)
    report = Dossier.check_agent(dossier.record.agent, contract=GUIDE, at=INVITED)
    assert codes_and_paths(report) == [(code, f"agent.{name}")]
    assert codes_and_paths(dossier.check_agent(BENOIT, contract=GUIDE, at=INVITED)) == []


@pytest.mark.parametrize("facts", [facts for facts, _ in ODD if not {"birth_date", "hired_on"} & {*facts}], ids=ascii)
def test_a_wrong_prefilled_detail_keeps_nobody_from_the_signature(facts: dict[str, object]) -> None:
    agent = attrs.evolve(BENOIT, **facts)
    dossier = at_state("contact_details", agent=agent)
    answer = attrs.evolve(CONTACT, **{name: value for name, value in facts.items() if name in fields_of(CONTACT)})
    decision = dossier.decide(answer, at=NOW, role=Role.AGENT)
    assert decision.outcome.value == "accepted"
    assert decision.warnings == (() if {"first_name", "postal_code"} & {*facts} else ("prefilled-detail-wrong",))


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "professional_email": st.sampled_from(["a@b.c", "x", "", "a@b.c\n\tx", None]),
            "email": st.sampled_from(["a@b.c", "x@", " ", None]),
            "phone": st.sampled_from(["40 00 00 00", "40", "", None]),
            "country": st.sampled_from(["PF", "France", None]),
            "birth_date": st.none() | st.dates(),
            "hired_on": st.none() | st.dates(),
            "first_name": st.none() | NAMES | BLANK,
            "address": st.none() | st.lists(NAMES | st.sampled_from(["", "\0", "\u200b1 rue"]), max_size=3),
        },
    )
)
def test_the_report_is_what_the_rules_of_the_commands_say_of_what_is_known(facts: dict[str, object]) -> None:
    agent = Agent(**facts)
    report = prefilled.assess(agent, on=TODAY)
    expected = {
        (f.code, f.path) for f in (plain_text.assess(agent) + plausible_day.assess(agent, today=TODAY)).findings
    }
    born, hired = agent.birth_date, agent.hired_on
    if born and born > TODAY:
        expected = expected - {("birth-in-future", "birth_date")} | {("agent-birth-in-future", "birth_date")}
    elif born and not expected & BLOCKING_DAYS and born > TODAY.replace(year=TODAY.year - 18):
        expected |= {("minor-to-represent", "birth_date")}
    if (
        born
        and born <= TODAY
        and hired
        and not expected & BLOCKING_DAYS
        and (hired.year - born.year, hired.month, hired.day) < (16, born.month, born.day)
    ):
        expected |= {("hired-too-young", "hired_on")}
    texts = ("professional_email", "email", "phone", "country", "first_name")
    expected |= {("prefilled-text-blank", name) for name in texts if is_unseen(getattr(agent, name))}
    if agent.address is not None and all(map(is_unseen, agent.address)):
        expected |= {("prefilled-text-blank", "address")}
    for name in ("email", "phone", "country"):
        value = getattr(agent, name)
        if value:
            update = attrs.evolve(do.UpdateContactDetails(**fields_of(CONTACT)), **{name: value})
            expected |= {(finding.code, name) for finding in contact_update.assess(update).findings}
    if agent.professional_email and not email.assess(agent.professional_email).holds:
        expected |= {("email-form-wrong", "professional_email")}
    assert {(finding.code, finding.path) for finding in report.findings} == {
        (code, f"agent.{path}") for code, path in expected
    }
    stops = {path for code, path in expected if code == "control-character"} | (
        {path for code, path in expected if (code, path) == ("email-form-wrong", "professional_email")}
    )
    assert {finding.path for finding in prefilled.harm(report)} == {f"agent.{path}" for path in stops}


@pytest.mark.parametrize("blank", ["", " ", "\u200b", None])
def test_an_address_left_blank_is_not_known_and_gets_no_mail(blank: str | None) -> None:
    dossier = opened(professional_email=blank)
    assert dossier.invitation.address is None
    assert Dossier.check_agent(dossier.record.agent, contract=GUIDE, at=INVITED).holds


# -- dossiers stored before ------------------------------------------------------------------------------


BAD_ADDRESSES = ["a@b.c\nBcc: d@e.f", "not an address", "a@b.c, d@e.f", "", "@"]


@pytest.mark.parametrize("address", BAD_ADDRESSES, ids=ascii)
def test_a_stored_dossier_with_such_an_address_is_read_and_no_mail_goes_there(address: str) -> None:
    mails = []
    for dossier in (open_dossier(), at_state("bank_details"), at_state("confirmed")):
        old = stored(dossier, professional_email=address, email=address)
        assert old.record.agent.professional_email == address
        mails.append(old.invitation)
        mails += [effect for milestone in old.timeline(until=AFTER_DEADLINE) for effect in milestone.effects]
        mails += tick_effects(old)
    mails = [mail for mail in mails if isinstance(mail, Mail)]
    assert len(mails) > 5
    assert address not in {mail.address for mail in mails}


def tick_effects(dossier: Dossier) -> list[object]:
    """Let time pass, and collect what is to be done."""
    return [*dossier.decide(do.Tick(), at=max(IN_FORCE, dossier.record.at), role=Role.CLOCK).effects]


@pytest.mark.parametrize("address", BAD_ADDRESSES, ids=ascii)
def test_a_mail_that_an_earlier_release_left_in_an_outbox_for_such_an_address_is_owed_no_more(address: str) -> None:
    dossier = open_dossier()
    assert dossier.still_owes(dossier.invitation)
    assert dossier.still_owes(attrs.evolve(dossier.invitation, address=None))
    assert not dossier.still_owes(attrs.evolve(dossier.invitation, address=address))


def test_a_contact_address_that_is_none_gives_way_to_the_professional_one() -> None:
    dossier = at_state("signature")
    answers = attrs.evolve(
        dossier.record.answers, contact_details=attrs.evolve(dossier.record.answers.contact_details, email="none@")
    )
    old = Dossier.load(attrs.evolve(dossier, record=attrs.evolve(dossier.record, answers=answers)).dump())
    confirmed = accept(old, do.GoBack(), do.GoBack(), do.GoBack())
    assert confirmed.states["affiliation"] == "contact_details"
    closed = accept(old, do.ReportNotConcerned("CPS")).decide(do.CloseFile(), at=NOW, role=Role.MANAGER)
    (mail,) = [effect for effect in closed.effects if isinstance(effect, Mail)]
    assert (mail.recipient, mail.address) == (Recipient.PROFESSIONAL, BENOIT.professional_email)


def test_silence_affiliates_an_agent_whose_prefilled_data_is_odd() -> None:
    agent = {name: value for facts, _ in ODD for name, value in facts.items()}
    assert tick(opened(**agent), AFTER_DEADLINE).record.is_member
