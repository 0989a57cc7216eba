r"""
What an employer prefills is judged like what an agent types (données préremplies).

Prefilled data comes from another system, and nobody has looked at it: a birth in
the year 80, a telephone of four digits, an address with a line end in it. The
report says so before the agent meets it. A prefilled detail that is merely wrong
stops nobody. What would do harm is refused when the dossier is opened: a control
character, which a mail or a database would take for something else, and a
professional address that is none, to which the invitation would be sent.

Legal source:
    None: a choice of this library. The rules ``plain_text``, ``plausible_day``,
    ``contact_update``, ``postal_code``, ``position`` and ``email`` are those of the commands; the age at which
    nobody is hired yet is the catalogue's ``situation_asked_from`` (``assumed``).

Not modelled:
    Whether what is prefilled is true; what is left out, which is not known. What
    is blank is not known either, which a warning says. A name such as "nan" or
    "null", which an export may write for nothing, can be somebody's. Whether a
    country exists.

>>> report = assess(Agent(birth_date=dt.date(80, 6, 14), phone="40 00"), on=dt.date(2026, 4, 7))
>>> [(finding.code, finding.path) for finding in report.findings]
[('birth-too-long-ago', 'agent.birth_date'), ('phone-form-wrong', 'agent.phone')]
>>> harm(report)
()
>>> [finding.code for finding in harm(assess(Agent(professional_email="a@b.c\nBcc: d@e.f"), on=dt.date(2026, 4, 7)))]
['control-character', 'email-form-wrong']
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue import law
from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.people import Agent
from psc_workflow._model.text_kinds import text_fields
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import (
    ages,
    beneficiary,
    compulsory_text,
    contact_update,
    email,
    legal_capacity,
    plain_text,
    plausible_day,
    position,
)


def assess(agent: Agent, *, on: dt.date) -> Verdict:
    """
    Check what is prefilled; what is blank or left out is not known, and holds.

    Args:
        on: Civil day of the request; no birth lies after it.

    Returns:
        A verdict that holds, with the warnings ``prefilled-text-blank``,
        ``hired-too-young`` and ``minor-to-represent``; or
        ``agent-birth-in-future``, and what the rules
        ``plain_text``, ``plausible_day``, ``contact_update``, ``position`` and
        ``email`` find, with paths that begin with ``agent``.
    """
    verdict = plain_text.assess(agent) + _days(agent, on) + Verdict.of(_blanks(agent))
    for name in contact_update.FIELDS:
        if not _is_unknown(getattr(agent, name)):
            verdict += contact_update.assess_field(name, getattr(agent, name))
    verdict += contact_update.assess_postal_code(agent.postal_code, agent.country)
    if agent.position is not None:
        stated = position.assess(agent.position, on=on, hired_on=agent.hired_on)
        verdict += beneficiary.prefix_paths("position", stated)
    if not _is_unknown(agent.professional_email):
        verdict += email.assess(agent.professional_email, path="professional_email")
    return beneficiary.prefix_paths("agent", verdict)


def _days(agent: Agent, on: dt.date) -> Verdict:
    """Judge the days; a birth in the future has a sentence for agents, because the usual one is for children."""
    if agent.birth_date is None:
        return plausible_day.assess(agent, today=on)
    if agent.birth_date > on:
        others = plausible_day.assess(attrs.evolve(agent, birth_date=None), today=on)
        return Verdict((finding("agent-birth-in-future", "birth_date", birth_date=agent.birth_date, on=on),)) + others
    verdict = plausible_day.assess(agent, today=on)
    if verdict.blocking:
        return verdict
    return verdict + Verdict.of([*_hiring(agent.birth_date, agent.hired_on, on), *_majority(agent.birth_date, on)])


def _hiring(birth_date: dt.date, hired_on: dt.date | None, on: dt.date) -> Iterator[Finding]:
    """Warn of a hiring before the birth, or of a child."""
    youngest = law.dated("situation_asked_from", on)
    if hired_on is not None and not ages.has_reached(birth_date, youngest.known_value, on=hired_on):
        yield finding(
            "hired-too-young",
            "hired_on",
            rests_on=(youngest,),
            hired_on=hired_on,
            birth_date=birth_date,
            years=youngest.known_value,
        )


def _majority(birth_date: dt.date, on: dt.date) -> Iterator[Finding]:
    """Warn of a minor, whom silence affiliates as anybody, and who cannot sign alone before."""
    if legal_capacity.is_minor(birth_date, on=on, today=on):
        majority = law.dated("age_of_majority", on)
        yield finding("minor-to-represent", "birth_date", rests_on=(majority,), age=majority.known_value, on=on)


def _blanks(agent: Agent) -> Iterator[Finding]:
    """Warn of each text that is there and says nothing."""
    for name in text_fields(Agent):
        if getattr(agent, name) is not None and compulsory_text.is_blank(getattr(agent, name)):
            yield finding("prefilled-text-blank", name, field=field(name))


def harm(report: Verdict) -> tuple[Finding, ...]:
    """Select from *report* what stops a dossier from being opened."""
    return tuple(finding for finding in report.findings if _does_harm(finding))


def _does_harm(finding: Finding) -> bool:
    is_no_address = finding.code == "email-form-wrong" and finding.path == "agent.professional_email"
    return finding.code == "control-character" or is_no_address


def _is_unknown(value: object) -> bool:
    return value is None or compulsory_text.is_blank(value)
