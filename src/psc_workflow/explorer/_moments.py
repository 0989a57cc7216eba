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
from psc_workflow._structuring import LAST_INSTANT
from psc_workflow._views.view import View
from psc_workflow.dossier import Dossier
from psc_workflow.explorer import _catalogue as catalogue
from psc_workflow.explorer import _evidence as evidence
from psc_workflow.explorer import _titles as titles
from psc_workflow.explorer._masking import NOTICE_OF_BIRTHDAY, Mask
from psc_workflow.explorer._money import Money, priced_on
from psc_workflow.explorer._pools import Pools
from psc_workflow.explorer._subjects import Act, Subject
from psc_workflow.explorer._words import text

YEARS_AHEAD = 3
"""How far the clock is turned on from the last step."""

_SHARED = ("text", "remedy", "suggests", "sources")
"""What a finding need not say again where its catalogue entry says the same."""

ROLES = tuple(role for role in Role if role is not Role.CLOCK)


@attrs.frozen
class Outlook:
    """
    What lies ahead from one moment of a dossier on, if nobody does anything.

    Args:
        dossier: As it stood after its last step; as its future is foreseen,
            if that is masked.
    """

    dossier: Dossier
    at: dt.datetime

    @classmethod
    def of(cls, dossier: Dossier, at: dt.datetime, mask: Mask | None) -> "Outlook":
        """Look ahead from *dossier*, as *mask* lets it be seen."""
        return cls(dossier if mask is None else mask.foreseeing(dossier), at)

    def milestones(self) -> tuple[Milestone, ...]:
        """List what will come after the moment, as far as days are known to the library."""
        until = min(self.at + dt.timedelta(days=366 * YEARS_AHEAD), LAST_INSTANT)
        return self.dossier.as_of(self.at).timeline(until=until)

    def instants(self) -> list[tuple[dt.datetime, list[Milestone]]]:
        """List the instants ahead, each with what is due then: all of it is one moment."""
        due = itertools.groupby(self.milestones(), lambda milestone: milestone.due_at)
        return [(instant, list(milestones)) for instant, milestones in due]


class Moments:
    """
    Writes the moments of one subject.

    Args:
        mask: Takes out what is personal; nothing is taken out if ``None``.
    """

    def __init__(self, subject: Subject, pools: Pools, mask: Mask | None) -> None:
        self._subject, self._pools, self._money, self._mask = subject, pools, Money(pools), mask
        findings = catalogue.findings(subject.dossier.contract, pools)
        self._catalogue = {finding["code"]: finding for finding in findings}

    def all(self) -> list[dict[str, Any]]:
        """List the moments, in the order of time."""
        situations = list(self._subject.situations())
        moments = [
            self._moment(act, dossier, Outlook.of(dossier, at, self._mask), act.number if act else 0)
            for act, dossier, at in situations
        ]
        act, dossier, at = situations[-1]
        latest = Outlook.of(dossier, at, self._mask)
        for due_at, milestones in latest.instants():
            dossier = latest.dossier.as_of(due_at)
            moments.append(self._moment(None, dossier, Outlook(dossier, due_at), act.number if act else 0, milestones))
        return moments

    def _moment(
        self, act: Act | None, dossier: Dossier, outlook: Outlook, steps: int, milestones: Sequence[Milestone] = ()
    ) -> dict[str, Any]:
        at = outlook.at
        views = {role: dossier.view(at=at, role=role) for role in ROLES}
        french, english = views[Role.AGENT], dossier.view(at=at, role=Role.AGENT, locale="en")
        return {
            "at": self._instant(dossier, at, milestones),
            "steps": steps,
            "title": self._title(act, at, milestones),
            "foreseen": [milestone.event for milestone in milestones],
            "act": None if act is None else self._act(act),
            "states": dossier.as_of(at).states,
            "where": {"journey": french.where.journey, "state": french.where.state},
            "passed": list(french.progress.done),
            "left": list(french.progress.left),
            "status": {"fr": french.status, "en": english.status},
            "offers": {role.value: self._offers(view, role) for role, view in views.items()},
            "warnings": self._findings(french.warnings.findings),
            "ahead": [self._milestone(each, dossier) for each in outlook.milestones()],
            "quotes": {formula.value: self._money.place(quote) for formula, quote in french.quotes.items()},
            "priced_on": next(map(priced_on, french.quotes.values()), None),
            "formula": None if french.quote is None else french.quote.formula.value,
            "check": evidence.check(act, dossier, at, is_foreseen=bool(milestones)),
        }

    def _instant(self, dossier: Dossier, at: dt.datetime, milestones: Sequence[Milestone]) -> str:
        """Write an instant in the contract's time zone; that of a birthday by its month alone, if it is masked."""
        local = dossier.contract.local(at)
        if self._mask is not None and any(milestone.event == NOTICE_OF_BIRTHDAY for milestone in milestones):
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

    def _title(self, act: Act | None, at: dt.datetime, milestones: Sequence[Milestone]) -> dict[str, str]:
        if act is not None:
            return attrs.asdict(titles.of_act(act, at))
        if milestones:
            return attrs.asdict(titles.join_titles(milestone.what for milestone in milestones))
        return attrs.asdict(text("stored" if self._subject.kind == "store" else "opened"))

    def _offers(self, view: View, role: Role) -> int:
        contract = self._subject.dossier.contract
        offers = [
            [
                offer.journey,
                offer.do,
                offer.offered,
                self._findings(map(_short, offer.verdict.findings)),
                self._pools.place("labels", titles.of_offer(offer, role, contract)),
            ]
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
            "text": {"fr": shown.text("fr"), "en": shown.text("en")},
            "remedy": {"fr": shown.remedy("fr"), "en": shown.remedy("en")},
            "suggests": list(shown.suggests),
            "sources": self._pools.sources(shown.sources),
        }
        same = self._catalogue.get(shown.code, {})
        return {name: None if name in _SHARED and same.get(name) == value else value for name, value in written.items()}

    def _milestone(self, milestone: Milestone, dossier: Dossier) -> int:
        sentences = attrs.asdict(milestone.sentence)
        hides = milestone.event == NOTICE_OF_BIRTHDAY and self._mask is not None
        return self._pools.place(
            "milestones",
            {
                "at": self._instant(dossier, milestone.due_at, [milestone]),
                "journey": milestone.journey,
                "event": milestone.event,
                "what": attrs.asdict(milestone.what),
                "sentence": {locale: "" if hides else sentence for locale, sentence in sentences.items()},
                "state": milestone.state,
                "effects": [type(effect).__name__ for effect in milestone.effects],
            },
        )


def _short(finding: Finding) -> Finding:
    """Leave out of *finding* the list of commands that are offered instead: here they stand beside it."""
    return attrs.evolve(finding, remedies=Text("", "")) if finding.code == "role-not-allowed" else finding


def _effects(decision: Decision[Dossier]) -> list[str]:
    return [type(effect).__name__ for effect in decision.effects]
