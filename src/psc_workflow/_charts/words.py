"""
The few words that a drawing adds to those of its chart.
"""

from collections.abc import Collection, Iterator, Sequence

from psc_workflow._catalogue.contract_wording import PLAIN
from psc_workflow._charts.description import ChartDescription, ChartTransition
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text


def say(name: str, locale: Locale, **facts: object) -> str:
    """Write the text of drawings called *name*."""
    return PLAIN.term("Chart", name).say(locale, **facts)


def title(chart: ChartDescription, locale: Locale) -> str:
    """Return what the journey is called."""
    return say(chart.name, locale)


def label(transition: ChartTransition, locale: Locale) -> str:
    """Return the command or the deadline in words; a clock marks what comes by itself."""
    words = transition.label.in_(locale)
    return words if transition.do else f"⏱ {words}"


def conditions(transition: ChartTransition, locale: Locale) -> str:
    """Say what must hold before the transition is taken."""
    return " ".join(condition.label.in_(locale) for condition in transition.conditions)


def ranges(chart: ChartDescription, names: Collection[str], locale: Locale) -> str:
    """Name several states; three or more that follow one another in the chart by the first and the last."""
    parts = [
        say("range", locale, first=run[0].in_(locale), last=run[-1].in_(locale))
        if len(run) > _PAIR
        else ", ".join(text.in_(locale) for text in run)
        for run in _runs(chart, names)
    ]
    return ", ".join(parts)


_PAIR = 2


def _runs(chart: ChartDescription, names: Collection[str]) -> Iterator[Sequence[Text]]:
    run: list[Text] = []
    for state in chart.states:
        if state.name in names:
            run.append(state.label)
        elif run:
            yield run
            run = []
    if run:
        yield run
