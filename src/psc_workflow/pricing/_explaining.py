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
"""One object for the same reader: what a plan keeps is kept by reader."""


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


def explain(quote: Quote, locale: Locale, register: Register, *, contract: Contract) -> Explanation:
    """Explain *quote* to a member or to an auditor."""
    explainer = _explainer(locale, register, contract.wording)
    title = explainer.title(quote.formula, quote.contract, contract.version, quote.on)
    if quote.gaps:
        parts = tuple(map(explainer.gap, quote.gaps))
    elif isinstance(quote.lines, PlannedLines):
        parts = _planned(quote.lines, explainer)
    else:
        parts = tuple(_channel(quote, channel, explainer) for channel in Channel)
    return Explanation(title, "", None, parts=parts, locale=locale)


def _channel(quote: Quote, channel: Channel, explainer: Explainer) -> Explanation:
    """Explain a total by its lines, whatever quote they are of."""
    lines = [line for line in quote.lines if line.channel is channel]
    parts = tuple(explainer.line(line, explainer.words(line)) for line in lines)
    title, total, certainty = explainer.word(channel), quote.total(channel), quote.certainty(channel)
    return explainer.sum(title, explainer.heading(title), total=total, certainty=certainty, parts=parts)


def _planned(lines: PlannedLines, explainer: Explainer) -> tuple[Explanation, ...]:
    """Explain the totals by their lines, with what the plan has ready."""
    outlines = lines.plan.explanations.get(explainer)
    if outlines is None:
        outlines = lines.plan.explanations[explainer] = _outlines(lines, explainer)
    return tuple(
        [outline if isinstance(outline, Explanation) else _filled(outline, lines, explainer) for outline in outlines]
    )


def _filled(outline: _Outline, lines: PlannedLines, explainer: Explainer) -> Explanation:
    """Explain what depends on pay."""
    parts = tuple(
        [part if isinstance(part, Explanation) else explainer.line(lines[place], part) for place, part in outline.parts]
    )
    amounts = [part.cents for part in parts if part.cents is not None]
    total = sum(amounts) if len(amounts) == len(parts) else None
    return explainer.sum(outline.title, outline.heading, total=total, certainty=outline.certainty, parts=parts)


def _outlines(lines: PlannedLines, explainer: Explainer) -> tuple[Explanation | _Outline, ...]:
    """Explain everything that is the same in all quotes of a plan."""
    plan, result = lines.plan, []
    ready = [explanation for part in plan.parts for explanation in _ready(part, explainer)]
    for channel, certainty in zip(Channel, plan.apart_from_pay.certainties, strict=True):
        parts = [(place, ready[place]) for place, line in enumerate(lines) if line.channel is channel]
        title = explainer.word(channel)
        outline = _Outline(title, explainer.heading(title), certainty, tuple(parts))
        of_pay = any(isinstance(part, LineWords) for _, part in parts)
        result.append(outline if of_pay else _filled(outline, lines, explainer))
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
