"""
A quote explained as a tree: the channels, their lines, how each amount was worked out and its sources.
"""

import datetime as dt
import functools
from collections.abc import Iterator
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Any

import attrs

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import citing
from psc_workflow._model.money import Locale, cents, euros, show
from psc_workflow._model.quote import GROSS_UNKNOWN, Gap, Quote, QuoteLine
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Channel, Formula, Who
from psc_workflow.pricing._people import CACHE_SIZE, STANDARD_NAMES
from psc_workflow.pricing._rounding import EXACT


class Register(StrEnum):
    """The reader of an explanation: the person who pays, or the one who checks."""

    MEMBER = "member"
    AUDITOR = "auditor"


@attrs.frozen
class Explanation:
    """
    One node of the tree.

    Args:
        title: What is explained.
        amount: Amount a month, written in the reader's language.
        cents: The same as a number; ``None`` if unknown.
        how: How it was worked out, in a sentence; empty for a sum.
        notes: Details for an auditor only.
        parts: What it consists of.
        heading: The title with the amount; the title alone if empty.
        locale: The reader's language.
    """

    title: str
    amount: str
    cents: int | None
    how: str = ""
    certainty: Certainty | None = None
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    parts: "tuple[Explanation, ...]" = ()
    heading: str = attrs.field(default="", kw_only=True, eq=False, repr=False)
    locale: Locale = attrs.field(kw_only=True)

    def __str__(self) -> str:
        return "\n".join(self._lines(""))

    def _lines(self, indent: str) -> Iterator[str]:
        yield indent + (self.heading or self.title)
        for text in (self.how, *self.notes):
            if text:
                yield f"{indent}    {text}"
        for part in self.parts:
            yield from part._lines(f"{indent}  ")  # noqa: SLF001 -- the same class

    def as_json(self) -> dict[str, Any]:
        """Return the tree as plain data."""
        return {
            "title": self.title,
            "amount": None if self.cents is None else str(euros(self.cents)),
            "how": self.how,
            "certainty": self.certainty.value if self.certainty else None,
            "sources": [citing.in_one_language(source, self.locale) for source in self.sources],
            "notes": list(self.notes),
            "parts": [part.as_json() for part in self.parts],
        }


def explain(quote: Quote, locale: Locale, register: Register, *, contract: Contract) -> Explanation:
    """Explain *quote* to a member or to an auditor."""
    with localcontext(EXACT):  # explanations are cached: they must not depend on a host's context
        return _explain(quote, locale, register, contract)


def _explain(quote: Quote, locale: Locale, register: Register, contract: Contract) -> Explanation:
    explainer = _explainer(locale, register, contract.wording)
    title = _title(quote.formula, quote.on, quote.contract, version=contract.version, explainer=explainer)
    gaps = tuple(map(explainer.gap, quote.gaps))
    parts = gaps or tuple([explainer.channel(quote, channel) for channel in Channel])
    return Explanation(title, "", None, parts=parts, locale=locale)


def display_name(name: str, wording: Wording, locale: Locale) -> str:
    """Translate the name of the person of a line if it is a standard one; leave others as they are."""
    if name not in STANDARD_NAMES:
        return name
    kind, _, number = name.partition("-")
    return " ".join([wording.word(Who(kind)).in_(locale), number]).rstrip()


@attrs.frozen(eq=False)
class _Explainer:
    """Explains amounts in one language, to one kind of reader; there is one instance for each wording and pair."""

    locale: Locale
    register: Register
    wording: Wording

    def gap(self, gap: Gap) -> Explanation:
        """Explain what the tariff does not say."""
        title = gap.text.in_(self.locale)
        unknown = Certainty.UNKNOWN
        return Explanation(title, "", None, certainty=unknown, sources=gap.sources, locale=self.locale)

    def heading(self, title: str, amount: str) -> str:
        """Write a title with its amount."""
        return self.say("heading", title=title, amount=amount)

    def say(self, name: str, **facts: Any) -> str:
        """Write the text *name* on how amounts are made."""
        return self.wording.pricing_text("explain", name).say(self.locale, **facts)

    def channel(self, quote: Quote, channel: Channel) -> Explanation:
        """Explain a total by its lines."""
        lines = tuple([line for line in quote.lines if line.channel is channel])
        total, certainty = quote.total(channel), quote.certainty(channel)
        if all([line.common for line in lines]):  # noqa: C419 -- a generator takes twice as long
            return _cached_sum(channel, total, certainty, lines, self)
        return self.sum(channel, total, certainty, lines)

    def sum(
        self, channel: Channel, total: int | None, certainty: Certainty, lines: tuple[QuoteLine, ...]
    ) -> Explanation:
        """Explain the sum of *lines*."""
        parts = [_cached_line(line, self) if line.common else self.line(line) for line in lines]
        title, amount = self.wording.word(channel).in_(self.locale), self.amount(total)
        return Explanation(
            title=title,
            amount=amount,
            heading=self.heading(title, amount),
            cents=total,
            certainty=certainty,
            parts=tuple(parts),
            locale=self.locale,
        )

    def line(self, line: QuoteLine) -> Explanation:
        """Explain one line; to an auditor, with everything that went into it."""
        title = f"{line.label.in_(self.locale)} ({display_name(line.who, self.wording, self.locale)})"
        amount = self.amount(line.cents)
        return Explanation(
            title=title,
            amount=amount,
            heading=self.heading(title, amount),
            cents=line.cents,
            how=self.how(line),
            certainty=line.certainty,
            sources=line.sources,
            notes=tuple(self.notes(line)) if self.register is Register.AUDITOR else (),
            locale=self.locale,
        )

    def how(self, line: QuoteLine) -> str:
        """Describe how the amount of *line* was worked out."""
        if line.cents is None:
            reasons = {GROSS_UNKNOWN: GROSS_UNKNOWN, f"{line.component}-uncertain": "uncertain"}
            name = reasons.get(line.missing, "unknown")
        elif line.free:
            name = "free"
        elif line.rate is None:
            name = "fixed"
        else:
            name = "limited" if line.exact != line.rate * (line.base or 0) else "rated"
        return self.say(
            name,
            rate=self.ratio(line.rate),
            base="" if line.base is None else show(cents(line.base), self.locale),
            basis=line.basis,
            certainty=self.wording.word(line.certainty),
        )

    def notes(self, line: QuoteLine) -> Iterator[str]:
        """List the details for an auditor."""
        certainty = self.wording.word(line.certainty)
        yield self.say("component", component=line.component, certainty=certainty)
        if line.exact is not None:
            yield self.say("rounded", exact=_decimal(line.exact, self.locale))
        for source in line.sources:
            yield citing.line(source, self.locale)

    def amount(self, number: int | None) -> str:
        """Write an amount a month."""
        if number is None:
            return self.say("unknown-amount")
        return show(number, self.locale) + self.say("a-month")

    def ratio(self, rate: Decimal | None) -> str:
        """Write a rate as a percentage."""
        return "" if rate is None else _percentage(rate, self.locale)


_explainer = functools.lru_cache(_Explainer)


@functools.lru_cache(maxsize=CACHE_SIZE)
def _title(formula: Formula, on: dt.date, contract: str, *, version: str, explainer: _Explainer) -> str:
    formula_label = explainer.wording.word(formula)
    name = f"title-{explainer.register}"
    return explainer.say(name, formula=formula_label, on=on, contract=contract, version=version)


@functools.lru_cache(maxsize=CACHE_SIZE)
def _percentage(rate: Decimal, locale: Locale) -> str:
    space = "\N{NO-BREAK SPACE}" if locale == "fr" else ""
    return f"{_decimal((rate * _HUNDRED).normalize(), locale)}{space}%"


def _decimal(number: Decimal, locale: Locale) -> str:
    text = f"{number:f}"
    return text.replace(".", ",") if locale == "fr" else text


@functools.lru_cache(maxsize=CACHE_SIZE)
def _cached_line(line: QuoteLine, explainer: _Explainer) -> Explanation:
    """Explain a line that says nothing of its household, once."""
    return explainer.line(line)


@functools.lru_cache(maxsize=CACHE_SIZE)
def _cached_sum(
    channel: Channel, total: int | None, certainty: Certainty, lines: tuple[QuoteLine, ...], explainer: _Explainer
) -> Explanation:
    """Explain a sum of such lines, once."""
    return explainer.sum(channel, total, certainty, lines)


_HUNDRED = Decimal("1E2")
"""Of which a percentage is a part."""
