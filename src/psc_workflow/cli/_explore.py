"""
The command that makes a page about a scenario, a stored dossier or contracts, or serves it on this computer.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from psc_workflow import explorer
from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow.cli._arguments import ArgumentError, FileError, Lang, locale, report_errors_of
from psc_workflow.cli._corpus import ALCHEMY, SQLITE, documents_of_tables
from psc_workflow.cli._french import in_french
from psc_workflow.cli._journeys import Output
from psc_workflow.cli._output import shown_name, visible, write_error, write_line
from psc_workflow.cli._stores import is_store
from psc_workflow.cli._targets import check_target, write_file
from psc_workflow.cli._words import say
from psc_workflow.dossier import Dossier
from psc_workflow.explorer._answers import Answers
from psc_workflow.explorer._serving import serve
from psc_workflow.explorer._subjects import StoreKind
from psc_workflow.testing._scenarios import packaged
from psc_workflow.testing._scenarios.reading import read

_MEGABYTE = 1_000_000
"""Bytes that a page has at most, unless it is said."""


def explore(
    *subject: str,
    id: Annotated[str | None, Parameter(name="--id")] = None,  # noqa: A002 -- the pinned option
    output: Output = None,
    with_personal_data: Annotated[bool, Parameter(name="--with-personal-data", negative=())] = False,
    port: int = 0,
    lang: Lang = None,
) -> None:
    """
    Make a page to explore a scenario, a stored dossier or contracts: charts, time, premiums, catalogue.

    Parameters
    ----------
    subject
        Scenario file, or the name of one that comes with the library; or SQLite file of a store, then TOML files of
        contracts of your own that its dossiers are under; or contracts: ids of built-in ones, or TOML files.
        guide-illustration if left out.
    id
        Id of a dossier in the store.
    output
        HTML file to write, which is replaced. If left out, the page is served on this computer alone until Ctrl-C, and
        prices any household and decides on any command.
    with_personal_data
        With answers, birthdays and names; without them if left out.
    port
        Port to serve the page on; a free one if left out.
    lang
        fr or en: in which language the page opens; it has both.
    """
    language = locale(lang)
    names = subject or ("guide-illustration",)
    explored = _subject(names, id)
    if output is not None:
        check_target(output, packaged.find(names[0]), *map(Path, names[1:]))
        text = explorer.page(explored, locale=language, with_personal_data=with_personal_data)
        write_file(output, text)
        if (size := len(text.encode())) > _MEGABYTE:
            write_error(say("explorer", "large", language, kilobytes=size // 1000))
        return
    answers = Answers(explored, language, with_personal_data=with_personal_data, in_french=in_french)
    try:
        server = serve(answers, port=port)
    except (OSError, OverflowError):
        raise ArgumentError("--port: cannot be used") from None
    with server:
        write_line(say("explorer", "address", language, port=server.server_address[1]))
        server.serve_forever()


_KINDS: Mapping[str, StoreKind] = {SQLITE: "SQLiteStore", ALCHEMY: "SQLAlchemyStore", "": "document"}
"""What a dossier was read from, by its table."""


def _subject(names: tuple[str, ...], id_: str | None) -> explorer.Subject:
    first = packaged.find(names[0])
    if id_ is not None:
        return _stored(first, id_, names[1:])
    if is_store(first):
        raise ArgumentError("--id: is needed, to say which dossier of the store")
    if first.suffix.casefold() == ".json" or (first.is_file() and first.suffix.casefold() != ".toml"):
        if len(names) > 1:
            raise ArgumentError("a scenario is explored alone")
        return explorer.of_scenario(read(first), name=shown_name(first))
    file = shown_name(Path(names[0]))
    return explorer.of_contracts(map(find_contract, names), contract_file=file)


def _stored(file: Path, id_: str, paths: tuple[str, ...]) -> explorer.Subject:
    by_path = {path: contracts.load(path) for path in paths}
    own = contracts.builtin.including(*by_path.values())
    for table, name, document in documents_of_tables(file):
        if name == id_:
            with report_errors_of(file):
                dossier = Dossier.load(document, contracts=own)
            path = next((path for path, contract in by_path.items() if contract == dossier.contract), "")
            return explorer.of_dossier(
                dossier,
                store=shown_name(file) if table else Path(shown_name(file), f"{name}.json").as_posix(),
                store_kind=_KINDS[table],
                contract_file=shown_name(Path(path)),
            )
    raise FileError(file, f"has no dossier {visible(id_)}")
