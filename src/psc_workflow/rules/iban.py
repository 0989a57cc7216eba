"""
The account exists on paper and can be reached (IBAN, clé RIB).

It needs the form and check digits of ISO 13616; inside a French account, the RIB
key; and a scheme through which the contract can pay and debit. French Polynesia,
New Caledonia and Wallis-et-Futuna lie outside SEPA: their IBANs begin with FR and
are reached through "SEPA COM Pacifique". The BIC of the bank code tells them
apart; if it is unknown, the country of the IBAN decides, and no account is
refused for that.

Legal source:
    ISO 13616; CMF L. 722-1, décret 2014-59 (catalogue ``sepa_countries``,
    ``sepa_com_pacifique``); the contract's ``payment_schemes``.

Not modelled:
    Whether the account is open, or belongs to the holder; national keys of
    countries other than France and Monaco.

>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> on = dt.date(2026, 4, 7)
>>> assess("FR76 1746 9000 0112 3456 7890 191", contract=pf, on=on).holds
True
>>> payment_scheme("FR7617469000011234567890191", on=on)
<PaymentScheme.SEPA_COM_PACIFIQUE: 'sepa_com_pacifique'>
>>> [finding.code for finding in assess("FR7617469000011234567890192", contract=pf, on=on).findings]
['iban-key-wrong', 'rib-key-wrong']
"""

import datetime as dt
import functools
import re
import string
from collections.abc import Iterator
from typing import TYPE_CHECKING

from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import PaymentScheme
from psc_workflow.rules.comparing import compact

if TYPE_CHECKING:  # schwifty is slow to import, and so is imported when first needed
    from schwifty import IBAN

_WITH_RIB_KEY = ("FR", "MC")
_MODULUS = 97
_FRENCH = re.compile(
    r"(?P<country>FR|MC)(?P<digits>[0-9]{2})(?P<account>(?P<bank>[0-9]{5})[0-9]{5}[0-9A-Z]{11}[0-9]{2})"
)
"""The account is its bank, its branch, its number and the RIB key."""
_LETTERS = {ord(char): str(value) for value, char in enumerate(string.digits + string.ascii_uppercase)}
"""What the characters of an IBAN count as."""
_FIGURES = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
"""What the letters of an account number count as."""


def normalise(iban: str) -> str:
    """Return *iban* as stored: without spaces, in capitals."""
    return compact(iban).upper()


def payment_scheme(iban: str, *, on: dt.date) -> PaymentScheme:
    """
    Find the scheme through which an account can be reached.

    Args:
        iban: Of a valid form; spaces are ignored.
        on: Day whose list of countries applies.

    Raises:
        NoValueInForceError: *on* precedes the first list.
    """
    account = _parse(normalise(iban))
    return _scheme(account.country_code, account.bank_code, on)


def _scheme(country: str, bank_code: str, on: dt.date) -> PaymentScheme:
    if _country_of_bank(country, bank_code) in law.value("sepa_com_pacifique", on):
        return PaymentScheme.SEPA_COM_PACIFIQUE
    return PaymentScheme.SEPA if country in law.value("sepa_countries", on) else PaymentScheme.NONE


@functools.lru_cache(maxsize=1024)
def _country_of_bank(country: str, bank_code: str) -> str | None:
    """Have schwifty find the country in the BIC of a bank; ``None`` if it does not know the bank."""
    from schwifty import BIC  # noqa: PLC0415 -- as above
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415 -- as above

    try:
        return str(BIC.from_bank_code(country, bank_code).country_code)
    except SchwiftyException:
        return None


def assess(iban: str, *, contract: Contract, on: dt.date, path: str = "iban") -> Verdict:
    """
    Check an IBAN.

    Args:
        iban: Spaces are ignored.
        on: Civil day of the request.
        path: Where the account stands in the command.

    Returns:
        A verdict that holds; or ``iban-form-wrong``, ``iban-key-wrong``,
        ``rib-key-wrong``, ``iban-not-reachable``.

    Raises:
        NoValueInForceError: The form is valid, and no scheme is known for that
            day.
    """
    text = normalise(iban)
    french = _FRENCH.fullmatch(text)
    if french is not None and _is_right(french):
        return Verdict.of(_reach(french["country"], french["bank"], contract, on, path))
    return Verdict.of(_findings(_parse(text), contract, on, path))


def _is_right(french: "re.Match[str]") -> bool:
    """Whether a French account, as most are, has both keys; of any other, schwifty says what is wrong."""
    remainder = int(f"{french['account']}{french['country']}00".translate(_LETTERS)) % _MODULUS
    return int(french["digits"]) == _MODULUS + 1 - remainder and _has_rib_key(french["account"])


def _findings(account: "IBAN", contract: Contract, on: dt.date, path: str) -> Iterator[Finding]:
    fault = _fault(account)
    if fault:
        yield finding(fault, path)
    if fault == "iban-form-wrong":
        return
    if account.country_code in _WITH_RIB_KEY and not _has_rib_key(account.bban):
        yield finding("rib-key-wrong", path)
    yield from _reach(account.country_code, account.bank_code, contract, on, path)


def _reach(country: str, bank_code: str, contract: Contract, on: dt.date, path: str) -> Iterator[Finding]:
    """Find whether the contract can pay and debit an account of that bank."""
    schemes = contract.dated("payment_schemes", on)
    if _scheme(country, bank_code, on) not in schemes.known_value:
        rests_on = (schemes, law.dated("sepa_countries", on), law.dated("sepa_com_pacifique", on))
        yield finding("iban-not-reachable", path, rests_on=rests_on)


def _fault(account: "IBAN") -> str | None:
    """Have schwifty check the country, length and characters, then the check digits."""
    from schwifty.exceptions import InvalidChecksumDigits, SchwiftyException  # noqa: PLC0415 -- 50 ms to import

    try:
        account.validate()
    except InvalidChecksumDigits:
        return "iban-key-wrong"
    except SchwiftyException:
        return "iban-form-wrong"
    except ValueError:  # the lowest version cannot count with check digits of another script
        return "iban-key-wrong"
    return None


def _has_rib_key(account: str) -> bool:
    """Check the RIB key, the last two figures of a French account number."""
    figures = account.translate(_FIGURES)
    number, key = figures[:-2], figures[-2:]
    return int(key) == _MODULUS - int(f"{number}00") % _MODULUS


def _parse(iban: str) -> "IBAN":
    from schwifty import IBAN  # noqa: PLC0415 -- as above

    return IBAN(iban, allow_invalid=True)
