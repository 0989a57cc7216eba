"""
The check of the French pages sees what is missing, doubtful or outdated.
"""

import importlib
import re
import sys
from functools import partial
from pathlib import Path

import pytest

from psc_workflow.states._charts import JOURNEYS

babel = pytest.importorskip("babel.messages.catalog")
DOCS = Path(__file__).parents[2] / "docs"
sys.path[:0] = [str(DOCS), str(DOCS.parent / "tests" / "support")]
translation = importlib.import_module("translation")

PARAGRAPH = "A command, `sign`, ends it."


@pytest.mark.parametrize(
    ("french", "flags", "fault"),
    [
        ("", (), "not translated"),
        ("Une commande, `sign`, y met fin.", ("fuzzy",), "fuzzy"),
        ("Une commande, `signer`, y met fin.", (), "not the same code"),
        ("Une commande : `sign`.", (), "not set as French is"),
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


generated_pages = importlib.import_module("generated_pages")
rule_pages = importlib.import_module("rule_pages")


ORPHAN = importlib.import_module("writing").ORPHAN


def page_of_terms(name: str, locale: str) -> str:
    return str(rule_pages.pages(locale)[name])


def test_no_list_of_a_page_is_split_by_a_blank_line() -> None:
    split = re.compile(r"^- .*\n(?:  .*\n)*\n- ", re.MULTILINE)
    pages = {page: (DOCS / f"{page}.md").read_text(encoding="utf-8") for page in translation.PAGES}
    assert not [(page, match[0]) for page, text in pages.items() for match in split.finditer(text)]


def test_generated_pages_have_the_same_rows_in_both_languages_and_other_headings() -> None:
    makers = [
        *(partial(generated_pages.states, journey) for journey in JOURNEYS),
        generated_pages.effects,
        *(partial(page_of_terms, name) for name in rule_pages.PAGES),
    ]
    for maker in makers:
        french, english = (maker(locale).removeprefix(ORPHAN).splitlines() for locale in ("fr", "en"))
        assert [line.count(" | ") for line in french] == [line.count(" | ") for line in english]
        assert french[0] != english[0]
        names = [[re.match(r"\| (`[^`]+`)", line) for line in page] for page in (french, english)]
        assert [match and match[1] for match in names[0]] == [match and match[1] for match in names[1]]


# -- measured figures ------------------------------------------------------------------------------

figures = importlib.import_module("figures")

RUN = """\
<!-- figures of a run: start -->

2026-05-01: a processor, 2 cores, 24 GiB of memory, Linux 6.18; CPython 3.11.7.

| work | ours | budget |
| --- | ---: | --- |
| 1,000,000 households, totals alone: ours | 1.5 ms | at most 0.5 × as long: holds |

<!-- figures of a run: end -->
"""


def test_measured_figures_are_written_as_in_french() -> None:
    lines = figures.french(f"On 1,000 rows.\n\n{RUN}").replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\xa0", " ")
    assert lines.splitlines() == [
        "On 1,000 rows.",
        "",
        "<!-- figures of a run: start -->",
        "",
        "1er mai 2026 : a processor, 2 cœurs, 24 Gio de mémoire, Linux 6.18 ; CPython 3.11.7.",
        "",
        "| travail | ici | budget |",
        "| --- | ---: | --- |",
        "| 1 000 000 foyers, totaux seuls : ici | 1,5 ms | au plus 0,5 fois aussi long : tenu |",
        "",
        "<!-- figures of a run: end -->",
    ]


def test_no_measured_figure_is_a_paragraph_to_translate() -> None:
    assert figures.cut(f"Before.\n{RUN}After.\n") == (
        "Before.\n<!-- figures of a run: start -->\n<!-- figures of a run: end -->\nAfter.\n"
    )


def test_a_phrase_among_the_figures_that_has_no_french_is_listed() -> None:
    assert list(figures.without_french(RUN.replace("totals alone", "3 strands"))) == ["3 strands"]
    pages = [path for path in DOCS.rglob("*.md") if "_build" not in path.parts]
    assert [phrase for page in pages for phrase in figures.without_french(page.read_text(encoding="utf-8"))] == []
