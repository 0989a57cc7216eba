"""
What every command does alike: ``--lang`` anywhere, ``-`` for standard input, all that is missing named at once.

>>> split_language(["--lang", "en", "rules", "regime-not-covered"])
(['rules', 'regime-not-covered'], 'en')
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from cyclopts import App, CycloptsError, MissingArgumentError

from psc_workflow.cli._output import renamed

LANG = "--lang"
LANGUAGES = ("fr", "en")
STANDARD_INPUT = "-"

_OUTPUTS = ("-o", "--output", "--rejects", "--store")
"""Options that name a file to write: ``-`` is no input there."""

_INPUTS = ("--contract", "--after", "--seal-keys", "--journeys", "--adapter")
"""Options that name a file to read."""

_FLAGS = ("--json", "--erase", "--no-erase", "--repair", "--no-repair", "--with-personal-data")
"""Options without a value: what follows is no value of theirs."""

_SUFFIXES = {
    "check": ".toml",
    "--contract": ".toml",
    "--after": ".toml",
    "price": ".csv",
    "summary": ".csv",
    "compare": ".csv",
}
"""What standard input is taken for if its first bytes do not say it: after an option, else of a command."""

_BEGINNINGS = {b"PAR1": ".parquet", b"SQLite format 3\0": ".db"}

_MOST_MISSING = 16


def split_language(arguments: list[str]) -> tuple[list[str], str | None]:
    """Take ``--lang`` out of *arguments*, wherever it stands; the last one counts."""
    rest, language = list[str](), None
    place = 0
    while place < len(arguments):
        name, _, value = arguments[place].partition("=")
        if name == LANG and "=" in arguments[place]:
            language = value
        elif name == LANG and place + 1 < len(arguments):
            place += 1
            language = arguments[place]
        else:
            rest.append(arguments[place])
        place += 1
    return rest, language


def has_french_environment() -> bool:
    """Say whether the environment asks for French; help and errors are in English without being asked."""
    variables = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, variables), "").startswith("fr")


@contextlib.contextmanager
def standard_input(arguments: list[str]) -> Iterator[list[str]]:
    """
    Replace ``-`` by the path of a file that holds what comes on standard input, which is read once.

    Raises:
        ArgumentError: It stands for a file to write, or standard input cannot
            be read.
    """
    _check_outputs(arguments)
    place = next((place for place in range(1, len(arguments)) if _is_input(arguments, place)), None)
    if place is None:
        yield arguments
        return
    content = _read_standard_input()
    with tempfile.TemporaryDirectory(prefix="psc-workflow-") as folder:
        file = Path(folder) / f"standard-input{_suffix(arguments, place, content)}"
        file.write_bytes(content)
        with renamed(str(file), STANDARD_INPUT):
            yield [
                text.removesuffix(STANDARD_INPUT) + str(file) if _is_input(arguments, each) else text
                for each, text in enumerate(arguments)
            ]


def _check_outputs(arguments: list[str]) -> None:
    """Check that no file to write is called as standard input is."""
    for place, text in enumerate(arguments):
        name, equals, value = text.partition("=") if text != "-o-" else ("-o", "=", STANDARD_INPUT)
        if name in _OUTPUTS and (value if equals else next(iter(arguments[place + 1 :]), "")) == STANDARD_INPUT:
            from psc_workflow.cli._arguments import ArgumentError  # noqa: PLC0415 -- --help needs nothing of it

            raise ArgumentError(f"{name}: must be the path of a file; - is standard input, which is only read")


def _read_standard_input() -> bytes:
    from psc_workflow.cli._arguments import FileError, report_os_errors  # noqa: PLC0415 -- as above

    name = Path(STANDARD_INPUT)
    if sys.stdin is None:  # closed by the caller
        raise FileError(name, "cannot be read: standard input is closed")
    with report_os_errors(name, "cannot be read"):
        return sys.stdin.buffer.read()


def _is_input(arguments: list[str], place: int) -> bool:
    """Say whether the word at *place* names standard input: as a positional argument, or as the file of an option."""
    option, equals, value = arguments[place].partition("=")
    if equals:
        return option in _INPUTS and value == STANDARD_INPUT
    before = arguments[place - 1]
    is_free = before in _FLAGS or "=" in before or not before.startswith("-") or before in (STANDARD_INPUT, "--")
    return place > 0 and option == STANDARD_INPUT and (is_free or before in _INPUTS)


def _suffix(arguments: list[str], place: int, content: bytes) -> str:
    """Choose the suffix by which the commands know formats apart."""
    for beginning, suffix in _BEGINNINGS.items():
        if content.startswith(beginning):
            return suffix
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return ".json"
    option, equals, _ = arguments[place].partition("=")
    return _SUFFIXES.get(option if equals else arguments[place - 1]) or _SUFFIXES.get(arguments[0], ".json")


def meaning_of(app: App, command: Iterable[str], option: str) -> str:
    """Return what the help says of an option, on one line."""
    for name in command:
        app = app[name]
    options = app.assemble_argument_collection(parse_docstring=True)
    return " ".join(next((each.parameter.help or "" for each in options if each.name == option), "").split())


def missing(app: App, arguments: list[str]) -> list[str]:
    """List everything that the command needs and *arguments* lack, by parsing them with a stand-in for each."""
    names, tokens = list[str](), list(arguments)
    while len(names) < _MOST_MISSING:
        try:
            app.parse_args(tokens, exit_on_error=False, print_error=False)
        except MissingArgumentError as error:
            name = error.argument.name if error.argument is not None else ""
            if not name or name in names:
                break
            names.append(name)
            tokens += [name, "1"] if name.startswith("-") else ["1"]
        except CycloptsError:
            break
        else:
            break
    return names
