"""
A run as a story: a heading a day, a line a step, and what is sent; in the time of the contract and in its words.
"""

import datetime as dt
from enum import Enum

import attrs
from rich.text import Text as Styled

from psc_workflow import mails
from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import word
from psc_workflow._model import citing
from psc_workflow._model import effects as to
from psc_workflow._model.commands import Attest, Command, DeclareBeneficiaries, DeclarePartner, ReportMotiveEnd, Tick
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.steps import Step
from psc_workflow._model.text import Text, write_day
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Role
from psc_workflow.cli._printing import COLON, Printer
from psc_workflow.cli._words import say
from psc_workflow.dossier import Dossier
from psc_workflow.states._charts import journey_of
from psc_workflow.testing._scenarios.steps import ScenarioStep

MAIL, TASK, SPACE, REFUSAL, WARNING = "✉", "☐", "⌂", "✗", "!"
_WHO_WIDTH, _WHAT_WIDTH = 17, 54
_INDENT = " " * len("  09:00  ")
_SHOWN = ("regime", "formula", "motive", "kind", "membership", "rating")
"""Fields of commands, closed lists all, that a line shows; never those of a person, nor the reason of an end."""


class Storyteller:
    """
    Prints the steps of one dossier after the other.

    Args:
        in_full: Whether the first sentence of a mail, once for each sort of
            mail, and what the agent's personal space shows are printed, too;
            both may hold a birthday.
    """

    def __init__(self, printer: Printer, *, in_full: bool = False) -> None:
        self.printer, self.locale, self.in_full = printer, printer.locale, in_full
        self._quoted: set[str] = set()
        self._start()

    def _start(self, status: str = "") -> None:
        self._day: dt.date | None = None
        self._status, self._place = status, ("", "")
        self._shown = 0  # the revision of the last deadline that was printed

    def open(self, dossier: Dossier) -> None:
        """Print the invitation of another dossier."""
        self._start(dossier.view(at=dossier.record.at, locale=self.locale, role=Role.AGENT).status)
        self._line(dossier.contract, dossier.record.at, self._say("host"), self._say("opening"))
        self._effect(dossier.invitation, dossier)

    def step(self, step: ScenarioStep, decision: Decision[Dossier]) -> None:
        """Print the deadlines that passed, the command and its outcome, the reasons, and what is sent."""
        steps = _passed(decision, step.at)
        commands = [recorded.command for recorded in steps]
        position = commands.index(step.command.do) if step.command.do in commands else len(commands)
        self._deadlines(decision.dossier, steps[:position])
        is_silent = isinstance(step.command, Tick) and decision.outcome is Outcome.ACCEPTED
        if is_silent:
            self._deadlines(decision.dossier, steps[position + 1 :])
        else:
            self._command(step, decision, position)
        for finding in decision.findings:
            self._finding(finding)
        self._deadlines(decision.dossier, steps[position + 1 :])
        for effect in decision.effects:
            self._effect(effect, decision.dossier)
        if self.in_full:
            self._personal_space(decision.dossier.view(at=step.at, locale=self.locale, role=Role.AGENT).status)

    def prefilled(self, report: Verdict) -> None:
        """Print what is wrong with what the employer prefilled, field by field."""
        for finding in report.findings:
            self.printer.line(f"  {self._say('prefilled', path=finding.path)}")
            self._finding(finding)

    def _command(self, step: ScenarioStep, decision: Decision[Dossier], position: int) -> None:
        record = decision.dossier.as_of(step.at).record
        name = None if isinstance(step.command, Tick) else journey_of(step.command.event, record)
        wording = decision.dossier.contract.wording
        what = wording.read_by(step.role).command_label(step.command.event, name).in_(self.locale)
        details = self._details(step.command, wording)
        outcome = wording.word(decision.outcome).in_(self.locale)
        if decision.outcome is Outcome.ACCEPTED and name is not None:
            state = decision.steps[position].state if position < len(decision.steps) else record.states.of(name)
            outcome += self._move(name, wording.journey(name).states[state].label)
        whole = COLON.in_(self.locale).join([what, f" {details}"]) if details else what
        is_long = len(whole) > _WHAT_WIDTH
        self._line(
            decision.dossier.contract,
            step.at,
            self._who(step.role),
            what if is_long else whole,
            Styled(outcome, "green" if decision.outcome is Outcome.ACCEPTED else "yellow"),
        )
        if details and is_long:
            self._below(" " * _WHO_WIDTH, details)

    def _move(self, name: str, label: Text) -> str:
        """Write the step that follows, unless it is the one before."""
        before, self._place = self._place, (name, label.fr)
        return "" if before == self._place else f" → {label.in_(self.locale)}"

    def _personal_space(self, status: str) -> None:
        if status != self._status:
            self._status = status
            self._below(f"{SPACE} ", status)

    def _deadlines(self, dossier: Dossier, steps: tuple[Step, ...]) -> None:
        """Print the deadlines that passed, each at the time it was due and once only."""
        for step in steps:
            if step.revision <= self._shown:
                continue
            self._shown = step.revision
            labels = dossier.contract.wording.journey(step.journey).deadlines
            label = labels[step.command.replace("-", "_")].in_(self.locale)
            self._line(dossier.contract, step.at, self._say("deadline"), label)

    def _line(self, contract: Contract, at: dt.datetime, who: str, what: str, outcome: Styled | str = "") -> None:
        """Print one line, below the heading of its day."""
        local = contract.local(at)
        if local.date() != self._day:
            self._day = local.date()
            self.printer.console.print(Styled(f"  {write_day(self._day).in_(self.locale)}", style="bold"))
        what = f"{what:<{_WHAT_WIDTH}}  " if outcome else what
        self.printer.console.print(f"  {local:%H:%M}  {who + ' ':<{_WHO_WIDTH}}{what}", outcome, markup=False, sep="")

    def _finding(self, finding: Finding) -> None:
        mark = REFUSAL if finding.blocks else WARNING
        self._below(f"{mark} ", finding.text(self.locale))
        self._below("  ", self._say("remedy", remedy=finding.remedy(self.locale)))
        for source in finding.sources:
            self._below("  ", citing.line(source, self.locale))

    def _effect(self, effect: AnyEffect, dossier: Dossier) -> None:
        message = mails.render(effect, dossier.contract, self.locale)
        if not isinstance(effect, to.Mail):
            self._below(f"{TASK} ", self._say("task", manager=self._who(Role.MANAGER), subject=message.subject))
            return
        self._below(
            f"{MAIL} ",
            self._say(
                "mail",
                address=_capitalise(dossier.contract.word(effect.recipient).in_(self.locale)),
                subject=message.subject,
            ),
        )
        if self.in_full and message.name not in self._quoted:
            self._quoted.add(message.name)
            self._below("  ", self._say("quotation", sentence=first_sentence(message)))

    def _below(self, mark: str, text: str) -> None:
        """Print *text* below the step that it belongs to."""
        self.printer.wrapped(text, _INDENT + mark, _INDENT + " " * max(len(mark), len("  ")))

    def _details(self, command: Command, wording: Wording) -> str:
        """Say which values of closed lists the command holds, a last day, or how many people: nothing personal."""
        if isinstance(command, DeclareBeneficiaries):
            return self._people(command)
        if isinstance(command, ReportMotiveEnd) and isinstance(command.ended_on, dt.date):
            return self._say("dated", field=wording.field("ended_on"), day=write_day(command.ended_on))
        if isinstance(command, DeclarePartner | Attest):
            return ""
        values = [getattr(command, name) for name in command.field_names() if name in _SHOWN]
        return ", ".join(wording.word(value).in_(self.locale) for value in values if isinstance(value, Enum))

    def _people(self, command: DeclareBeneficiaries) -> str:
        children = command.children if isinstance(command.children, tuple) else ()
        parts = [self._say("spouse")] if attrs.has(type(command.partner)) else []
        if children:
            parts.append(self._say("one_child") if len(children) == 1 else self._say("children", count=len(children)))
        return ", ".join(parts) or self._say("nobody")

    def _who(self, role: Role) -> str:
        return _capitalise(word(role).in_(self.locale))

    def _say(self, name: str, **facts: object) -> str:
        return say("story", name, self.locale, **facts)


def _passed(decision: Decision[Dossier], at: dt.datetime) -> tuple[Step, ...]:
    """List the steps up to *at*: a refusal records none, but deadlines may have come before it all the same."""
    if decision.outcome is Outcome.ACCEPTED:
        return decision.steps
    history = decision.dossier.as_of(at).record.history
    return tuple(step for step in history.steps if step.revision > decision.dossier.revision)


def _capitalise(words: str) -> str:
    return words[:1].upper() + words[1:]


def first_sentence(message: mails.Message) -> str:
    """Return the first sentence after the greeting."""
    paragraph = message.text.split("\n\n")[1]
    return paragraph.partition(". ")[0].rstrip(".") + "."
