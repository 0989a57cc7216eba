"""
The code of the social-security office has nine digits (code organisme de rattachement).

Two digits for the regime, three for the fund, four for the centre; no regime has
the number 00. A blank code, without a visible character, stands for the
contract's default, which the guide prints. The declared regime is not compared
with the first digits: the guide itself combines the general regime (01) with a
code of MGEN (91).

Legal source:
    The contract's ``default_code_organisme``; the structure of the code.

Not modelled:
    Whether the office exists.

>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> resolve("", contract=pf, on=dt.date(2026, 4, 7))
'919190000'
>>> assess("00 000 0000", contract=pf, on=dt.date(2026, 4, 7)).findings[0].code
'code-organisme-form-wrong'
"""

import datetime as dt
import re

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import compulsory_text
from psc_workflow.rules.comparing import compact

_FORM = re.compile(r"(?!00)\d{9}", re.ASCII)


def is_left_blank(code: str | None) -> bool:
    """Return whether the code is left to the contract's default."""
    return code is None or compulsory_text.is_blank(code)


def resolve(code: str | None, *, contract: Contract, on: dt.date) -> str | None:
    """Return the code as stored: the contract's default if blank, otherwise without spaces."""
    if code is None or is_left_blank(code):
        default: str | None = contract.value("default_code_organisme", on) if contract.default_code_organisme else None
        return default
    return compact(code)


def assess(code: str | None, *, contract: Contract, on: dt.date, path: str = "code_organisme") -> Verdict:
    """
    Check a code organisme.

    Args:
        code: Spaces are ignored; blank or ``None`` for the default.
        on: Day whose default applies.

    Returns:
        A verdict that holds, or ``code-organisme-form-wrong``,
        ``code-organisme-missing``.

    Raises:
        NoValueInForceError: The code is blank, and the contract is silent
            about the default on that day.
    """
    resolved = resolve(code, contract=contract, on=on)
    if resolved is None:
        return Verdict((finding("code-organisme-missing", path),))
    return Verdict() if _FORM.fullmatch(resolved) else Verdict((finding("code-organisme-form-wrong", path),))
