"""
The command that checks a contract or a store.
"""

from pathlib import Path

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.wording import term, word
from psc_workflow._model.text import format_value
from psc_workflow.cli._arguments import ArgumentError, AsJson, Lang, locale
from psc_workflow.cli._manners import has_french_environment
from psc_workflow.cli._printing import Printer
from psc_workflow.cli._reporting import report
from psc_workflow.cli._stores import check_store, is_store
from psc_workflow.exceptions import PscWorkflowError


def check(
    file: Path,
    /,
    *others: Path,
    contract: tuple[Path, ...] = (),
    repair: bool = False,
    seal_keys: Path | None = None,
    json: AsJson = False,
    lang: Lang = None,
) -> int:
    """
    Check a contract of your own, or a store.

    Of a contract: every fault with its table and field, then what it leaves unknown.
    Of a store: everything that does not agree; exit status 1 if something is not repaired.

    Parameters
    ----------
    file
        TOML file of a contract, or SQLite file of a store; others may go on using it.
    others
        More TOML files of contracts: each is checked, whatever is wrong with the ones before.
    contract
        TOML file of a contract of your own that dossiers of the store are under; may be given several times.
    repair
        Write anew what follows from the dossiers of the store: when they are due, and the index.
    seal_keys
        File of the keys that seal the store, a line each: id:hexadecimal digits.
        If left out, those in the environment variable PSC_SEAL_KEYS, if it is set.
    json
        Of a store, print a list of JSON objects.
    lang
        fr or en.
    """
    if is_store(file):
        if others:
            raise ArgumentError("a store is checked alone")
        return check_store(file, contract, repair=repair, keys=seal_keys, json=json)
    printer = Printer(locale(lang))
    if not others:
        _check_contract(file, printer)
        return 0
    is_french = has_french_environment() if lang is None else printer.locale == "fr"
    return max([_status(each, printer, is_french=is_french) for each in (file, *others)])


def _status(file: Path, printer: Printer, *, is_french: bool) -> int:
    """Check one of several contracts: an error in it is reported, and keeps no other from being checked."""
    try:
        _check_contract(file, printer)
    except PscWorkflowError as error:
        report(str(error), is_french=is_french)
        return 2
    return 0


def _check_contract(file: Path, printer: Printer) -> None:
    contract = catalogue_contracts.load(file)
    summary = term("Check", "right").in_(printer.locale)
    printer.line(summary.format(file=file, contract=contract.id, version=contract.version))
    if contract.id in catalogue_contracts.builtin:
        printer.line(term("Check", "hides").in_(printer.locale).format(contract=contract.id))
    for path, dated in contract.every_value():
        if not dated.is_known:
            start = format_value(dated.in_force_from, printer.locale)
            printer.line(f"  {path} ({start}): {word(dated.certainty).in_(printer.locale)}")
