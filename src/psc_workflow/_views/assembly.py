"""
The making of a view: what the record, the contract and the charts say, in the reader's language.
"""

import copy
import datetime as dt
import functools
from collections.abc import Iterator

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.moments import last_day_before, moment
from psc_workflow._model.money import Locale, check_locale
from psc_workflow._model.personal import PersonalKind
from psc_workflow._model.record import Record
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Role
from psc_workflow._views import unemployment
from psc_workflow._views.recap import cover_from, needs, recap, to_prepare
from psc_workflow._views.retention import retentions
from psc_workflow._views.status import journey_of_standing, status
from psc_workflow._views.view import Deadline, PageLink, Progress, Stage, View, Where
from psc_workflow.rules import child, effective_date, mandate_signature
from psc_workflow.states._answers import defaulted, parked, pending
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._context import Context
from psc_workflow.states._course import look
from psc_workflow.states._dates import Days
from psc_workflow.states._deadlines import ComingDeadline, coming
from psc_workflow.states._guards.affiliation import remind_of_position
from psc_workflow.states._offers import offers
from psc_workflow.states._screens import split
from psc_workflow.states._withholding import cover_without, draft_without, plain_without, verdict_for, withheld

NOT_SHOWN = ("reminder_falls_due", "child_birthday_nears")
"""Deadlines that only send a mail and change nothing else: the mail itself informs the person."""

_MOST_PLACES = 512
"""Places in a journey whose words are remembered: those of some contracts, in both languages."""

_MOST_DEADLINES = 1024
"""Deadlines whose words are remembered: most come at a midnight, and many dossiers share it."""


def view(days: Days, at: dt.datetime, *, locale: Locale, role: Role | None) -> View:
    """
    Make the view of a record.

    Args:
        days: Those of the record as of *at*.
        role: Who looks: whose commands to list, and what to leave out; all of
            it if ``None``.
    """
    check_locale(locale)
    record, contract = days.record, days.contract
    context = look(days, at, record.active)
    on, wording = context.cover_date.reference, contract.wording
    recommended = (contract.recommended_formula and contract.value("recommended_formula", on)) or ()
    journeys = {journey: _stage(record, journey, wording, locale) for journey in JOURNEYS}
    hidden = withheld(contract, role, context.today)
    standing = journey_of_standing(record)
    warnings = wording.read_by(role).reword(_warnings(context))
    return View(
        where=journeys[standing].where,
        progress=journeys[standing].progress,
        journeys=journeys,
        status=status(context).in_(locale),
        commands=tuple(offers(days, at, role, locale)),
        deadlines=tuple(_deadlines(days, locale)),
        to_prepare=tuple(text.in_(locale) for text in to_prepare(record, wording)),
        recap=tuple(recap(context, locale)),
        effective_on=None if record.is_dispensed else context.effective.day,
        cover_from=None if record.is_dispensed else cover_from(context),
        warnings=verdict_for(role, warnings, record=record, contract=contract, on=context.today),
        recommended=recommended,
        recommendation=wording.expand(contract.recommendation).in_(locale)
        if recommended and contract.recommendation
        else "",
        quotes={f: quote for f in contract.value("formulas", on) if (quote := context.quote_for(f)) is not None},
        quote=context.quote,
        kept_quote=record.answers.quote,
        needs=tuple(needs(record, wording, locale)),
        cover=cover_without(record.membership.cover, hidden),
        processing=None if PersonalKind.FREE in hidden else record.membership.processing,
        contested=record.membership.contested,
        dispensed_until=record.dispensation.last_day if record.is_dispensed else None,
        answers=plain_without(record.answers, hidden),
        parked=parked(record),
        pending=pending(record),
        defaulted=defaulted(record.answers),
        draft=copy.deepcopy(draft_without(record.draft.fields, hidden)) if record.draft else None,
        report=record.report.reason if record.report else None,
        links=_links(contract, locale),
        retention=tuple(retentions(record, contract, context.today, locale)),
        representative=context.representative,
        unemployed_cover_until=unemployment.last_day(record, context.today),
    )


def _deadlines(days: Days, locale: Locale) -> Iterator[Deadline]:
    for deadline in coming(days):
        if deadline.event not in NOT_SHOWN:
            yield _deadline(days.contract, deadline, locale)


@functools.lru_cache(_MOST_DEADLINES)
def _deadline(contract: Contract, deadline: ComingDeadline, locale: Locale) -> Deadline:
    read = moment(contract, deadline.journey, deadline.event, deadline.due_at)
    return Deadline(
        name=deadline.event,
        label=contract.wording.journey(deadline.journey).deadlines[deadline.event].in_(locale),
        last_day=read.day if read.is_last_day else last_day_before(contract, deadline.due_at),
        due_at=contract.local(deadline.due_at),
        day=read.day,
        is_last_day=read.is_last_day,
        sentence=read.say(locale),
    )


def _stage(record: Record, journey: str, wording: Wording, locale: Locale) -> Stage:
    where = _where(journey, record.states.of(journey), wording, locale)
    return Stage(where, _progress(record, journey, wording, locale))


@functools.lru_cache(_MOST_PLACES)
def _where(journey: str, name: str, wording: Wording, locale: Locale) -> Where:
    texts = wording.journey(journey)
    state = texts.states[name]
    return Where(
        journey=journey,
        state=name,
        label=state.label.in_(locale),
        screen=state.screen,
        help=state.help,
        stage=texts.stages[state.stage].in_(locale) if state.stage else "",
    )


def _progress(record: Record, journey: str, wording: Wording, locale: Locale) -> Progress:
    passed, left = split(record, journey)
    place, total = _place(journey, record.states.of(journey), wording)
    return Progress(place, total, passed, left, dict(_labels(journey, (*passed, *left), wording, locale)))


@functools.lru_cache(_MOST_PLACES)
def _place(journey: str, name: str, wording: Wording) -> tuple[int, int]:
    """Find the place of a state in its stage, and how many there are."""
    states = wording.journey(journey).states
    present = states[name]
    return present.position, max(state.position for state in states.values() if state.stage == present.stage)


@functools.lru_cache(_MOST_PLACES)
def _labels(journey: str, names: tuple[str, ...], wording: Wording, locale: Locale) -> tuple[tuple[str, str], ...]:
    """List the labels of states, each after its name."""
    states = wording.journey(journey).states
    return tuple((name, states[name].label.in_(locale)) for name in names)


@functools.lru_cache(_MOST_PLACES)
def _links(contract: Contract, locale: Locale) -> tuple[PageLink, ...]:
    pages = contract.links.items()
    return tuple(PageLink(name, contract.wording.expand(page.label).in_(locale), page.url) for name, page in pages)


def _warnings(context: Context) -> Verdict:
    """Collect what any screen should show: a date, an answer not due, a mandate to sign, a child without a right."""
    verdict = effective_date.warn_if_pending(context.effective) + remind_of_position(context)
    cover = context.record.membership.cover
    if cover is not None:
        is_signed = context.record.membership.mandate is not None
        verdict += mandate_signature.assess_cover(context.quote_of(cover), signed=is_signed)
        for index, covered_child in enumerate(cover.children):
            number = child.number_among(index, len(cover.children))
            verdict += child.review(
                covered_child, number=number, contract=context.contract, on=context.cover_date.reference
            )
    return verdict
