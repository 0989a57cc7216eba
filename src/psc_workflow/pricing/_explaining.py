"""
A quote explained as a tree: the channels, their lines, how each amount was worked out and its sources.

What is explained alike in every quote of a plan is written once, and stays with
the plan: everything but the lines that depend on the agent's pay, and their sums.
"""

import functools

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.quote import Quote, QuoteLine
from psc_workflow._model.vocabulary import Channel
from psc_workflow.pricing._explainer import Explainer, LineWords, Sentence, Words
from psc_workflow.pricing._explanation import Explanation, Register
from psc_workflow.pricing._parts import Part
from psc_workflow.pricing._plans import Plan

_explainer = functools.lru_cache(Explainer)
"""One object for the same reader, so that sentences are cut once."""


@attrs.frozen(eq=False)
class _Outline:
    """
    What is explained alike of a channel in every quote of a plan, where something of it depends on pay.

    Args:
        total: The sum of what does not depend on pay.
        parts: The explanation of each line.
        of_pay: For each of *parts* that depends on pay its place, that of its
            line in the quote, and its words.
    """

    words: Words
    total: int | None
    parts: tuple[Explanation, ...]
    of_pay: tuple[tuple[int, int, LineWords], ...]

    def filled_in(self, lines: tuple[QuoteLine, ...], explainer: Explainer) -> Explanation:
        """Explain the channel of a quote that has these *lines*."""
        parts, total = list(self.parts), self.total
        for place, number, words in self.of_pay:
            line = lines[number]
            parts[place] = explainer.line(line, words)
            total = None if total is None or line.cents is None else total + line.cents
        return explainer.sum(self.words, total, tuple(parts))


@attrs.frozen(eq=False)
class _Reading:
    """
    What a plan has ready for one kind of reader.

    Args:
        title: Which quote is explained; the day is filled in.
        parts: The explanation of each channel.
        outlines: Those of *parts* that depend on pay, by their places.
    """

    contract: Contract
    explainer: Explainer
    title: Sentence
    parts: tuple[Explanation | None, ...]
    outlines: tuple[tuple[int, _Outline], ...]


def explain(quote: Quote, locale: Locale, register: Register, *, contract: Contract, plan: Plan | None) -> Explanation:
    """Explain *quote*, which *plan* may have written, to a member or to an auditor."""
    if plan is not None and not plan.gaps:
        reading = _reading(quote, plan, locale, register, contract)
        parts = list(reading.parts)
        for place, outline in reading.outlines:
            parts[place] = outline.filled_in(quote.lines, reading.explainer)
        return reading.explainer.whole(reading.title, quote.on, parts)
    explainer = _explainer(locale, register, contract.wording)
    gaps = list(map(explainer.gap, quote.gaps)) or [_channel(quote, channel, explainer) for channel in Channel]
    return explainer.whole(explainer.title(quote, contract), quote.on, gaps)


def _channel(quote: Quote, channel: Channel, explainer: Explainer) -> Explanation:
    """Explain a total by its lines, whatever quote they are of."""
    lines = [line for line in quote.lines if line.channel is channel]
    parts = tuple(explainer.line(line, explainer.words(line)) for line in lines)
    return explainer.sum(explainer.sum_words(channel, quote.certainty(channel)), quote.total(channel), parts)


def _reading(quote: Quote, plan: Plan, locale: Locale, register: Register, contract: Contract) -> _Reading:
    """Find what *plan* has ready, or prepare it."""
    readings: dict[tuple[Locale, Register], _Reading] = plan.memory
    reading = readings.get((locale, register))
    if reading is None or reading.contract is not contract:
        explainer = _explainer(locale, register, contract.wording)
        parts = dict(enumerate(_outlines(plan, explainer)))
        outlines = tuple((place, part) for place, part in parts.items() if isinstance(part, _Outline))
        whole = tuple(part if isinstance(part, Explanation) else None for part in parts.values())
        reading = _Reading(contract, explainer, explainer.title(quote, contract), whole, outlines)
        readings[locale, register] = reading
    return reading


def _outlines(plan: Plan, explainer: Explainer) -> tuple[Explanation | _Outline, ...]:
    """Explain everything that is the same in all quotes of a plan."""
    totals = plan.apart_from_pay
    ready = [explanation for part in plan.parts for explanation in _ready(part, explainer)]
    result: list[Explanation | _Outline] = []
    for channel, total, certainty in zip(Channel, totals.cents, totals.certainties, strict=True):
        words = explainer.sum_words(channel, certainty)
        of_channel = [(number, ready[number]) for number, line in enumerate(plan.templates) if line.channel is channel]
        parts = tuple(part.template if isinstance(part, LineWords) else part for _, part in of_channel)
        of_pay = tuple(
            (place, number, part) for place, (number, part) in enumerate(of_channel) if isinstance(part, LineWords)
        )
        result.append(_Outline(words, total, parts, of_pay) if of_pay else explainer.sum(words, total, parts))
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
