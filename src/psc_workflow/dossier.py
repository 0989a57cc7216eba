"""
The façade: a dossier is a record under a contract, and everything asked of it goes through here.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, Regime, commands as do, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> dossier = Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at)
>>> dossier = dossier.decide(do.StartAffiliation(), at=at).dossier
>>> decision = dossier.decide(do.DeclareRegime(Regime.CPS), at=at)
>>> decision.outcome.value, decision.codes, decision.dossier is dossier
('refused', ('regime-not-covered',), True)
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, get_args

import attrs

from psc_workflow import _snapshot as snapshot
from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue import wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.questions import Question
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command, Tick
from psc_workflow._model.decision import Decision, Milestone, Outcome, Preview
from psc_workflow._model.effects import AnyEffect, SendInvitation
from psc_workflow._model.money import Locale
from psc_workflow._model.people import Agent
from psc_workflow._model.quote import Quote
from psc_workflow._model.record import Record
from psc_workflow._model.steps import MOST_CARRIED, Accepted, fingerprint
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow._model.vocabulary import Formula, Role
from psc_workflow._structuring import is_text
from psc_workflow._views import questions, view
from psc_workflow.exceptions import HostError, KeyReusedError
from psc_workflow.rules import availability
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._context import aware, instant_of
from psc_workflow.states._course import Course, ask, elapse, is_useless, lapses, look, take
from psc_workflow.states._deadlines import coming
from psc_workflow.states._effects import invitation
from psc_workflow.states._path import ahead, has_answer, parked
from psc_workflow.states._step import may, row_of, step

LONGEST_ID = 255
"""Characters of the id of a dossier: what any database can look for."""

LONGEST_KEY = 256
"""Characters of an idempotency key: a UUID, with room to spare; a dossier carries the last keys along."""


@attrs.frozen
class Dossier:
    """One agent's file under one contract: a value; every change gives a new one."""

    record: Record
    contract: Contract = attrs.field(repr=lambda contract: contract.id)

    # -- opening, storing ---------------------------------------------------------

    @classmethod
    def open(cls, contract: Contract, *, id: str, agent: Agent, invited_at: dt.datetime) -> "Dossier":  # noqa: A002 -- the pinned name
        """
        Open the file of an agent who has just been invited.

        Args:
            contract: From ``contracts.get`` or ``contracts.load``.
            id: The host's own; must mean nothing to others.
            agent: As prefilled by the employer.
            invited_at: When the invitation was sent.

        Raises:
            NaiveInstantError: *invited_at* has no time zone.
            HostError: *id* is blank, too long or no text that databases
                hold, or an argument is of another type.
            NoValueInForceError: The contract is silent about that day.
        """
        if not isinstance(contract, Contract) or not isinstance(agent, Agent):
            raise HostError("Dossier.open takes a Contract (contracts.get) and an Agent")
        if not isinstance(id, str) or not id.strip() or not is_text(id) or "\0" in id or len(id) > LONGEST_ID:
            raise HostError(f"the id of a dossier is a text of 1 to {LONGEST_ID} characters that is not blank")
        instant = aware(invited_at)
        contract.value("effect", contract.civil_day(instant))
        return cls(Record(id, contract.id, contract.version, instant, instant, instant, agent), contract)

    def dump(self, *, redacted: bool = False) -> bytes:
        """
        Write the dossier as canonical JSON.

        Args:
            redacted: Without personal data, for support: such a document
                says where the file stands and cannot be loaded.

        Raises:
            InvalidDocumentError: No sequence of accepted commands could have
                made the dossier.
        """
        return snapshot.dump_redacted(self.record) if redacted else snapshot.dump(self.record)

    @classmethod
    def load(
        cls,
        data: bytes | bytearray | memoryview | str,
        *,
        contracts: Mapping[str, Contract] = catalogue_contracts.builtin,
    ) -> "Dossier":
        """
        Read a dossier back.

        Args:
            data: What :meth:`dump` gave.
            contracts: Where to find its contract:
                ``contracts.builtin``, or a registry with the host's own.

        Raises:
            InvalidDocumentError: With every fault and its path.
            NewerDocumentError: A later release wrote it.
            UnknownContractError: Its contract is not among *contracts*.
            HostError: *data* is neither bytes nor text.
        """
        if not isinstance(data, bytes | bytearray | memoryview | str):
            raise HostError("Dossier.load takes what Dossier.dump gave: bytes, or their text")
        record = snapshot.read(data if isinstance(data, str) else bytes(data))
        contract = snapshot.contract_of(record, contracts)
        snapshot.check_contract(record, contract)
        return cls(record, contract)

    def still_owes(self, effect: AnyEffect) -> bool:
        """
        Whether *effect*, decided on earlier and not delivered yet, still makes sense as the dossier stands.

        Whoever has answered is reminded no more, whoever has left gets no
        mail of deadlines, and nobody writes to somebody who has died. The
        stores ask; an outbox of a host's own does, too.
        """
        return not is_useless(effect, self.record)

    # -- asking ---------------------------------------------------------------------

    @property
    def id(self) -> str:
        """The host's id."""
        return self.record.id

    @property
    def revision(self) -> int:
        """How many steps history has: accepted commands, and deadlines that have come."""
        return self.record.revision

    @property
    def states(self) -> dict[str, str]:
        """Where each journey stands."""
        return attrs.asdict(self.record.states)

    def view(self, *, at: dt.datetime, locale: Locale = "fr", role: Role | None = None) -> view.View:
        """
        Show where one is and what can be done.

        Args:
            at: Aware instant.
            locale: ``fr`` or ``en``.
            role: Only the commands this role may give; all if ``None``.
        """
        if locale not in get_args(Locale):
            raise HostError(f"a locale is one of: {', '.join(get_args(Locale))}")
        now = self._elapsed(at)
        return view.view(now.record, self.contract, instant_of(self.record, at), locale=locale, role=_role(role))

    def as_of(self, at: dt.datetime) -> "Dossier":
        """
        Give the dossier as it stands at *at*: with every deadline that has come by then.

        Nothing is stored by asking; ``commands.Tick`` is how a host keeps it.

        Args:
            at: Aware instant.

        Returns:
            This very object if nothing has come.
        """
        course = self._elapsed(at)
        return Dossier(course.record, self.contract) if course.steps else self

    def quote(self, *, at: dt.datetime, formula: Formula | None = None) -> Quote | None:
        """
        Price the household as declared.

        Args:
            at: Aware instant.
            formula: The one chosen if ``None``.

        Returns:
            ``None`` before the beneficiaries are declared, or a formula
            chosen or given.
        """
        if formula is not None and not isinstance(formula, Formula):
            raise HostError(f"a formula is one of: {', '.join(Formula)}")
        context = look(self._elapsed(at).record, self.contract, instant_of(self.record, at), "affiliation")
        return context.quote_for(formula) if formula is not None else context.quote

    def due_at(self) -> dt.datetime | None:
        """
        Say when something will next happen by itself, in the contract's time zone; ``None`` if nothing will.

        A host's scheduler gives ``commands.Tick`` at that instant, or later.
        """
        ahead = next(coming(self.record, self.contract), None)
        return self.contract.local(ahead.due_at) if ahead is not None else None

    def timeline(self, *, until: dt.datetime) -> tuple[Milestone, ...]:
        """
        Say what will happen by itself if nobody does anything.

        Args:
            until: Aware instant, inclusive.

        Raises:
            NaiveInstantError: *until* has no time zone.
        """
        return tuple(lapses(self.record, self.contract, aware(until)))

    @property
    def invitation(self) -> SendInvitation:
        """The mail of the invitation in force: the one that opened the dossier, or the last one sent again."""
        return invitation(self.record, self.contract)

    def next_questions(self, *, at: dt.datetime, draft: Mapping[str, Any] | None = None) -> tuple[Question, ...]:
        """
        List what the present screen still asks for, in its order.

        Args:
            at: Aware instant.
            draft: Fields filled in so far, as JSON has them; the saved draft
                if ``None``. A field that is not well formed counts as not
                filled in: ``commands.parse`` says what is wrong with it.

        Returns:
            Each fact with its question, why it is asked, what says so, and
            whether it is required. A fact that cannot change the answer is
            not asked.
        """
        now = self._elapsed(at)
        return questions.next_questions(now.record, self.contract, instant_of(self.record, at), draft=draft)

    def why_asked(self, fact: str) -> Question:
        """
        Say why *fact* is asked, and what says so.

        Args:
            fact: Dotted path of a field, after the name of its command
                (``declare-regime.regime``), or of a field of the present
                screen (``regime``). Places in a list and refs are passed over.

        Raises:
            HostError: No such fact is asked for.
        """
        return questions.why_asked(self.record, fact)

    def check(self, command: Command, *, at: dt.datetime, role: Role | None = None) -> Verdict:
        """Judge *command* without changing anything; arguments as for :meth:`decide`."""
        return self.decide(command, at=at, role=role).verdict

    def preview(self, command: Command, *, at: dt.datetime, role: Role | None = None) -> Preview:
        """Say what *command* would change; arguments as for :meth:`decide`."""
        decision = self.decide(command, at=at, role=role)
        before = self._elapsed(at).record
        after = decision.dossier.record if decision.outcome is Outcome.ACCEPTED else before
        parked_before, parked_after = parked(before.answers), parked(after.answers)
        return Preview(
            outcome=decision.outcome,
            verdict=decision.verdict,
            parked=tuple(name for name in parked_after if name not in parked_before),
            unparked=tuple(name for name in parked_before if name not in parked_after),
            reopened=tuple(
                screen
                for screen in _to_pass_again(after, before.answers, after.answers)
                if screen not in (before.states.affiliation, *_to_pass_again(before, before.answers))
            ),
            premium_before=_debited(self.quote(at=at)),
            premium_after=_debited(decision.dossier.quote(at=at)),
        )

    # -- deciding -----------------------------------------------------------------------

    def decide(
        self,
        command: Command,
        *,
        at: dt.datetime,
        key: str | None = None,
        role: Role | None = None,
        expected_revision: int | None = None,
    ) -> "Decision[Dossier]":
        """
        Decide on *command*.

        Args:
            at: Aware instant of the request.
            key: Idempotency key: the same key and command again are answered
                ``duplicate``.
            role: Who asks; the first that may, if ``None``.
            expected_revision: The revision the request was made on; if the
                dossier has moved on, the answer is ``stale``.

        Returns:
            The decision. Its dossier is this very object unless accepted.

        Raises:
            NaiveInstantError: *at* has no time zone.
            InstantTooEarlyError: *at* lies more than five minutes before the
                dossier's last instant.
            KeyReusedError: *key* was used for another command.
            HostError: An argument is of another type.
        """
        if not isinstance(command, Command):
            raise HostError("decide takes a command, such as commands.DeclareRegime(...)")
        aware(at)
        role = _role(role) or command.roles[0]
        _check_key(key, expected_revision)
        if self._is_duplicate(command, key):
            return Decision(Outcome.DUPLICATE, self)
        if expected_revision is not None and expected_revision != self.revision:
            return Decision(Outcome.STALE, self)
        return self._decided(command, self._elapsed(at), instant_of(self.record, at), key, role)

    def _decided(
        self, command: Command, now: Course, at: dt.datetime, key: str | None, role: Role
    ) -> "Decision[Dossier]":
        """Judge *command* on the dossier as of *at*; keep what came of that only if it is accepted."""
        if isinstance(command, Tick):
            if role not in command.roles:
                return self._not_available(command, now.record, at, role)
            return self._accepted(now, Verdict(), at, command, key) if now.steps else Decision(Outcome.ACCEPTED, self)
        context = ask(now.record, self.contract, at, command)
        row = row_of(JOURNEYS[context.journey], context.state, command.event)
        if row is None or role not in command.roles:
            return self._not_available(command, now.record, at, role)
        move = step(row, context)
        if move.target is None:
            is_offered = may(row, context).holds
            refused = not is_offered or move.verdict.outcome is Judgement.REFUSED
            return Decision(
                Outcome.REFUSED if refused else Outcome.INCOMPLETE,
                self,
                move.verdict,
                available=() if is_offered else self._available(now.record, at, role),
            )
        taken = now.then(take(context, move.target, move.verdict, role))
        course = taken.then(elapse(taken.record, self.contract, at))
        return self._accepted(course, move.verdict, at, command, key)

    def _not_available(self, command: Command, record: Record, at: dt.datetime, role: Role) -> "Decision[Dossier]":
        available = self._available(record, at, role)
        if role not in command.roles:
            verdict = availability.not_for_role(type(command), role=role, available=available)
        else:
            journey = ask(record, self.contract, at, command).journey
            label = wording.journey(journey).states[record.states.of(journey)].label
            verdict = availability.not_available(type(command), state=label, available=available)
        return Decision(Outcome.NOT_AVAILABLE, self, verdict, available=available)

    def _available(self, record: Record, at: dt.datetime, role: Role) -> tuple[str, ...]:
        """Name the commands offered to *role*, in all journeys."""
        return tuple(offer.do for offer in view.offers(record, self.contract, at, role) if offer.offered)

    def _accepted(
        self, course: Course, verdict: Verdict, at: dt.datetime, command: Command, key: str | None
    ) -> "Decision[Dossier]":
        record = course.record
        if key is not None:
            used = Accepted(key, fingerprint(command), record.revision)
            record = attrs.evolve(record, accepted=(*record.accepted, used)[-MOST_CARRIED:])
        return Decision(
            Outcome.ACCEPTED,
            Dossier(record, self.contract),
            verdict,
            effects=course.useful(at).effects,
            steps=course.steps,
        )

    def _is_duplicate(self, command: Command, key: str | None) -> bool:
        for used in self.record.accepted:
            if used.key == key:
                if used.fingerprint != fingerprint(command):
                    raise KeyReusedError("this idempotency key was accepted for another command")
                return True
        return False

    def _elapsed(self, at: dt.datetime) -> Course:
        return elapse(self.record, self.contract, instant_of(self.record, at))


def _check_key(key: str | None, expected_revision: int | None) -> None:
    if key is not None and (not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY or not is_text(key)):
        raise HostError(f"an idempotency key is a text of 1 to {LONGEST_KEY} characters")
    if expected_revision is not None and type(expected_revision) is not int:
        raise HostError("expected_revision is a whole number: the revision of the dossier that was read")


def _role(role: Role | str | None) -> Role | None:
    try:
        return Role(role) if role is not None else None
    except ValueError:
        raise HostError(f"a role is one of: {', '.join(Role)}") from None


def _debited(quote: Quote | None) -> int | None:
    return quote.debited if quote is not None else None


def _to_pass_again(record: Record, *answers: Answers) -> tuple[str, ...]:
    """List the screens that lie ahead and have an answer among any of *answers*."""
    return tuple(screen for screen in ahead(record) if any(has_answer(one, screen) for one in answers))
