"""
The check of the French pages sees what is missing, doubtful or outdated.
"""

import importlib
import sys
from pathlib import Path

import pytest

babel = pytest.importorskip("babel.messages.catalog")
DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS))
translation = importlib.import_module("translation")

PARAGRAPH = "A command, `sign`, ends it."


@pytest.mark.parametrize(
    ("french", "flags", "fault"),
    [
        ("", (), "not translated"),
        ("Une commande, `sign`, y met fin.", ("fuzzy",), "fuzzy"),
        ("Une commande, `signer`, y met fin.", (), "not the same code"),
    ],
)
def test_each_fault_of_a_translation_is_listed(french: str, flags: tuple[str, ...], fault: str) -> None:
    template, french_pages = babel.Catalog(), babel.Catalog(locale="fr")
    template.add(PARAGRAPH)
    french_pages.add(PARAGRAPH, french, flags=flags)
    assert list(translation.compare(template, french_pages)) == [f"{fault}: {PARAGRAPH}"]


def test_a_paragraph_that_changed_is_not_translated_and_its_translation_is_outdated() -> None:
    template, french_pages = babel.Catalog(), babel.Catalog(locale="fr")
    template.add("A command, `sign`, ends it at once.")
    french_pages.add(PARAGRAPH, "Une commande, `sign`, y met fin.")
    assert [fault.partition(":")[0] for fault in translation.compare(template, french_pages)] == [
        "not translated",
        "outdated, no such paragraph any more",
    ]


def test_the_translated_pages_are_files_of_the_site_and_have_no_other_translation() -> None:
    assert all((DOCS / f"{page}.md").is_file() for page in translation.PAGES)
    folder = translation.LOCALE / "fr" / "LC_MESSAGES"
    assert {str(file.relative_to(folder).with_suffix("")) for file in folder.rglob("*.po")} == set(translation.PAGES)
