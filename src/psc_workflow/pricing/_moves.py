"""
What moves the amounts of a household from one day to the next, and why.

Several things can happen on one day: a value of a new year and a birthday. Each
is taken alone, in a fixed order, from the eve to the day: the household is
priced as if nothing else had happened yet. So the differences add up.
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Household
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Channel, Formula
from psc_workflow.pricing._comparison import Change, compare
from psc_workflow.pricing._people import names
from psc_workflow.pricing._quote import PricedQuote, write_quote
from psc_workflow.pricing._siblings import match
from psc_workflow.pricing._situations import find_situation, year_of_retirement
from psc_workflow.pricing._stretches import ONE_DAY, Stretch
from psc_workflow.rules import ages

FACTS = {
    "regime": "regime",
    "birth_date": "birth-date",
    "gross_cents": "pay",
    "position": "position",
    "retired_on": "retirement",
    "partner": "partner",
    "children": "children",
}
"""Why amounts move, by the field of the household that a caller changes; in this order."""

CAUSES = ("value", "birthday", "retirement", "retirement-year", *dict.fromkeys(FACTS.values()), "formula")
"""Every cause, ``retirement`` once."""


@attrs.frozen
class Move:
    """
    Amounts that move on one day, for one reason.

    Args:
        on: First day of the new amounts.
        cause: ``value`` (the tariff has new values), ``birthday``,
            ``retirement``, ``retirement-year`` (another year since then),
            ``formula``; or what changes in the household: ``regime``,
            ``birth-date``, ``pay``, ``position``, ``partner``, ``children``.
        who: Whose birthday it is, if it is one, as in the quote.
        changes: The lines that differ.
        sources: Where the new lines come from, and those that are gone.
    """

    on: dt.date
    cause: str
    who: tuple[str, ...]
    changes: tuple[Change, ...]
    sources: tuple[Source, ...] = attrs.field(repr=False)


@attrs.frozen
class _View:
    """A household as it is priced: each part of it may be that of the eve or that of the day."""

    contract: Contract
    least_certainty: Certainty
    household: Household
    formula: Formula
    tariff_on: dt.date
    ages_on: dt.date
    year: int

    def quote(self) -> PricedQuote:
        situation = find_situation(
            self.household, self.contract, self.formula, self.tariff_on, self.least_certainty, self.year
        )
        return write_quote(self.household, situation, self.ages_on)


def moves(before: Stretch, after: Stretch) -> Iterator[Move]:
    """List what moves the amounts between two stretches that follow each other."""
    eve, quote = after.first_day - ONE_DAY, after.quote
    cover = before.cover
    year = year_of_retirement(cover.household, eve)
    view = _View(quote.source, quote.least_certainty, cover.household, cover.formula, eve, eve, year)
    earlier = view.quote()
    for cause, next_view in _steps(view, after):
        later = next_view.quote()
        siblings = match(earlier.household.children, later.household.children)
        changes = compare(earlier, later, siblings).changes
        if changes:
            who = _born_on(later, changes, after.first_day) if cause == "birthday" else ()
            yield Move(after.first_day, cause, who, changes, _sources(earlier, later, changes))
        earlier = later


def _steps(view: _View, after: Stretch) -> Iterator[tuple[str, _View]]:
    """Walk what is different on the day, one after the other, each with everything before it."""
    day, contract = after.first_day, view.contract
    if contract.periods.of(view.tariff_on) is not contract.periods.of(day):
        view = attrs.evolve(view, tariff_on=day)
        yield "value", view
    view = attrs.evolve(view, ages_on=day)
    yield "birthday", view
    year = year_of_retirement(view.household, day)
    if year != view.year:
        cause = "retirement-year" if view.year else "retirement"
        view = attrs.evolve(view, year=year)
        yield cause, view
    for field, cause in FACTS.items():
        value = getattr(after.cover.household, field)
        if value != getattr(view.household, field):
            household = attrs.evolve(view.household, **{field: value})
            view = attrs.evolve(view, household=household, year=year_of_retirement(household, day))
            yield cause, view
    if view.formula != after.cover.formula:
        yield "formula", attrs.evolve(view, formula=after.cover.formula)


def _born_on(quote: PricedQuote, changes: tuple[Change, ...], day: dt.date) -> tuple[str, ...]:
    """List those of the lines that differ whose birthday it is; all of them, where a gap hides the lines."""
    household = quote.household
    births = {"agent": household.birth_date, "partner": household.partner.birth_date if household.partner else None}
    births |= dict(zip(names(household.children), (child.birth_date for child in household.children), strict=True))
    whose = [name for name, birth in births.items() if birth and ages.birthday(birth, day.year - birth.year) == day]
    concerned = {change.who for change in changes}
    return tuple(name for name in whose if quote.gaps or name in concerned) or tuple(whose)


def _sources(before: PricedQuote, after: PricedQuote, changes: tuple[Change, ...]) -> tuple[Source, ...]:
    """Cite the lines that differ; where a gap hides them, the gap."""
    lines = {(line.who, line.component): line.sources for line in (*before.lines, *after.lines)}
    cited = [source for change in changes for source in lines.get((change.who, change.component), ())]
    return tuple(dict.fromkeys([*cited, *(source for gap in after.gaps for source in gap.sources)]))


def difference(move: Move, channel: Channel) -> int | None:
    """Add up how much more or less is paid in *channel*; ``None`` if that is unknown."""
    differences = [change.difference for change in move.changes if change.channel is channel]
    return None if None in differences else sum(number or 0 for number in differences)
