r"""
The help and the errors of the command line in French: with ``--lang fr``, or in a French environment.

English is what the code says; ``texts/cli.toml`` has the French. What is not there stays in English; within a French
sentence it is a quotation.

>>> in_french("quote: missing: --contract; see psc-workflow quote --help").partition(":")[0]
'quote\xa0'
>>> in_french("an error from elsewhere")
'an error from elsewhere'
"""

import re
from collections.abc import Mapping
from typing import Any

from attrs import define, evolve
from cyclopts.help import DefaultFormatter
from cyclopts.help.inline_text import InlineText
from cyclopts.help.specs import DescriptionColumn, DescriptionRenderer, get_default_parameter_columns
from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text

from psc_workflow._catalogue.reading import DATA, read_toml
from psc_workflow._structuring.sharing import shared

_TYPEWRITER = str.maketrans({"’": "'", "“": '"', "”": '"', "…": "..."})
_PLACE = re.compile(r"(.+) \(in ([^()]+)\)")
"""A fault, then the file in which it is, where that is another one than the one that was named."""
_NAME = re.compile(r"\\\{(\w+)\\\}")
_MARKS = {
    "[choices: ": "[choix\N{NO-BREAK SPACE}: ",
    "[default: ": "[par défaut\N{NO-BREAK SPACE}: ",
    "[required]": "[obligatoire]",
}
"""What stands after the description of an option."""


@define(kw_only=True)
class FrenchHelp(DefaultFormatter):
    """Shows help in French."""

    def __call__(self, console: Console, options: Any, panel: Any) -> None:
        """Show one panel."""
        entries = [evolve(entry, description=_described(entry.description)) for entry in panel.entries]
        columns = _columns if panel.format == "parameter" else None
        shown = evolve(panel, title=help_text(str(panel.title)), entries=entries)
        DefaultFormatter(column_specs=columns)(console, options, shown)

    def render_usage(self, console: Console, _: Any, usage: Any) -> None:
        """Show how the command is called."""
        console.print(
            f"Utilisation\N{NO-BREAK SPACE}: {str(usage).replace('COMMAND', 'COMMANDE').strip()}\n", markup=False
        )

    def render_description(self, console: Console, _: Any, description: Any) -> None:
        """Show what the command is for."""
        console.print(_described(description))
        console.print()


class _FrenchDescription(DescriptionRenderer):
    """A description, with its marks in French."""

    def __call__(self, entry: Any) -> Any:
        """Show one description."""
        shown = super().__call__(entry)
        for text in getattr(shown, "texts", ()):
            mark = next((mark for mark in _MARKS if text.plain.startswith(mark)), None)
            if mark is not None:
                text.plain = _MARKS[mark] + text.plain.removeprefix(mark)
        return shown


def _columns(console: Any, options: Any, entries: Any) -> Any:
    columns = get_default_parameter_columns(console, options, entries)
    french = evolve(DescriptionColumn, renderer=_FrenchDescription())
    return tuple(french if column is DescriptionColumn else column for column in columns)


def _described(description: Any) -> Any:
    """Translate what rich shows; it keeps the Markdown that it was made from."""
    primary = getattr(description, "primary_renderable", description)
    markup = getattr(primary, "markup", None) if isinstance(primary, Markdown) else str(primary or "")
    return InlineText(Markdown(help_text(markup)) if isinstance(primary, Markdown) else Text(help_text(markup or "")))


def help_text(english: str | None) -> str:
    """Return a text of the help in French."""
    text = " ".join((english or "").split())
    return _help().get(text.translate(_TYPEWRITER), text)


def english_help() -> tuple[str, ...]:
    """List the texts of the help that have a French one."""
    return tuple(_help())


def in_french(message: str) -> str:
    """Return the message of an error in French."""
    if "\n" in message:  # a file, then what is wrong with it, one a line
        return "\n".join(
            line[: len(line) - len(line.lstrip())] + in_french(line.lstrip()) for line in message.split("\n")
        )
    if (place := _PLACE.fullmatch(message)) and (said := in_french(place[1])) != place[1]:
        return f"{said} (dans {place[2]})"
    plain = message.translate(_TYPEWRITER)
    for pattern, french in _errors():
        if match := pattern.fullmatch(plain):
            facts = match.groupdict()
            return french.format(**facts | {name: _reason(facts[name]) for name in facts if name == "reason"})
    return message


def _reason(english: str) -> str:
    """Return in French what the system or another library says is wrong; without French, as a quotation."""
    french = in_french(english)
    return f"«\N{NO-BREAK SPACE}{english}\N{NO-BREAK SPACE}»" if french == english else french


@shared
def _help() -> Mapping[str, str]:
    return {row["en"].translate(_TYPEWRITER): row["fr"] for row in _texts()["help"]}


@shared
def _errors() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = [(row["en"].translate(_TYPEWRITER), row["fr"]) for row in _texts()["errors"]]
    return tuple(
        (re.compile(_NAME.sub(r"(?P<\1>.+?)", re.escape(english)), re.DOTALL), french) for english, french in rows
    )


def _texts() -> Any:
    return read_toml(DATA / "texts" / "cli.toml")
