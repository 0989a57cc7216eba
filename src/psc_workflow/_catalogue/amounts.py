"""
Amounts of a tariff, each with the day from which it applies.

An amount is of one of four kinds: fixed; a share of a parameter; a coefficient
of the gross pay, up to a cap; a share of other lines of the same person, up to a
limit. Or it is unknown.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

import attrs

from psc_workflow._catalogue.values import Consistent
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import Fault

HIGHEST_SHARE = 2
"""No share is larger, but a percentage written as a whole number is."""

_MAX_EUROS = Decimal(10**7)
"""Euros a month, far above any amount or parameter."""

_CENTS = 2
"""Digits of euros after the point."""

_MOST_DECIMALS = 28
"""Digits of a ratio: as many as are computed with."""


class Kind(Enum):
    """How an amount is calculated."""

    FIXED = "fixed"
    SHARE = "share"
    COEFFICIENT = "coefficient"
    SHARE_OF_LINES = "share_of_lines"
    UNKNOWN = "unknown"


@attrs.frozen
class Amount(Consistent):
    """
    One amount of a component, and the day from which it applies.

    Args:
        in_force_from: First day; the last is the eve of the next amount's.
        value: Euros a month.
        share: Share of ``of`` or ``of_lines``; a ratio, negative for a
            deduction.
        of: Id of a parameter of the tariff.
        of_lines: Ids of earlier components; those that do not apply to the
            person count as zero.
        at_most: Limit of a share, in euros a month; a deduction is limited to as
            much below 0.
        coefficient: Coefficient of the gross pay; a ratio.
        cap: Id of the parameter up to which pay counts; ``None`` for no cap.
    """

    in_force_from: dt.date
    certainty: Certainty
    sources: tuple[Source, ...]
    value: Decimal | None = None
    share: Decimal | None = None
    of: str | None = None
    of_lines: tuple[str, ...] = ()
    at_most: Decimal | None = None
    coefficient: Decimal | None = None
    cap: str | None = None

    @property
    def kind(self) -> Kind:
        """How the amount is calculated."""
        if self.value is not None:
            return Kind.FIXED
        if self.coefficient is not None:
            return Kind.COEFFICIENT
        if self.share is not None:
            return Kind.SHARE_OF_LINES if self.of_lines else Kind.SHARE
        return Kind.UNKNOWN

    @property
    def is_known(self) -> bool:
        """Whether the catalogue has the amount."""
        return self.kind is not Kind.UNKNOWN

    @property
    def parameters(self) -> tuple[str, ...]:
        """Ids of the parameters that the amount depends on."""
        return tuple(name for name in (self.of, self.cap) if name is not None)

    def __str__(self) -> str:
        """Describe the calculation in one line."""
        match self.kind:
            case Kind.SHARE | Kind.SHARE_OF_LINES:
                limit = "" if self.at_most is None else f", limited to {self.at_most}"
                return f"{self.share} x {self.of or ' + '.join(self.of_lines)}{limit}"
            case Kind.COEFFICIENT:
                return f"{self.coefficient} x pay" + (f" up to {self.cap}" if self.cap else "")
        return "unknown" if self.value is None else str(self.value)

    def _faults(self) -> Iterator[Fault]:
        named = {name: getattr(self, name) for name in ("value", "share", "coefficient", "at_most")}
        infinite = [name for name, number in named.items() if number is not None and not number.is_finite()]
        if infinite:
            yield from (Fault(name, "must be a number") for name in infinite)
            return
        numbers = [self.value, self.share, self.coefficient]
        if sum(number is not None for number in numbers) > 1:
            yield Fault("value", "must be one of: a value, a share, a coefficient")
        if self.is_known == (self.certainty is Certainty.UNKNOWN):
            yield Fault("certainty", 'must be "unknown" if and only if there is no amount')
        if not any(source.title.strip() for source in self.sources):
            yield Fault("sources", "must name at least one source")
        if (self.share is not None) != (bool(self.of) != bool(self.of_lines)) or (self.of and self.of_lines):
            yield Fault("share", "must be set if and only if exactly one of `of` and `of_lines` is")
        if self.at_most is not None and self.share is None:
            yield Fault("at_most", "must come with a share")
        if self.cap is not None and self.coefficient is None:
            yield Fault("cap", "must come with a coefficient")
        if self.value is not None and self.value.copy_abs() < _MAX_EUROS and _decimals(self.value) > _CENTS:
            yield Fault("value", "must not have a fraction of a cent")
        yield from self._range_faults()

    def _range_faults(self) -> Iterator[Fault]:
        """Find numbers that no tariff has."""
        if self.share is not None and self.share.copy_abs() > HIGHEST_SHARE:
            yield Fault("share", "must be a ratio, such as 0.50 for 50 %")
        if self.share is not None and self.share < (-1 if self.of_lines else 0):
            yield Fault("share", "must not be negative, except to deduct lines: -1 deducts them whole")
        for name in ("share", "coefficient", "at_most"):
            if _decimals(getattr(self, name) or Decimal(0)) > _MOST_DECIMALS:
                yield Fault(name, f"must have at most {_MOST_DECIMALS} digits after the point")
        if (self.coefficient or 0) > 1:
            yield Fault("coefficient", "must be a ratio of the pay, such as 0.0080 for 0.80 %")
        for name in ("value", "at_most"):
            if (getattr(self, name) or 0) >= _MAX_EUROS:
                yield Fault(name, f"must be below {_MAX_EUROS} euros a month")
        for name in ("value", "at_most", "coefficient"):
            if (getattr(self, name) or 0) < 0:
                yield Fault(name, "must not be negative; a deduction is a negative share of lines")


def is_amount(euros: Decimal) -> bool:
    """Whether *euros* may be a value of a parameter."""
    return euros.is_finite() and 0 <= euros < _MAX_EUROS and _decimals(euros) <= _CENTS


def _decimals(ratio: Decimal) -> int:
    """Count the digits after the point, but for final zeros: as written, since a context of the host's may round."""
    return len(f"{ratio:f}".partition(".")[2].rstrip("0"))
