"""
Bounds of a TOML file that somebody else wrote, checked before and after it is parsed.

``tomllib`` takes the square of the parts of a dotted key, in time and in
memory, and calls itself for every bracket. No contract needs many of either.
"""

import re
from collections.abc import Iterator
from typing import Any

from psc_workflow.exceptions import Fault

LARGEST = 2**20
"""Bytes of a file."""

_MOST_PARTS = 16
_DEEPEST = 16
_MOST_ITEMS = 500
"""Items of a list: components of a tariff are compared with one another."""

_TOKEN = re.compile(
    r"""(?P<string>"{3}(?:[^\\]|\\.)*?"{3,5}|'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')|(?P<open_string>["'])"""
    r"|(?P<comment>\#[^\n]*)|(?P<bare>[A-Za-z0-9_-]+)|(?P<dot>[ \t]*\.[ \t]*)|(?P<open>[\[{])|(?P<close>[\]}])"
    r"|(?P<other>.)",
    re.DOTALL,
)
_LONE_CR = re.compile(r"\r(?!\n)")


def text_faults(text: str) -> Iterator[Fault]:
    """Find what the parser must not see; nothing in a string or a comment counts as a key."""
    if text.startswith("\N{BYTE ORDER MARK}"):
        yield Fault("", "begins with a byte-order mark; write it as UTF-8 without one")
    if _LONE_CR.search(text):
        yield Fault("", "has a line that ends in CR alone; write LF, or CR and LF")
    parts = depth = 1
    for token in _TOKEN.finditer(text):
        match token.lastgroup:
            case "dot":
                parts += 1
            case "open":
                depth += 1
            case "close":
                depth = max(depth - 1, 1)
            case "other":
                parts = 1
            case "open_string":
                return  # where the parser stops, too
        if parts > _MOST_PARTS or depth > _DEEPEST:
            what = f"a key has more than {_MOST_PARTS} parts" if parts > _MOST_PARTS else "it is nested too deeply"
            yield Fault("", f"is not read: {what} (at line {text.count(chr(10), 0, token.start()) + 1})")
            return


def data_faults(data: Any) -> Iterator[Fault]:
    """Find lists that are too long, after parsing."""
    if isinstance(data, list) and len(data) > _MOST_ITEMS:
        yield Fault("", f"must not have more than {_MOST_ITEMS} items")
    elif isinstance(data, dict | list):
        for name, item in data.items() if isinstance(data, dict) else enumerate(data):
            yield from (fault.below(str(name)) for fault in data_faults(item))
