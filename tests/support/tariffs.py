"""
Tariffs written in a few words, or drawn at random: every kind of amount, every selector, all that a file could hold.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st

from people import CARLA, CLAUDIA, MEN, START
from psc_workflow import Formula, Household, PositionKind, Regime
from psc_workflow._catalogue.amounts import Amount
from psc_workflow._catalogue.components import HIGHEST_BOUND, Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.month_rules import BrokenMonths, ChangedMonths
from psc_workflow._catalogue.tariff import Tariff, TariffParameter
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.people import LONGEST_LIST
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty, Channel, Status, Who
from psc_workflow._structuring import StructureError
from psc_workflow.pricing import price

SINCE = dt.date(2025, 1, 1)
LATER = dt.date(2027, 1, 1)
"""The day on which some values of a tariff drawn at random are replaced."""
SOURCES = (Source("drawn at random"),)
KNOWN = st.sampled_from([certainty for certainty in Certainty if certainty is not Certainty.UNKNOWN])
EUROS = st.integers(0, 20000).map(lambda cents: Decimal(cents).scaleb(-2))
RATIOS = st.integers(-1500, 1500).map(lambda thousandths: Decimal(thousandths).scaleb(-3)) | st.integers(
    -(10**6), 10**6
).map(lambda millionths: Decimal(millionths).scaleb(-6))
PARAMETERS = ("ce", "cap")
HIGHEST_RANKS = (LONGEST_LIST - 1, LONGEST_LIST, LONGEST_LIST + 1, HIGHEST_BOUND["rank"])
"""Ranks around the highest that a child can have, and the highest that a contract may name."""


# -- written in a test ---------------------------------------------------------------------------


def amount(**how: Any) -> Amount:
    """Return an amount, its numbers given as text; a known one is published by default."""
    how = {
        name: Decimal(value) if isinstance(value, str) and name not in ("of", "cap", "certainty") else value
        for name, value in how.items()
    }
    stated = {name for name, value in how.items() if value is not None} - {"in_force_from", "certainty", "sources"}
    certainty = how.pop("certainty", Certainty.PUBLISHED if stated else Certainty.UNKNOWN)
    return Amount(how.pop("in_force_from", dt.date(2026, 1, 1)), certainty, how.pop("sources", (Source("x"),)), **how)


def component(
    name: str, *values: Amount, who: Who = Who.AGENT, channel: Channel = Channel.DEBITED, **for_whom: Any
) -> Component:
    """Return a component; its French name begins with a capital."""
    return Component(name, who, channel, Text(name.capitalize(), name), values, **for_whom)


def tariff(*components: Component, **more: Any) -> Contract:
    """Return a contract of these components alone."""
    alone = Tariff(
        more.pop("structure", Certainty.PUBLISHED),
        more.pop("statuses", (Status.ACTIVE,)),
        (Source("tariff"),),
        components,
        more.pop("parameters", tuple(MEN.tariff.parameter(name) for name in ("ce", "pmss"))),
        **more,
    )
    return attrs.evolve(MEN, tariff=alone)


SHARES_OF_OTHERS = tariff(
    component("agent", amount(value="10")),
    component("elsewhere", amount(value="3"), territories=("PF",)),
    component("half", amount(share="0.5", of_lines=("agent", "elsewhere")), channel=Channel.EMPLOYER),
    component("child", amount(value="20"), who=Who.CHILD, to_rank=2),
    component("third", amount(value="5"), who=Who.CHILD, from_rank=3),
    component("help", amount(share="0.5", of_lines=("child", "third")), who=Who.CHILD, channel=Channel.EMPLOYER),
    component("nothing", amount(share="0.5", of_lines=("third",)), who=Who.CHILD, to_rank=2),
)
"""Shares of components that are for others: of another rank, of another territory."""


def ruled(
    contract: Contract,
    broken: BrokenMonths | None = None,
    changed: ChangedMonths | None = None,
    certainty: Certainty = Certainty.PUBLISHED,
) -> Contract:
    """Return *contract* with rules for months; ``None`` is unknown."""
    rules = {
        name: Parameter(
            "rule", SINCE, (Dated(SINCE, Certainty.UNKNOWN if value is None else certainty, SOURCES, value),)
        )
        for name, value in (("broken_months", broken), ("changed_months", changed))
    }
    return attrs.evolve(contract, tariff=attrs.evolve(contract.tariff, **rules))


# -- priced -------------------------------------------------------------------------------------

AGENT_HOUSEHOLD = Household(regime=Regime.GENERAL, birth_date=dt.date(1970, 3, 12), gross_cents=280000)
FAMILY_HOUSEHOLD = attrs.evolve(AGENT_HOUSEHOLD, partner=CLAUDIA, children=[CARLA])
BASE, OPTION_1, OPTION_2 = Formula


def cents_by_line(
    contract: Contract, household: Household = AGENT_HOUSEHOLD, formula: Formula = BASE, on: dt.date = START
) -> dict[str, int | None]:
    """Price *household*: return the cents of each line, or the gaps, if there is no line."""
    quote = price(household, contract=contract, formula=formula, on=on)
    return {f"{line.who}.{line.component}": line.cents for line in quote.lines} or {
        gap.code: None for gap in quote.gaps
    }


# -- drawn ---------------------------------------------------------------------------------------


def some(values: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw some of *values* to select by, or, more often, none."""
    return st.just(()) | st.just(()) | st.lists(st.sampled_from(list(values)), min_size=1, unique=True).map(tuple)


def spans(first: int, last: int, *rare: int) -> st.SearchStrategy[tuple[int, int | None]]:
    """Draw a first and a last number, or no bounds; the *rare* numbers lie far from the others."""
    numbers = st.integers(first, last) | st.sampled_from(rare) if rare else st.integers(first, last)
    return st.just((first, None)) | st.tuples(numbers, st.none() | numbers).map(
        lambda pair: pair if pair[1] is None or pair[0] <= pair[1] else (pair[1], pair[0])
    )


STATUSES = st.sampled_from([(), (), (Status.ACTIVE,), (Status.RETIRED,), (Status.RETIRED,), tuple(Status)])
"""Years since retirement go with retired agents alone, and positions with active ones: both are drawn often enough."""


@st.composite
def amounts(draw: st.DrawFn, before: list[str], since: dt.date = SINCE) -> Amount:
    """Draw an amount, which may be a share of the lines named *before*."""
    kind = draw(st.sampled_from(["fixed", "share", "coefficient", "unknown", *(["of_lines"] * 2 if before else [])]))
    if kind == "unknown":
        return Amount(since, Certainty.UNKNOWN, SOURCES)
    of: dict[str, Any] = {}
    if kind == "fixed":
        of = {"value": draw(EUROS)}
    elif kind == "share":
        of = {"share": abs(draw(RATIOS)), "of": draw(st.sampled_from(PARAMETERS)), "at_most": draw(st.none() | EUROS)}
    elif kind == "of_lines":
        named = draw(st.lists(st.sampled_from(before), min_size=1, max_size=3, unique=True))
        of = {"share": max(draw(RATIOS), Decimal(-1)), "of_lines": tuple(named), "at_most": draw(st.none() | EUROS)}
    else:
        of = {"coefficient": min(abs(draw(RATIOS)), Decimal(1)), "cap": draw(st.none() | st.sampled_from(PARAMETERS))}
    return Amount(since, draw(KNOWN), SOURCES, **of)


@st.composite
def components(draw: st.DrawFn, place: int, before: list[tuple[str, Who]]) -> Component:
    """Draw the component of a *place*, after those named *before*."""
    who = draw(st.sampled_from([Who.AGENT, Who.AGENT, Who.PARTNER, Who.CHILD]))
    from_age, to_age = draw(spans(0, 90))
    from_rank, to_rank = draw(spans(1, 4, *HIGHEST_RANKS)) if who is Who.CHILD else (1, None)
    statuses = draw(STATUSES)
    from_year, to_year = draw(spans(1, 8)) if statuses == (Status.RETIRED,) else (1, None)
    free = draw(st.integers(0, 9)) == 0
    named = [name for name, whose in before if whose is who]
    values = tuple(
        Amount(since, draw(KNOWN), SOURCES, value=Decimal(0)) if free else draw(amounts(named, since))
        for since in (SINCE, LATER)[: draw(st.sampled_from([1, 1, 2]))]
    )
    return Component(
        id=f"component-{place}",
        who=who,
        channel=draw(st.sampled_from(Channel)),
        label=Text(f"composant {place}", f"component {place}"),
        values=values,
        statuses=statuses,
        positions=draw(some(PositionKind)) if statuses == (Status.ACTIVE,) else (),
        formulas=draw(some(Formula)),
        regimes=draw(some([Regime.GENERAL, Regime.MSA, Regime.ALSACE_MOSELLE])),
        territories=draw(some(["FR", "PF"])),
        from_age=from_age,
        to_age=to_age,
        from_rank=from_rank,
        to_rank=to_rank,
        from_year=from_year,
        to_year=to_year,
        free=free,
    )


@st.composite
def tariffs(draw: st.DrawFn) -> Contract:
    """Draw a contract whose tariff holds together."""
    drawn: list[Component] = []
    for place in range(draw(st.integers(1, 8))):
        drawn.append(draw(components(place, [(component.id, component.who) for component in drawn])))
    parameters = []
    for name in PARAMETERS:
        dated = []
        for since in (SINCE, LATER)[: draw(st.sampled_from([1, 1, 2]))]:
            value = draw(st.none() | EUROS)
            certainty = Certainty.UNKNOWN if value is None else draw(KNOWN)
            dated.append(Dated(since, certainty, SOURCES, value))
        parameters.append(TariffParameter("eur/month", SINCE, tuple(dated), id=name, label=Text(name, name)))
    oldest = draw(st.none() | st.integers(50, 80))
    frozen = None if oldest is None else Parameter("year", SINCE, (Dated(SINCE, Certainty.ASSUMED, SOURCES, oldest),))
    parts: dict[str, Any] = {
        "structure": draw(KNOWN),
        "statuses": draw(some(Status)) or tuple(Status),
        "sources": SOURCES,
        "parameters": tuple(parameters),
        "excluded_regimes": draw(some([Regime.ALSACE_MOSELLE, Regime.MAYOTTE, Regime.MSA])),
        "frozen_age": frozen,
    }
    try:
        tariff = Tariff(components=tuple(drawn), **parts)
    except StructureError:  # a free component and a priced one for the same person: such a file is refused
        tariff = Tariff(components=tuple(attrs.evolve(component, free=False) for component in drawn), **parts)
    return attrs.evolve(MEN, tariff=tariff)
