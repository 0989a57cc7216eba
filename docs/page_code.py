"""
What the code of a page makes: its pictures are drawn from that, so that they cannot say anything else.
"""

import contextlib
import functools
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psc_workflow._model.money import Locale

DOCS = Path(__file__).parent
BLOCK = re.compile(r"^```python\n(?!>>>)(.*?)^```", re.MULTILINE | re.DOTALL)


@functools.lru_cache(maxsize=32)
def names_of(page: str, locale: Locale = "en", *, blocks: int | None = None) -> Mapping[str, Any]:
    """
    Run the code of *page*, and return what it has named.

    Args:
        locale: Language that the code asks for in place of English.
        blocks: How many of its first blocks are run; all of them if left out.
    """
    names: dict[str, Any] = {"__name__": page}
    for block in BLOCK.findall((DOCS / f"{page}.md").read_text(encoding="utf-8"))[:blocks]:
        with contextlib.redirect_stdout(io.StringIO()):  # the build shows warnings, and nothing else
            exec(block.replace('locale="en"', f'locale="{locale}"'), names)  # noqa: S102 -- our own page
    return names
