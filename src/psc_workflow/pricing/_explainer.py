"""
The words for amounts, in one language and for one kind of reader.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

import attrs

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import citing
from psc_workflow._model.money import Locale, plain_amount, plain_number, show, show_euros
from psc_workflow._model.quote import GROSS_UNKNOWN, Gap, Quote, QuoteLine
from psc_workflow._model.templates import with_fields
from psc_workflow._model.text import format_day, format_value
from psc_workflow._model.vocabulary import Certainty, Channel, Who
from psc_workflow.pricing._explanation import Explanation, Register
from psc_workflow.pricing._people import STANDARD_NAMES
from psc_workflow.pricing._rounding import EXACT

_HUNDRED = Decimal("1E2")
"""Of which a percentage is a part."""

_BLANK, _PAY, _SHARE = "\0", "\1", "\2"
"""Stand in a sentence for what is filled in later; no text has such characters."""

Sentence = list[str]
"""A sentence cut where something is filled in: an amount, a day."""


def display_name(name: str, wording: Wording, locale: Locale) -> str:
    """Translate the name of the person of a line if it is a standard one; leave others as they are."""
    if name not in STANDARD_NAMES:
        return name
    kind, _, number = name.partition("-")
    return " ".join([wording.word(Who(kind)).in_(locale), number]).rstrip()


@attrs.frozen(eq=False)
class Words:
    """
    The words of an amount that do not depend on it.

    Args:
        template: Everything that is explained alike whatever the amount.
        heading: The title; the amount is filled in.
    """

    template: Explanation
    heading: Sentence


@attrs.frozen(eq=False)
class LineWords(Words):
    """
    The words of a line that do not depend on its amount.

    Args:
        rate: As a percentage; empty if there is none.
        basis: What the rate applies to.
        certainty: How certain the amount is.
        reasons: How the amount was worked out, by the name of the text; what
            the rate applies to is filled in.
    """

    rate: str
    basis: str
    certainty: str
    reasons: dict[str, str] = attrs.field(init=False, factory=dict)


@attrs.frozen(eq=False)
class Explainer:
    """
    Explains amounts in one language, to one kind of reader; there is one instance for each wording and pair.

    Whatever is the same in many sentences is written once: what remains are
    blanks, for amounts and days.
    """

    locale: Locale
    register: Register
    wording: Wording
    unit: str = attrs.field(init=False)
    template: Explanation = attrs.field(init=False)

    @unit.default
    def _unit(self) -> str:
        return self.say("a-month")

    @template.default
    def _template(self) -> Explanation:
        """Return the template of the explanation of a quote."""
        return Explanation("", "", None, locale=self.locale)

    def say(self, name: str, **facts: str) -> str:
        """Write the text *name* on how amounts are made."""
        return self.wording.pricing_text("explain", name).say(self.locale, **facts)

    def word(self, channel: Channel) -> str:
        """Name a channel."""
        return self.wording.word(channel).in_(self.locale)

    def title(self, quote: Quote, contract: Contract) -> Sentence:
        """Say which quote is explained, with a blank for its day."""
        name, label = f"title-{self.register}", self.wording.word(quote.formula).in_(self.locale)
        return self.say(name, formula=label, contract=quote.contract, version=contract.version, on=_BLANK).split(_BLANK)

    def whole(self, title: Sentence, on: dt.date, parts: Iterable[Explanation | None]) -> Explanation:
        """Explain the quote of that day."""
        return with_fields(self.template, title=format_day(on, self.locale).join(title), parts=tuple(parts))

    def heading(self, title: str) -> Sentence:
        """Write a title with a blank for its amount."""
        return self.say("heading", title=title, amount=_BLANK).split(_BLANK)

    def gap(self, gap: Gap) -> Explanation:
        """Explain what the tariff does not say."""
        title = gap.text.in_(self.locale)
        unknown = Certainty.UNKNOWN
        return Explanation(title, "", None, certainty=unknown, sources=gap.sources, locale=self.locale)

    def sum_words(self, channel: Channel, certainty: Certainty) -> Words:
        """Find the words of the total of *channel* that do not depend on the amount."""
        title = self.word(channel)
        template = Explanation(title, "", None, certainty=certainty, locale=self.locale)
        return Words(template, self.heading(title))

    def sum(self, words: Words, total: int | None, parts: tuple[Explanation, ...]) -> Explanation:
        """Explain the sum of *parts*."""
        amount = self.amount(total)
        heading = amount.join(words.heading)
        return with_fields(words.template, amount=amount, cents=total, parts=parts, heading=heading)

    def words(self, line: QuoteLine) -> LineWords:
        """Find the words of *line* that do not depend on its amount."""
        title = f"{line.label.in_(self.locale)} ({display_name(line.who, self.wording, self.locale)})"
        template = Explanation(title, "", None, certainty=line.certainty, sources=line.sources, locale=self.locale)
        return LineWords(
            template=template,
            heading=self.heading(title),
            rate="" if line.rate is None else _percentage(line.rate, self.locale),
            basis="" if line.basis is None else line.basis.in_(self.locale),
            certainty=self.wording.word(line.certainty).in_(self.locale),
        )

    def line(self, line: QuoteLine, words: LineWords) -> Explanation:
        """Explain one line; to an auditor, with everything that went into it."""
        amount, how = self.amount(line.cents), self.how(line, words)
        heading = amount.join(words.heading)
        explanation = with_fields(words.template, amount=amount, cents=line.cents, how=how, heading=heading)
        if self.register is Register.MEMBER:
            return explanation
        return with_fields(explanation, notes=tuple(self.notes(line, words)))

    def how(self, line: QuoteLine, words: LineWords) -> str:
        """Describe how the amount of *line* was worked out, so that anybody can do it again."""
        name = _reason(line)
        sentence = words.reasons.get(name)
        if sentence is None:
            sentence = words.reasons[name] = self.sentence(name, line, words)
        if line.base is not None:
            sentence = sentence.replace(_BLANK, show_euros(line.base, self.locale))
        if name == "capped" and line.pay is not None:
            sentence = sentence.replace(_PAY, show_euros(line.pay, self.locale))
        return sentence.replace(_SHARE, self.euros(_share(line))) if name == "limited" else sentence

    def sentence(self, name: str, line: QuoteLine, words: LineWords) -> str:
        """Write the text *name* of *line*, with blanks for the amounts that depend on the household."""
        facts = {"rate": words.rate, "basis": words.basis, "certainty": words.certainty}
        facts |= {"base": _BLANK, "pay": _PAY, "share": _SHARE}
        if line.at_most is not None:
            facts["limit"] = self.euros(line.at_most)
        if line.cap is not None:
            facts |= {"cap": self.euros(line.cap.amount), "ceiling": line.cap.label.in_(self.locale)}
            facts["since"] = format_value(line.cap.since, self.locale)
        return self.say(name, **facts)

    def notes(self, line: QuoteLine, words: LineWords) -> Iterator[str]:
        """List the details for an auditor."""
        yield self.say("component", component=line.component, certainty=words.certainty)
        if line.exact is not None:
            yield self.say("rounded", exact=_localized(plain_amount(line.exact), self.locale))
        for source in line.sources:
            yield citing.line(source, self.locale)

    def euros(self, amount: Decimal) -> str:
        """Write an amount in euros, with all its decimals if they are more than those of cents."""
        cents = EXACT.multiply(amount, _HUNDRED)
        if cents == cents.to_integral_value():
            return show(int(cents), self.locale)
        return f"{_localized(plain_amount(amount), self.locale)}\N{NO-BREAK SPACE}€"

    def amount(self, number: int | None) -> str:
        """Write an amount a month."""
        return self.say("unknown-amount") if number is None else show(number, self.locale) + self.unit


def _reason(line: QuoteLine) -> str:
    """Name the text that says how the amount of *line* was worked out, or why it is unknown."""
    if line.cents is None:
        reasons = {GROSS_UNKNOWN: GROSS_UNKNOWN, f"{line.component}-uncertain": "uncertain"}
        return reasons.get(line.missing, "unknown")
    if line.free:
        return "free"
    if line.rate is None:
        return "fixed"
    if line.cap is not None and line.pay is not None:
        return "capped" if line.pay > line.cap.amount else "below-cap"
    if line.at_most is not None:
        return "limited" if _share(line).copy_abs() > line.at_most else "below-limit"
    return "rated"


def _share(line: QuoteLine) -> Decimal:
    """Apply the rate, before the limit."""
    return EXACT.multiply(line.rate or Decimal(0), line.base or Decimal(0))


def _percentage(rate: Decimal, locale: Locale) -> str:
    """Write a rate as a percentage, without needless zeros."""
    space = "\N{NO-BREAK SPACE}" if locale == "fr" else ""
    return f"{_localized(plain_number(EXACT.multiply(rate, _HUNDRED)), locale)}{space}%"


def _localized(text: str, locale: Locale) -> str:
    """Write a number with the decimal mark of the reader."""
    return text.replace(".", ",") if locale == "fr" else text
