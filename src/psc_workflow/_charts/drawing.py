"""
Drawings of charts in every format.
"""

from collections.abc import Callable, Mapping
from typing import Final, Literal, get_args

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._charts import texts
from psc_workflow._charts.describing import describe
from psc_workflow._charts.description import ChartDescription
from psc_workflow._charts.svg import svg
from psc_workflow._model.money import Locale, check_locale
from psc_workflow.exceptions import HostError

DrawingFormat = Literal["svg", "mermaid", "md", "dot", "scxml"]
DrawingLevel = Literal["main", "full"]

_WRITERS: Final[Mapping[str, Callable[[ChartDescription, Locale], str]]] = {
    "mermaid": texts.mermaid,
    "md": texts.markdown,
    "dot": texts.dot,
    "scxml": texts.scxml,
}


def draw(
    name: str,
    *,
    format: DrawingFormat = "svg",  # noqa: A002 -- the name of the option on the command line
    level: DrawingLevel = "main",
    locale: Locale = "fr",
    contract: Contract | None = None,
) -> str:
    """
    Draw the chart of the journey *name*.

    Args:
        format: ``svg`` for a page, ``mermaid`` and ``md`` for a repository,
            ``dot`` for Graphviz, ``scxml`` for an engine or an editor of
            charts.
        level: ``main`` for the main way alone, ``full`` for everything.
        locale: Language of the labels.
        contract: Whose labels are used; those of this library if ``None``.

    Raises:
        HostError: There is no such chart, format, level or locale.
    """
    for argument, value, literal in (("format", format, DrawingFormat), ("level", level, DrawingLevel)):
        if value not in get_args(literal):
            raise HostError(f"`{argument}` must be one of: {', '.join(get_args(literal))}")
    check_locale(locale)
    chart = describe(name, contract=contract)
    chart = chart.main() if level == "main" else chart
    if format == "svg":
        return svg(chart, locale, level=level)
    return _WRITERS[format](chart, locale)
