"""
The premiums of a page: quotes of the dossier, explained and compared, and a grid of quotes for the simulator.

Nothing is computed in the page: whoever changes a household there looks a quote
up in the grid, or asks Python.
"""

import datetime as dt
import itertools
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.people import Child, Household, Partner
from psc_workflow._model.quote import Quote
from psc_workflow._model.text import format_day
from psc_workflow._model.vocabulary import Channel
from psc_workflow.explorer._pools import Pools
from psc_workflow.pricing import Explanation, PricedQuote, Register, price
from psc_workflow.pricing._unpriced import unknown_amounts
from psc_workflow.rules import ages

_LOCALES: tuple[Locale, ...] = ("fr", "en")

GRID_PAYS = (None, 150000, 200000, 250000, 300000, 350000, 450000, 600000)
"""Monthly pays of the grid, in cents; the first is unknown."""

GRID_PARTNERS = (None, 30, 45, 60)
"""Ages of the partner in the grid; the first is nobody."""

GRID_CHILDREN = 5
"""The grid has fewer children than this."""

_CHILD_AGE = 8


class Money:
    """Writes quotes, each once."""

    def __init__(self, pools: Pools) -> None:
        self._pools = pools
        self._places: dict[Quote, int] = {}

    def place(self, quote: Quote) -> int:
        """Return where *quote* stands among the quotes of the page."""
        if quote not in self._places:
            self._places[quote] = self._pools.place("quotes", self.plain(quote))
        return self._places[quote]

    def plain(self, quote: Quote) -> dict[str, Any]:
        """
        Write *quote* with its explanations, for a member and for an auditor.

        Its day is left out, so that all days on which the same is paid share
        it: where a title names it, ``{on}`` stands.
        """
        return {
            "formula": quote.formula.value,
            "contract": quote.contract,
            **_totals(quote),
            "incomplete": list(quote.incomplete),
            "lines": [self._line(line) for line in quote.lines],
            "reasons": self._reasons(quote) if isinstance(quote, PricedQuote) else [],
            "explanations": self._explanations(quote) if isinstance(quote, PricedQuote) else None,
        }

    def _line(self, line: Any) -> dict[str, Any]:
        return {
            "who": line.who,
            "component": line.component,
            "label": attrs.asdict(line.label),
            "channel": line.channel.value,
            "cents": line.cents,
            "certainty": line.certainty.value,
            "sources": self._pools.sources(line.sources),
        }

    def _reasons(self, quote: PricedQuote) -> list[int]:
        """Say why each amount is unknown that is."""
        reasons = [
            {
                "label": label and attrs.asdict(label),
                "text": attrs.asdict(text),
                "sources": self._pools.sources(sources),
            }
            for label, text, sources in unknown_amounts(quote, quote.source)
        ]
        return [self._pools.place("reasons", reason) for reason in reasons]

    def _explanations(self, quote: PricedQuote) -> dict[str, Any]:
        return {
            register.value: {locale: self._whole(quote, locale, register) for locale in _LOCALES}
            for register in Register
        }

    def _whole(self, quote: PricedQuote, locale: Locale, register: Register) -> int:
        whole = self._node(quote.explain(locale, register))
        title = whole["title"].replace(format_day(quote.on, locale), "{on}")
        return self._pools.place("explanations", whole | {"title": title})

    def _node(self, node: Explanation) -> dict[str, Any]:
        return {
            "title": node.heading or node.title,
            "how": node.how,
            "notes": list(node.notes),
            "certainty": node.certainty and node.certainty.value,
            "sources": self._pools.sources(node.sources),
            "parts": [self._pools.place("explanations", self._node(part)) for part in node.parts],
        }


def priced_on(quote: Quote) -> dict[str, Any]:
    """Write the day of *quote*, which :meth:`Money.plain` leaves out."""
    return {"day": quote.on.isoformat(), "words": {locale: format_day(quote.on, locale) for locale in _LOCALES}}


def _totals(quote: Quote) -> dict[str, Any]:
    return {
        "totals": {channel.value: quote.total(channel) for channel in Channel},
        "certainty": {channel.value: quote.certainty(channel).value for channel in Channel},
        "debits": quote.debits.value,
    }


# -- the grid ------------------------------------------------------------------------------------------


def grid(contract: Contract) -> dict[str, Any]:
    """
    Price the households of the simulator under *contract*.

    Returns:
        The axes, and one cell for each of their combinations, the last axis
        first to change: cents of each channel, then the rank of their
        certainty, the best being 0.
    """
    days = _days(contract)
    axes: dict[str, list[Any]] = {
        "on": [day.isoformat() for day in days],
        "regime": [regime.value for regime in contract.regimes if _is_accepted(contract, regime)],
        "formula": [formula.value for formula in contract.all_formulas],
        "gross": list(GRID_PAYS),
        "partner": list(GRID_PARTNERS),
        "children": list(range(GRID_CHILDREN)),
    }
    households = list(itertools.product(*list(axes.values())[3:]))
    cells = [
        _cell(contract, on, formula, _household(contract, on, regime, *household))
        for on, regime, formula in itertools.product(days, axes["regime"], axes["formula"])
        for household in households
    ]
    return {"axes": axes, "cells": cells}


def _is_accepted(contract: Contract, regime: Any) -> bool:
    return any(regime in dated.known_value for dated in contract.accepted_regimes.values if dated.is_known)


def _days(contract: Contract) -> list[dt.date]:
    """List the first day of cover, and those after it on which the tariff, or what is offered, changes."""
    first = contract.effect.values[-1].known_value
    return [first, *(day for day in contract.periods.first_days if day > first)]


def _household(contract: Contract, on: dt.date, regime: str, *others: int | None) -> Household:
    gross, partner, children = others
    return Household(
        regime=next(each for each in contract.regimes if each.value == regime),
        gross_cents=gross,
        partner=None if partner is None else Partner(birth_date=ages.birthday(on, -partner)),
        children=[Child(birth_date=ages.birthday(on, -_CHILD_AGE - order)) for order in range(children or 0)],
    )


def _cell(contract: Contract, on: dt.date, formula: str, household: Household) -> list[int | None] | None:
    chosen = next((each for each in contract.value("formulas", on) if each.value == formula), None)
    if chosen is None:
        return None
    quote = price(household, contract=contract, formula=chosen, on=on)
    certainties = [quote.certainty(channel).rank for channel in Channel]
    return [*map(quote.total, Channel), *certainties]
