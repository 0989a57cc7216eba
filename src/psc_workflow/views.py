"""
What a portal shows: where one is, what can be asked for and why not, what to prepare, what is kept.
"""

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow.catalogue import texts
from psc_workflow.catalogue.contracts import Contract
from psc_workflow.model.commands import Command, for_event
from psc_workflow.model.money import Locale, show
from psc_workflow.model.quote import KeptQuote, Quote
from psc_workflow.model.record import Record
from psc_workflow.model.verdict import Verdict
from psc_workflow.model.vocabulary import Formula, Role
from psc_workflow.rules import affiliation_window, effective_date
from psc_workflow.states.charts import JOURNEYS
from psc_workflow.states.context import Context
from psc_workflow.states.engine import table
from psc_workflow.states.path import ahead, behind, defaulted, parked, pending
from psc_workflow.states.step import may
from psc_workflow.structuring import unstructure

JOURNEY = "affiliation"


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
    """

    position: int
    total: int
    done: tuple[str, ...]
    left: tuple[str, ...]


@attrs.frozen
class Deadline:
    """
    A day after which something can no longer be done.

    Args:
        last_day: Last civil day on which it can.
        due_at: First instant at which it cannot.
    """

    name: str
    last_day: dt.date
    due_at: dt.datetime


@attrs.frozen
class RecapLine:
    """A choice made so far, in the reader's language."""

    label: str
    value: str


@attrs.frozen
class Offer:
    """
    A command that has a place in this state.

    Args:
        do: Its name, kebab-case.
        offered: Whether everything that can be judged beforehand holds.
        verdict: Why, if not.
    """

    do: str
    command: type[Command]
    label: str
    offered: bool
    verdict: Verdict


@attrs.frozen
class View:
    """
    Everything a screen needs.

    Args:
        status: The status shown in the personal space.
        effective_on: Effective date; ``None`` while unknown.
        warnings: What should be shown besides, on any screen.
        recommended: Formulas recommended, with the reason; never preselected.
        quotes: What each formula offered would cost this household.
        quote: The quote of the formula chosen, as of now.
        kept_quote: The quote as last chosen or validated, with its date.
        answers: What was answered, by screen, as plain data; for prefilling.
        parked: Answers kept that do not count for this household.
        pending: Facts accepted as still to come.
        defaulted: Answers that the contract's default filled in.
        draft: The half-filled present screen, if it was saved.
    """

    where: Where
    progress: Progress
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
    answers: dict[str, Any] = attrs.field(repr=False)
    parked: tuple[str, ...]
    pending: tuple[str, ...]
    defaulted: tuple[str, ...]
    draft: dict[str, Any] | None = attrs.field(repr=False)


def view(context: Context, *, locale: Locale, role: Role | None) -> View:
    """Make the view of the dossier in *context*, for *role* if given."""
    record, contract = context.record, context.contract
    words = texts.journey(JOURNEY)
    on = context.effective.reference
    recommended = (contract.recommended_formula and contract.value("recommended_formula", on)) or ()
    return View(
        where=_where(context, locale),
        progress=_progress(context),
        status=words.statuses[_status(record.states.affiliation)].in_(locale),
        commands=_offers(context, locale, role),
        deadlines=deadlines(record, contract),
        to_prepare=tuple(words.to_prepare[name].in_(locale) for name in _to_prepare(context)),
        recap=tuple(_recap(context, locale)),
        effective_on=context.effective.day,
        warnings=effective_date.pending(context.effective),
        recommended=recommended,
        recommendation=contract.recommendation.in_(locale) if recommended and contract.recommendation else "",
        quotes={f: quote for f in contract.value("formulas", on) if (quote := context.quote_for(f)) is not None},
        quote=context.quote,
        kept_quote=record.answers.quote,
        answers=unstructure(record.answers),
        parked=parked(record.answers),
        pending=pending(record.answers),
        defaulted=defaulted(record.answers),
        draft=copy.deepcopy(record.draft.fields) if record.draft else None,
    )


def deadlines(record: Record, contract: Contract) -> tuple[Deadline, ...]:
    """List what will no longer be possible, and when; nothing once signed."""
    if record.states.affiliation == "confirmed":
        return ()
    last_day = affiliation_window.last_day(contract.civil_day(record.invited_at), contract=contract)
    return (Deadline("affiliation_window", last_day, contract.start_of(last_day + dt.timedelta(days=1))),)


def _where(context: Context, locale: Locale) -> Where:
    words = texts.journey(JOURNEY)
    state = words.states[context.record.states.affiliation]
    return Where(
        journey=JOURNEY,
        state=context.record.states.affiliation,
        label=state.label.in_(locale),
        screen=state.screen,
        help=state.help,
        stage=words.stages[state.stage].in_(locale) if state.stage else "",
    )


def _progress(context: Context) -> Progress:
    states = texts.journey(JOURNEY).states
    state = states[context.record.states.affiliation]
    total = max(one.position for one in states.values() if one.stage == state.stage)
    return Progress(state.position, total, behind(context.record), ahead(context.record))


def _recap(context: Context, locale: Locale) -> Iterator[RecapLine]:
    """Say what was chosen so far: the guide's "Rappel de mes choix"."""
    words, answers = texts.journey(JOURNEY).recap, context.record.answers
    if answers.regime and answers.regime.regime:
        yield RecapLine(words["regime"].in_(locale), texts.word(answers.regime.regime).in_(locale))
    if answers.beneficiaries:
        yield RecapLine(words["partner"].in_(locale), words["yes" if answers.partner else "no"].in_(locale))
        yield RecapLine(words["children"].in_(locale), str(len(answers.children)))
    if answers.formula:
        yield RecapLine(words["formula"].in_(locale), texts.word(answers.formula).in_(locale))
    if context.quote:
        debited = context.quote.debited
        amount = words["unknown"].in_(locale) if debited is None else show(debited, locale)
        yield RecapLine(words["debited"].in_(locale), amount)


def _offers(context: Context, locale: Locale, role: Role | None) -> tuple[Offer, ...]:
    words = texts.journey(JOURNEY).commands
    rows = table(JOURNEYS[JOURNEY])[context.record.states.affiliation]
    offers = []
    for event, row in rows.items():
        command = for_event(event)
        if role is None or role in command.roles:
            verdict = may(row, context)
            offers.append(Offer(command.do, command, words[event].in_(locale), verdict.holds, verdict))
    return tuple(offers)


def _status(state: str) -> str:
    return {"home": "to_start", "confirmed": "received"}.get(state, "to_finalise")


def _to_prepare(context: Context) -> list[str]:
    """Name what will be asked for on the screens ahead."""
    screens = ahead(context.record)
    wanted = {
        "nir": "social_security",
        "partner": "partner_details",
        "children": "children_details",
        "rib": "bank_details",
    }
    return [name for name, screen in wanted.items() if screen in screens]
