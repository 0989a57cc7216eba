"""
What every command does alike: languages, standard input, names of what is missing, completion, patience.
"""

import importlib.abc
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paths import ROOT
from psc_workflow import Regime
from psc_workflow._model.vocabulary import Certainty, PositionKind
from psc_workflow.cli import _waiting as waiting
from psc_workflow.cli._app import COMMANDS, app
from psc_workflow.cli._manners import _FLAGS, _INPUTS, _OUTPUTS, LANGUAGES, meaning_of
from psc_workflow.cli._output import write
from psc_workflow.pricing import Register

SCENARIO = ROOT / "examples" / "scenarios" / "password-too-weak.json"
OWN = ROOT / "examples" / "contracts" / "masaf-2025.toml"


HEADER = "household_id,gross_cents,formula,regime,birth_date,retired_on,partner_birth_date"


class Typed(io.TextIOWrapper):
    """Standard input that holds *content*."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content))


def required(name: str) -> list[str]:
    """List what a command needs, as its help names it."""
    return [each.name for each in app[name].assemble_argument_collection() if each.required and not each.children]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "campaign"])  # which has commands of its own
def test_everything_that_is_missing_is_named_at_once(call: Callable[..., Any], name: str) -> None:
    names = required(name)
    if not names:
        pytest.skip("needs nothing")
    result = call(name)
    assert (result.status, result.out) == (2, "")
    assert result.err == f"psc-workflow: {name}: missing: {', '.join(names)}; see psc-workflow {name} --help\n"


def test_a_command_may_need_several_things() -> None:
    """So that the test above is about something."""
    assert len(required("price")) == 4


def test_what_is_there_is_not_missing(call: Callable[..., Any]) -> None:
    result = call("price", "in.csv", "--on", "2026-05-01")
    assert result.err == "psc-workflow: price: missing: --contract, --output; see psc-workflow price --help\n"


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "campaign"])
def test_an_option_without_its_value_is_named_with_what_the_value_is(call: Callable[..., Any], name: str) -> None:
    options = app[name].assemble_argument_collection(parse_docstring=True)
    for option in (
        each for each in options if each.name.startswith("--") and each.token_count()[0] and each.parameter.help
    ):
        result = call(name, option.name)
        meaning = " ".join(str(option.parameter.help).split()).rstrip(".")
        message = f"{name}: {option.name}: a value is missing ({meaning}); see psc-workflow {name} --help"
        assert (result.status, result.out, result.err) == (2, "", f"psc-workflow: {message}\n")


def test_a_value_that_is_missing_is_missing_in_french(call: Callable[..., Any]) -> None:
    result = call("quote", "--explain", "--json", "--lang", "fr")
    assert "--explain : il manque une valeur (member ou auditor : expliquer" in result.err.replace(
        "\N{NO-BREAK SPACE}", " "
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_a_language_and_no_other_than_the_two(call: Callable[..., Any], name: str) -> None:
    for language in LANGUAGES:
        assert call("--lang", language, name, "--help").status == 0
    result = call(name, "--lang", "de")
    assert (result.status, result.err) == (2, "psc-workflow: --lang: must be one of: fr, en\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "en", "contracts"),
        ("contracts", "--lang", "en"),
        ("contracts", "--lang=en"),
        ("--lang=en", "contracts"),
    ],
)
def test_the_language_may_stand_anywhere(call: Callable[..., Any], arguments: tuple[str, ...]) -> None:
    assert "1 May 2026" in call(*arguments).out
    assert "1er mai 2026" in call("contracts", "--lang", "fr").out


CHOICES = {
    ("quote", "regime"): list(Regime)[:9],
    ("quote", "position"): list(PositionKind),
    ("quote", "explain"): list(Register),
    ("charts", "format"): ["md", "mermaid", "svg", "dot", "scxml"],
    ("charts", "level"): ["main", "full"],
    ("witness-paths", "format"): ["json", "md", "pytest", "scenario"],
    ("completion", "shell"): ["bash", "zsh", "fish", "powershell"],
}


@pytest.mark.parametrize(("place", "members"), CHOICES.items())
def test_the_help_names_every_choice(call: Callable[..., Any], place: tuple[str, str], members: list[str]) -> None:
    name, option = place
    words = "".join(call(name, "--help").out.split())
    assert option.replace("_", "-").upper() in words.upper()
    assert [member for member in members if str(member) not in words] == []


@pytest.mark.parametrize("name", ["quote", "schedule", "price", "summary", "compare"])
def test_the_help_lists_the_certainties_from_the_best_to_the_worst(name: str) -> None:
    assert meaning_of(app, (name,), "--least-certainty").endswith(f": {', '.join(Certainty)}.")


# -- standard input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (("run", "-", "--json"), SCENARIO),
        (("check", "-"), OWN),
        (("explore", "-", "-o", "{folder}/page.html"), SCENARIO),
        (("quote", "--contract", "-", "--json"), OWN),
        (("quote", "--contract=-", "--json"), OWN),
        (("charts", "access", "--contract", "-"), OWN),
    ],
)
def test_a_file_may_come_on_standard_input(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...], file: Path
) -> None:
    named = [text if text == "-o" else text.removesuffix("-") + str(file) * text.endswith("-") for text in arguments]
    from_file = call(*(text.format(folder=tmp_path) for text in named))
    monkeypatch.setattr(sys, "stdin", Typed(file.read_bytes()))
    from_input = call(*(text.format(folder=tmp_path) for text in arguments))
    assert from_input.status == from_file.status == 0
    assert from_input.out == from_file.out.replace(str(file), "-")


def kinds(option: Any) -> str:
    """Say what an option is: a flag, a file, or a text."""
    if option.hint is bool:
        return "flag"
    return "file" if "Path" in str(option.hint) or option.name in ("--contract", "--after") else "text"


def test_each_option_is_known_as_a_flag_as_a_file_to_read_or_to_write_or_as_a_text() -> None:
    kind_of = dict.fromkeys(_FLAGS, "flag") | dict.fromkeys((*_INPUTS, *_OUTPUTS), "file")
    for name in COMMANDS:
        commands = [app[name]] if app[name].default_command else [app[name]["status"]]
        for option in (each for command in commands for each in command.assemble_argument_collection()):
            for text in (text for text in option.names if text.startswith("-") and not text.startswith("--empty-")):
                assert kind_of.get(text, "text") == kinds(option), f"{name} {text}"


@pytest.mark.parametrize(
    "arguments", [("explore", "OWN", "--id", "-"), ("campaign", "status", "sqlite://", "--name", "-")]
)
def test_a_text_that_is_a_hyphen_is_no_file(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    result = call(*(str(OWN) if text == "OWN" else text for text in arguments))
    assert (result.status, "standard input" in result.err) == (2, False), result.err


def test_households_may_come_on_standard_input(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = (HEADER + "\nH1,280000,base,general,,,\n").encode()
    monkeypatch.setattr(sys, "stdin", Typed(rows))
    output = tmp_path / "out.csv"
    result = call("price", "-", "--contract", "men-2026", "--on", "2026-05-01", "-o", output)
    assert result.status == 0, result.err
    assert output.read_text(encoding="utf-8").splitlines()[1].startswith("H1,280000,base,general,,,,3770,")


def test_what_is_wrong_with_standard_input_names_no_other_file(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(b"{"))
    result = call("run", "-")
    assert result.status == 2
    assert result.err.startswith("psc-workflow: -:")


class Interrupted(io.BytesIO):
    """Standard input at which somebody presses Ctrl-C."""

    def read(self, _: int | None = -1) -> bytes:
        raise KeyboardInterrupt


class InterruptedImport(importlib.abc.MetaPathFinder):
    """Somebody presses Ctrl-C while *name* is imported."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == self.name:
            raise KeyboardInterrupt


def test_ctrl_c_at_standard_input_ends_in_silence(call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Interrupted()))
    result = call("run", "-")
    assert (result.status, result.out, result.err) == (130, "", "")


IMPORTED = {"psc_workflow.cli._app", *(f"psc_workflow.cli.{place.split(':')[0]}" for place, _ in COMMANDS.values())}


@pytest.mark.parametrize("name", sorted(IMPORTED))
def test_ctrl_c_in_an_import_ends_in_silence(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    commands = [command for command, (place, _) in COMMANDS.items() if name.endswith(f".{place.split(':')[0]}")]
    for module in ("psc_workflow.cli._app", name):  # which would remember the command
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(sys, "meta_path", [InterruptedImport(name), *sys.meta_path])
    for command in commands or ["contracts"]:
        result = call(command, "x")
        assert (result.status, result.out, result.err) == (130, "", "")


def test_a_standard_input_that_is_closed_is_an_error(call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    result = call("run", "-")
    assert (result.status, result.err) == (2, "psc-workflow: -: cannot be read: standard input is closed\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "twins", "--store", "-"),
        ("run", "twins", "--store=-"),
        ("explore", "-o", "-"),
        ("explore", "-o-"),
        ("explore", "-o=-"),
        ("witness-paths", "--output", "-"),
        ("new-contract", "-o", "-"),
        ("price", "in.csv", "--output", "-"),
        ("summary", "in.csv", "--rejects", "-"),
    ],
)
def test_standard_input_is_no_file_to_write(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    option = next(text for text in arguments if text.startswith("-")).removesuffix("-").rstrip("=")
    result = call(*arguments)
    message = f"{option}: must be the path of a file; - is standard input, which is only read"
    assert (result.status, result.err) == (2, f"psc-workflow: {message}\n")
    assert list(tmp_path.iterdir()) == []


# -- scenarios by name, completion, python -m -------------------------------------------------------


def test_a_scenario_that_comes_with_the_library_has_a_name(call: Callable[..., Any]) -> None:
    assert json.loads(call("run", "password-too-weak", "--json").out) == json.loads(call("run", SCENARIO, "--json").out)
    result = call("run", "no-such-scenario")
    assert (result.status, "no-such-scenario" in result.err) == (2, True)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_shell_can_complete_every_command(call: Callable[..., Any], shell: str) -> None:
    script = call("completion", shell).out
    assert [name for name in COMMANDS if name not in script] == []


def test_an_unknown_shell_is_refused_with_those_that_are_known(call: Callable[..., Any]) -> None:
    result = call("completion", "csh")
    assert (result.status, "bash, zsh, fish, powershell" in result.err) == (2, True)


def test_the_module_is_the_command() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "psc_workflow", "--version"], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "0.1.0"


# -- width ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", ["0", "00", "-1", "1", "2", "9", "²", "many", "", "9" * 20])
@pytest.mark.parametrize("command", [("contracts",), ("quote", "--help"), ("--version",)])
def test_a_width_in_which_nobody_can_read_is_the_default_one(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], columns: str
) -> None:
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    expected = call(*command)
    for name in ("COLUMNS", "LINES"):
        monkeypatch.setenv(name, columns)
    assert call(*command) == expected
    assert expected.out


# -- patience -------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """Standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_who_waits_on_a_terminal_is_told_for_how_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(waiting, "PATIENCE", 0.01)
    with waiting.waiting("check"):
        time.sleep(0.1)
        write("answer\n")
        assert terminal.getvalue() == "\rcheck: 0 s\r\x1b[K"
    assert terminal.getvalue() == "\rcheck: 0 s\r\x1b[K"
    assert capsys.readouterr().out == "answer\n"


@pytest.mark.parametrize("name", ["contracts", "price"])
def test_nothing_is_added_to_other_commands(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(waiting, "PATIENCE", 0.01)
    with waiting.waiting(name):
        time.sleep(0.05)
    assert terminal.getvalue() == ""


def test_what_takes_long_is_among_the_commands() -> None:
    assert set(waiting.LONG) <= set(COMMANDS)
