"""
The French site: which pages are translated, and whether each paragraph of them is.

English is the source. A page's translation is ``locale/fr/LC_MESSAGES/PAGE.po``, with one entry a paragraph. ``update`` writes what is new
into these files, marked fuzzy where a paragraph resembles an earlier one; ``check`` fails if a paragraph has no translation, one that is
fuzzy, one that lost a piece of code or is not set as French is, or if a translation has no paragraph. Pages that are generated speak both
languages by themselves, and ``figures`` translates measured figures, which change with every run.
"""

import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import figures
import typeset
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

DOCS = Path(__file__).parent
LOCALE = DOCS / "locale"

PAGES = (
    "index",
    "install",
    "faq",
    "explanation/capacity",
    "explanation/comparison",
    "explanation/design",
    "explanation/how-frames-are-priced",
    "explanation/figures-for-information",
    "explanation/how-it-was-measured",
    "explanation/how-the-kit-judges",
    "explanation/not-modelled",
    "explanation/performance",
    "explanation/portal-security",
    "explanation/premiums",
    "explanation/read-the-code",
    "how-to/analyse-a-store",
    "how-to/ask-the-next-question",
    "how-to/build-the-screens",
    "how-to/check-contract-files",
    "how-to/compare-two-tariffs",
    "how-to/cross-check-a-tariff",
    "how-to/embed-in-a-portal",
    "how-to/embed-with-a-framework",
    "how-to/evolve-the-format",
    "how-to/explain-a-refusal",
    "how-to/explore-a-dossier",
    "how-to/keep-cases-in-files",
    "how-to/let-time-pass",
    "how-to/own-contract",
    "how-to/persist-a-dossier",
    "how-to/observe-decisions",
    "how-to/plug-in-a-portal",
    "how-to/price-a-ministry",
    "how-to/price-households",
    "how-to/price-many-households",
    "how-to/price-in-a-container",
    "how-to/run-a-campaign",
    "how-to/run-a-store",
    "how-to/send-a-form-once",
    "how-to/send-mails",
    "how-to/show-a-chart",
    "how-to/take-what-people-type",
    "how-to/test-your-portal",
    "how-to/test-your-store",
    "how-to/tick-with-a-scheduler",
    "how-to/verify-and-seal",
    "how-to/write-a-tariff",
    "reference/api",
    "reference/command-line",
    "reference/contract-files",
    "reference/glossary",
    "reference/glossary/code",
    "reference/glossary/contract",
    "reference/glossary/effects",
    "reference/glossary/journeys",
    "reference/glossary/membership",
    "reference/glossary/people",
    "reference/guide-coverage",
    "reference/guide/account",
    "reference/guide/affiliation",
    "reference/guide/beneficiaries",
    "reference/guide/contact",
    "reference/guide/dispensation",
    "reference/guide/follow-up",
    "reference/guide/formula",
    "reference/guide/household",
    "reference/guide/invitation",
    "reference/guide/personal-details",
    "reference/guide/signature",
    "reference/household-files",
    "reference/journeys",
    "reference/judging-a-portal",
    "reference/personal-data",
    "reference/policies",
    "reference/public-api",
    "reference/roles",
    "reference/schemas",
    "tutorial/first-affiliation",
)
"""What is translated: add a page, run ``make translation``, translate, run it again."""

BILINGUAL = ("search", "genindex")
"""What Sphinx itself translates; pages that are generated are made in the language of the site."""

HEAD = r"""msgid ""
msgstr ""
"Language: fr\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"""
"""How a file of translations begins: no day and no name, so that two people's changes do not meet there."""

CODE = re.compile(r"`([^`]+)`(?!_)")


def words_of_theme() -> Mapping[str, str]:
    """Return what the theme says in English around a page, and the French for it."""
    return tomllib.loads((LOCALE / "fr" / "theme.toml").read_text(encoding="utf-8"))["words"]


def main(what: str) -> int:
    """Do *what*; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        extract(Path(folder))
        if what == "update":
            update(Path(folder))
        faults = [fault for page in PAGES for fault in check(page, Path(folder))]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def extract(folder: Path) -> None:
    """Write what is to translate of each page into *folder*; only these pages are read, therefore links are not judged."""
    from sphinx.application import Sphinx  # noqa: PLC0415 -- who asks for the pages alone needs no Sphinx

    settings = {
        "extensions": ["myst_parser", "sphinx_copybutton", "sphinx_design", "embedding", "picture_directive"],
        "exclude_patterns": ["_build"],
        "include_patterns": [f"{page}.*" for page in PAGES],
        "root_doc": PAGES[0],
        "myst_enable_extensions": ["colon_fence"],
        "myst_heading_anchors": 3,
        "gettext_compact": False,
        "gettext_location": False,
        "language": "en",
    }
    app = Sphinx(DOCS, None, folder, folder / "doctrees", "gettext", settings, status=None, warning=None)  # type: ignore[arg-type]
    app.connect("source-read", lambda _app, _page, source: source.__setitem__(0, figures.cut(source[0])))
    app.build(force_all=True)


def update(folder: Path) -> None:
    """Bring the files of translations up to date with the templates in *folder*."""
    from sphinx_intl.basic import update as merge  # noqa: PLC0415 -- needed here alone

    merge(str(LOCALE), str(folder), ("fr",), line_width=120, ignore_obsolete=True, jobs=1)
    for file in LOCALE.rglob("*.po"):
        _, blank, entries = file.read_text(encoding="utf-8").partition("\n\n")
        file.write_text(f"{HEAD}{blank[1:]}{entries.rstrip()}\n", encoding="utf-8")


def check(page: str, folder: Path) -> Iterator[str]:
    """List what is wrong with the translation of *page*, whose template is in *folder*."""
    name = f"{page}.po"
    file = LOCALE / "fr" / "LC_MESSAGES" / name
    if not file.exists():
        yield f"{name}: there is no such file; run make translation"
        return
    for fault in compare(read(folder / f"{page}.pot"), read(file)):
        yield f"{name}: {fault}"
    for phrase in dict.fromkeys(figures.without_french((DOCS / f"{page}.md").read_text(encoding="utf-8"))):
        yield f"{page}.md: no French in locale/fr/figures.toml: {phrase}"


def read(file: Path) -> Catalog:
    """Read a template, or a file of translations."""
    with file.open("rb") as stream:
        return read_po(stream)


def compare(template: Catalog, translation: Catalog) -> Iterator[str]:
    """List the paragraphs of *template* that *translation* lacks, or has otherwise, then those that it alone has."""
    paragraphs = {str(message.id) for message in template if message.id}
    for paragraph in sorted(paragraphs):
        message = translation.get(paragraph)
        if message is None or not message.string:
            yield f"not translated: {shorten(paragraph)}"
        elif message.fuzzy:
            yield f"fuzzy: {shorten(paragraph)}"
        elif sorted(CODE.findall(paragraph)) != sorted(CODE.findall(str(message.string))):
            yield f"not the same code: {shorten(paragraph)}"
        elif typeset.french(str(message.string)) != message.string:
            yield f"not set as French is: {shorten(paragraph)}"
    for message in translation:
        if message.id and str(message.id) not in paragraphs:
            yield f"outdated, no such paragraph any more: {shorten(str(message.id))}"


def shorten(paragraph: str) -> str:
    """Return the beginning of *paragraph*."""
    return " ".join(paragraph.split())[:80]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
