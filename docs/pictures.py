"""
The pictures of a page, drawn by the code that stands on it.
"""

import re
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from psc_workflow.pricing.plots import as_svg

PAGE = Path(__file__).parent / "how-to" / "compare-two-tariffs.md"


def pictures() -> dict[str, str]:
    """Run the blocks of the page, and write each figure as the SVG file that is called as it is."""
    names: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        exec(block, names)  # noqa: S102 -- our own page
    return {f"{name}.svg": as_svg(value) for name, value in names.items() if isinstance(value, Figure)}
