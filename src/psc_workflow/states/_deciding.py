"""
What becomes of a command: judged on the dossier as of its instant, and one of six outcomes.

Nothing of what deadlines or the command change is kept unless the command is
accepted; in every other case the decision holds the very record that was asked.
"""

import datetime as dt

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import Command, Submission, Tick
from psc_workflow._model.commands.submission import as_submission
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.record import Record
from psc_workflow._model.steps import Accepted
from psc_workflow._model.verdict import NOTHING, Judgement, Verdict
from psc_workflow._model.vocabulary import Role
from psc_workflow._retired import warn_of_role
from psc_workflow._structuring.arguments import instant_in_range
from psc_workflow.exceptions import HostError, InvalidCommandError, KeyReusedError
from psc_workflow.rules import availability
from psc_workflow.rules import form as form_rule
from psc_workflow.states import _acting
from psc_workflow.states._charts import JOURNEYS, journey_of
from psc_workflow.states._course import Course, after, ask, elapse, take
from psc_workflow.states._dates import Days
from psc_workflow.states._instants import instant_of
from psc_workflow.states._keys import accepted_for, check_by, check_key, is_same, is_same_command, with_key
from psc_workflow.states._offers import Offer, offered
from psc_workflow.states._step import Move, Obstacle, row_of, step
from psc_workflow.states._withholding import verdict_for


@attrs.frozen
class _Request:
    """
    A command with its circumstances.

    Args:
        submission: The command as somebody filled it in; one that was built in
            Python has no faults.
        record: The dossier as it is stored.
        elapsed: What it has become as of *at*, with the deadlines that have come.
        now: The days of the dossier as of *at*.
    """

    record: Record
    submission: Submission
    at: dt.datetime
    role: Role
    key: str | None = attrs.field(repr=False)
    elapsed: Course
    now: Days
    by: str | None = attrs.field(repr=False)

    @property
    def contract(self) -> Contract:
        """The contract that the dossier is under."""
        return self.now.contract

    @property
    def command(self) -> Command:
        """What is asked, as far as it can be read."""
        return self.submission.command


def decide(
    days: Days,
    command: Command | Submission,
    *,
    at: dt.datetime,
    key: str | None,
    role: Role | str | None,
    expected_revision: int | None,
    by: str | None = None,
) -> Decision[Record]:
    """
    Decide on *command*; arguments and errors as for ``Dossier.decide``.

    Args:
        days: Those of the record, as it is stored.
    """
    record, contract = days.record, days.contract
    submission = _own_submission(as_submission(command), contract, is_typed=isinstance(command, Submission))
    instant_in_range(at, "at")
    role = role_named(role) or submission.command.roles[0]
    check_key(key)
    check_by(by)
    if expected_revision is not None and type(expected_revision) is not int:
        raise HostError("`expected_revision` must be a whole number: the revision of the dossier that was read")
    is_old = expected_revision is not None and expected_revision != record.revision
    accepted = accepted_for(record, key)
    if accepted is not None:
        return _again(days, submission, accepted, role, is_page=is_old or isinstance(command, Submission))
    if is_old:
        return Decision(Outcome.STALE, record)
    instant = instant_of(record, at)
    elapsed = elapse(days, instant)
    request = _Request(record, submission, instant, role, key, elapsed, after(elapsed, days), by)
    return _for_role(request, _tick(request) if isinstance(submission.command, Tick) else _judge(request))


def _for_role(request: _Request, decision: Decision[Record]) -> Decision[Record]:
    """Leave out of the sentences what the contract withholds from whoever asks."""
    contract, record = request.contract, request.elapsed.record
    on = contract.civil_day(request.at)
    verdict = verdict_for(
        request.role, decision.verdict, record=record, contract=contract, on=on, command=request.command
    )
    return decision if verdict == decision.verdict else attrs.evolve(decision, verdict=verdict)


def _again(days: Days, submission: Submission, accepted: Accepted, role: Role, *, is_page: bool) -> Decision[Record]:
    """
    Answer a request whose key was accepted before.

    Args:
        is_page: Whether it came from a page that somebody filled in: one gone
            back to, edited and sent again still has the key it was made with.

    Raises:
        KeyReusedError: The key was accepted for another command.
    """
    record, wording = days.record, days.contract.wording.read_by(role)
    if is_same(accepted, submission):
        return Decision(Outcome.DUPLICATE, record)
    if not is_page or not is_same_command(record, accepted, submission):
        raise KeyReusedError("this idempotency key was accepted for another command")
    label = wording.command_label(submission.command.event, journey_of(submission.command.event, record))
    return Decision(Outcome.STALE, record, wording.reword(availability.already_accepted(label)))


def _own_submission(submission: Submission, contract: Contract, *, is_typed: bool) -> Submission:
    """
    Check the formulas and regimes of *submission*; one of another contract counts as malformed if somebody typed it.

    Raises:
        HostError: It is no command.
        InvalidCommandError: A command built in Python has such a word.
    """
    if not isinstance(submission.command, Command):
        raise HostError("`command` must be a command, such as commands.DeclareRegime(...), or a submission")
    faults = contract.foreign_words(submission.command)
    if faults and not is_typed:
        raise InvalidCommandError(f"{submission.command.do} cannot be given under {contract.id}:", faults)
    return submission.without(faults) if faults else submission


def role_named(role: Role | str | None) -> Role | None:
    """
    Return *role* as a member of the closed list; ``None`` is none of it.

    Raises:
        HostError: There is no such role.
    """
    return acting_role(role) if role is not None else None


def acting_role(role: Role | str | None) -> Role:
    """
    Return *role*, which must be there, as a member of the closed list.

    Raises:
        HostError: There is no such role.
    """
    try:
        return Role(role)  # type: ignore[arg-type]  # `None` is none of them, and raises
    except ValueError:
        raise HostError(f"`role` must be one of: {', '.join(Role)}") from None


def assume_role(method: str, command: Command | Submission) -> Role | None:
    """
    Return the first role that may give *command*, and warn the host, which names none in *method*.

    Returns:
        ``None`` if it is no command.
    """
    warn_of_role(method, "it assumes the first role that may give the command")
    roles: tuple[Role, ...] = getattr(as_submission(command).command, "roles", ())
    return roles[0] if roles else None


def _tick(request: _Request) -> Decision[Record]:
    """Keep what deadlines have changed, and nothing else."""
    if request.role not in request.command.roles:
        return _not_available(request)
    if not request.elapsed.steps:
        return Decision(Outcome.ACCEPTED, request.record)
    return _accepted(request, request.elapsed, NOTHING)


def _judge(request: _Request) -> Decision[Record]:
    context = ask(request.now, request.at, request.command, request.role, by=request.by)
    row = row_of(JOURNEYS[context.journey], context.state, request.command.event)
    if row is None or request.role not in request.command.roles:
        return _not_available(request)
    move = _acting.judge(step(row, context), context, request.command)
    if request.submission.faults and (isinstance(move, Move) or move.is_offered):
        return _malformed(request, move.verdict)
    if not isinstance(move, Move):
        return _blocked(request, move)
    course = request.elapsed.then(take(context, move, request.role))
    course = course.then(elapse(after(course, request.now), request.at))
    return _accepted(request, course, move.verdict)


def _accepted(request: _Request, course: Course, verdict: Verdict) -> Decision[Record]:
    return Decision(
        Outcome.ACCEPTED,
        with_key(course.record, request.command, request.key),
        verdict,
        effects=course.useful(request.at, request.contract).effects,
        steps=course.steps,
    )


def _blocked(request: _Request, obstacle: Obstacle) -> Decision[Record]:
    """Refuse what is not offered, whatever the reason, or does not fit; what only lacks a fact is incomplete."""
    is_refused = not obstacle.is_offered or obstacle.verdict.outcome is Judgement.REFUSED
    return Decision(
        Outcome.REFUSED if is_refused else Outcome.INCOMPLETE,
        request.record,
        obstacle.verdict,
        available=() if obstacle.is_offered else tuple(offer.do for offer in _available(request)),
    )


def _malformed(request: _Request, verdict: Verdict) -> Decision[Record]:
    """Refuse a submission that has faults, with what the rules find in its other fields."""
    contract, on = request.contract, request.contract.civil_day(request.at)
    wording = contract.wording.read_by(request.role)
    malformed = wording.reword(form_rule.assess(request.submission, contract=contract, on=on))
    return Decision(Outcome.REFUSED, request.record, malformed + form_rule.assess_others(request.submission, verdict))


def _not_available(request: _Request) -> Decision[Record]:
    command, record = type(request.command), request.elapsed.record
    offers = _available(request)
    wording = request.contract.wording.read_by(request.role)
    labels = [wording.command_label(offer.command.event, offer.journey) for offer in offers]
    journey = journey_of(command.event, record) if command is not Tick else None
    label = wording.command_label(command.event, journey)
    if journey is None or request.role not in command.roles:
        verdict = availability.not_for_role(command, label=label, role=request.role, available=labels)
    else:
        state = wording.journey(journey).states[record.states.of(journey)].label
        verdict = availability.not_available(label, state=state, available=labels)
    available = tuple(offer.do for offer in offers)
    return Decision(Outcome.NOT_AVAILABLE, request.record, wording.reword(verdict), available=available)


def _available(request: _Request) -> tuple[Offer, ...]:
    return offered(request.now, request.at, request.role)
