"""
The commands that look things up: charts, contracts, rules; and the one that checks a host's own contract.
"""

import sys
from collections import Counter
from pathlib import Path

import attrs

from psc_workflow import rulebook
from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.wording import term, word
from psc_workflow._snapshot import schemas
from psc_workflow.cli import _corpus as corpus
from psc_workflow.cli._arguments import ArgumentError, AsJson, Lang, locale, print_json
from psc_workflow.cli._printing import Printer
from psc_workflow.cli._scenario import find_contract
from psc_workflow.states import _drawing as drawing
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.stores import CompatibilityKind, check_compatibility


def charts(name: str | None = None, /, *, format: str = "md", lang: Lang = None) -> None:  # noqa: A002 -- the pinned option
    """
    Show the charts of the journeys.

    Parameters
    ----------
    name
        One chart; all if left out.
    format
        mermaid or md.
    lang
        fr or en.
    """
    language = locale(lang)
    if name is not None and name not in JOURNEYS:
        raise ArgumentError(f"no chart is called {name!r}; known: {', '.join(JOURNEYS)}")
    if format not in ("mermaid", "md"):
        raise ArgumentError("--format: must be one of: mermaid, md")
    draw = drawing.mermaid if format == "mermaid" else drawing.markdown
    for journey in [name] if name else JOURNEYS:
        sys.stdout.write(draw(journey, language))
        sys.stdout.write("\n")


def contracts(*, lang: Lang = None) -> None:
    """List the built-in contracts."""
    printer = Printer(locale(lang))
    for one in catalogue_contracts.builtin.values():
        start = one.effect.values[-1].value
        printer.line(
            f"{one.id:<20} {one.version:<8} {one.territory:<3} {start}  {one.contract.label.in_(printer.locale)}"
        )


def compatibility(path: Path, /, *, contract: str, json: AsJson = False, lang: Lang = None) -> None:
    """
    Say what a release or a new version of a contract would do to stored dossiers; nothing is changed.

    Parameters
    ----------
    path
        SQLite file of a store, which is opened to be read only, or folder of documents (*.json).
    contract
        Id of a built-in contract, or path of a TOML file.
    json
        Print a list of JSON objects, one a dossier.
    lang
        fr or en.
    """
    printer = Printer(locale(lang))
    checked = list(check_compatibility(corpus.documents(path), find_contract(contract)))
    if json:
        print_json(
            [
                {
                    "id": one.id,
                    "kinds": list(one.kinds),
                    "problems": [attrs.asdict(fault) for fault in one.faults],
                }
                for one in checked
            ]
        )
        return
    counted = Counter(kind for one in checked for kind in one.kinds)
    for kind in CompatibilityKind:
        printer.line(f"{term('Compatibility', kind).in_(printer.locale):<60} {counted[kind]}")
    for one in checked:
        for fault in one.faults:
            printer.line(f"{one.id}: {fault}")


def rules(code: str | None = None, /, *, json: AsJson = False, lang: Lang = None) -> None:
    """
    Show every reason the library can give, or one: its rule, sentence, remedy and sources.

    Parameters
    ----------
    code
        Code of one finding, such as regime-not-covered; all if left out.
    json
        Print a list of JSON objects.
    lang
        fr or en.
    """
    printer = Printer(locale(lang))
    found = rulebook.entries() if code is None else (rulebook.entry(code),)
    if json:
        print_json([one.as_json() for one in found])
        return
    for one in found:
        printer.entry(one, rulebook.claim(one.rule), examples=code is not None)


def schema(name: str | None = None, /) -> None:
    """
    Print a JSON Schema, with its words in both languages; without a name, what there are schemas of.

    Parameters
    ----------
    name
        snapshot, commands, effects, quote or decision.
    """
    if name is None:
        sys.stdout.writelines(f"{one}\n" for one in schemas.NAMES)
    else:
        print_json(schemas.schema(name))


def check(file: Path, /, *, lang: Lang = None) -> None:
    """
    Check a contract of one's own: every mistake with its table and field, then what it leaves unknown.

    Parameters
    ----------
    file
        TOML file of the contract.
    lang
        fr or en.
    """
    printer = Printer(locale(lang))
    found = catalogue_contracts.load(file)
    printer.line(term("Check", "right").in_(printer.locale).format(file=file, contract=found.id, version=found.version))
    if found.id in catalogue_contracts.builtin:
        printer.line(term("Check", "hides").in_(printer.locale).format(contract=found.id))
    for path, dated in found.every_value():
        if not dated.is_known:
            start = dated.in_force_from
            printer.line(f"  {path} ({start}): {word(dated.certainty).in_(printer.locale)}")
