"""
What to ask next, and why: the facts that the present screen still needs, each with its question and its reason.

The screen's own command is judged with what is available so far: answers given
before, what the employer prefilled, a draft. Whatever its rules miss, or warn
about not knowing, is what there is to ask. A fact that cannot change the answer
is therefore never asked for, and one that begins to matter is asked for at once.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._catalogue import questions
from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.questions import Question
from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import EVENTS, Command, for_event, read_form
from psc_workflow._model.record import Record
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.verdict import Finding, Severity
from psc_workflow.exceptions import HostError, InvalidCommandError
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._context import Context
from psc_workflow.states._engine import Row, table
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
    fields = draft if draft is not None else (record.draft.fields if record.draft else {})
    by_fact: dict[str, Question] = {}
    for event, row in _screen(record):
        command = _filled_in(command_so_far(event, record), fields, contract)
        context = Context(record, contract, at, record.active, event, command)
        if may(row, context).holds:
            for finding in findings_of(row, context):
                if finding.severity is Severity.MISSING or warns_of_unknown(finding, command):
                    question = _question(event, finding, contract.wording)
                    by_fact.setdefault(question.fact, question)
    return tuple(by_fact.values())


def why_asked(record: Record, contract: Contract, fact: str) -> Question:
    """
    Find why *fact* is asked for.

    Args:
        fact: Dotted path of a field, after the name of its command
            (``declare-regime.regime``) or, as ``View.pending`` has it, of its
            screen; or of a field of the present screen.

    Raises:
        HostError: No such fact is asked for.
    """
    first, _, rest = fact.partition(".")
    event = first.replace("-", "_")
    if event in EVENTS:
        return questions.question(event, rest, contract.wording)
    places = [(screen_event, fact) for screen_event, _ in _screen(record)]
    for screen_event, path in [*places, *_answering(first, rest)]:
        try:
            return questions.question(screen_event, path, contract.wording)
        except HostError:
            continue
    raise HostError(f"`fact` must begin with a command or a field of the present screen; {first!r} is neither")


_WHOLE = {"partner_details": "partner_details", "children_details": "child_details"}
"""By screen: the field of ``complete-beneficiary`` that asks for all of it."""


def _answering(screen: str, rest: str) -> Iterator[tuple[str, str]]:
    """List the commands that answer a screen of the affiliation, each with the path in it; refs are passed over."""
    field = rest.rpartition(".")[2]
    events = table(JOURNEYS["affiliation"]).get(screen, ())
    yield from ((event, field) for event in events if event in EVENTS - ANYWHERE)
    if screen in _WHOLE:
        yield "complete_beneficiary", _WHOLE[screen]


def _screen(record: Record) -> Iterator[tuple[str, Row]]:
    """List the commands that answer the present screen."""
    rows = table(JOURNEYS[record.active])[record.states.of(record.active)]
    return ((event, row) for event, row in rows.items() if event in EVENTS - ANYWHERE)


def findings_of(row: Row, context: Context) -> Iterator[Finding]:
    """List what the guards that read the command find."""
    for guard in row.guards:
        if not guard.is_may:
            yield from guard.verdict(context).findings


def warns_of_unknown(finding: Finding, command: Command) -> bool:
    """Whether *finding* warns that a fact of *command* is unknown."""
    value: Any = command
    if finding.severity is not Severity.WARNING or not finding.path:
        return False
    for part in finding.path.split("."):
        index = int(part) if part.isdecimal() and isinstance(value, tuple) else None
        value = getattr(value, part, finding) if index is None else value[index]
    return value is None or value is UNANSWERED


def _question(event: str, finding: Finding, wording: Wording) -> Question:
    """Find the screen's question about the missing fact; where no screen asks for it, the finding is the question."""
    try:
        question = questions.question(event, finding.path, wording)
        return attrs.evolve(question, fact=f"{event}.{finding.path}", required=finding.severity is Severity.MISSING)
    except HostError:
        return Question(finding.path, finding.sentence, finding.advice, finding.sources)


def command_so_far(event: str, record: Record) -> Command:
    """Make the command called *event* from what the record has."""
    answers, agent = record.answers, record.agent
    commands: dict[str, Command | None] = {
        "declare_regime": answers.regime,
        "declare_beneficiaries": answers.beneficiaries,
        "choose_formula": do.ChooseFormula(answers.formula),
        "confirm_identity": answers.identity or _prefilled(do.ConfirmIdentity, agent),
        "declare_social_security": answers.social_security,
        "declare_partner": answers.current_partner_details or _prefilled(do.DeclarePartner, answers.partner),
        "declare_child": _child_so_far(answers),
        "confirm_contact_details": answers.contact_details or _prefilled(do.ConfirmContactDetails, agent),
        "give_consents": answers.consents,
        "give_bank_details": answers.bank_details,
        "choose_motive": answers.motive,
        "attest": _prefilled(do.Attest, answers.attestation),
        "renew_dispensation": _renewal(answers.attestation),
    }
    return commands.get(event) or for_event(event)()


def _child_so_far(answers: Answers) -> Command:
    """Begin with the first child whose details are missing, else with an only one; of several, one is to be chosen."""
    if answers.children_pending:
        return _prefilled(do.DeclareChild, answers.children_pending[0])
    details = answers.details_of(answers.children[0]) if len(answers.children) == 1 else None
    return details or do.DeclareChild()


def _renewal(last: do.HonourStatement | None) -> Command:
    """Take over from the last attestation what a new one need not repeat."""
    statement = last or do.HonourStatement()
    return do.RenewDispensation(full_name=statement.full_name, address=statement.address, motive=statement.motive)


def _prefilled(command: type[Command], source: Any) -> Command:
    """Make *command* with the fields that *source* has too."""
    return command(**{name: getattr(source, name) for name in command.field_names() if hasattr(source, name)})


def _filled_in(command: Command, fields: Mapping[str, Any], contract: Contract) -> Command:
    """Replace fields of *command* by those of the screen; what is malformed or unknown counts as not filled in."""
    values = {name: getattr(command, name) for name in command.field_names()}
    for name in values.keys() & fields.keys():
        with contextlib.suppress(InvalidCommandError):
            form = read_form(command.do, {name: fields[name]})
            is_usable = not form.lacks(name) and not contract.foreign_words(form.command)
            values[name] = getattr(form.command, name) if is_usable else values[name]
    return type(command)(**values)
