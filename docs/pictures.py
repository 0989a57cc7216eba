"""
The pictures of pages, drawn by the code that stands on one, and by the library.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from psc_workflow import contracts
from psc_workflow._model.money import Locale
from psc_workflow.pricing.plots import as_svg, premium_by_pay

PAGE = Path(__file__).parent / "how-to" / "compare-two-tariffs.md"


def pictures(locale: Locale) -> dict[str, str]:
    """Write each figure as an SVG file."""
    by_pay = premium_by_pay(contracts.get("guide-illustration"), dt.date(2026, 5, 1), locale=locale)
    return of_page() | {"premium-by-pay.svg": as_svg(by_pay)}


def of_page() -> dict[str, str]:
    """Run the blocks of the page, and write each figure as the SVG file that is called as it is."""
    names: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        exec(block, names)  # noqa: S102 -- our own page
    return {f"{name}.svg": as_svg(value) for name, value in names.items() if isinstance(value, Figure)}
