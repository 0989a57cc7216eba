"""
The making of a form: the present screen, or a command asked for, with what is filled in so far.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._forms.asking import Asking
from psc_workflow._forms.buttons import button
from psc_workflow._forms.choices import documents
from psc_workflow._forms.dossiers import OfDossier
from psc_workflow._forms.fields import Filling, Origin
from psc_workflow._forms.form import Button, Error, Form, Step
from psc_workflow._forms.slots import slots
from psc_workflow._forms.texts import form_texts
from psc_workflow._model import commands as do
from psc_workflow._model.commands import EVENTS, Command, for_event
from psc_workflow._model.money import Locale
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Role
from psc_workflow._views.questions import command_so_far
from psc_workflow._views.status import journey_of_standing
from psc_workflow.states._charts import JOURNEYS, journey_of
from psc_workflow.states._dates import Days
from psc_workflow.states._engine import table
from psc_workflow.states._offers import Offer, offered
from psc_workflow.states._screens import ANYWHERE, ahead, behind, has_answer
from psc_workflow.states._withholding import Kinds, draft_without, plain_without, verdict_for, withheld

_PREFILLED = {do.ConfirmIdentity: "identity", do.ConfirmContactDetails: "contact_details"}
"""Commands that begin with what the employer knows, with the answer that takes its place."""


@attrs.define(slots=False, eq=False)
class Screen(OfDossier):
    """
    A dossier at which somebody looks, to fill something in.

    Args:
        days: Those of the record as of *at*.
    """

    days: Days
    at: dt.datetime
    role: Role
    locale: Locale

    def form(
        self, command: type[Command] | None, answers: Mapping[str, Any] | None, findings: Iterable[Finding]
    ) -> Form:
        """
        Make the form.

        Args:
            command: What the form gives; what answers the present screen if ``None``.
            answers: What is filled in, as plain data; what the dossier has so
                far if ``None``.
            findings: Of the last decision.
        """
        kind = self._answer if command is None else command
        if kind is None:
            return self._without_questions(findings)
        fields, origins = self._filled_in(kind, answers)
        asking = Asking(self.days, self.at, self.role, kind, fields, self._hidden)
        shown = self._shown(findings, asking.read.command)
        errors = tuple(self._error(finding, asking.field_of(finding.path)) for finding in shown)
        filling = Filling(asking, self.locale, origins, _by_field(errors))
        return Form(
            do=kind.do,
            screen=self.record.states.of(journey_of(kind.event, self.record)),
            title=self._title(kind) if command is not None else self._state_label,
            intro=self._intro(kind.event),
            fields=tuple(filling.fields(slots(kind))),
            buttons=tuple(self._buttons(kind)),
            errors=errors,
            revision=self.record.revision,
            progress=tuple(self._progress()),
            documents=documents(asking, self.locale) if kind is do.Sign else (),
        )

    def _without_questions(self, findings: Iterable[Finding]) -> Form:
        """Make the form of a screen that asks this role nothing."""
        return Form(
            do="",
            screen=self.record.states.of(self._journey),
            title=self._state_label,
            intro=self._intro(f"{self._journey}.{self.record.states.of(self._journey)}"),
            buttons=tuple(self._buttons(None)),
            errors=tuple(self._error(finding, "") for finding in self._shown(findings, None)),
            revision=self.record.revision,
            progress=tuple(self._progress()),
        )

    @cached_property
    def _journey(self) -> str:
        """The journey whose present state is the screen: the one that says where the agent stands in life."""
        return journey_of_standing(self.record)

    @cached_property
    def _offered(self) -> tuple[Offer, ...]:
        return offered(self.days, self.at, self.role)

    @cached_property
    def _answers(self) -> Collection[type[Command]]:
        """The commands that answer the present screen, in the order of its chart."""
        if self._journey != self.record.active:
            return []  # no screen of a journey: the agent stands in life, and every command is beside it
        rows = table(JOURNEYS[self._journey])[self.record.states.of(self._journey)]
        names = {offer.do for offer in self._offered}
        answers = [for_event(event) for event in rows if event in EVENTS - ANYWHERE]
        return [command for command in answers if command.do in names]

    @property
    def _answer(self) -> type[Command] | None:
        """The first of them with questions that are not answered; else with questions; else of all."""
        asking = [command for command in self._answers if slots(command)]
        unanswered = [command for command in asking if command_so_far(command.event, self.record) == command()]
        return next(iter([*unanswered, *asking, *self._answers]), None)

    def _filled_in(
        self, kind: type[Command], answers: Mapping[str, Any] | None
    ) -> tuple[dict[str, Any], dict[str, Origin]]:
        """Return the fields as filled in, and where each comes from."""
        if answers is not None:
            return dict(answers), {}
        answered = plain_without(command_so_far(kind.event, self.record), self._hidden)
        before = {name: value for name, value in answered.items() if not _is_empty(value)}
        is_prefilled = kind in _PREFILLED and getattr(self.record.answers, _PREFILLED[kind]) is None
        draft = draft_without(self.record.draft.fields, self._hidden) if self.record.draft is not None else {}
        drafted = {name: value for name, value in draft.items() if name in kind.field_names()}
        origins: dict[str, Origin] = dict.fromkeys(before, "employer" if is_prefilled else "answers")
        return before | drafted, origins | dict.fromkeys(drafted, "draft")

    @cached_property
    def _hidden(self) -> Kinds:
        return withheld(self.contract, self.role, self._today)

    @property
    def _today(self) -> dt.date:
        return self.contract.civil_day(self.at)

    def _shown(self, findings: Iterable[Finding], command: Command | None) -> tuple[Finding, ...]:
        """Return *findings*, of whoever's decision, as this role may read them."""
        verdict = Verdict(tuple(findings))
        return verdict_for(
            self.role, verdict, record=self.record, contract=self.contract, on=self._today, command=command
        ).findings

    def _error(self, finding: Finding, field: str) -> Error:
        return Error(field, finding.text(self.locale), finding.remedy(self.locale), finding.code, finding.blocks)

    @property
    def _state_label(self) -> str:
        states = self.contract.wording.journey(self._journey).states
        return states[self.record.states.of(self._journey)].label.in_(self.locale)

    def _intro(self, name: str) -> str:
        """Find what the guide says first, by the command or, where nothing is asked, by the state."""
        return self.contract.wording.expand(form_texts().intro(name)).in_(self.locale)

    def _title(self, kind: type[Command]) -> str:
        return self._wording.command_label(kind.event, journey_of(kind.event, self.record)).in_(self.locale)

    @property
    def _wording(self) -> Wording:
        return self.contract.wording.read_by(self.role)

    def _buttons(self, kind: type[Command] | None) -> Iterator[Button]:
        """Yield the commands that are offered, the form's own first."""
        for offer in sorted(self._offered, key=lambda offer: offer.command is not kind):
            is_answer = offer.command is kind or offer.command in self._answers
            yield button(offer, self._wording, self.locale, is_answer=is_answer)

    def _progress(self) -> Iterator[Step]:
        record, journey = self.record, self._journey
        states = self.contract.wording.journey(journey).states
        here = record.states.of(journey)
        for name in behind(record, journey):
            yield Step(name, states[name].label.in_(self.locale), "done")
        for name in ahead(record, journey):
            is_answered = journey == "affiliation" and has_answer(record.answers, name)
            label = states[name].label.in_(self.locale)
            yield Step(name, label, "here" if name == here else "to pass again" if is_answered else "ahead")


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and all(map(_is_empty, value.values())))


def _by_field(errors: tuple[Error, ...]) -> dict[str, tuple[Error, ...]]:
    names = dict.fromkeys(error.field for error in errors if error.field)
    return {name: tuple(error for error in errors if error.field == name) for name in names}
