"""
With ``--lang fr`` the command line speaks French of itself, too: its help, and its errors.
"""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cyclopts import App
from cyclopts.help import DefaultFormatter

from psc_workflow._catalogue import regular_files
from psc_workflow._catalogue.reading import DATA, read_toml
from psc_workflow.cli._app import COMMANDS, app
from psc_workflow.cli._french import english_help, in_french

CALLS = [(), *((name,) for name in COMMANDS), ("campaign", "status")]


class Notes(DefaultFormatter):
    """Notes every text of the help instead of showing it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()

    def note(self, description: Any) -> None:
        primary = getattr(description, "primary_renderable", description)
        self.texts.add(" ".join(getattr(primary, "markup", str(primary or "")).split()))

    def __call__(self, _: Any, __: Any, panel: Any) -> None:
        for text in (panel.title, *(entry.description for entry in panel.entries)):
            self.note(text)

    def render_usage(self, *_: Any) -> None:
        """Show nothing: a call has no words of its own."""

    def render_description(self, _: Any, __: Any, description: Any) -> None:
        self.note(description)


def places() -> Iterator[App]:
    for names in CALLS:
        place = app
        for name in names:
            place = place[name]
        yield place


def test_every_text_of_the_help_has_its_french_and_no_french_is_left_over() -> None:
    notes = Notes()
    for place in places():
        place.help_formatter, before = notes, place.help_formatter
        place.help_print()
        place.help_formatter = before
    assert {text.replace("…", "...") for text in notes.texts if text} == set(english_help())


@pytest.mark.parametrize("names", [("quote",), ("campaign", "status"), ()], ids=["options", "command", "list"])
def test_the_help_is_in_the_language_asked_for(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    french, english = (call(*names, "--lang", lang, "--help").out for lang in ("fr", "en"))
    assert french.startswith("Utilisation\N{NO-BREAK SPACE}:")
    assert english.startswith("Usage:")
    assert not any(word in french for word in ("Display", "[required]", "[default", "Print "))
    assert call(*names, "--help").out == english
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert call(*names, "--help").out == french


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("quot",), "Commande inconnue\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}quot\N{NO-BREAK SPACE}»"),
        (("quote",), "quote\N{NO-BREAK SPACE}: il manque\N{NO-BREAK SPACE}: --contract"),
        (("quote", "--contract", "x"), "aucun contrat ne s’appelle 'x'"),
        (("quote", "--contract", "men-2026", "--xyz", "1"), "Option inconnue\N{NO-BREAK SPACE}: --xyz."),
        (("quote", "--contract", "men-2026", "--regime", "zzz"), "--regime\N{NO-BREAK SPACE}: choisir parmi"),
        (("quote", "--contract", "men-2026", "--on", "2026-13-01"), "ce jour n’existe pas"),
        (("quote", "--contract", "men-2026", "--on", "tomorrow"), "écrire une date, AAAA-MM-JJ"),
        (("run", "nowhere.json"), "lecture impossible\N{NO-BREAK SPACE}: ce fichier n’existe pas"),
        (("rules", "x"), "aucun motif ne s’appelle"),
        (("schema", "x"), "aucun schéma ne s’appelle"),
        (("charts", "x"), "aucun diagramme ne s’appelle"),
        (("judge", "x"), "l’adresse du portail doit commencer"),
    ],
)
def test_an_error_is_in_the_language_asked_for(
    call: Callable[..., Any], arguments: tuple[str, ...], error: str
) -> None:
    result = call(*arguments, "--lang", "fr")
    assert result.status == 2
    assert error in result.err
    assert error not in call(*arguments, "--lang", "en").err


CONTRACT = """
[contract]
id = "ours"
version = 1
label = { fr = "Le nôtre" }
[effect]
unit = "date"
[[effect.values]]
in_force_from = 2026-05-01
value = "soon"
certainty = "sure"
sources = ["nowhere"]
[extra]
"""
SCENARIO = '{"contract": "men-2026", "agent": {"first_nam": "x", "email": 1}, "invited_at": "soon", "steps": [{"at": 1, "do": "x"}, 2]}'


@pytest.mark.parametrize(
    ("command", "name", "text"),
    [("check", "ours.toml", CONTRACT), ("run", "case.json", SCENARIO)],
    ids=["contract", "case"],
)
def test_every_fault_of_a_file_is_in_the_language_asked_for(
    call: Callable[..., Any], tmp_path: Path, command: str, name: str, text: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    french, english = (call(command, str(file), "--lang", lang).err.splitlines()[1:] for lang in ("fr", "en"))
    assert len(french) == len(english) > 4
    assert all(": " in line for line in english)
    assert [line for line in french if "\N{NO-BREAK SPACE}: " not in line] == []


def test_a_fault_says_in_which_other_file_it_is() -> None:
    assert in_french("contract.version: is missing (in own.toml)").endswith("manque (dans own.toml)")


def test_an_error_without_french_stays_as_it_is() -> None:
    assert in_french("something else: happened") == "something else: happened"


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


REASONS = [os.strerror(number) for number in (errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.EACCES, errno.EPERM)]
REASONS += [
    os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENAMETOOLONG, errno.EROFS)
]
REASONS += [os.strerror(number) for number in (errno.EIO, errno.EMFILE, errno.ELOOP)]
REASONS += [f"is {kind}, not a regular file" for kind in {*regular_files.KINDS.values(), "something else"}]
REASONS += ["is too large: at most 16 MiB are read", "standard input is closed", "file is not a database"]
REASONS += ["unable to open database file", "database is locked", "database disk image is malformed", "disk I/O error"]


def with_reasons() -> list[str]:
    return [row["en"] for row in read_toml(DATA / "texts" / "cli.toml")["errors"] if "{reason}" in row["en"]]


@pytest.mark.parametrize("english", with_reasons())
def test_no_french_error_ends_in_english(english: str) -> None:
    facts = {"subject": "x.db", "line": "1", "column": "2", "code": "SQLITE_FULL"}
    for reason in REASONS:
        assert reason not in in_french(english.format(reason=reason, **facts))
    quoted = plain(in_french(english.format(reason="Owls are not what they seem", **facts)))
    assert "« Owls are not what they seem »" in quoted or "Owls" not in quoted


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("x.db: cannot be read: is a folder, not a regular file", "x.db : lecture impossible : c’est un répertoire, et non un fichier ordinaire"),
        ("x.csv: must end in .csv or .parquet", "x.csv : le nom doit finir par .csv ou .parquet"),
        ("x.csv: must end in .csv", "x.csv : le nom doit finir par .csv"),
        ("the campaigns cannot be read: the database cannot be used: OperationalError, SQLITE_CANTOPEN", "les campagnes ne peuvent être lues : la base de données est inutilisable : « OperationalError, SQLITE_CANTOPEN »"),
        ("x.db: the SQLite store cannot be used: unable to open database file", "x.db : ce stockage SQLite est inutilisable : le fichier ne peut être ouvert"),
        ("x.db: the SQLite store cannot be used: unable to open database file (SQLITE_CANTOPEN)", "x.db : ce stockage SQLite est inutilisable : le fichier ne peut être ouvert (SQLITE_CANTOPEN)"),
        ("x/y: cannot be written: No such file or directory", "x/y : écriture impossible : ce répertoire n’existe pas"),
        ("contract.id: must be small letters a to z, digits, and single hyphens or underscores between them, at most 64, such as ours-2026", "contract.id : écrire des minuscules de a à z et des chiffres, séparés au besoin par un trait d’union ou un tiret bas, 64 caractères au plus, par exemple ours-2026"),
        ("-: cannot be read: standard input is closed", "- : lecture impossible : l’entrée standard est fermée"),
    ],
)  # fmt: skip
def test_an_error_with_a_reason_is_one_french_sentence(english: str, french: str) -> None:
    assert plain(in_french(english)) == french
