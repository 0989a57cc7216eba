"""
A quote that knows how it was made: it explains itself, is made again with other facts, and is compared.

>>> import datetime as dt
>>> from psc_workflow._catalogue import contracts
>>> from psc_workflow._model.vocabulary import Regime
>>> from psc_workflow.pricing import price
>>> alone = Household(regime=Regime.GENERAL)
>>> base = price(alone, contract=contracts.get("guide-illustration"), formula=Formula.BASE, on=dt.date(2026, 5, 1))
>>> option = base.simulate(formula=Formula.OPTION_1)
>>> [(change.component, change.why, change.difference) for change in base.diff(option).changes]
[('agent-option-1', 'added', 1200)]
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, get_args

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.people import Household
from psc_workflow._model.quote import Quote, QuoteLine
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Certainty, Channel, Formula
from psc_workflow.exceptions import HostError
from psc_workflow.pricing._charges import check_asked
from psc_workflow.pricing._explaining import Explanation, Register, explain

_LOCALES = get_args(Locale)


@attrs.frozen
class PricedQuote(Quote):
    """
    What one household pays a month, on one day, and what that was worked out from.

    Args:
        household: Whoever was priced.
        source: The contract whose tariff was used.
        least_certainty: Amounts less certain than this were refused.
    """

    household: Household = attrs.field(kw_only=True, repr=False)
    source: Contract = attrs.field(kw_only=True, repr=False)
    least_certainty: Certainty = attrs.field(kw_only=True)

    def explain(self, locale: Locale = "fr", register: Register | str = Register.MEMBER) -> Explanation:
        """
        Explain every amount.

        Args:
            register: ``member`` for who pays, in plain words; ``auditor``
                with the component, the unrounded amount, certainty and
                sources of every line.

        Raises:
            HostError: No such locale or register.
        """
        if locale not in _LOCALES:
            raise HostError(f"a locale is one of: {', '.join(_LOCALES)}")
        try:
            reader = Register(register)
        except ValueError:
            raise HostError(f"a register is one of: {', '.join(Register)}") from None
        return explain(self, locale, reader, version=self.source.version)

    def simulate(self, *, formula: Formula | None = None, on: dt.date | None = None, **facts: Any) -> "PricedQuote":
        """
        Price again, with other facts.

        Args:
            formula: Another formula.
            on: Another day.
            facts: Fields of the household, such as ``gross_cents`` or
                ``partner``.

        Raises:
            FormulaNotOfferedError: The contract does not offer *formula* then.
            HostError: The household has no such field, or the value does not
                fit it.
        """
        from psc_workflow.pricing._calculator import price, quoted  # noqa: PLC0415 -- which make these quotes

        unknown = set(facts) - {field.name for field in attrs.fields(Household)}
        if unknown:
            raise HostError(f"a household has no {', '.join(sorted(unknown))}")
        check_asked(self.source, on or self.on)
        make = quoted if formula is None else price  # whoever has a formula keeps it, offered or not
        return make(
            attrs.evolve(self.household, **facts),
            contract=self.source,
            formula=self.formula if formula is None else formula,
            on=on or self.on,
            least_certainty=self.least_certainty,
        )

    def diff(self, other: Quote) -> "Comparison":
        """Say what moved from this quote to *other*, line by line, and why."""
        return Comparison(self, other, tuple(_changes(self, other)))


@attrs.frozen
class Change:
    """
    One line that is not the same.

    Args:
        why: ``added``, ``removed``, ``rate``, ``base``, ``amount``, or
            ``known`` where it was or becomes unknown.
        before: Cents; ``None`` if unknown or not there.
        after: Likewise.
    """

    who: str
    component: str
    label: Text
    channel: Channel
    why: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int | None:
        """Cents a month more or less; ``None`` if either is unknown."""
        if self.why in ("added", "removed"):
            found = self.after if self.why == "added" else self.before
            return found if found is None or self.why == "added" else -found
        return None if self.before is None or self.after is None else self.after - self.before


@attrs.frozen
class Comparison:
    """Two quotes side by side."""

    before: Quote = attrs.field(repr=False)
    after: Quote = attrs.field(repr=False)
    changes: tuple[Change, ...]

    def difference(self, channel: Channel | str) -> int | None:
        """Cents a month more or less in *channel*; ``None`` if either total is unknown."""
        before, after = self.before.total(channel), self.after.total(channel)
        return None if before is None or after is None else after - before


def _changes(before: Quote, after: Quote) -> Iterator[Change]:
    """List what moved; where one of the quotes has gaps, nothing of it is known."""
    old = {(line.who, line.component): line for line in before.lines}
    new = {(line.who, line.component): line for line in after.lines}
    for key in dict.fromkeys([*old, *new]):
        was, becomes = old.get(key), new.get(key)
        why = "known" if before.gaps or after.gaps else _why(was, becomes)
        shown = becomes or was
        if why and shown is not None:
            yield Change(
                *key, shown.label, shown.channel, why, was.cents if was else None, becomes.cents if becomes else None
            )


def _why(was: QuoteLine | None, becomes: QuoteLine | None) -> str:
    """Say in one word why a line changed; nothing if it did not."""
    if was is None or becomes is None:
        return "added" if was is None else "removed"
    if was.cents == becomes.cents:
        return ""
    if was.cents is None or becomes.cents is None:
        return "known"
    if was.rate != becomes.rate:
        return "rate"
    return "base" if was.base != becomes.base else "amount"
