"""
The view of a dossier that a portal shows, and its parts.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model import showing
from psc_workflow._model.personal import personal_metadata
from psc_workflow._model.quote import KeptQuote
from psc_workflow._model.record import Cover
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Capacity, Formula
from psc_workflow._structuring import plain, plain_fields, unstructure
from psc_workflow._views.retention import Retention
from psc_workflow.pricing import PricedQuote
from psc_workflow.states._offers import Offer


@attrs.frozen
class Where:
    """
    Where the agent stands in one journey.

    Args:
        label: Name of the state, in the reader's language.
        screen: Heading of the guide under which the screen is shown.
        help: Topic of the help page.
        stage: Part of the journey; empty on the home page.
    """

    journey: str
    state: str
    label: str
    screen: str
    help: str
    stage: str


@attrs.frozen
class Progress:
    """
    How far the agent has come in one journey.

    Args:
        position: Place in the stage, from 1 to *total*; 0 on the home page.
        done: Screens already passed, in order.
        left: Screens ahead, the present one first.
        labels: Label of each of these screens, in the reader's language.
    """

    position: int
    total: int
    done: tuple[str, ...]
    left: tuple[str, ...]
    labels: dict[str, str]


@attrs.frozen
class Stage:
    """Where the agent stands in one journey, and how far along."""

    where: Where
    progress: Progress


@attrs.frozen
class Deadline:
    """
    Something that will happen by itself and change where the dossier stands.

    Args:
        name: Name of the deadline in its chart.
        label: The same, in the reader's language.
        last_day: Last civil day before it.
        due_at: First instant at which it has come.
        day: Civil day to show.
        is_last_day: Whether something lasts until that day, inclusive; if not,
            something begins on it.
        sentence: Says so, in the reader's language.
    """

    name: str
    label: str
    last_day: dt.date
    due_at: dt.datetime
    day: dt.date
    is_last_day: bool
    sentence: str


@attrs.frozen
class RecapLine:
    """A choice made so far, in the reader's language."""

    label: str
    value: str


@attrs.frozen
class PageLink:
    """
    A page to link to beside the screens, in the reader's language.

    Args:
        name: Its name in the contract, such as ``help``.
        url: Its address, over https.
    """

    name: str
    label: str
    url: str


@attrs.frozen(repr=False)
class View:
    """
    Everything a screen needs.

    Args:
        where: Where the agent stands in life: on the screen of the journey
            under way; otherwise covered, suspended, dispensed, under review,
            left, and so on, by the journey that says so.
        progress: How far along the agent is in that journey.
        journeys: The same for each journey.
        status: The status shown in the personal space.
        commands: Those of the active journey first.
        deadlines: What will happen by itself, in order.
        to_prepare: What will be asked for on the screens ahead.
        recap: The choices made so far.
        effective_on: Effective date; ``None`` while unknown, and while a
            dispensation is in force: no cover is to begin then.
        cover_from: First day of the cover that *recap* shows. That is the
            effective date; or the day of the signature, of today while there
            is none, if somebody who is a member signs after the effective
            date; or that of the last change of formula, if it is later.
            Whoever was added later may be covered later. ``None`` while the
            effective date is, or there is no cover.
        warnings: What should also be shown, on any screen.
        recommended: Recommended formulas; never preselected.
        recommendation: Why they are; empty if none is.
        quotes: What each formula on offer would cost this household.
        quote: The quote of the chosen formula, as of now.
        kept_quote: The quote as last chosen or validated, with its date.
        needs: The reminder of the agent's needs, shown when resuming.
        cover: Who is covered, and how; ``None`` if the agent is not a member.
        processing: What the insurer made of the file, in its words.
        contested: Whether the agent said that the request is not theirs.
        dispensed_until: Last day of the dispensation in force, inclusive.
        answers: The answers so far, by screen, as plain data; for prefilling.
        parked: Answers that are kept but do not count for this household.
        pending: Facts that may be given later.
        defaulted: Answers that the contract's default filled in.
        draft: The half-filled present screen, if it was saved.
        report: Why the agent says that the contract cannot be meant for them,
            in the agent's own words, for whoever must decide; ``None`` if they
            do not say so.
        retention: How long the dossier is kept: the period that has begun, or
            each period that may begin.
        links: Pages that the contract has beside the screens, in its order.
        representative: In which capacity somebody acts for the agent or
            assists them, on the day; ``None`` if nobody does.
        unemployed_cover_until: Last day until which somebody who has left and
            receives unemployment benefit can keep the cover, inclusive;
            ``None`` unless the membership ended with a departure.
    """

    where: Where
    progress: Progress
    journeys: dict[str, Stage]
    status: str
    commands: tuple[Offer, ...]
    deadlines: tuple[Deadline, ...]
    to_prepare: tuple[str, ...]
    recap: tuple[RecapLine, ...]
    effective_on: dt.date | None
    warnings: Verdict
    recommended: tuple[Formula, ...]
    recommendation: str
    quotes: dict[Formula, PricedQuote]
    quote: PricedQuote | None
    kept_quote: KeptQuote | None
    needs: tuple[RecapLine, ...]
    cover: Cover | None
    processing: str | None = attrs.field(repr=False, metadata=personal_metadata("free"))
    contested: bool
    dispensed_until: dt.date | None
    answers: dict[str, Any] = attrs.field(repr=False)
    parked: tuple[str, ...]
    pending: tuple[str, ...]
    defaulted: tuple[str, ...]
    draft: dict[str, Any] | None = attrs.field(repr=False, metadata=personal_metadata("free"))
    retention: tuple[Retention, ...]
    links: tuple[PageLink, ...] = ()
    representative: Capacity | None = None
    unemployed_cover_until: dt.date | None = None
    cover_from: dt.date | None = None
    report: str | None = attrs.field(default=None, repr=False, metadata=personal_metadata("free"))

    def __repr__(self) -> str:
        count = sum(offer.offered for offer in self.commands)
        return f"<view of {self.where.journey} at {self.where.state}: {count} commands offered>"

    def __str__(self) -> str:
        """Say where the agent stands, and what may be done, in the language of the view; no answer stands there."""
        return "\n".join([self.where.label, *(f"→ {offer.label}" for offer in self.commands if offer.offered)])

    def _repr_html_(self) -> str:
        """Show in a notebook where the agent stands, what may be done, and what will happen by itself."""
        offered = [("→", offer.label, offer.do) for offer in self.commands if offer.offered]
        coming = [("·", deadline.label, deadline.due_at.date().isoformat()) for deadline in self.deadlines]
        return showing.table(" – ".join(filter(None, [self.where.label, self.status])), [*offered, *coming])

    def as_json(self) -> dict[str, Any]:
        """
        Write the view as plain data, for a page or an API; the schema ``view`` describes it.

        The answers have no ``quote``, which is ``kept_quote``. It all holds
        personal data, as the view itself does: it is for the person or the
        role that asked, not for a log.
        """
        return plain_fields(
            self,
            warnings=plain(self.warnings.findings),
            cover=None if self.cover is None else unstructure(self.cover),
            answers={name: answer for name, answer in self.answers.items() if name != "quote"},
        )
