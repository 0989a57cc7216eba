"""
From a household to the lines of its quote.

The tariff is data: this module only finds, for each person, the components
that are for them, and works out their amount in force. It decides no right:
whoever is in the household is priced. What the tariff does not know stays
unknown, and so does what depends on a fact that is not known.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs

from psc_workflow.catalogue.contracts import Contract
from psc_workflow.catalogue.tariff import Amount, Component, Kind, Tariff
from psc_workflow.catalogue.texts import pricing_text
from psc_workflow.catalogue.values import Dated, in_force
from psc_workflow.exceptions import FormulaNotOfferedError
from psc_workflow.model.money import euros
from psc_workflow.model.people import Household
from psc_workflow.model.quote import Gap, QuoteLine
from psc_workflow.model.text import Source, Text
from psc_workflow.model.vocabulary import Certainty, Formula, Who
from psc_workflow.pricing.people import Asked, Person, matches, people
from psc_workflow.pricing.quote import PricedQuote
from psc_workflow.pricing.rounding import to_cents

_ANY = Certainty.ILLUSTRATIVE
"""The least certain an amount can be that is known at all."""


def price(
    household: Household,
    *,
    contract: Contract,
    formula: Formula,
    on: dt.date,
    least_certainty: Certainty = _ANY,
) -> PricedQuote:
    """
    Price *household*.

    Args:
        household: Whoever is in it is priced; its rights are for the rules.
        formula: For the agent and all beneficiaries.
        on: Day whose tariff is used, and on which ages are taken.
        least_certainty: Amounts less certain than this stay unknown.

    Returns:
        The quote: the agent's lines, the partner's, the children's in the
        order declared.

    Raises:
        FormulaNotOfferedError: The contract does not offer *formula* then.
        NoValueInForceError: The tariff says nothing about that day.

    Not modelled:
        The year and the pay of reference: pay is what the caller states.
    """
    offered = contract.value("formulas", on)
    if formula not in offered:
        raise FormulaNotOfferedError(contract.id, formula, offered)
    return quoted(household, contract=contract, formula=formula, on=on, least_certainty=least_certainty)


def quoted(
    household: Household, *, contract: Contract, formula: Formula, on: dt.date, least_certainty: Certainty = _ANY
) -> PricedQuote:
    """Price a cover that somebody has, whether or not its formula is still offered."""
    asked = Asked(household, contract, formula, on, least_certainty)
    gaps = tuple(_gaps(asked))
    return PricedQuote(
        contract=contract.id,
        on=on,
        formula=formula,
        structure=contract.tariff.structure,
        lines=() if gaps else tuple(_lines(asked)),
        gaps=gaps,
        household=household,
        source=contract,
        least_certainty=least_certainty,
    )


def _gaps(asked: Asked) -> Iterator[Gap]:
    """Name what the tariff does not say, or the household does not tell: nobody is priced at nothing by silence."""
    codes = ["status-not-in-tariff"] if asked.status not in asked.tariff.statuses else []
    for person in () if codes else people(asked):
        found = [matches(one, person, asked) for one in asked.tariff.components]
        unknown = [match for match in found if isinstance(match, str)]
        if person.who is Who.CHILD and person.age is None:
            codes.append("child-birth-date-unknown")
        elif unknown:
            codes.append(unknown[0])
        elif not any(found):
            codes.append("person-not-in-tariff")
    for code in dict.fromkeys(codes):
        yield Gap(code, pricing_text("gaps", code), asked.tariff.sources)


def _lines(asked: Asked) -> Iterator[QuoteLine]:
    for person in people(asked):
        lines: list[QuoteLine] = []
        for component in asked.tariff.components:
            if matches(component, person, asked) is True:
                lines.append(_as_certain_as_asked(_line(person, component, asked, lines), asked))
        yield from lines


def _as_certain_as_asked(line: QuoteLine, asked: Asked) -> QuoteLine:
    """Take the amount out of a line that the tariff has for another regime, or that is less certain than asked."""
    if not line.free and not _speaks_of(asked.household, asked.tariff):
        return _unknown(line, "unknown", Certainty.UNKNOWN, asked.tariff.sources)
    if line.cents is not None and line.certainty.rank > asked.least_certainty.rank:
        return _unknown(line, "uncertain", line.certainty, line.sources)
    return line


def _speaks_of(household: Household, tariff: Tariff) -> bool:
    """Whether the tariff's amounts are for the agent's regime; while that is not known, nobody can say."""
    return not tariff.excluded_regimes or household.regime not in (None, *tariff.excluded_regimes)


def _unknown(line: QuoteLine, why: str, certainty: Certainty, sources: tuple[Source, ...]) -> QuoteLine:
    """Keep a line without its amount: that it exists still decides about the mandate."""
    return attrs.evolve(
        line, cents=None, exact=None, missing=f"{line.component}-{why}", certainty=certainty, sources=sources
    )


@attrs.frozen
class _Worked:
    """An amount worked out: on what, at which rate, how much exactly; or what is missing for it."""

    base: Decimal | None = None
    rate: Decimal | None = None
    exact: Decimal | None = None
    missing: str = ""
    used: tuple[Dated[Decimal], ...] = ()
    lines: tuple[QuoteLine, ...] = ()
    basis: Text | None = None


def _line(person: Person, component: Component, asked: Asked, before: Sequence[QuoteLine]) -> QuoteLine:
    amount = in_force(component.values, asked.on, f"{asked.contract.id}.tariff.{component.id}")
    worked = _work_out(amount, asked, before)
    used = [one.certainty for one in worked.used] + [one.certainty for one in worked.lines]
    sources = [*amount.sources, *(source for one in worked.used for source in one.sources)]
    return QuoteLine(
        who=person.name,
        component=component.id,
        label=component.label,
        channel=component.channel,
        cents=None if worked.exact is None else to_cents(worked.exact),
        certainty=max([amount.certainty, *used], key=lambda one: one.rank),
        sources=tuple(dict.fromkeys(sources)),
        free=component.free,
        base=worked.base,
        rate=worked.rate,
        basis=worked.basis,
        exact=worked.exact,
        missing=worked.missing or (f"{component.id}-unknown" if worked.exact is None else ""),
    )


def _work_out(amount: Amount, asked: Asked, before: Sequence[QuoteLine]) -> _Worked:
    read = [asked.tariff.parameter(name) for name in amount.parameters]
    used = tuple(one.on(asked.on, name=f"{asked.contract.id}.tariff.parameters.{one.id}") for one in read)
    match amount.kind:
        case Kind.FIXED:
            return _Worked(exact=amount.value)
        case Kind.SHARE:
            return _share(amount, used[0].value, _Worked(used=used, basis=read[0].label))
        case Kind.COEFFICIENT:
            return _of_pay(amount, asked.household, _Worked(used=used, basis=pricing_text("explain", "pay")))
        case Kind.SHARE_OF_LINES:
            named = tuple(line for line in before if line.component in amount.of_lines)
            known = [line.cents for line in named if line.cents is not None]
            base = euros(sum(known)) if len(known) == len(named) else None
            return _share(amount, base, _Worked(lines=named, basis=pricing_text("explain", "lines")))
    return _Worked()


def _share(amount: Amount, base: Decimal | None, worked: _Worked) -> _Worked:
    """Take the share of *base*, at most so much."""
    rate = amount.share
    if rate is None or base is None:
        return attrs.evolve(worked, rate=rate)
    exact = rate * base
    return attrs.evolve(
        worked, base=base, rate=rate, exact=exact if amount.at_most is None else min(exact, amount.at_most)
    )


def _of_pay(amount: Amount, household: Household, worked: _Worked) -> _Worked:
    """Multiply the pay, counted up to the cap."""
    rate = amount.coefficient
    caps = [one.value for one in worked.used]
    if rate is None or None in caps:
        return attrs.evolve(worked, rate=rate)  # the pay would not help
    if household.gross_cents is None:
        return attrs.evolve(worked, rate=rate, missing="gross-unknown")
    base = min([euros(household.gross_cents), *(cap for cap in caps if cap is not None)])
    return attrs.evolve(worked, base=base, rate=rate, exact=rate * base)
