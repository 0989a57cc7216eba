"""
What a screen recalls (the choices made so far, the agent's needs) and what it announces (what to have at hand).
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._model.answers import Answers
from psc_workflow._model.money import Locale, show
from psc_workflow._model.quote import GROSS_UNKNOWN, Quote
from psc_workflow._model.record import Cover, Record
from psc_workflow._model.text import Text, format_value
from psc_workflow._model.vocabulary import Channel
from psc_workflow._views import unemployment
from psc_workflow._views.status import status_text
from psc_workflow._views.view import RecapLine
from psc_workflow.states._context import Context
from psc_workflow.states._screens import OPEN, ahead

_PREPARED_FOR = {
    "nir": "social_security",
    "partner": "partner_details",
    "children": "children_details",
    "rib": "bank_details",
}
"""What to have at hand, by the name of its text, and the screen that asks for it."""


def recap(context: Context, locale: Locale) -> Iterator[RecapLine]:
    """List what was chosen so far: the guide's "Rappel de mes choix"."""
    wording, answers = context.contract.wording, context.record.answers
    texts = wording.journey("affiliation").recap
    if answers.regime and answers.regime.regime:
        yield RecapLine(texts["regime"].in_(locale), wording.word(answers.regime.regime).in_(locale))
    cover = context.cover
    if cover is not None or answers.beneficiaries:
        yield from _household(cover or answers, texts, locale)
    if cover is not None:
        yield RecapLine(texts["formula"].in_(locale), wording.word(cover.formula).in_(locale))
    if context.quote:
        for channel in (Channel.PAYROLL, Channel.DEBITED):
            yield RecapLine(texts[channel.value].in_(locale), _amount(context.quote, channel, texts, locale))
    last_day = unemployment.last_day(context.record, context.today)
    if last_day is not None:
        yield RecapLine(texts["unemployed"].in_(locale), format_value(last_day, locale))
    if context.representative is not None:
        yield RecapLine(texts["representative"].in_(locale), wording.word(context.representative).in_(locale))


def cover_from(context: Context) -> dt.date | None:
    """
    Find the first day of the cover that counts; ``None`` if there is none, or its first day is unknown.

    What comes in place of a cover, as that of silence, counts from when it does:
    cover cannot be changed for the past. The first one may begin before it is signed.
    """
    cover, effective, affiliated_at = context.cover, context.effective.day, context.record.membership.affiliated_at
    if cover is None or effective is None or affiliated_at is None:
        return effective if cover is not None else None
    answers = context.record.answers
    is_as_signed = (
        cover.formula is answers.formula
        and answers.signed_at == affiliated_at
        and cover.since == context.contract.civil_day(affiliated_at)
    )
    return effective if is_as_signed or not cover.chosen else max(effective, cover.since)


def needs(record: Record, wording: Wording, locale: Locale) -> Iterator[RecapLine]:
    """List the guide's "Rappel de mes besoins", shown to an agent who comes back to an open screen."""
    if record.states.affiliation not in OPEN or record.states.affiliation == "home":
        return
    texts, answers = wording.journey("affiliation").recap, record.answers
    if answers.quote is not None:
        yield RecapLine(texts["quoted_on"].in_(locale), format_value(answers.quote.made_on, locale))
    simulation = answers.needs_simulation
    if simulation is not None:
        yield RecapLine(texts["needs_on"].in_(locale), format_value(simulation.done_on, locale))
        if simulation.recommended_formula is not None:
            formula = wording.word(simulation.recommended_formula)
            yield RecapLine(texts["recommended"].in_(locale), formula.in_(locale))
        yield RecapLine(texts["wished"].in_(locale), format_value(simulation.wished_effective_date, locale))
    if answers.beneficiaries:
        yield from _household(answers, texts, locale)
    yield RecapLine(texts["status"].in_(locale), status_text(wording, "affiliation", "in_progress").in_(locale))


def _amount(quote: Quote, channel: Channel, texts: Mapping[str, Text], locale: Locale) -> str:
    """Write what is paid through *channel* per month, or why nobody can say."""
    total = quote.total(channel)
    if total is not None:
        return show(total, locale)
    depends_on_pay = any(line.channel is channel and line.incomplete == GROSS_UNKNOWN for line in quote.lines)
    return texts["depends_on_pay" if depends_on_pay else "not_published"].in_(locale)


def _household(covered: Cover | Answers, texts: Mapping[str, Text], locale: Locale) -> Iterator[RecapLine]:
    yield RecapLine(texts["partner"].in_(locale), texts["yes" if covered.partner else "no"].in_(locale))
    yield RecapLine(texts["children"].in_(locale), str(len(covered.children)))


def to_prepare(record: Record, wording: Wording) -> Iterator[Text]:
    """List what will be asked for on the screens ahead."""
    if record.active == "dispensation":
        if record.states.dispensation in ("home", "motive", "attestation", "renewal_due"):
            yield wording.journey("dispensation").to_prepare["attestation"]
        return
    screens, texts = ahead(record), wording.journey("affiliation").to_prepare
    yield from (texts[name] for name, screen in _PREPARED_FOR.items() if screen in screens)
