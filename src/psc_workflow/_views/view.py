"""
What a portal shows: where one is, what can be asked for and why not, what to prepare, what is kept.
"""

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._catalogue import wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale, check_locale, show
from psc_workflow._model.quote import KeptQuote, Quote
from psc_workflow._model.record import Cover, Record
from psc_workflow._model.text import Text, shown
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Formula, Role
from psc_workflow._structuring import unstructure
from psc_workflow._views.retention import Retention, retentions
from psc_workflow.rules import child, effective_date, mandate_signature
from psc_workflow.states._answers import defaulted, parked, pending
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._context import Context
from psc_workflow.states._course import look
from psc_workflow.states._deadlines import coming
from psc_workflow.states._offers import Offer, offers
from psc_workflow.states._screens import OPEN, ahead, behind

UNSEEN = ("reminder_falls_due", "child_birthday_nears")
"""Deadlines on which a mail is sent and nothing else changes: a person is told by the mail."""


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


def view(record: Record, contract: Contract, at: dt.datetime, *, locale: Locale, role: Role | None) -> View:
    """
    Make the view of *record*, for *role* if given.

    Args:
        record: As of *at*.
    """
    check_locale(locale)
    context = look(record, contract, at, record.active)
    on = context.cover_date.reference
    recommended = (contract.recommended_formula and contract.value("recommended_formula", on)) or ()
    journeys = {
        journey: Stage(_where(record, journey, locale), _progress(record, journey, locale)) for journey in JOURNEYS
    }
    return View(
        where=journeys[record.active].where,
        progress=journeys[record.active].progress,
        journeys=journeys,
        status=status(context).in_(locale),
        commands=tuple(attrs.evolve(one, label=_label(one).in_(locale)) for one in offers(record, contract, at, role)),
        deadlines=tuple(_deadlines(record, contract, locale)),
        to_prepare=tuple(text.in_(locale) for text in _to_prepare(record)),
        recap=tuple(_recap(context, locale)),
        effective_on=None if record.is_dispensed else context.effective.day,
        warnings=_warnings(context),
        recommended=recommended,
        recommendation=contract.recommendation.in_(locale) if recommended and contract.recommendation else "",
        quotes={f: quote for f in contract.value("formulas", on) if (quote := context.quote_for(f)) is not None},
        quote=context.quote,
        kept_quote=record.answers.quote,
        needs=tuple(_needs(record, locale)),
        cover=record.membership.cover,
        processing=record.membership.processing,
        contested=record.membership.contested,
        dispensed_until=record.dispensation.last_day if record.is_dispensed else None,
        answers=unstructure(record.answers),
        parked=parked(record.answers),
        pending=pending(record),
        defaulted=defaulted(record.answers),
        draft=copy.deepcopy(record.draft.fields) if record.draft else None,
        retention=tuple(retentions(record, contract, context.today, locale)),
    )


def _label(offer: Offer) -> Text:
    return wording.journey(offer.journey).commands[offer.command.event]


def _deadlines(record: Record, contract: Contract, locale: Locale) -> Iterator[Deadline]:
    for one in coming(record, contract):
        if one.event in UNSEEN:
            continue
        last_day = contract.civil_day(one.due_at - dt.timedelta(microseconds=1))
        label = wording.journey(one.journey).deadlines[one.event].in_(locale)
        yield Deadline(one.event, label, last_day, contract.local(one.due_at))


def _where(record: Record, journey: str, locale: Locale) -> Where:
    words, name = wording.journey(journey), record.states.of(journey)
    state = words.states[name]
    return Where(
        journey=journey,
        state=name,
        label=state.label.in_(locale),
        screen=state.screen,
        help=state.help,
        stage=words.stages[state.stage].in_(locale) if state.stage else "",
    )


def _progress(record: Record, journey: str, locale: Locale) -> Progress:
    states = wording.journey(journey).states
    state = states[record.states.of(journey)]
    total = max(one.position for one in states.values() if one.stage == state.stage)
    done, left = behind(record, journey), ahead(record, journey)
    labels = {name: states[name].label.in_(locale) for name in (*done, *left)}
    return Progress(state.position, total, done, left, labels)


def status(context: Context) -> Text:
    """Say, in the words of the personal space, how things stand."""
    record = context.record
    if record.is_over and record.membership.ended is not None:
        return _said("membership", "ended", reason=wording.word(record.membership.ended))
    if record.is_dispensed:
        return _said("dispensation", record.states.dispensation, until=record.dispensation.last_day)
    if record.states.affiliation in ("under_review", "not_concerned"):
        return _said("affiliation", record.states.affiliation)
    return _open_status(record) if record.states.affiliation in OPEN else _member_status(context)


def _open_status(record: Record) -> Text:
    if record.states.dispensation in ("motive", "attestation"):
        return _said("dispensation", "to_finalise")
    return _said("affiliation", "to_start" if record.states.affiliation == "home" else "to_finalise")


def _member_status(context: Context) -> Text:
    state, on, cover = context.record.states.membership, context.effective.day, context.record.membership.cover
    if state not in ("received", "in_force") or cover is None:
        return _said("membership", state)
    if not cover.chosen and not cover.refs:
        state = "automatic"
    return _said("membership", state, on=on) if on is not None else _said("membership", f"{state}_undated")


def _said(journey: str, name: str, **facts: Any) -> Text:
    return wording.journey(journey).statuses[name].fill(facts)


def _recap(context: Context, locale: Locale) -> Iterator[RecapLine]:
    """Say what was chosen so far: the guide's "Rappel de mes choix"."""
    words, answers = wording.journey("affiliation").recap, context.record.answers
    if answers.regime and answers.regime.regime:
        yield RecapLine(words["regime"].in_(locale), wording.word(answers.regime.regime).in_(locale))
    cover = context.cover
    if cover is not None or answers.beneficiaries:
        partner, children = (cover.partner, cover.children) if cover else (answers.partner, answers.children)
        yield RecapLine(words["partner"].in_(locale), words["yes" if partner else "no"].in_(locale))
        yield RecapLine(words["children"].in_(locale), str(len(children)))
    if cover is not None:
        yield RecapLine(words["formula"].in_(locale), wording.word(cover.formula).in_(locale))
    if context.quote:
        debited = context.quote.debited
        amount = words["unknown"].in_(locale) if debited is None else show(debited, locale)
        yield RecapLine(words["debited"].in_(locale), amount)


def _warnings(context: Context) -> Verdict:
    """Collect what should be shown on any screen: a date still open, a mandate to sign, a child past its right."""
    found, cover = effective_date.warn_if_pending(context.effective), context.record.membership.cover
    if cover is not None:
        signed = context.record.membership.mandate is not None
        found += mandate_signature.assess_cover(context.quote_of(cover), signed=signed)
        for number, one in enumerate(cover.children, start=1):
            found += child.review(one, number=number, contract=context.contract, on=context.cover_date.reference)
    return found


def _needs(record: Record, locale: Locale) -> Iterator[RecapLine]:
    """Give the guide's "Rappel de mes besoins", shown to whoever comes back to an open screen."""
    if record.states.affiliation not in OPEN or record.states.affiliation == "home":
        return
    words, answers = wording.journey("affiliation").recap, record.answers
    if answers.quote is not None:
        yield RecapLine(words["quoted_on"].in_(locale), shown(answers.quote.made_on, locale))
    needs = answers.needs_simulation
    if needs is not None:
        yield RecapLine(words["needs_on"].in_(locale), shown(needs.done_on, locale))
        if needs.recommended_formula is not None:
            yield RecapLine(words["recommended"].in_(locale), wording.word(needs.recommended_formula).in_(locale))
        yield RecapLine(words["wished"].in_(locale), shown(needs.wished_effective_date, locale))
    if answers.beneficiaries:
        yield RecapLine(words["partner"].in_(locale), words["yes" if answers.partner else "no"].in_(locale))
        yield RecapLine(words["children"].in_(locale), str(len(answers.children)))
    yield RecapLine(words["status"].in_(locale), _said("affiliation", "in_progress").in_(locale))


def _to_prepare(record: Record) -> Iterator[Text]:
    """Name what will be asked for on the screens ahead."""
    if record.active == "dispensation":
        if record.states.dispensation in ("home", "motive", "attestation", "renewal_due"):
            yield wording.journey("dispensation").to_prepare["attestation"]
        return
    screens, words = ahead(record), wording.journey("affiliation").to_prepare
    wanted = {
        "nir": "social_security",
        "partner": "partner_details",
        "children": "children_details",
        "rib": "bank_details",
    }
    yield from (words[name] for name, screen in wanted.items() if screen in screens)
