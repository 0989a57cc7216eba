"""
A quote told as a tree: the channels, their lines, how each amount was made and where that is written.
"""

import datetime as dt
import functools
from collections.abc import Iterator
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Any

import attrs

from psc_workflow._catalogue.wording import pricing_text, word
from psc_workflow._model.money import Locale, cents, euros, show
from psc_workflow._model.quote import Quote, QuoteLine
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Channel, Formula, Who
from psc_workflow.pricing._people import OURS, REMEMBERED
from psc_workflow.pricing._rounding import EXACT


class Register(StrEnum):
    """For whom a quote is explained: who pays, or who checks."""

    MEMBER = "member"
    AUDITOR = "auditor"


@attrs.frozen
class Explanation:
    """
    One node of the tree.

    Args:
        title: What is explained.
        amount: A month, as the reader's language writes it.
        cents: The same as a number; ``None`` if unknown.
        how: How it was made, in a sentence; empty for a sum.
        notes: What only an auditor is told.
        parts: What it is made of.
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
    locale: Locale = attrs.field(kw_only=True)

    def __str__(self) -> str:
        return "\n".join(self._lines(""))

    def _lines(self, indent: str) -> Iterator[str]:
        heading = pricing_text("explain", "heading").say(self.locale, title=self.title, amount=self.amount)
        yield indent + (heading if self.amount else self.title)
        for told in (self.how, *self.notes):
            if told:
                yield f"{indent}    {told}"
        for part in self.parts:
            yield from part._lines(f"{indent}  ")  # noqa: SLF001 -- of the same class

    def as_json(self) -> dict[str, Any]:
        """Write the tree as plain data."""
        return {
            "title": self.title,
            "amount": None if self.cents is None else str(euros(self.cents)),
            "how": self.how,
            "certainty": self.certainty.value if self.certainty else None,
            "sources": [source.as_json() for source in self.sources],
            "notes": list(self.notes),
            "parts": [part.as_json() for part in self.parts],
        }


def explain(quote: Quote, locale: Locale, register: Register, *, version: str) -> Explanation:
    """Explain *quote* to a member or to an auditor."""
    with localcontext(EXACT):  # what is told is kept: it must not depend on a host's context
        return _explained(quote, locale, register, version)


def _explained(quote: Quote, locale: Locale, register: Register, version: str) -> Explanation:
    teller = _teller(locale, register)
    title = _title(quote.formula, quote.on, quote.contract, version=version, locale=locale, register=register)
    gaps = tuple(
        Explanation(gap.text.in_(locale), "", None, certainty=Certainty.UNKNOWN, sources=gap.sources, locale=locale)
        for gap in quote.gaps
    )
    parts = gaps or tuple([teller.channel(quote, one) for one in Channel])
    return Explanation(title, "", None, parts=parts, locale=locale)


def called(name: str, locale: Locale) -> str:
    """Say whose line it is: in the reader's language where the name is one that we give."""
    if name not in OURS:
        return name
    kind, _, number = name.partition("-")
    return " ".join([word(Who(kind)).in_(locale), number]).rstrip()


@attrs.frozen(eq=False)
class _Teller:
    """Tells amounts in one language, to one kind of reader; there is one of each."""

    locale: Locale
    register: Register

    def channel(self, quote: Quote, channel: Channel) -> Explanation:
        """Tell a total by its lines."""
        lines = tuple([line for line in quote.lines if line.channel is channel])
        total, certainty = quote.total(channel), quote.certainty(channel)
        if all([line.common for line in lines]):  # noqa: C419 -- a generator takes twice as long
            return _kept_sum(channel, total, certainty, lines, self)
        return self.sum(channel, total, certainty, lines)

    def sum(
        self, channel: Channel, total: int | None, certainty: Certainty, lines: tuple[QuoteLine, ...]
    ) -> Explanation:
        """Tell the sum of *lines*."""
        parts = [_kept(line, self) if line.common else self.line(line) for line in lines]
        return Explanation(
            title=word(channel).in_(self.locale),
            amount=self.amount(total),
            cents=total,
            certainty=certainty,
            parts=tuple(parts),
            locale=self.locale,
        )

    def line(self, line: QuoteLine) -> Explanation:
        """Tell one line: how it was made; to an auditor, all that went into it."""
        return Explanation(
            title=f"{line.label.in_(self.locale)} ({called(line.who, self.locale)})",
            amount=self.amount(line.cents),
            cents=line.cents,
            how=self.how(line),
            certainty=line.certainty,
            sources=line.sources,
            notes=tuple(self.notes(line)) if self.register is Register.AUDITOR else (),
            locale=self.locale,
        )

    def how(self, line: QuoteLine) -> str:
        """Say how the amount of *line* was made."""
        if line.cents is None:
            why = {"gross-unknown": "gross-unknown", f"{line.component}-uncertain": "uncertain"}
            name = why.get(line.missing, "unknown")
        elif line.free:
            name = "free"
        elif line.rate is None:
            name = "fixed"
        else:
            name = "limited" if line.exact != line.rate * (line.base or 0) else "rated"
        return pricing_text("explain", name).say(
            self.locale,
            rate=self.ratio(line.rate),
            base="" if line.base is None else show(cents(line.base), self.locale),
            basis=line.basis,
            certainty=word(line.certainty),
        )

    def notes(self, line: QuoteLine) -> Iterator[str]:
        """List what an auditor wants to know besides."""
        certainty = word(line.certainty)
        yield pricing_text("explain", "component").say(self.locale, component=line.component, certainty=certainty)
        if line.exact is not None:
            yield pricing_text("explain", "rounded").say(self.locale, exact=_decimal(line.exact, self.locale))
        for source in line.sources:
            yield f"[{source.title}]" + (f" {source.url}" if source.url else "")

    def amount(self, found: int | None) -> str:
        """Write an amount a month."""
        if found is None:
            return pricing_text("explain", "unknown-amount").in_(self.locale)
        return show(found, self.locale) + pricing_text("explain", "a-month").in_(self.locale)

    def ratio(self, rate: Decimal | None) -> str:
        """Write a rate as a percentage."""
        return "" if rate is None else _percentage(rate, self.locale)


_teller = functools.cache(_Teller)


@functools.lru_cache(maxsize=REMEMBERED)
def _title(formula: Formula, on: dt.date, contract: str, *, version: str, locale: Locale, register: Register) -> str:
    text = pricing_text("explain", f"title-{register}")
    return text.say(locale, formula=word(formula), on=on, contract=contract, version=version)


@functools.lru_cache(maxsize=REMEMBERED)
def _percentage(rate: Decimal, locale: Locale) -> str:
    return f"{_decimal((rate * _HUNDRED).normalize(), locale)} %"


def _decimal(number: Decimal, locale: Locale) -> str:
    text = f"{number:f}"
    return text.replace(".", ",") if locale == "fr" else text


@functools.lru_cache(maxsize=REMEMBERED)
def _kept(line: QuoteLine, teller: _Teller) -> Explanation:
    """Tell a line that says nothing of its household, once."""
    return teller.line(line)


@functools.lru_cache(maxsize=REMEMBERED)
def _kept_sum(
    channel: Channel, total: int | None, certainty: Certainty, lines: tuple[QuoteLine, ...], teller: _Teller
) -> Explanation:
    """Tell a sum of such lines, once."""
    return teller.sum(channel, total, certainty, lines)


_HUNDRED = Decimal("1E2")
"""Of which a percentage is."""
