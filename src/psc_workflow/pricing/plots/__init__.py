"""
Pictures of premiums: by pay, under two tariffs, and how sure they are (extra ``plots``).

Each function returns a figure of matplotlib, 700 pixels wide, with its words in
French or in English. Nothing is shown, and no state of matplotlib is changed:
save the figure, or write it with :func:`as_svg`. What is unknown is not drawn,
and a line below the picture says so.

>>> import datetime as dt
>>> from psc_workflow import contracts
>>> figure = premium_by_pay(contracts.get("men-2026"), dt.date(2026, 5, 1), locale="en")
>>> [text.get_text() for text in figure.texts]
['Certainty: estimated. Not drawn, since unknown: Option 1, Option 2.']
"""

import datetime as dt
import io
from collections.abc import Iterable

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale, check_locale
from psc_workflow._model.people import Household
from psc_workflow._model.vocabulary import Certainty, Channel, Formula, Regime, worst
from psc_workflow._structuring.arguments import all_of, check_kind, member
from psc_workflow.pricing._charges import check_arguments
from psc_workflow.pricing._population_words import PopulationWords
from psc_workflow.pricing._populations import HOUSEHOLD, Dimension, PopulationComparison, ShiftGroup
from psc_workflow.pricing._quote import price, totals
from psc_workflow.pricing._totals import Totals
from psc_workflow.pricing.plots._canvas import (
    STYLES,
    Figure,
    annotate,
    checked_payer,
    draw_band,
    draw_line,
    draw_means,
    finish_by_group,
    finish_by_pay,
    in_euros,
    new_figure,
    pays_up_to,
    rc_context,
    words,
)

__all__ = ["as_svg", "payments_under_two_tariffs", "premium_by_pay", "uncertainty_by_pay"]

_AGENT = Household(regime=Regime.GENERAL)
"""An agent alone, on the general regime."""
_HIGHEST = 600000
"""The highest pay that is drawn, in cents, unless another is asked for."""


def premium_by_pay(
    contract: Contract,
    on: dt.date,
    *,
    payer: str = HOUSEHOLD,
    household: Household = _AGENT,
    formulas: Iterable[Formula] | None = None,
    highest: int = _HIGHEST,
    locale: Locale = "fr",
) -> Figure:
    """
    Draw what is paid at each pay, a line a formula.

    Args:
        contract: Whose tariff is used.
        on: The day whose tariff is used, and on which ages are taken.
        payer: ``employer``, ``payroll``, ``debited``, or ``household`` for the
            last two together.
        household: Who is priced, whatever pay it has.
        formulas: Those to draw; all that are offered if left out.
        highest: The highest pay, in cents a month.
        locale: Language of the words.

    Raises:
        HostError: There is no such payer, formula or locale; a contract, a day
            or a household is of another type; or *highest* is no pay.
        FormulaNotOfferedError: The contract does not offer a formula.
        NoValueInForceError: The tariff says nothing about that day.
    """
    check_arguments(contract, on)
    check_kind(household, Household, "household")
    payer, say, pays = checked_payer(payer), words(contract, locale), pays_up_to(highest)
    figure, axes = new_figure(say("plot-by-pay", payer=say.payer(payer)), _subtitle(contract, on, say))
    missing, certainties = [], set()
    drawn = contract.value("formulas", on) if formulas is None else all_of(formulas, Formula, "formulas")
    for place, formula in enumerate(drawn):
        sums = [
            totals(attrs.evolve(household, gross_cents=pay), contract=contract, formula=formula, on=on) for pay in pays
        ]
        colour, stroke = STYLES[place % len(STYLES)]
        points = [(pay, _paid(total, payer)) for pay, total in zip(pays, sums, strict=True)]
        if draw_line(axes, points, color=colour, linestyle=stroke, label=say.member(formula)):
            certainties |= {_certainty(total, payer) for total in sums if _paid(total, payer) is not None}
        else:
            missing.append(say.member(formula))
    finish_by_pay(axes, highest, say)
    notes = [say("plot-certainty", certainty=say.member(worst(certainties)))] if certainties else []
    annotate(figure, [*notes, *([say("plot-missing", names=", ".join(missing))] if missing else [])])
    return figure


def payments_under_two_tariffs(
    comparison: PopulationComparison,
    dimension: Dimension | str = Dimension.FAMILY,
    *,
    payer: str = HOUSEHOLD,
    before: str | None = None,
    after: str | None = None,
    locale: Locale = "fr",
) -> Figure:
    """
    Draw what the households of each group pay on average under two tariffs.

    Args:
        comparison: What ``pricing.frame.compare`` returned.
        dimension: What households are grouped by.
        payer: Who pays, as above.
        before: What the first tariff is called in the legend.
        after: What the second is called.
        locale: Language of the words.

    Raises:
        HostError: There is no such dimension, payer or locale; or *comparison*
            or a name is of another type.
    """
    check_locale(locale)
    check_kind(comparison, PopulationComparison, "comparison")
    for name, argument in ((before, "before"), (after, "after")):
        check_kind(name, (str, type(None)), argument, called="str")
    dimension, payer = member(Dimension, dimension, "dimension"), checked_payer(payer)
    say = PopulationWords(comparison.wording, locale)
    groups = [group for group in comparison.by(dimension) if group.shifts[payer].households]
    figure, axes = new_figure(say("plot-two-tariffs", payer=say.payer(payer)), say(dimension.value), rows=len(groups))
    names = (say("plot-before") if before is None else before, say("plot-after") if after is None else after)
    draw_means(axes, [_means(group, payer) for group in groups], names)
    labels = [
        say("plot-group", group=say.key(group), count=say.count(group.shifts[payer].households)) for group in groups
    ]
    finish_by_group(axes, labels, say)
    total = comparison.total.shifts[payer]
    notes = [say("plot-compared", count=say.count(total.households))]
    annotate(figure, [*notes, *([say("plot-unknown", count=say.count(total.unknown))] if total.unknown else [])])
    return figure


def uncertainty_by_pay(
    contract: Contract,
    on: dt.date,
    *,
    channel: Channel | str = Channel.PAYROLL,
    household: Household = _AGENT,
    formula: Formula | None = None,
    sure: Certainty = Certainty.DERIVED,
    highest: int = _HIGHEST,
    locale: Locale = "fr",
) -> Figure:
    """
    Draw between which amounts a total lies that is not sure, and what it is priced at.

    The band has what is at least as certain as *sure*, as
    ``PricedQuote.between`` gives it; the line has the total whatever its
    certainty, which may lie outside.

    Args:
        contract: Whose tariff is used.
        on: The day whose tariff is used, and on which ages are taken.
        channel: ``employer``, ``payroll`` or ``debited``.
        household: Who is priced, whatever pay it has.
        formula: The first that is offered, if left out.
        sure: The least certainty of the band.
        highest: The highest pay, in cents a month.
        locale: Language of the words.

    Raises:
        HostError: There is no such channel, formula, certainty or locale; a
            contract, a day or a household is of another type; or *highest* is
            no pay.
        FormulaNotOfferedError: The contract does not offer the formula.
        NoValueInForceError: The tariff says nothing about that day.
    """
    check_arguments(contract, on)
    check_kind(household, Household, "household")
    channel, sure = member(Channel, channel, "channel"), member(Certainty, sure, "sure")
    say, pays = words(contract, locale), pays_up_to(highest)
    formula = contract.value("formulas", on)[0] if formula is None else member(Formula, formula, "formula")
    title = say("plot-uncertainty", payer=say.payer(channel.value), formula=say.member(formula))
    figure, axes = new_figure(title, _subtitle(contract, on, say))
    quotes = [
        price(attrs.evolve(household, gross_cents=pay), contract=contract, formula=formula, on=on) for pay in pays
    ]
    bands = [
        price(quote.household, contract=contract, formula=formula, on=on, least_certainty=sure).between(channel)
        for quote in quotes
    ]
    notes = list(draw_band(axes, list(zip(pays, bands, strict=True)), say))
    certainties = [quote.certainty(channel) for quote in quotes if quote.total(channel) is not None]
    label = say("plot-line", certainty=say.member(worst(certainties or [Certainty.UNKNOWN])))
    points = [(pay, quote.total(channel)) for pay, quote in zip(pays, quotes, strict=True)]
    if not draw_line(axes, points, color=STYLES[1][0], label=label):
        notes.append(say("plot-no-line"))
    finish_by_pay(axes, highest, say)
    annotate(figure, notes)
    return figure


def as_svg(figure: Figure) -> str:
    """
    Write a figure as SVG: the same text for the same figure, with no date and no browser.

    Raises:
        HostError: *figure* is none.

    >>> import datetime as dt
    >>> from psc_workflow import contracts
    >>> svg, again = (
    ...     as_svg(premium_by_pay(contracts.get("men-2026"), dt.date(2026, 5, 1), locale="fr")) for _ in range(2)
    ... )
    >>> svg == again, "<svg" in svg
    (True, True)
    """
    check_kind(figure, Figure, "figure")
    file = io.StringIO()
    with rc_context({"svg.hashsalt": "psc_workflow", "svg.fonttype": "path"}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()


def _subtitle(contract: Contract, on: dt.date, say: PopulationWords) -> str:
    """Name the contract and the day."""
    return say("plot-contract", contract=contract.contract.label.in_(say.locale), on=on)


def _paid(sums: Totals, payer: str) -> int | None:
    """Return what is paid; ``None`` if it is unknown."""
    if payer == HOUSEHOLD:
        return None if sums.payroll is None or sums.debited is None else sums.payroll + sums.debited
    return dict(zip(Channel, sums.cents, strict=True))[Channel(payer)]


def _certainty(sums: Totals, payer: str) -> Certainty:
    """Return how certain that is."""
    by_channel = dict(zip(Channel, sums.certainties, strict=True))
    channels = (Channel.PAYROLL, Channel.DEBITED) if payer == HOUSEHOLD else (Channel(payer),)
    return worst(by_channel[channel] for channel in channels)


def _means(group: ShiftGroup, payer: str) -> tuple[float, float]:
    """Return what a household of a group pays on average before and after, in euros."""
    shift = group.shifts[payer]
    return in_euros(shift.before) / shift.households, in_euros(shift.after) / shift.households
