"""
The moments of a subject: how the dossier stands after each step, and at each deadline ahead if nobody does anything.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._model.decision import Decision, Milestone
from psc_workflow._model.verdict import Finding
from psc_workflow._model.vocabulary import Role
from psc_workflow._views.view import View
from psc_workflow.dossier import Dossier
from psc_workflow.explorer import _evidence as evidence
from psc_workflow.explorer._masking import Mask
from psc_workflow.explorer._money import Money
from psc_workflow.explorer._pools import Pools
from psc_workflow.explorer._subjects import Act, Subject

YEARS_AHEAD = 3
"""How far the clock is turned on from the last step."""

ROLES = tuple(role for role in Role if role is not Role.CLOCK)

_TELLS_A_BIRTH = "child_birthday_nears"
"""The deadline whose day is computed from a date of birth."""


class Moments:
    """
    Writes the moments of one subject.

    Args:
        mask: Takes out what is personal; nothing is taken out if ``None``.
    """

    def __init__(self, subject: Subject, pools: Pools, money: Money, mask: Mask | None) -> None:
        self._subject, self._pools, self._money, self._mask = subject, pools, money, mask

    def all(self) -> list[dict[str, Any]]:
        """List the moments, in the order of time."""
        moments = [self._moment(act, dossier, at) for act, dossier, at in self._subject.situations()]
        *_, (_, dossier, at) = self._subject.situations()
        for milestone in _first_of_each_instant(dossier, at):
            later = dossier.as_of(milestone.due_at)
            moments.append(self._moment(None, later, milestone.due_at, milestone=milestone))
        return moments

    def _moment(
        self, act: Act | None, dossier: Dossier, at: dt.datetime, *, milestone: Milestone | None = None
    ) -> dict[str, Any]:
        views = {role: dossier.view(at=at, role=role) for role in ROLES}
        french, english = views[Role.AGENT], dossier.view(at=at, role=Role.AGENT, locale="en")
        return {
            "at": self._instant(dossier, at, milestone),
            "foreseen": None if milestone is None else milestone.event,
            "act": None if act is None else self._act(act),
            "states": dossier.as_of(at).states,
            "where": {"journey": french.where.journey, "state": french.where.state},
            "passed": list(french.progress.done),
            "left": list(french.progress.left),
            "status": {"fr": self._text(french.status), "en": self._text(english.status)},
            "offers": {role.value: self._offers(view) for role, view in views.items()},
            "warnings": self._findings(french.warnings.findings),
            "ahead": [self._milestone(each, dossier) for each in _timeline(dossier, at)],
            "quotes": {formula.value: self._money.place(quote) for formula, quote in french.quotes.items()},
            "formula": None if french.quote is None else french.quote.formula.value,
            "check": evidence.check(self._subject, act, dossier, at, is_foreseen=milestone is not None),
        }

    def _instant(self, dossier: Dossier, at: dt.datetime, milestone: Milestone | None) -> str:
        """Write an instant in the contract's time zone; that of a birthday by its month alone, if it is masked."""
        local = dossier.contract.local(at)
        if milestone is not None and milestone.event == _TELLS_A_BIRTH and self._mask is not None:
            return str(local.date())[: len("YYYY-MM")]
        return local.isoformat()

    def _act(self, act: Act) -> dict[str, Any]:
        decision = act.decision
        return {
            "do": act.step.command.do,
            "role": act.step.role.value,
            "outcome": decision.outcome.value,
            "findings": self._findings(decision.findings),
            "effects": _effects(decision),
        }

    def _offers(self, view: View) -> int:
        offers = [
            [offer.journey, offer.do, offer.offered, self._findings(offer.verdict.findings)] for offer in view.commands
        ]
        return self._pools.place("offers", offers)

    def _findings(self, findings: tuple[Finding, ...]) -> list[int]:
        return [self._pools.place("findings", self._finding(finding)) for finding in findings]

    def _finding(self, finding: Finding) -> dict[str, Any]:
        shown = finding if self._mask is None else self._mask.finding(finding)
        return {
            "code": shown.code,
            "severity": shown.severity.value,
            "path": shown.path,
            "text": {"fr": self._text(shown.text("fr")), "en": self._text(shown.text("en"))},
            "remedy": {"fr": self._text(shown.remedy("fr")), "en": self._text(shown.remedy("en"))},
            "suggests": list(shown.suggests),
            "sources": self._pools.sources(shown.sources),
        }

    def _milestone(self, milestone: Milestone, dossier: Dossier) -> int:
        text = attrs.asdict(milestone.sentence)
        hides = milestone.event == _TELLS_A_BIRTH and self._mask is not None
        return self._pools.place(
            "milestones",
            {
                "at": self._instant(dossier, milestone.due_at, milestone),
                "journey": milestone.journey,
                "event": milestone.event,
                "what": attrs.asdict(milestone.what),
                "sentence": {locale: "" if hides else self._text(sentence) for locale, sentence in text.items()},
                "state": milestone.state,
                "effects": [type(effect).__name__ for effect in milestone.effects],
            },
        )

    def _text(self, text: str) -> str:
        return text if self._mask is None else self._mask.text(text)


def _timeline(dossier: Dossier, at: dt.datetime) -> tuple[Milestone, ...]:
    return dossier.timeline(until=at + dt.timedelta(days=366 * YEARS_AHEAD))


def _first_of_each_instant(dossier: Dossier, at: dt.datetime) -> Iterator[Milestone]:
    """List the milestones ahead, one of each instant: what else is due then is part of the same moment."""
    latest = None
    for milestone in _timeline(dossier, at):
        if milestone.due_at != latest:
            yield milestone
        latest = milestone.due_at


def _effects(decision: Decision[Dossier]) -> list[str]:
    return [type(effect).__name__ for effect in decision.effects]
