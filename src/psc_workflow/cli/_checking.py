"""
The command that checks a contract or a store.
"""

from pathlib import Path

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.wording import term, word
from psc_workflow._model.text import format_value
from psc_workflow.cli._arguments import AsJson, Lang, locale
from psc_workflow.cli._printing import Printer
from psc_workflow.cli._stores import check_store, is_store


def check(
    file: Path,
    /,
    *,
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
        return check_store(file, contract, repair=repair, keys=seal_keys, json=json)
    _check_contract(file, Printer(locale(lang)))
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
