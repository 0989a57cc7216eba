"""
The façade: a dossier is a record under a contract, and a host asks everything of it here.

Nothing is decided in this module: each method hands the record and the contract
to the function that answers.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, Regime, commands as do, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> dossier = Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at)
>>> dossier = dossier.decide(do.StartAffiliation(), at=at, role="agent").dossier
>>> decision = dossier.decide(do.DeclareRegime(Regime.CPS), at=at, role="agent")
>>> decision.outcome.value, decision.codes, decision.dossier is dossier
('refused', ('regime-not-covered',), True)
"""

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any

import attrs

from psc_workflow import _snapshot as snapshot
from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.questions import Question
from psc_workflow._forms.assembly import Screen
from psc_workflow._forms.form import Form
from psc_workflow._model import commands
from psc_workflow._model.commands import Command, Submission
from psc_workflow._model.decision import Decision, Milestone
from psc_workflow._model.effects import AnyEffect, SendInvitation
from psc_workflow._model.money import Locale, check_locale
from psc_workflow._model.people import Agent
from psc_workflow._model.preview import Preview
from psc_workflow._model.record import Record
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Formula, Role
from psc_workflow._retired import warn_of_role
from psc_workflow._structuring.arguments import instant_in_range
from psc_workflow._structuring.boundary import boundary
from psc_workflow._views import View, assembly, questions
from psc_workflow.pricing import PricedQuote
from psc_workflow.rules import prefilled
from psc_workflow.states import _course, _deciding, _effects, _opening, _previewing, _quoting
from psc_workflow.states._dates import Days
from psc_workflow.states._deadlines import coming
from psc_workflow.states._instants import instant_of
from psc_workflow.states._proven import pass_on

Document = bytes | bytearray | memoryview | str
"""A stored dossier: the bytes that ``dump`` returned, or their text."""


@attrs.frozen(repr=False)
class Dossier:
    """One agent's file under one contract: a value, of which every change makes a new one."""

    record: Record
    contract: Contract

    def __repr__(self) -> str:
        states = ", ".join(f"{journey} {state}" for journey, state in self.states.items())
        return f"<dossier {self.id!r} under {self.contract.id}, revision {self.revision}: {states}>"

    @classmethod
    @boundary
    def open(cls, contract: Contract, *, id: str, agent: Agent, invited_at: dt.datetime) -> "Dossier":  # noqa: A002 -- the pinned name
        """
        Open the file of an agent who has just been invited.

        Args:
            contract: From ``contracts.get`` or ``contracts.load``.
            id: The host's own; must mean nothing to others.
            agent: As prefilled by the employer.
            invited_at: Aware instant at which the invitation was sent.

        Raises:
            NaiveInstantError: *invited_at* has no time zone.
            HostError: *id* is blank, longer than 255 characters or not storable
                as text, or an argument has another type.
            InvalidAgentError: What is prefilled would do harm: a control
                character, or a professional address that is none.
            NoValueInForceError: The contract is silent about that day.
        """
        return cls(_opening.open_record(contract, id=id, agent=agent, invited_at=invited_at), contract)

    @staticmethod
    @boundary
    def check_agent(agent: Agent, *, contract: Contract, at: dt.datetime) -> Verdict:
        """
        Report what is wrong with what an employer prefilled, by the rules of the commands; nothing is opened.

        Args:
            agent: As for :meth:`open`; what is left out or blank is not known.
            at: Aware instant of the request; no birth lies after its civil day.

        Returns:
            A verdict that holds, or every finding, with a path that begins
            with ``agent``. :meth:`open` refuses only what would do harm.

        Raises:
            NaiveInstantError: *at* has no time zone.
        """
        return prefilled.assess(agent, on=contract.civil_day(instant_in_range(at, "at")))

    @boundary
    def dump(self, *, redacted: bool = False) -> bytes:
        """
        Write the dossier as canonical JSON.

        Args:
            redacted: Without personal data, for support; cannot be loaded.

        Raises:
            InvalidDocumentError: No accepted commands could have made the dossier.
        """
        return snapshot.dump_redacted(self.record) if redacted else snapshot.dump(self.record)

    @classmethod
    @boundary
    def load(cls, data: Document, *, contracts: Mapping[str, Contract] = catalogue_contracts.builtin) -> "Dossier":
        """
        Read a dossier back.

        Args:
            data: The document that :meth:`dump` returned.
            contracts: ``contracts.builtin``, or a registry with the host's own.

        Raises:
            InvalidDocumentError: With every fault and its path.
            NewerDocumentError: A later release wrote it.
            UnknownContractError: Its contract is not among *contracts*.
            HostError: *data* is neither bytes nor a string.
        """
        return cls(*snapshot.load(data, contracts))

    def still_owes(self, effect: AnyEffect) -> bool:
        """
        Return whether *effect*, decided earlier and not delivered yet, still makes sense as the dossier stands.

        Agents who have answered, or need not, are not reminded, those who have
        left get no mail about deadlines, those who have died get none, and nothing goes to
        what is no e-mail address. The stores ask this; an outbox of a host's
        own should, too.
        """
        return not _course.is_useless(effect, self.record, self.contract)

    @property
    def id(self) -> str:
        """The host's id."""
        return self.record.id

    @property
    def revision(self) -> int:
        """The number of steps in the history: accepted commands, and deadlines that have come."""
        return self.record.revision

    @property
    def states(self) -> dict[str, str]:
        """The present state of each journey."""
        return attrs.asdict(self.record.states)

    @boundary
    def view(self, *, at: dt.datetime, locale: Locale = "fr", role: Role | None = None) -> View:
        """
        Show where the agent is and what can be done.

        Args:
            at: Aware instant.
            locale: ``fr`` or ``en``.
            role: Who looks: lists the commands that this role may give, and
                shows the personal data that it has business with. Everything,
                with a warning, if ``None``, which is deprecated.
        """
        if role is None:
            warn_of_role("Dossier.view", "it shows everything to everybody")
        instant = instant_of(self.record, at)
        return assembly.view(
            _course.as_of(self._days, instant), instant, locale=locale, role=_deciding.role_named(role)
        )

    @boundary
    def as_of(self, at: dt.datetime) -> "Dossier":
        """
        Return the dossier as it stands at *at*, with every deadline that has come: this very object if none has.

        Asking stores nothing; ``commands.Tick`` is how a host keeps the result.
        """
        return self._holding(_course.as_of(self._days, instant_of(self.record, at)).record)

    @boundary
    def quote(self, *, at: dt.datetime, formula: Formula | None = None) -> PricedQuote | None:
        """
        Price the household as declared, or as covered, under *formula*: the formula chosen if ``None``.

        Returns:
            ``None`` before the beneficiaries are declared or, if none is given, a formula is chosen.
        """
        return _quoting.quote(self._days, at, formula)

    def due_at(self) -> dt.datetime | None:
        """Return when ``commands.Tick`` is next due, in the contract's time zone; ``None`` if nothing will happen."""
        deadline = next(coming(self._days), None)
        return self.contract.local(deadline.due_at) if deadline is not None else None

    @boundary
    def timeline(self, *, until: dt.datetime) -> tuple[Milestone, ...]:
        """
        List what will happen by itself if nobody does anything.

        Args:
            until: Aware instant, inclusive.
        """
        return tuple(_course.milestones(self._days, instant_in_range(until, "until")))

    @property
    def invitation(self) -> SendInvitation:
        """The mail of the invitation in force: the one that opened the dossier, or the last one sent again."""
        return _effects.invitation(self.record, self.contract)

    @boundary
    def next_questions(self, *, at: dt.datetime, draft: Mapping[str, Any] | None = None) -> tuple[Question, ...]:
        """
        List what the present screen still asks for, in its order.

        Args:
            at: Aware instant.
            draft: Fields filled in so far, as JSON has them; the saved draft
                if ``None``. A malformed field counts as not filled in.

        Returns:
            Each fact with its question, the reason, its sources, and whether
            it is required. A fact that cannot change the answer is not asked.
        """
        now, instant = self.as_of(at), instant_of(self.record, at)
        return questions.next_questions(now.record, self.contract, instant, draft=draft)

    @boundary
    def form(
        self,
        *,
        at: dt.datetime,
        role: Role,
        locale: Locale = "fr",
        do: str | None = None,
        given: Mapping[str, Any] | None = None,
        decision: "Decision[Dossier] | None" = None,
    ) -> Form:
        """
        Make a form: fields with their questions, choices and errors, buttons, and the way so far; no markup.

        Args:
            at: Aware instant.
            role: Who fills it in.
            locale: ``fr`` or ``en``.
            do: Name of the command that the form gives (kebab-case); what
                answers the present screen if ``None``.
            given: What is filled in, as plain data (``forms.fields_of``); if
                ``None``, what the dossier has: a draft, an earlier answer,
                what the employer prefilled.
            decision: The last decision on what was filled in: its findings
                become errors.

        Raises:
            NaiveInstantError: *at* has no time zone.
            InvalidCommandError: No command is called *do*, or only the clock
                gives it, or it has no field of a name in *given*.
            HostError: No such role or language.
        """
        check_locale(locale)
        instant = instant_of(self.record, at)
        screen = Screen(_course.as_of(self._days, instant), instant, _deciding.acting_role(role), locale)
        command = commands.fillable(do) if do is not None else None
        return screen.form(command, given, decision.findings if decision is not None else ())

    @boundary
    def why_asked(self, fact: str) -> Question:
        """
        Explain why *fact* is asked, with its sources.

        Args:
            fact: Dotted path of a field, after the name of its command
                (``declare-regime.regime``) or of its screen, as
                ``View.pending`` has it, or of a field of the present screen
                (``regime``). Places in a list and refs are passed over.

        Raises:
            HostError: No such fact is asked for.
        """
        return questions.why_asked(self.record, self.contract, fact)

    @boundary
    def check(self, command: Command | Submission, *, at: dt.datetime, role: Role | None = None) -> Verdict:
        """Judge *command* without changing anything; arguments as for :meth:`decide`."""
        if role is None:
            role = _deciding.assume_role("Dossier.check", command)
        return _deciding.decide(self._days, command, at=at, key=None, role=role, expected_revision=None).verdict

    @boundary
    def preview(self, command: Command | Submission, *, at: dt.datetime, role: Role | None = None) -> Preview:
        """Return what *command* would change; arguments as for :meth:`decide`."""
        if role is None:
            role = _deciding.assume_role("Dossier.preview", command)
        return _previewing.preview(self._days, command, at=at, role=role)

    @boundary
    def decide(
        self,
        command: Command | Submission,
        *,
        at: dt.datetime,
        key: str | None = None,
        role: Role | None = None,
        expected_revision: int | None = None,
        by: str | None = None,
    ) -> "Decision[Dossier]":
        """
        Decide on *command*, or on a submission that ``commands.read_form`` read.

        A submission with faults is refused, with what the rules find in its other fields.

        Args:
            at: Aware instant of the request.
            key: Idempotency key: the same key with the same command again is
                ``duplicate``. A form that was accepted, gone back to, edited
                and sent again with its key is ``stale``.
            role: Who asks, as the host's sign-in knows. ``None`` is
                deprecated: it assumes the first role that may.
            expected_revision: The revision on which the request was made; if
                the dossier has moved on, the outcome is ``stale``.
            by: The host's own id of the person who asks, at most 128
                characters, which means nothing to others: the history keeps it.

        Returns:
            The decision. Its dossier is this very object unless accepted.

        Raises:
            NaiveInstantError: *at* has no time zone.
            InstantTooEarlyError: *at* lies more than five minutes before the
                dossier's last instant.
            KeyReusedError: *key* was used for another command.
            HostError: An argument is of another type, or *by* looks like an
                e-mail address or a social-security number.
        """
        if role is None:
            role = _deciding.assume_role("Dossier.decide", command)
        decision = _deciding.decide(
            self._days, command, at=at, key=key, role=role, expected_revision=expected_revision, by=by
        )
        return decision.about(self._holding(decision.dossier))

    @functools.cached_property
    def _days(self) -> Days:
        """What follows from the record and the contract alone, worked out once as it is asked for."""
        return Days(self.record, self.contract)

    def _holding(self, record: Record) -> "Dossier":
        """Return the dossier that holds *record*: this very object if nothing has changed."""
        if record is self.record:
            return self
        pass_on(self.record, record)
        return Dossier(record, self.contract)
