r"""
Put the typography of both languages into the texts of the catalogue: ``python scripts/typeset.py [FILE...]``.

French: U+202F before ; ? and !, U+00A0 before : » % and €, after « and between
n° and its number and around the h of a time, ’ and … . English: ’ “ ” and … . Writers may type plain spaces
and apostrophes: ``make format`` runs this. What stands between backticks is code
and stays as it is.

>>> print(ascii(french("L'agent a dit : « oui » ; et n° 2 ?")))
'L\u2019agent a dit\xa0: \xab\xa0oui\xa0\xbb\u202f; et n\xb0\xa02\u202f?'
>>> english('The agent\'s "yes"...')
'The agent’s “yes”…'
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

DATA = Path(__file__).parents[1] / "src" / "psc_workflow" / "_catalogue" / "data"

NARROW, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
_SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"

_FRENCH = [
    (re.compile(rf"{_SPACE}*([;?!])(?=[ \n\"»)]|$)"), rf"{NARROW}\1"),
    (re.compile(rf"{_SPACE}+(:|»|%|€)"), rf"{WIDE}\1"),
    (re.compile(rf"«{_SPACE}*"), f"«{WIDE}"),
    (re.compile(rf"(\d){_SPACE}h{_SPACE}(\d)"), rf"\1{WIDE}h{WIDE}\2"),
    (re.compile(rf"{_SPACE}*»"), f"{WIDE}»"),
    (re.compile(rf"\b([nN]°){_SPACE}+"), rf"\1{WIDE}"),
    (re.compile("'"), "’"),
    (re.compile(r"\.\.\."), "…"),
]
_ENGLISH = [
    (re.compile(r"(?<![\w.])\"([^\"]*)\""), r"“\1”"),
    (re.compile("'"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(rf"\b([Nn]o\.){_SPACE}+(?=[{{\d])"), rf"\1{WIDE}"),
]
_TEXT = re.compile(
    r"\b(?P<name>fr|en|title_en|title)(?P<equals> = )"
    r"(?:\"\"\"(?P<long>.*?)\"\"\"|\"(?P<short>(?:[^\"\\\n]|\\.)*)\")",
    re.DOTALL,
)


def french(text: str) -> str:
    """Typeset a French text."""
    return _outside_code(text, _FRENCH)


def english(text: str) -> str:
    """Typeset an English text."""
    return _outside_code(text, _ENGLISH)


def _outside_code(text: str, replacements: list[tuple[re.Pattern[str], str]]) -> str:
    parts = re.split("(`[^`]*`)", text)
    for pattern, replacement in replacements:
        parts[::2] = [pattern.sub(replacement, part) for part in parts[::2]]
    return "".join(parts)


def typeset(toml: str) -> str:
    """Typeset the texts of a TOML file: ``fr``, ``en``, ``title``, which is French, and ``title_en``."""
    return _TEXT.sub(_typeset_value, toml)


def _typeset_value(match: re.Match[str]) -> str:
    language: Callable[[str], str] = english if match["name"] in ("en", "title_en") else french
    quotes = '"""' if match["long"] is not None else '"'
    raw = match["long"] if match["long"] is not None else match["short"]
    text = language(raw.replace(r"\"", '"'))
    written = text.replace('"', r"\"") if quotes == '"' else text
    return f"{match['name']}{match['equals']}{quotes}{written}{quotes}"


def main(files: list[str]) -> None:
    """Typeset *files*, or every file of texts and every contract."""
    paths = [Path(file) for file in files] or sorted(DATA.rglob("*.toml"))
    for path in paths:
        before = path.read_text(encoding="utf-8")
        after = typeset(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
