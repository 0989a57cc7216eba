"""
The command that lists contracts.
"""

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._model.text import format_value
from psc_workflow.cli._arguments import Lang, locale
from psc_workflow.cli._printing import Printer


def contracts(*, lang: Lang = None) -> None:
    """List the built-in contracts, each with its formulas."""
    printer = Printer(locale(lang))
    for contract in catalogue_contracts.builtin.values():
        effect, label = contract.effect.values[-1].value, contract.contract.label.in_(printer.locale)
        start = format_value(effect, printer.locale)
        formulas = ", ".join(contract.word(formula).in_(printer.locale) for formula in contract.all_formulas)
        columns = f"{contract.id:<20} {contract.version:<8} {contract.territory:<3} {start:<12}"
        printer.line(f"{columns}  {label} ({formulas})")
