"""
The picture of each amount: by pay, by age, by rank, by year, by formula, or from day to day.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from amount_examples import HIGHEST_PAY, PAY, line_at, line_of, priced
from amount_words import BOUNDED, LEAST, bounds
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from picture import Kind, Picture
from plotting import UNKNOWN, Bar, bars, hatch, in_words
from writing import COLON, say

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.amounts import Kind as AmountKind
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.tariff import TariffParameter
from psc_workflow._catalogue.wording import word
from psc_workflow._model.money import Locale, show
from psc_workflow._model.text import format_day
from psc_workflow.pricing.plots import as_svg
from psc_workflow.pricing.plots._canvas import STYLES, annotate, draw_line, finish_by_pay, in_euros, new_figure, words

Item = TariffParameter | Component
A_YEAR = dt.timedelta(days=365)
"""How long the last value is drawn."""


def pictures() -> dict[str, Picture]:
    """Return a picture for each amount and parameter, by name."""
    return {
        name_of(contract, item): picture(contract, item)
        for contract in contracts.builtin.values()
        for item in (*contract.tariff.parameters, *contract.tariff.components)
    }


def name_of(contract: Contract, item: Item) -> str:
    """Return what the picture of *item* is called."""
    return f"amount-{contract.id}-{item.id}"


def picture(contract: Contract, item: Item) -> Picture:
    """Choose how an amount is drawn: by what it depends on."""
    if isinstance(item, TariffParameter):
        return over_time(contract, item)
    if depends_on_pay(item):
        return by_pay(contract, item)
    return by_what_selects(contract, item) if selector(item) else over_time(contract, item)


def depends_on_pay(component: Component) -> bool:
    """Whether any of the amounts of *component* does."""
    return any(amount.kind is AmountKind.COEFFICIENT for amount in component.values)


def is_over_time(item: Item) -> bool:
    """Whether *item* is drawn from day to day."""
    return isinstance(item, TariffParameter) or not (depends_on_pay(item) or selector(item))


def subtitle(contract: Contract, on: dt.date, locale: Locale) -> str:
    """Name the contract and the day."""
    return words(contract, locale)(
        "plot-contract", contract=contract.contract.label.in_(locale), on=format_day(on, locale)
    )


# -- by pay ------------------------------------------------------------------------------------


def by_pay(contract: Contract, component: Component) -> Picture:
    """Draw an amount at each pay."""
    on = priced(contract, component).on

    def draw(locale: Locale) -> str:
        texts = words(contract, locale)
        figure, axes = new_figure(component.label.in_(locale), subtitle(contract, on, locale))
        pays = range(HIGHEST_PAY // 200, HIGHEST_PAY + 1, HIGHEST_PAY // 200)
        points = [(pay, line_at(contract, component, on, pay).cents) for pay in pays]
        draw_line(axes, points, color=STYLES[0][0], label=component.label.in_(locale))
        finish_by_pay(axes, HIGHEST_PAY, texts)
        certainty = word(line_at(contract, component, on, PAY).certainty).in_(locale)
        annotate(figure, [texts("plot-certainty", certainty=certainty)])
        return as_svg(figure)

    def about(locale: Locale) -> str:
        title = say("selon la rémunération brute", "by gross pay", locale)
        at = [
            f"{show(pay, locale)} → {Bar('', line_at(contract, component, on, pay).cents).text(locale)}"
            for pay in (HIGHEST_PAY // 4, HIGHEST_PAY // 2, HIGHEST_PAY)
        ]
        return f"{component.label.in_(locale)}, {title}{COLON[locale]} {'; '.join(at)}."

    return Picture(Kind.PLOT, about, draw)


# -- by what selects it --------------------------------------------------------------------------


def selector(component: Component) -> str:
    """Return what decides whether the component is due: an age, a rank, a year, the formula; or nothing."""
    for name in BOUNDED:
        if (getattr(component, f"from_{name}"), getattr(component, f"to_{name}")) != (LEAST[name], None):
            return name
    return "formula" if component.formulas else ""


def by_what_selects(contract: Contract, component: Component) -> Picture:
    """Draw an amount beside those that stand in its place for others."""
    on = priced(contract, component).on

    def draw(locale: Locale) -> str:
        heading = component.label.in_(locale), subtitle(contract, on, locale)
        return as_svg(bars(heading, list(rows(contract, component, locale)), contract, locale))

    def about(locale: Locale) -> str:
        return in_words(component.label.in_(locale), list(rows(contract, component, locale)), locale)

    return Picture(Kind.PLOT, about, draw)


def rows(contract: Contract, component: Component, locale: Locale) -> Iterator[Bar]:
    """List the amount and its neighbours."""
    others = sorted(neighbours(contract, component), key=lambda other: order(other, selector(component)))
    is_mixed = len({each.formulas for each in others if each.formulas}) > 1
    for each in others:
        cents = line_of(priced(contract, each), each).cents
        for case in cases(contract, each, selector(component), locale, has_formulas=is_mixed):
            yield Bar(case, cents, each.id == component.id)


def neighbours(contract: Contract, component: Component) -> list[Component]:
    """List the components that are for the same person, and through the same channel, but for what selects them."""
    name = selector(component)

    def place(each: Component) -> tuple[object, ...]:
        return each.who, each.channel, each.statuses, each.positions

    same = [each for each in contract.tariff.components if selector(each) == name and place(each) == place(component)]
    if name == "formula":
        return same
    return [each for each in same if not (each.formulas and component.formulas) or each.formulas == component.formulas]


def order(component: Component, name: str) -> tuple[int, str]:
    """Sort by the lower bound."""
    return (0, "") if name == "formula" else (getattr(component, f"from_{name}") or 0, component.id)


def cases(contract: Contract, component: Component, name: str, locale: Locale, *, has_formulas: bool) -> Iterator[str]:
    """Say of whom an amount is, and under which formula where that differs."""
    if name == "formula":
        yield from (contract.word(formula).in_(locale) for formula in component.formulas)
        return
    first, last = getattr(component, f"from_{name}"), getattr(component, f"to_{name}")
    title = BOUNDED[name].in_(locale).partition(",")[0]
    formulas = "".join(f", {contract.word(formula).in_(locale)}" for formula in component.formulas if has_formulas)
    yield f"{title} {bounds(first, last, LEAST[name], locale)}{formulas}"


# -- from day to day -----------------------------------------------------------------------------


def over_time(contract: Contract, item: Item) -> Picture:
    """Draw an amount, or a value that amounts are shares of, from the first day on which anything is said of it."""

    def draw(locale: Locale) -> str:
        return as_svg(steps(contract, item, locale))

    def about(locale: Locale) -> str:
        said = [f"{format_day(day, locale)}, {Bar('', cents).text(locale)}" for day, _, cents in spans(contract, item)]
        title = say("à partir de chaque jour", "from each day on", locale)
        return f"{capitalised(item, locale)}, {title}{COLON[locale]} {'; '.join(said)}."

    return Picture(Kind.PLOT, about, draw)


def spans(contract: Contract, item: Item) -> Iterator[tuple[dt.date, dt.date, int | None]]:
    """List from when until when an amount is how much, in cents; ``None`` where it is not known."""
    starts = [dated.in_force_from for dated in item.values]
    for dated, start, end in zip(item.values, starts, [*starts[1:], starts[-1] + A_YEAR], strict=True):
        if not dated.is_known:
            yield start, end, None
        elif isinstance(item, Component):
            yield start, end, line_at(contract, item, max(start, first_day(contract)), PAY).cents
        else:
            yield start, end, round(Decimal(dated.known_value) * 100)


def first_day(contract: Contract) -> dt.date:
    """Return the first day of the cover."""
    day: dt.date = contract.effect.values[-1].known_value
    return day


def steps(contract: Contract, item: Item, locale: Locale) -> Figure:
    """Draw a line for each value, with its number; what is not known is hatched."""
    figure, axes = new_figure(capitalised(item, locale), contract.contract.label.in_(locale), rows=4)
    parts = list(spans(contract, item))
    highest = max([in_euros(cents) for *_, cents in parts if cents is not None] or [0]) or 1
    for start, end, cents in parts:
        draw_span(axes, (dates.date2num(start), dates.date2num(end)), cents, highest, locale)
    days = [*(start for start, *_ in parts), parts[-1][1]]
    axes.set_xticks([dates.date2num(day) for day in days], [format_day(day, locale) for day in days])
    axes.set_ylim(0, highest * 1.35)
    axes.set_ylabel(words(contract, locale)("plot-amount"), fontsize=9)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: show(round(amount * 100), locale)))
    if all(cents is None for *_, cents in parts):
        axes.set_yticks([])
    return figure


def capitalised(item: Item, locale: Locale) -> str:
    """Return the label as a title."""
    label = item.label.in_(locale)
    return label[0].upper() + label[1:]


def draw_span(axes: Axes, where: tuple[float, float], cents: int | None, highest: float, locale: Locale) -> None:
    """Draw one value from its first day to its last."""
    text = Bar("", cents).text(locale)
    if cents is None:
        hatch([axes.axvspan(*where)])
        axes.text(sum(where) / 2, highest * 0.6, text, ha="center", fontsize=9, backgroundcolor="white", color=UNKNOWN)
        return
    axes.hlines(in_euros(cents), *where, color=STYLES[0][0], linewidth=3)
    axes.text(where[0], in_euros(cents) + highest * 0.05, text, ha="left", va="bottom", fontsize=9)
