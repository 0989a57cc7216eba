"""
The quote (devis): lines that add up to three totals, and the certainty of each.

>>> quote = Quote("demo", dt.date(2026, 5, 1), Formula.BASE, Certainty.PUBLISHED)
>>> quote.debited, quote.debits
(0, <Debits.NO: 'no'>)
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs

from psc_workflow._model.money import amount_text, plain_amount, plain_number
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty, Channel, Debits, Formula, worst
from psc_workflow._structuring import plain_fields
from psc_workflow._structuring.arguments import member

GROSS_UNKNOWN = "gross-unknown"
"""Code of a line that depends on the agent's pay, which is not known."""


@attrs.frozen
class PayCap:
    """
    The ceiling up to which pay counts.

    Args:
        id: Id of the tariff's parameter.
        amount: Euros a month.
        since: First day of that amount.
    """

    id: str
    label: Text
    amount: Decimal
    since: dt.date


@attrs.frozen(slots=False)  # so that lines can be made from templates
class QuoteLine:
    """
    One line of a quote.

    Its hash uses only the fields that are quick to hash.

    Args:
        who: ``agent``, ``partner``, or the child's ref.
        component: Id of the tariff's component.
        cents: Amount, monthly; ``None`` if unknown.
        free: Whether nothing is due by rule: such a line is never a debit,
            whatever its channel.
        base: Euros to which ``rate`` applies; ``None`` for a fixed amount.
        rate: A ratio; ``None`` for a fixed amount.
        basis: What the base is.
        exact: Euros before rounding: ``rate`` times ``base``, no further from 0 than
            ``at_most``.
        of_lines: Components of the same person whose amounts add up to
            ``base``; those without a line count as nothing.
        at_most: How far ``exact`` can be from 0, in euros.
        pay: Gross pay in euros, of which ``base`` is as much as counts.
        cap: The ceiling up to which it counts.
        missing: Code of what is unknown, if the amount is.
    """

    who: str
    component: str
    label: Text = attrs.field(hash=False)
    channel: Channel = attrs.field(hash=False)
    cents: int | None
    certainty: Certainty = attrs.field(hash=False)
    sources: tuple[Source, ...] = attrs.field(default=(), hash=False)
    free: bool = attrs.field(default=False, hash=False)
    base: Decimal | None = attrs.field(default=None, hash=False)
    rate: Decimal | None = attrs.field(default=None, hash=False)
    basis: Text | None = attrs.field(default=None, hash=False)
    exact: Decimal | None = attrs.field(default=None, hash=False)
    missing: str = ""
    of_lines: tuple[str, ...] = attrs.field(default=(), hash=False, kw_only=True)
    at_most: Decimal | None = attrs.field(default=None, hash=False, kw_only=True)
    pay: Decimal | None = attrs.field(default=None, hash=False, kw_only=True)
    cap: PayCap | None = attrs.field(default=None, hash=False, kw_only=True)

    @property
    def incomplete(self) -> str | None:
        """Code of what is unknown, if the amount is."""
        return None if self.cents is not None else self.missing or f"{self.component}-unknown"


@attrs.frozen
class Gap:
    """Something that the tariff does not say at all for this household, so that no total can be known."""

    code: str
    text: Text
    sources: tuple[Source, ...] = ()


@attrs.frozen(slots=False, repr=False)
class Quote:
    """
    What one household pays per month, on one day.

    Args:
        contract: Id of the contract.
        on: Day whose tariff and ages are used.
        structure: Certainty that there are these lines and no others: the
            best that any total can have.
    """

    contract: str
    on: dt.date
    formula: Formula
    structure: Certainty
    lines: tuple[QuoteLine, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def __repr__(self) -> str:
        amounts = ", ".join(f"{channel.value} {amount_text(self.total(channel)) or 'unknown'}" for channel in Channel)
        return f"<quote {self.contract} {self.formula.value} on {self.on}: {amounts}>"

    def total(self, channel: Channel | str) -> int | None:
        """
        Sum the lines of *channel*, in cents; ``None`` if any of them is unknown.

        Raises:
            HostError: No such channel.
        """
        channel = _channel(channel)
        if self.gaps:
            return None
        total = 0
        for line in self.lines:
            if line.channel is channel:
                if line.cents is None:
                    return None
                total += line.cents
        return total

    def certainty(self, channel: Channel | str) -> Certainty:
        """
        Find the worst certainty of the values that the total of *channel* uses.

        Raises:
            HostError: No such channel.
        """
        channel = _channel(channel)
        if self.gaps:
            return Certainty.UNKNOWN
        return worst([self.structure, *[line.certainty for line in self.lines if line.channel is channel]])

    @property
    def employer(self) -> int | None:
        """Cents per month paid by the employer."""
        return self.total(Channel.EMPLOYER)

    @property
    def payroll(self) -> int | None:
        """Cents per month deducted from pay."""
        return self.total(Channel.PAYROLL)

    @property
    def debited(self) -> int | None:
        """Cents per month debited from the bank account: the guide's row "prélevé directement sur votre compte"."""
        return self.total(Channel.DEBITED)

    @property
    def debits(self) -> Debits:
        """Whether any line is debited, even if its amount is unknown."""
        if any(line.channel is Channel.DEBITED and not line.free for line in self.lines):
            return Debits.YES
        return Debits.UNKNOWN if self.gaps else Debits.NO

    @property
    def incomplete(self) -> tuple[str, ...]:
        """Codes of what is unknown, each once, in alphabetical order."""
        codes = {gap.code for gap in self.gaps} | {line.incomplete for line in self.lines if line.incomplete}
        return tuple(sorted(codes))

    def as_json(self) -> dict[str, Any]:
        """Write the quote as plain data: amounts as text with two decimals, ``None`` where incomplete."""
        return {
            **{channel.value: amount_text(self.total(channel)) for channel in Channel},
            "debits": self.debits.value,
            "certainty": {channel.value: self.certainty(channel).value for channel in Channel},
            "lines": [_line_as_json(line) for line in self.lines],
            "incomplete": list(self.incomplete),
        }


def _channel(channel: Channel | str) -> Channel:
    """Accept the name of a channel, too: one that matched no line would give a total of 0."""
    return channel if isinstance(channel, Channel) else member(Channel, channel, "channel")


def _line_as_json(line: QuoteLine) -> dict[str, Any]:
    return {
        "who": line.who,
        "component": line.component,
        "label": attrs.asdict(line.label),
        "channel": line.channel.value,
        "amount": amount_text(line.cents),
        "base": _plain(line.base),
        "rate": None if line.rate is None else plain_number(line.rate),
        "exact": _plain(line.exact),
        "of_lines": list(line.of_lines),
        "at_most": _plain(line.at_most),
        "pay": _plain(line.pay),
        "cap": line.cap and _cap_as_json(line.cap),
        "free": line.free,
        "certainty": line.certainty.value,
        "sources": [source.as_json() for source in line.sources],
        "incomplete": line.incomplete,
    }


def _cap_as_json(cap: PayCap) -> dict[str, Any]:
    amount, since = plain_amount(cap.amount), cap.since.isoformat()
    return {"id": cap.id, "label": attrs.asdict(cap.label), "amount": amount, "since": since}


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else plain_amount(amount)


@attrs.frozen
class KeptQuote:
    """
    What is kept of a quote, for the reminder shown when the journey is resumed.

    Args:
        made_on: Civil day on which it was made.
        on: Day whose tariff it used.
    """

    made_on: dt.date
    on: dt.date
    formula: Formula
    employer: int | None
    payroll: int | None
    debited: int | None
    debits: Debits

    @classmethod
    def of(cls, quote: Quote, made_on: dt.date) -> "KeptQuote":
        """Keep the totals of *quote*."""
        return cls(made_on, quote.on, quote.formula, quote.employer, quote.payroll, quote.debited, quote.debits)

    def as_json(self) -> dict[str, Any]:
        """Write what is kept as plain data: amounts as text with two decimals, as :meth:`Quote.as_json` has them."""
        amounts = {channel.value: amount_text(getattr(self, channel.value)) for channel in Channel}
        return plain_fields(self, **amounts)

    def same_amounts(self, quote: Quote) -> bool:
        """Whether *quote* has the same amounts."""
        return attrs.evolve(self.of(quote, self.made_on), on=self.on) == self
