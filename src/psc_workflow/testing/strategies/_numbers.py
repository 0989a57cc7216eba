"""
Names, numbers and accounts that hold: synthetic, with the right form and key.

>>> from psc_workflow.rules import iban, nir
>>> from hypothesis import find
>>> number = find(nirs(birth_date=dt.date(1972, 10, 9), civility=Civility.MADAME), lambda _: True)
>>> number[:5], nir.assess(number, birth_date=dt.date(1972, 10, 9), civility=Civility.MADAME).findings
('27210', ())
>>> find(ibans(), lambda _: True)[:4], find(names(), lambda _: True)
('FR76', 'Dupond')
"""

import datetime as dt

from hypothesis import strategies as st
from schwifty import BBAN, IBAN

from psc_workflow._model.vocabulary import Civility
from psc_workflow.rules import nir

NAMES = (
    "Dupond",
    "Le Goff-Martin",
    "d'Orléans",
    "d’Estrée",
    "Teʻaitu",
    "Tāvana",
    "Faʻaʻā",
    "Nguyễn",
    "Ñandú",
    "O’Neil",
    "Мария",
    "王",
    "A" * 97,
)
"""The simplest first; then those that portals get wrong."""

_PLACES = ("75112", "98735", "2A004", "2B033", "97411", "99109")
"""Department and commune, the sixth to the tenth character of a number."""

_BANKS = ("17469", "30004", "20041", "14168")
_LAST_ACCOUNT = 10**11 - 1
_LAST_ORDER = 999


def names() -> st.SearchStrategy[str]:
    """Draw a name of a person or a place, with apostrophes, hyphens, macrons and scripts that portals get wrong."""
    return st.sampled_from(NAMES)


def nirs(*, birth_date: dt.date | None = None, civility: Civility = Civility.MADAME) -> st.SearchStrategy[str]:
    """
    Draw a social-security number of 15 characters, without spaces, whose key is right.

    Args:
        birth_date: Day of birth that the number goes with; any month of any
            year if ``None``.
        civility: Civility that it goes with.
    """
    sex = "2" if civility is Civility.MADAME else "1"
    births = (
        st.tuples(st.integers(0, 99), st.integers(1, 12)).map(lambda birth: f"{birth[0]:02}{birth[1]:02}")
        if birth_date is None
        else st.just(f"{birth_date:%y%m}")
    )
    parts = st.tuples(births, st.sampled_from(_PLACES), st.integers(1, _LAST_ORDER))
    return parts.map(lambda part: _with_key(f"{sex}{part[0]}{part[1]}{part[2]:03}"))


def _with_key(number: str) -> str:
    return number + nir.key(number)


def ibans() -> st.SearchStrategy[str]:
    """Draw a French account without spaces, whose RIB key and check digits are right."""
    return st.tuples(st.sampled_from(_BANKS), st.integers(0, _LAST_ACCOUNT)).map(lambda part: _account(*part))


def _account(bank: str, account: int) -> str:
    components = BBAN.from_components("FR", bank_code=bank, branch_code="00001", account_code=f"{account:011}")
    return str(IBAN.from_bban("FR", components))
