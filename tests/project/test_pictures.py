"""
Each page of the site has a picture if it describes a chart, a screen, an amount or a timeline; the others say why they have none.
"""

import importlib
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from paths import DOCS
from psc_workflow._model.money import LOCALES, Locale
from psc_workflow.states._charts import JOURNEYS

pytest.importorskip("matplotlib")
sys.path[:0] = [str(DOCS), str(DOCS.parent / "scripts")]
pictures = importlib.import_module("pictures")
writing = importlib.import_module("writing")

WITHOUT = tomllib.loads((Path(__file__).parent / "pages_without_pictures.toml").read_text(encoding="utf-8"))
NAMED = re.compile(r"^```\{picture\} (\S+)$", re.MULTILINE)
OTHERS = re.compile(r"^```\{explorer\}$|^```\{raw\} html\n:file: \S+\.svg$", re.MULTILINE)

WRITTEN = {
    file.relative_to(DOCS).with_suffix("").as_posix(): file.read_text(encoding="utf-8")
    for file in DOCS.rglob("*.md")
    if not file.relative_to(DOCS).as_posix().startswith(("_", *(f"{folder}/" for folder in writing.FOLDERS)))
}


LOOKED_AT = {
    name: importlib.import_module(name)
    for name in ("amount_pages", "chart_pages", "command_pages", "generated_pages", "value_pages")
}


def generated() -> Iterator[tuple[str, str]]:
    """Return the pages of each template that has something to show."""
    for maker in ("amount_pages", "value_pages"):
        yield from LOOKED_AT[maker].pages("en").items()
    commands, others = LOOKED_AT["command_pages"], LOOKED_AT["generated_pages"]
    yield from {f"commands/{command.do}": commands.page(command, "en") for command in commands.ALL}.items()
    yield "commands/index", commands.index("en")
    folder = "reference/generated/"
    yield from {f"{folder}{name}": text for name, text in LOOKED_AT["chart_pages"].pages("en").items()}.items()
    yield from {f"{folder}{journey}-states": others.states(journey, "en") for journey in JOURNEYS}.items()
    yield from {f"{folder}effects": others.effects("en"), f"{folder}questions": others.question_page("en")}.items()


GENERATED = dict(generated())


def is_pictured(text: str) -> bool:
    return bool(NAMED.search(text) or OTHERS.search(text))


@pytest.mark.parametrize(("pages", "reasons"), [(WRITTEN, WITHOUT["pages"]), (GENERATED, WITHOUT["generated"])])
def test_a_page_has_a_picture_or_a_reason_why_it_has_none(pages: dict[str, str], reasons: dict[str, str]) -> None:
    without = {name for name, text in pages.items() if not is_pictured(text)}
    assert without - reasons.keys() == set()
    assert reasons.keys() - without == set(), "these have a picture, or are no pages"
    assert all(reason.strip() for reason in reasons.values())


def test_every_template_of_pages_is_looked_at_or_has_a_reason() -> None:
    makers = {file.stem for file in DOCS.glob("*_pages.py")} | {"transitions"}  # the last one is of the tests
    assert makers == LOOKED_AT.keys() | WITHOUT["makers"].keys()


def test_every_picture_is_there_and_is_on_a_page() -> None:
    named = {name for text in (*WRITTEN.values(), *GENERATED.values()) for name in NAMED.findall(text)}
    assert named == pictures.pictures().keys()


def test_every_photograph_is_there() -> None:
    files = [pictures.file_of(name) for name, each in pictures.pictures().items() if each.kind is pictures.Kind.PHOTO]
    assert files
    assert all((DOCS / "pictures" / file).is_file() or (DOCS / "_static" / file).is_file() for file in files)


def test_every_picture_says_what_it_shows_in_each_language() -> None:
    for name, picture in pictures.pictures().items():
        words = {picture.text(locale) for locale in LOCALES}
        assert len(words) == len(LOCALES), name
        assert all(len(text) > 20 and "  " not in text and "None" not in text for text in words), words


@pytest.mark.parametrize("name", ["timeline", "tariff-men-2026", "form-with-a-wrong-day"])
def test_a_picture_is_the_same_each_time_and_another_in_another_language(name: str) -> None:
    picture = pictures.pictures()[name]
    drawn: dict[Locale, str] = {locale: picture.draw(locale) for locale in LOCALES}
    assert drawn["fr"] != drawn["en"]
    assert picture.draw("en") == drawn["en"]


@pytest.mark.parametrize(
    "name", ["amount-men-2026-agent-option", "amount-men-2026-ce", "amount-men-2026-retiree-option-1-at-60"]
)
def test_an_amount_that_is_not_known_is_said_to_be_unknown(name: str) -> None:
    assert "unknown" in pictures.pictures()[name].text("en")
    assert "inconnu" in pictures.pictures()[name].text("fr")
