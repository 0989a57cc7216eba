"""
Transfers: to which contract, and from which day.
"""

import datetime as dt

from psc_workflow.rules import transfer
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import PF, START

_transfer = ExampleMaker(transfer.assess, contract="men-2026", on=dt.date(2026, 9, 1), current=PF.id, first=START)

EXAMPLES = (
    _transfer("from Polynesia to another contract"),
    _transfer("to the contract one has", "transfer-same-contract", contract=PF.id),
    _transfer("to the contract one has, otherwise written", "transfer-same-contract", contract=" MEN-2026-PF "),
    _transfer("to a contract whose name begins alike", contract="men-2026-pf-2"),
    _transfer("to something that is no identifier", "transfer-contract-unusual", contract="le contrat de l’Outre-mer"),
    _transfer("to the identifier of a contract, in capitals", contract="MEN-2026"),
    _transfer("the day before the cover begins", "day-too-early", on=dt.date(2026, 4, 30)),
    _transfer("first day of the cover", on=START),
    _transfer("the day after the cover began", on=dt.date(2026, 5, 2)),
    _transfer("nothing to compare the day with", on=dt.date(1990, 1, 1), first=None),
    _transfer("contract not known", "transfer-contract-missing", contract=None),
    _transfer("contract left blank", "text-blank", contract="\t"),
    _transfer("day not known", "day-missing", on=None),
    _transfer("nothing known", "transfer-contract-missing", "day-missing", contract=None, on=None),
    _transfer(
        "to the contract one has, before the cover begins",
        "transfer-same-contract",
        "day-too-early",
        contract=PF.id,
        on=dt.date(2026, 4, 30),
    ),
)
