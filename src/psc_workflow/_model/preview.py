"""
What a command would change, before anything changes.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.decision import TITLES, Outcome
from psc_workflow._model.money import Locale, amount_text, check_locale, show
from psc_workflow._model.quote import Quote
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Verdict
from psc_workflow._structuring import plain

_LISTED = Text("{what}\N{NO-BREAK SPACE}: {items}", "{what}: {items}")
_DEBITED = Text("Prélevé par mois\N{NO-BREAK SPACE}: {before} → {after}", "Debited per month: {before} → {after}")
_UNKNOWN = Text("inconnu", "unknown")
_PARKED = Text("Réponses qui ne compteraient plus", "Answers that would no longer count")
_UNPARKED = Text("Réponses qui compteraient de nouveau", "Answers that would count again")
_REOPENED = Text("Écrans à repasser", "Screens to pass again")


@attrs.frozen
class Preview:
    """
    What a command would change, before anything changes.

    Args:
        outcome: What ``Dossier.decide`` would answer.
        verdict: The reasons for it.
        parked: Answers that would no longer count.
        unparked: Parked answers that would count again.
        reopened: Answered screens that would have to be passed again.
        premium_before: Cents debited per month on that day without the
            command; ``None`` if unknown or not quoted then.
        premium_after: Cents debited per month on that day with it, likewise.
        quote_before: What is due on that day without the command, line by
            line; ``None`` if nothing is quoted then.
        quote_after: What is due on that day with it, likewise.
        on: Civil day from which somebody is covered no longer, if the
            command decides that for later: the day of all amounts; ``None``
            for the day of the preview. Of an end or a suspension decided
            for later, the amounts are those of the day of the preview.
    """

    outcome: Outcome
    verdict: Verdict
    parked: tuple[str, ...]
    unparked: tuple[str, ...]
    reopened: tuple[str, ...]
    premium_before: int | None
    premium_after: int | None
    quote_before: Quote | None = attrs.field(default=None, repr=False)
    quote_after: Quote | None = attrs.field(default=None, repr=False)
    on: dt.date | None = None

    @property
    def premium_difference(self) -> int | None:
        """Cents per month that would be debited in addition, negative if less; ``None`` if either is unknown."""
        if self.premium_before is None or self.premium_after is None:
            return None
        return self.premium_after - self.premium_before

    def show(self, locale: Locale = "fr") -> str:
        r"""
        Write the preview for people; codes stand for sentences, which may name a birth date.

        >>> preview = Preview(Outcome.ACCEPTED, Verdict(), ("partner",), (), (), 1600, None)
        >>> print(preview.show("en"))
        Accepted
        Debited per month: 16.00 € → unknown
        Answers that would no longer count: partner
        >>> str(preview).splitlines()[1]
        'Prélevé par mois\xa0: 16,00\xa0€ → inconnu'

        Raises:
            HostError: There is no such locale.
        """
        check_locale(locale)
        title = TITLES[self.outcome]
        codes = tuple(dict.fromkeys(finding.code for finding in self.verdict.findings))
        lines = [_LISTED.say(locale, what=title, items=codes) if codes else title.in_(locale)]
        if self.premium_before is not None or self.premium_after is not None:
            before, after = (_amount(cents, locale) for cents in (self.premium_before, self.premium_after))
            lines.append(_DEBITED.say(locale, before=before, after=after))
        lists = ((_PARKED, self.parked), (_UNPARKED, self.unparked), (_REOPENED, self.reopened))
        lines += [_LISTED.say(locale, what=what, items=names) for what, names in lists if names]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.show()

    def as_json(self) -> dict[str, Any]:
        """Write the preview as plain data, with the findings of the verdict: amounts as text, ``None`` if unknown."""
        return {
            "outcome": self.outcome.value,
            "findings": plain(self.verdict.findings),
            "parked": list(self.parked),
            "unparked": list(self.unparked),
            "reopened": list(self.reopened),
            "premium_before": amount_text(self.premium_before),
            "premium_after": amount_text(self.premium_after),
            "premium_difference": amount_text(self.premium_difference),
            "on": self.on.isoformat() if self.on is not None else None,
        }


def _amount(cents: int | None, locale: Locale) -> str:
    return _UNKNOWN.in_(locale) if cents is None else show(cents, locale)
