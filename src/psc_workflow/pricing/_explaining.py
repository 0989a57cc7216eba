"""
A quote explained as a tree: the channels, their lines, how each amount was worked out and its sources.

What is explained alike in every quote of a plan is written once, and stays with
the plan: everything but the lines that depend on the agent's pay, and their sums.
"""

import functools

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.quote import Quote
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.pricing._explainer import Explainer, LineWords, Sentence
from psc_workflow.pricing._explanation import Explanation, Register
from psc_workflow.pricing._parts import Part
from psc_workflow.pricing._plans import PlannedLines

_explainer = functools.lru_cache(Explainer)
"""One object for the same reader, so that sentences are cut once."""


@attrs.frozen(eq=False)
class _Outline:
    """
    What is explained alike of a channel in every quote of a plan, where something of it depends on pay.

    Args:
        parts: For each line its place in the quote and its explanation; of a
            line that depends on pay, its words.
    """

    title: str
    heading: Sentence
    certainty: Certainty
    parts: tuple[tuple[int, Explanation | LineWords], ...]


@attrs.frozen(eq=False)
class _Reading:
    """What a plan has ready for one kind of reader."""

    contract: Contract
    explainer: Explainer
    channels: tuple[Explanation | _Outline, ...]


def explain(quote: Quote, locale: Locale, register: Register, *, contract: Contract) -> Explanation:
    """Explain *quote* to a member or to an auditor."""
    if isinstance(quote.lines, PlannedLines) and not quote.gaps:
        reading = _reading(quote.lines, locale, register, contract)
        explainer, parts = reading.explainer, [_filled(channel, quote.lines, reading) for channel in reading.channels]
    else:
        explainer = _explainer(locale, register, contract.wording)
        parts = list(map(explainer.gap, quote.gaps)) or [_channel(quote, channel, explainer) for channel in Channel]
    title = explainer.title(quote.formula, quote.contract, contract.version, quote.on)
    return Explanation(title, "", None, parts=tuple(parts), locale=locale)


def _channel(quote: Quote, channel: Channel, explainer: Explainer) -> Explanation:
    """Explain a total by its lines, whatever quote they are of."""
    lines = [line for line in quote.lines if line.channel is channel]
    parts = tuple(explainer.line(line, explainer.words(line)) for line in lines)
    title, total, certainty = explainer.word(channel), quote.total(channel), quote.certainty(channel)
    return explainer.sum(title, explainer.heading(title), total, certainty, parts)


def _reading(lines: PlannedLines, locale: Locale, register: Register, contract: Contract) -> _Reading:
    """Find what the plan of *lines* has ready, or prepare it."""
    readings: dict[tuple[Locale, Register], _Reading] = lines.plan.explanations
    reading = readings.get((locale, register))
    if reading is None or reading.contract is not contract:
        explainer = _explainer(locale, register, contract.wording)
        reading = readings[locale, register] = _Reading(contract, explainer, _outlines(lines, explainer))
    return reading


def _filled(channel: Explanation | _Outline, lines: PlannedLines, reading: _Reading) -> Explanation:
    """Explain a channel, with what depends on pay."""
    if isinstance(channel, Explanation):
        return channel
    explainer, parts = reading.explainer, []
    total: int | None = 0
    for place, part in channel.parts:
        explanation = explainer.line(lines[place], part) if isinstance(part, LineWords) else part
        total = None if total is None or explanation.cents is None else total + explanation.cents
        parts.append(explanation)
    return explainer.sum(channel.title, channel.heading, total, channel.certainty, tuple(parts))


def _outlines(lines: PlannedLines, explainer: Explainer) -> tuple[Explanation | _Outline, ...]:
    """Explain everything that is the same in all quotes of a plan."""
    totals = lines.plan.apart_from_pay
    result: list[Explanation | _Outline] = []
    ready = [explanation for part in lines.plan.parts for explanation in _ready(part, explainer)]
    for channel, total, certainty in zip(Channel, totals.cents, totals.certainties, strict=True):
        title = explainer.word(channel)
        heading = explainer.heading(title)
        parts = [(place, ready[place]) for place, line in enumerate(lines) if line.channel is channel]
        whole = tuple(part for _, part in parts if isinstance(part, Explanation))
        if len(whole) == len(parts):
            result.append(explainer.sum(title, heading, total, certainty, whole))
        else:
            result.append(_Outline(title, heading, certainty, tuple(parts)))
    return tuple(result)


def _ready(part: Part, explainer: Explainer) -> tuple[Explanation | LineWords, ...]:
    """Explain the lines of one person; of those that depend on pay, find the words."""
    explanations = part.explanations.get(explainer)
    if explanations is None:
        words = map(explainer.words, part.lines)
        explanations = part.explanations[explainer] = tuple(
            line_words if place in part.pay_lines else explainer.line(part.lines[place], line_words)
            for place, line_words in enumerate(words)
        )
    return explanations
