"""
From a household to the lines of its quote.

The tariff is data: this module only finds, for each person, the components
that apply, and works out their amounts in force. It does not decide who may be
covered: everybody in the household is priced. What the tariff does not know
stays unknown, and so does what depends on an unknown fact.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.tariff import Kind
from psc_workflow._model.money import euros
from psc_workflow._model.people import Household
from psc_workflow._model.quote import GROSS_UNKNOWN, Gap, QuoteLine
from psc_workflow._model.vocabulary import Certainty, Formula, worst
from psc_workflow.pricing._charges import Charge, Charges, charges
from psc_workflow.pricing._people import CACHE_SIZE, STANDARD_NAMES, find_charges, people
from psc_workflow.pricing._rounding import EXACT, to_cents


def calculate(
    household: Household, contract: Contract, formula: Formula, on: dt.date, least_certainty: Certainty
) -> tuple[tuple[QuoteLine, ...], tuple[Gap, ...]]:
    """
    Work out the lines of a quote.

    Returns:
        The agent's lines, the partner's, the children's in the order declared,
        and no gap; or no line, and the gaps that prevent them.

    Raises:
        NoValueInForceError: The tariff says nothing about that day.
    """
    with localcontext(EXACT):
        tariff = charges(contract, on)
        matches = [(name, find_charges(tariff, profile)) for name, profile in people(household, formula, tariff)]
        gaps = [match for _, match in matches if isinstance(match, str)]
        if gaps:
            wording = contract.wording
            sources = wording.cite(contract.tariff.sources)
            return (), tuple([Gap(code, wording.pricing_text("gaps", code), sources) for code in dict.fromkeys(gaps)])
        excluded = contract.tariff.excluded_regimes
        covers_regime = not excluded or household.regime not in (None, *excluded)
        terms = _terms(tariff, covers_regime, least_certainty)
        charged = [(name, match) for name, match in matches if not isinstance(match, str)]
        return tuple([line for name, match in charged for line in _lines(name, match, household, terms)]), ()


@attrs.frozen(eq=False)
class _Terms:
    """
    The conditions, apart from the charge itself, under which its amount is shown.

    Args:
        covers_regime: Whether the amounts are for the agent's regime; false
            while that is unknown.
        least_certainty: Amounts less certain than this stay unknown.
    """

    tariff: Charges
    covers_regime: bool
    least_certainty: Certainty


_terms = functools.lru_cache(_Terms)
"""One object for the same terms: caches keyed by them compare identities only."""


def _lines(who: str, person_charges: Iterable[Charge], household: Household, terms: _Terms) -> list[QuoteLine]:
    """Work out the lines of one person, of which later ones may be shares of earlier ones."""
    lines: list[QuoteLine] = []
    name = who if who in STANDARD_NAMES else ""
    for charge in person_charges:
        match charge.kind:
            case Kind.COEFFICIENT:
                lines.append(_of_pay(who, charge, household.gross_cents, terms))
            case Kind.SHARE_OF_LINES:
                lines.append(_of_lines(who, charge, lines, terms))
            case _:
                common = _common_line(charge, terms, name)
                lines.append(common if name else attrs.evolve(common, who=who, common=False))
    return lines


@functools.lru_cache(maxsize=CACHE_SIZE)
def _common_line(charge: Charge, terms: _Terms, who: str) -> QuoteLine:
    """Make a line that says nothing of its household, once; a name that the caller chose is not cached."""
    missing = "" if charge.exact is not None else charge.unknown_code
    base, exact = charge.parameter, charge.exact
    return _line(who, charge, terms, charge.certainty, base=base, exact=exact, missing=missing, common=True)


def _of_pay(who: str, charge: Charge, gross_cents: int | None, terms: _Terms) -> QuoteLine:
    """Multiply the pay, counted up to the cap."""
    if gross_cents is None:
        return _line(who, charge, terms, charge.certainty, missing=GROSS_UNKNOWN)
    pay = euros(gross_cents)
    base = pay if charge.parameter is None else min(pay, charge.parameter)
    return _line(who, charge, terms, charge.certainty, base=base, exact=charge.share_of(base))


def _of_lines(who: str, charge: Charge, before: Sequence[QuoteLine], terms: _Terms) -> QuoteLine:
    """Take a share of earlier lines; those that the person does not have count as nothing."""
    named = [line for line in before if line.component in charge.of_lines]
    certainty = worst([charge.certainty, *(line.certainty for line in named)])
    amounts = [line.cents for line in named if line.cents is not None]
    if len(amounts) < len(named):
        return _line(who, charge, terms, certainty, missing=charge.unknown_code)
    base = euros(sum(amounts))
    common = bool(named) and all(line.common for line in named)
    return _line(who, charge, terms, certainty, base=base, exact=charge.share_of(base), common=common)


def _line(
    who: str,
    charge: Charge,
    terms: _Terms,
    certainty: Certainty,
    *,
    base: Decimal | None = None,
    exact: Decimal | None = None,
    missing: str = "",
    common: bool = False,
) -> QuoteLine:
    """
    Write one line.

    It has no amount if the tariff's is for another regime, or less certain than
    requested: that the line exists still decides about the mandate.
    """
    component, sources, rate, basis = charge.component, charge.sources, charge.rate, charge.basis
    if not component.free and not terms.covers_regime:
        base, rate, basis, exact, missing = None, None, None, None, charge.unknown_code
        certainty, sources = Certainty.UNKNOWN, terms.tariff.sources
    elif exact is not None and certainty.rank > terms.least_certainty.rank:
        exact, missing = None, charge.uncertain_code
    return QuoteLine(
        who=who,
        component=component.id,
        label=component.label,
        channel=component.channel,
        cents=None if exact is None else to_cents(exact),
        certainty=certainty,
        sources=sources,
        free=component.free,
        base=base,
        rate=rate,
        basis=basis,
        exact=exact,
        missing=missing,
        common=common,
    )
