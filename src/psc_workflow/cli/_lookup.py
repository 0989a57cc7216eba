"""
The commands that look things up: charts, rules, schemas; and those that check a contract or a store.
"""

from collections import Counter
from pathlib import Path
from typing import cast, get_args

import attrs

from psc_workflow import _schemas as schemas
from psc_workflow import rulebook
from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._catalogue.wording import term
from psc_workflow._charts.drawing import DrawingFormat, DrawingLevel, draw
from psc_workflow._schemas.http_api import openapi
from psc_workflow.cli import _corpus as corpus
from psc_workflow.cli._arguments import ArgumentError, AsJson, Lang, locale, print_json
from psc_workflow.cli._output import write
from psc_workflow.cli._printing import Printer
from psc_workflow.exceptions import HostError
from psc_workflow.explorer import _schema as explorer_schema
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.stores._compatibility import CompatibilityKind, check_compatibility
from psc_workflow.testing import _journey_schema as journey_schema
from psc_workflow.testing._scenarios import schema as scenario_schema


def charts(
    name: str | None = None,
    /,
    *,
    format: str = "md",  # noqa: A002 -- the pinned option
    level: str = "full",
    contract: str | None = None,
    lang: Lang = None,
) -> None:
    """
    Show the charts of the journeys.

    Parameters
    ----------
    name
        One chart; all if left out.
    format
        md, mermaid, svg, dot or scxml; the last three show one chart at a time.
    level
        main, for the main way alone, or full.
    contract
        Id of a built-in contract, or path of a TOML file: with its labels.
    lang
        fr or en.
    """
    language, own = locale(lang), None if contract is None else find_contract(contract)
    for option, value, literal in (("format", format, DrawingFormat), ("level", level, DrawingLevel)):
        if value not in get_args(literal):
            raise ArgumentError(f"--{option}: must be one of: {', '.join(get_args(literal))}")
    if name is not None and name not in JOURNEYS:
        raise ArgumentError(f"no chart is called {name!r}; known: {', '.join(JOURNEYS)}")
    if name is None and format not in _SEVERAL:
        raise ArgumentError(f"--format {format} shows one chart; name it: {', '.join(JOURNEYS)}")
    drawing_format, drawing_level = cast("DrawingFormat", format), cast("DrawingLevel", level)
    for journey in [name] if name else JOURNEYS:
        write(draw(journey, format=drawing_format, level=drawing_level, locale=language, contract=own) + "\n")


_SEVERAL = ("md", "mermaid")
"""Formats of which several can follow one another."""


def compatibility(path: Path, /, *, contract: str, json: AsJson = False, lang: Lang = None) -> None:
    """
    Report what a release or a new version of a contract would do to stored dossiers; nothing is changed.

    Parameters
    ----------
    path
        SQLite file of a store, opened read-only, or folder of documents (*.json).
    contract
        Id of a built-in contract, or path of a TOML file.
    json
        Print a list of JSON objects, one a dossier.
    lang
        fr or en.
    """
    printer = Printer(locale(lang))
    results = list(check_compatibility(corpus.documents(path), find_contract(contract)))
    if json:
        print_json(
            [
                {
                    "id": result.id,
                    "kinds": list(result.kinds),
                    "problems": [attrs.asdict(fault) for fault in result.faults],
                }
                for result in results
            ]
        )
        return
    counts = Counter(kind for result in results for kind in result.kinds)
    for kind in CompatibilityKind:
        printer.line(f"{term('Compatibility', kind).in_(printer.locale):<60} {counts[kind]}")
    for result in results:
        for fault in result.faults:
            printer.line(f"{result.id}: {fault}")


def rules(code: str | None = None, /, *, contract: str | None = None, json: AsJson = False, lang: Lang = None) -> None:
    """
    Show every finding of the library, or one: its rule, sentence, remedy and sources.

    Parameters
    ----------
    code
        Code of one finding, such as regime-not-covered; all if left out.
    contract
        Id of a built-in contract, or path of a TOML file: in its words; in those of the library if left out.
    json
        Print a list of JSON objects.
    lang
        fr or en.
    """
    printer = Printer(locale(lang))
    own = None if contract is None else find_contract(contract)
    entries = rulebook.entries(contract=own) if code is None else (rulebook.entry(code, contract=own),)
    if json:
        print_json([entry.as_json() for entry in entries])
        return
    for entry in entries:
        printer.entry(entry, examples=code is not None)


def schema(name: str | None = None, /, *, contract: str | None = None) -> None:
    """
    Print a JSON Schema, with its words in both languages; without a name, list the schemas.

    Parameters
    ----------
    name
        snapshot, commands, quote, decision, view, form, chart, contract, scenario, …; openapi: the HTTP API of a
        portal.
    contract
        Id of a built-in contract, or path of a TOML file: with its formulas and regimes.
    """
    own, names = None if contract is None else find_contract(contract), (*schemas.NAMES, *_OF_FILES)
    if name is None:
        write("".join(f"{schema_name}\n" for schema_name in names))
    elif name not in names:
        raise HostError(f"no schema is called {name!r}; known: {', '.join(names)}")
    else:
        print_json(_OF_FILES[name](own) if name in _OF_FILES else schemas.schema(name, contract=own))


_OF_FILES = {
    journey_schema.NAME: journey_schema.schema,
    scenario_schema.NAME: scenario_schema.schema,
    "openapi": lambda contract: openapi(contract=contract),
    explorer_schema.NAME: explorer_schema.schema,
}
"""Schemas of files that the testing kit reads, and the description of a portal's API."""
