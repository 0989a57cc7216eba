"""
The moments of a subject: how the dossier stands after each step, and at each deadline ahead if nobody does anything.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from psc_workflow._model.decision import Decision, Milestone
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding
from psc_workflow._model.vocabulary import Role
from psc_workflow._views.view import View
from psc_workflow.dossier import Dossier
from psc_workflow.explorer import _catalogue as catalogue
from psc_workflow.explorer import _evidence as evidence
from psc_workflow.explorer._masking import Mask
from psc_workflow.explorer._money import Money
from psc_workflow.explorer._pools import Pools
from psc_workflow.explorer._subjects import Act, Subject

YEARS_AHEAD = 3
"""How far the clock is turned on from the last step."""

_SHARED = ("text", "remedy", "suggests", "sources")
"""What a finding need not say again where its catalogue entry says the same."""

ROLES = tuple(role for role in Role if role is not Role.CLOCK)

TELLS_A_BIRTH = "child_birthday_nears"
"""The deadline whose day is computed from a date of birth."""


class Moments:
    """
    Writes the moments of one subject.

    Args:
        mask: Takes out what is personal; nothing is taken out if ``None``.
    """

    def __init__(self, subject: Subject, pools: Pools, money: Money, mask: Mask | None) -> None:
        self._subject, self._pools, self._money, self._mask = subject, pools, money, mask
        findings = catalogue.findings(subject.dossier.contract, pools)
        self._catalogue = {finding["code"]: finding for finding in findings}

    def all(self) -> list[dict[str, Any]]:
        """List the moments, in the order of time."""
        moments = [self._moment(act, dossier, at) for act, dossier, at in self._subject.situations()]
        *_, (_, dossier, at) = self._subject.situations()
        for due_at, milestones in _instants_ahead(dossier, at).items():
            moments.append(self._moment(None, dossier.as_of(due_at), due_at, milestones))
        return moments

    @staticmethod
    def ahead(dossier: Dossier, at: dt.datetime) -> list[tuple[dt.datetime, tuple[str, ...]]]:
        """List the moments that nobody has to do anything for: the instant, and the deadlines that come then."""
        due = _instants_ahead(dossier, at)
        return [(instant, tuple(each.event for each in milestones)) for instant, milestones in due.items()]

    def _moment(
        self, act: Act | None, dossier: Dossier, at: dt.datetime, milestones: Sequence[Milestone] = ()
    ) -> dict[str, Any]:
        views = {role: dossier.view(at=at, role=role) for role in ROLES}
        french, english = views[Role.AGENT], dossier.view(at=at, role=Role.AGENT, locale="en")
        return {
            "at": self._instant(dossier, at, milestones),
            "foreseen": [milestone.event for milestone in milestones],
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
            "check": evidence.check(act, dossier, at, is_foreseen=bool(milestones)),
        }

    def _instant(self, dossier: Dossier, at: dt.datetime, milestones: Sequence[Milestone]) -> str:
        """Write an instant in the contract's time zone; that of a birthday by its month alone, if it is masked."""
        local = dossier.contract.local(at)
        if self._mask is not None and any(milestone.event == TELLS_A_BIRTH for milestone in milestones):
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
            [offer.journey, offer.do, offer.offered, self._findings(map(_short, offer.verdict.findings))]
            for offer in view.commands
        ]
        return self._pools.place("offers", offers)

    def _findings(self, findings: Iterable[Finding]) -> list[int]:
        return [self._pools.place("findings", self.finding(finding)) for finding in findings]

    def finding(self, finding: Finding) -> dict[str, Any]:
        """Write one reason."""
        shown = finding if self._mask is None else self._mask.finding(finding)
        written = {
            "code": shown.code,
            "severity": shown.severity.value,
            "path": shown.path,
            "text": {"fr": self._text(shown.text("fr")), "en": self._text(shown.text("en"))},
            "remedy": {"fr": self._text(shown.remedy("fr")), "en": self._text(shown.remedy("en"))},
            "suggests": list(shown.suggests),
            "sources": self._pools.sources(shown.sources),
        }
        same = self._catalogue.get(shown.code, {})
        return {name: None if name in _SHARED and same.get(name) == value else value for name, value in written.items()}

    def _milestone(self, milestone: Milestone, dossier: Dossier) -> int:
        text = attrs.asdict(milestone.sentence)
        hides = milestone.event == TELLS_A_BIRTH and self._mask is not None
        return self._pools.place(
            "milestones",
            {
                "at": self._instant(dossier, milestone.due_at, [milestone]),
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


def _short(finding: Finding) -> Finding:
    """Leave out of *finding* the list of commands that are offered instead: here they stand beside it."""
    return attrs.evolve(finding, remedies=Text("", "")) if finding.code == "role-not-allowed" else finding


def _timeline(dossier: Dossier, at: dt.datetime) -> tuple[Milestone, ...]:
    return dossier.timeline(until=at + dt.timedelta(days=366 * YEARS_AHEAD))


def _instants_ahead(dossier: Dossier, at: dt.datetime) -> dict[dt.datetime, list[Milestone]]:
    """Return what is due at each instant ahead: all of it is one moment."""
    due = itertools.groupby(_timeline(dossier, at), lambda milestone: milestone.due_at)
    return {instant: list(milestones) for instant, milestones in due}


def _effects(decision: Decision[Dossier]) -> list[str]:
    return [type(effect).__name__ for effect in decision.effects]
