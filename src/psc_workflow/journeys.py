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
import functools
import importlib.metadata
from collections.abc import Mapping

import attrs

from psc_workflow import snapshot, views
from psc_workflow.catalogue import contracts as catalogue_contracts
from psc_workflow.catalogue import texts
from psc_workflow.catalogue.contracts import Contract
from psc_workflow.exceptions import HostError, InstantTooEarlyError, KeyReusedError, NaiveInstantError
from psc_workflow.model.commands import Command
from psc_workflow.model.decision import Decision, Outcome
from psc_workflow.model.money import Locale
from psc_workflow.model.people import Agent
from psc_workflow.model.quote import Quote
from psc_workflow.model.record import KEPT, Accepted, Record, Step, fingerprint
from psc_workflow.model.verdict import Judgement, Verdict
from psc_workflow.model.vocabulary import Formula, Role
from psc_workflow.rules import affiliation_window, availability
from psc_workflow.states.charts import JOURNEYS
from psc_workflow.states.context import Context
from psc_workflow.states.effects import effects
from psc_workflow.states.path import ahead, has_answer, parked
from psc_workflow.states.step import draft_fields, offered, row_of, step

CLOCK_TOLERANCE = dt.timedelta(minutes=5)
"""An instant this much before the dossier's last one counts as that last one: clocks of servers differ."""

_JOURNEY = "affiliation"
_CHART = JOURNEYS[_JOURNEY]
_OUTCOMES = {Judgement.REFUSED: Outcome.REFUSED, Judgement.INCOMPLETE: Outcome.INCOMPLETE}


@attrs.frozen
class Preview:
    """
    What a command would change, before anything changes.

    Args:
        outcome: What :meth:`Dossier.decide` would answer.
        verdict: With these reasons.
        parked: Answers that would no longer count.
        unparked: Parked answers that would count again.
        reopened: Screens answered before that would have to be passed again.
        premium_before: Cents debited a month now; ``None`` if unknown or not
            yet quoted.
        premium_after: Cents debited a month afterwards, likewise.
    """

    outcome: Outcome
    verdict: Verdict
    parked: tuple[str, ...]
    unparked: tuple[str, ...]
    reopened: tuple[str, ...]
    premium_before: int | None
    premium_after: int | None

    @property
    def premium_difference(self) -> int | None:
        """Cents a month more (or less) to be debited; ``None`` if either is unknown."""
        if self.premium_before is None or self.premium_after is None:
            return None
        return self.premium_after - self.premium_before


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
            HostError: *id* is blank, or an argument is of another type.
            NoValueInForceError: The contract is silent about that day.
        """
        if not isinstance(contract, Contract) or not isinstance(agent, Agent):
            raise HostError("Dossier.open takes a Contract (contracts.get) and an Agent")
        if not isinstance(id, str) or not id.strip():
            raise HostError("the id of a dossier is a text that is not blank")
        instant = _aware(invited_at)
        contract.civil_day(instant)
        return cls(Record(id, contract.id, contract.version, instant, instant, agent), contract)

    def dump(self) -> bytes:
        """Write the dossier as canonical JSON."""
        return snapshot.dump(self.record)

    @classmethod
    def load(cls, data: bytes | str, *, contracts: Mapping[str, Contract] = catalogue_contracts.builtin) -> "Dossier":
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
        """
        record = snapshot.read(data)
        contract = catalogue_contracts.find(record.contract, contracts)
        snapshot.check_contract(record, contract)
        return cls(record, contract)

    # -- asking ---------------------------------------------------------------------

    @property
    def id(self) -> str:
        """The host's id."""
        return self.record.id

    @property
    def revision(self) -> int:
        """How many commands have been accepted."""
        return self.record.revision

    @property
    def states(self) -> dict[str, str]:
        """Where each journey stands."""
        return attrs.asdict(self.record.states)

    def view(self, *, at: dt.datetime, locale: Locale = "fr", role: Role | None = None) -> views.View:
        """
        Show where one is and what can be done.

        Args:
            at: Aware instant.
            locale: ``fr`` or ``en``.
            role: Only the commands this role may give; all if ``None``.
        """
        return views.view(self._context(at), locale=locale, role=_role(role))

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
        context = self._context(at)
        return context.quote_for(formula) if formula is not None else context.quote

    def due_at(self) -> dt.datetime | None:
        """
        Say when the time to affiliate ends: the first instant at which it is over; ``None`` once signed.
        """
        if self.record.states.affiliation == "confirmed":
            return None
        invited_on = self.contract.civil_day(self.record.invited_at)
        last = affiliation_window.last_day(invited_on, contract=self.contract)
        return self.contract.start_of(last + dt.timedelta(days=1))

    def check(self, command: Command, *, at: dt.datetime, role: Role | None = None) -> Verdict:
        """Judge *command* without changing anything; arguments as for :meth:`decide`."""
        return self.decide(command, at=at, role=role).verdict

    def preview(self, command: Command, *, at: dt.datetime, role: Role | None = None) -> Preview:
        """Say what *command* would change; arguments as for :meth:`decide`."""
        decision = self.decide(command, at=at, role=role)
        before, after = self.record, decision.dossier.record
        parked_before, parked_after = parked(before.answers), parked(after.answers)
        return Preview(
            outcome=decision.outcome,
            verdict=decision.verdict,
            parked=tuple(name for name in parked_after if name not in parked_before),
            unparked=tuple(name for name in parked_before if name not in parked_after),
            reopened=tuple(screen for screen in _to_pass_again(after) if screen not in _to_pass_again(before)),
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
        _aware(at)
        if self._is_duplicate(command, key):
            return Decision(Outcome.DUPLICATE, self)
        if expected_revision is not None and expected_revision != self.revision:
            return Decision(Outcome.STALE, self)
        return self._decided(command, self._context(at, command), key, _role(role) or command.roles[0])

    def _decided(self, command: Command, context: Context, key: str | None, role: Role) -> "Decision[Dossier]":
        state = self.record.states.affiliation
        row = row_of(_CHART, state, command.event)
        if row is None or role not in command.roles:
            available = offered(_CHART, state, context, role)
            if row is None:
                label = texts.journey(_JOURNEY).states[state].label
                verdict = availability.not_available(type(command), state=label, available=available)
            else:
                verdict = availability.not_for_role(type(command), role=role, available=available)
            return Decision(Outcome.NOT_AVAILABLE, self, verdict, available=tuple(one.do for one in available))
        taken = step(row, context)
        if taken.target is None:
            return Decision(_OUTCOMES[taken.verdict.outcome], self, taken.verdict)
        return self._accepted(context, taken.verdict, taken.target, key, role)

    def _accepted(
        self, context: Context, verdict: Verdict, target: str, key: str | None, role: Role
    ) -> "Decision[Dossier]":
        record, command = context.after, context.command
        assert command is not None  # noqa: S101 -- for the type checker: decide was given one
        revision = record.revision + 1
        codes = tuple(dict.fromkeys(finding.code for finding in verdict.findings))
        taken = Step(revision, command.do, role, context.at, codes, self.contract.version, _library_version())
        used = (Accepted(key, fingerprint(command), revision),) if key is not None else ()
        history = record.history.with_step(taken)
        record = attrs.evolve(
            record,
            revision=revision,
            at=context.at,
            contract_version=self.contract.version,
            states=attrs.evolve(record.states, affiliation=target),
            history=history,
            accepted=(*record.accepted, *used)[-KEPT:],
        )
        return Decision(
            Outcome.ACCEPTED,
            Dossier(record, self.contract),
            verdict,
            effects=effects(context, record),
            steps=history.steps[-1:],
        )

    def _is_duplicate(self, command: Command, key: str | None) -> bool:
        for used in self.record.accepted:
            if used.key == key:
                if used.fingerprint != fingerprint(command):
                    raise KeyReusedError("this idempotency key was accepted for another command")
                return True
        return False

    def _context(self, at: dt.datetime, command: Command | None = None) -> Context:
        instant, last = _aware(at), self.record.at
        if instant < last - CLOCK_TOLERANCE:
            raise InstantTooEarlyError(
                f"{instant.isoformat()} lies before the dossier's last instant, {last.isoformat()}"
            )
        fields = draft_fields(_CHART, self.record.states.affiliation)
        return Context(self.record, self.contract, max(instant, last), command, fields)


def _aware(at: dt.datetime) -> dt.datetime:
    if not isinstance(at, dt.datetime) or at.utcoffset() is None:
        raise NaiveInstantError("an instant needs a time zone: datetime(..., tzinfo=UTC) or ZoneInfo(...)")
    return at


def _role(role: Role | str | None) -> Role | None:
    try:
        return Role(role) if role is not None else None
    except ValueError:
        raise HostError(f"a role is one of: {', '.join(Role)}") from None


def _debited(quote: Quote | None) -> int | None:
    return quote.debited if quote is not None else None


def _to_pass_again(record: Record) -> tuple[str, ...]:
    """List the screens that have an answer and lie ahead."""
    return tuple(screen for screen in ahead(record) if has_answer(record.answers, screen))


@functools.cache
def _library_version() -> str:
    return importlib.metadata.version("psc_workflow")
