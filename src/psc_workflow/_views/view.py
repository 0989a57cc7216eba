"""
What a portal is handed to show: the view of a dossier and its parts.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.quote import KeptQuote, Quote
from psc_workflow._model.record import Cover
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Formula
from psc_workflow._views.offers import Offer
from psc_workflow._views.retention import Retention


@attrs.frozen
class Where:
    """
    Where one is.

    Args:
        label: In the reader's language.
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
    How far one is.

    Args:
        position: Place in the stage, from 1 to *total*; 0 on the home page.
        done: Screens behind, in order.
        left: Screens ahead, the present one first.
        labels: What each of them is called, in the reader's language.
    """

    position: int
    total: int
    done: tuple[str, ...]
    left: tuple[str, ...]
    labels: dict[str, str]


@attrs.frozen
class Stage:
    """Where one is in one journey, and how far."""

    where: Where
    progress: Progress


@attrs.frozen
class Deadline:
    """
    Something that comes by itself and changes how things stand.

    Args:
        name: The deadline, as the chart names it.
        label: The same, in the reader's language.
        last_day: Last civil day before it.
        due_at: First instant at which it has come.
    """

    name: str
    label: str
    last_day: dt.date
    due_at: dt.datetime


@attrs.frozen
class RecapLine:
    """A choice made so far, in the reader's language."""

    label: str
    value: str


@attrs.frozen
class View:
    """
    Everything a screen needs.

    Args:
        where: Where one is in the journey one is in.
        progress: How far one is in it.
        journeys: The same for each journey.
        status: The status shown in the personal space.
        commands: Of the active journey first.
        deadlines: What comes by itself, in order.
        effective_on: Effective date; ``None`` while unknown, and while a
            dispensation is in force: no cover is to begin then.
        warnings: What should be shown besides, on any screen.
        recommended: Formulas recommended, with the reason; never preselected.
        quotes: What each formula offered would cost this household.
        quote: The quote of the formula chosen, as of now.
        kept_quote: The quote as last chosen or validated, with its date.
        needs: The reminder of one's needs, shown when resuming.
        cover: Who is covered, and how; ``None`` for who is not a member.
        processing: What the insurer made of the file, in its words.
        contested: Whether the agent said that the request is not theirs.
        dispensed_until: Last day of the dispensation in force, inclusive.
        answers: What was answered, by screen, as plain data; for prefilling.
        parked: Answers kept that do not count for this household.
        pending: Facts accepted as still to come.
        defaulted: Answers that the contract's default filled in.
        draft: The half-filled present screen, if it was saved.
        retention: For how long the dossier is kept: the time that has begun;
            while none has, each that may.
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
    quotes: dict[Formula, Quote]
    quote: Quote | None
    kept_quote: KeptQuote | None
    needs: tuple[RecapLine, ...]
    cover: Cover | None
    processing: str | None = attrs.field(repr=False)
    contested: bool
    dispensed_until: dt.date | None
    answers: dict[str, Any] = attrs.field(repr=False)
    parked: tuple[str, ...]
    pending: tuple[str, ...]
    defaulted: tuple[str, ...]
    draft: dict[str, Any] | None = attrs.field(repr=False)
    retention: tuple[Retention, ...]
