"""
What to ask next, and why: the facts that the present screen still needs, each with its question and its reason.

The screen's own command is judged as far as it is known (answers given before,
what the employer prefilled, a draft); whatever its rules miss, or warn not to
know, is what there is to ask. A fact that cannot change the answer is therefore
never asked, and one that begins to matter is asked at once.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._catalogue import questions
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.questions import Question
from psc_workflow._model import commands as do
from psc_workflow._model.commands import EVENTS, Command, for_event, parse
from psc_workflow._model.record import Record
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.verdict import Finding, Severity
from psc_workflow.exceptions import HostError, InvalidCommandError
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._context import Context
from psc_workflow.states._engine import table
from psc_workflow.states._screens import ANYWHERE
from psc_workflow.states._step import may


def next_questions(
    record: Record, contract: Contract, at: dt.datetime, *, draft: Mapping[str, Any] | None = None
) -> tuple[Question, ...]:
    """
    List what the present screen still asks for, in its order.

    Args:
        record: As of *at*.
        draft: Fields filled in so far; the saved draft if ``None``.
    """
    filled = draft if draft is not None else (record.draft.fields if record.draft else {})
    found: dict[str, Question] = {}
    for event, row in _screen(record):
        known = _with(_known(event, record), filled)
        context = Context(record, contract, at, record.active, event, known)
        if may(row, context).holds:
            verdicts = (guard.verdict(context) for guard in row.guards if not guard.is_may)
            for finding in (one for verdict in verdicts for one in verdict.findings):
                if finding.severity is Severity.MISSING or _is_open(finding, known):
                    asked = _question(event, finding)
                    found.setdefault(asked.fact, asked)
    return tuple(found.values())


def why_asked(record: Record, fact: str) -> Question:
    """
    Say why *fact* is asked.

    Args:
        fact: Dotted path of a field, after the name of its command
            (``declare-regime.regime``), or of a field of the present screen.

    Raises:
        HostError: No such fact is asked for.
    """
    first, _, rest = fact.partition(".")
    event = first.replace("-", "_")
    if event in EVENTS:
        return questions.question(event, rest)
    for one, _ in _screen(record):
        try:
            return questions.question(one, fact)
        except HostError:
            continue
    raise HostError(f"{first!r} is neither a command nor a field of the present screen")


def _screen(record: Record) -> Iterator[tuple[str, Any]]:
    """List the commands that answer the present screen."""
    rows = table(JOURNEYS[record.active])[record.states.of(record.active)]
    return ((event, row) for event, row in rows.items() if event in EVENTS - ANYWHERE)


def _is_open(finding: Finding, known: Command) -> bool:
    """Whether *finding* warns that a fact is not known."""
    value: Any = known
    if finding.severity is not Severity.WARNING or not finding.path:
        return False
    for part in finding.path.split("."):
        at = int(part) if part.isdecimal() and isinstance(value, tuple) else None
        value = getattr(value, part, finding) if at is None else value[at]
    return value is None or value is UNANSWERED


def _question(event: str, finding: Finding) -> Question:
    """Put what is missing as the screen does; what no screen asks for is told by the finding itself."""
    facts = finding.facts
    try:
        asked = questions.question(event, finding.path)
        return attrs.evolve(asked, fact=f"{event}.{finding.path}", required=finding.severity is Severity.MISSING)
    except HostError:
        return Question(finding.path, finding.texts.fill(facts), finding.remedies.fill(facts), finding.sources)


def _known(event: str, record: Record) -> Command:
    """Give the command as far as it is known."""
    answers, agent = record.answers, record.agent
    pending = answers.children_pending[0] if answers.children_pending else None
    known: dict[str, Command | None] = {
        "declare_regime": answers.regime,
        "declare_beneficiaries": answers.beneficiaries,
        "choose_formula": do.ChooseFormula(answers.formula),
        "confirm_identity": answers.identity or _prefilled(do.ConfirmIdentity, agent),
        "declare_social_security": answers.social_security,
        "declare_partner": answers.current_partner_details or _prefilled(do.DeclarePartner, answers.partner),
        "declare_child": _prefilled(do.DeclareChild, pending),
        "confirm_contact_details": answers.contact_details or _prefilled(do.ConfirmContactDetails, agent),
        "give_consents": answers.consents,
        "give_bank_details": answers.bank_details,
        "choose_motive": answers.motive,
        "attest": _prefilled(do.Attest, answers.attestation),
        "renew_dispensation": _renewal(answers.attestation),
    }
    return known.get(event) or for_event(event)()


def _renewal(last: do.HonourStatement | None) -> Command:
    """Take over from the last attestation what a new one does not say anew."""
    given = last or do.HonourStatement()
    return do.RenewDispensation(full_name=given.full_name, address=given.address, motive=given.motive)


def _prefilled(command: type[Command], known: Any) -> Command:
    """Take over the fields that *known* has too."""
    return command(**{name: getattr(known, name) for name in command.field_names() if hasattr(known, name)})


def _with(known: Command, filled: Mapping[str, Any]) -> Command:
    """Put what was filled in over what is known; a field that is not well formed counts as not filled in."""
    fields = {name: getattr(known, name) for name in known.field_names()}
    for name in fields:
        if name in filled:
            try:
                fields[name] = getattr(parse(known.do, {name: filled[name]}), name)
            except InvalidCommandError:
                continue
    return type(known)(**fields)
