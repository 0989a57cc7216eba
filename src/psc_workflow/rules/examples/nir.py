"""
Social-security numbers: what their form and key let pass, and what is only asked to be looked at again.
"""

import datetime as dt

from psc_workflow._model.vocabulary import Civility
from psc_workflow.rules import nir
from psc_workflow.rules.examples._example import Asking

_NUMBER = "170039873512373"
_asking = Asking(nir.assess, nir=_NUMBER, birth_date=dt.date(1970, 3, 12), civility=Civility.MONSIEUR)
_alone = Asking(nir.assess)


def _keyed(number: str) -> str:
    """Complete 13 characters by their key."""
    return number + nir.key(number)


EXAMPLES = (
    _asking("a man born in Polynesia in March 1970"),
    _asking("written in groups", nir="1 70 03 987 35 123 73"),
    _asking("neither birth date nor civility known", birth_date=None, civility=None),
    _alone("born in southern Corsica", nir="253072A07300443"),
    _alone("born in northern Corsica", nir="253072B07300470"),
    _alone("a small letter", nir="253072b07300470"),
    _asking("born in Guadeloupe", nir=_keyed("1700397105123")),
    _asking("born in New Caledonia", nir=_keyed("1700398818123")),
    _asking("born abroad", nir=_keyed("1700399109123")),
    _asking("month 20, of incomplete civil status", nir=_keyed("1702098735123")),
    _asking("month 42, of incomplete civil status", nir=_keyed("1704298735123")),
    _asking("month 50, of incomplete civil status", nir=_keyed("1705098735123")),
    _asking("month 99, of incomplete civil status", nir=_keyed("1709998735123")),
    _asking("born a century before: the year has two digits", birth_date=dt.date(1870, 3, 12)),
    _asking("provisional, of a man", "nir-provisional", nir=_keyed("7700398735123")),
    _asking("provisional, of a woman", "nir-provisional", nir=_keyed("8700398735123"), civility=Civility.MADAME),
    _asking("3 for a man being registered", "nir-provisional", nir=_keyed("3700398735123")),
    _asking("4 for a woman being registered", "nir-provisional", nir=_keyed("4700398735123"), civility=Civility.MADAME),
    _asking("born the year before", "nir-birth-year-differs", birth_date=dt.date(1969, 3, 12)),
    _asking("born the month after", "nir-birth-month-differs", birth_date=dt.date(1970, 4, 12)),
    _asking("a man's number, a woman's civility", "nir-civility-differs", civility=Civility.MADAME),
    _asking(
        "nothing fits, and nothing is refused for it",
        "nir-provisional",
        "nir-birth-year-differs",
        "nir-birth-month-differs",
        "nir-civility-differs",
        nir=_keyed("8711298735123"),
    ),
    _asking("not known", "nir-missing", nir=None),
    _asking("without its key", "nir-key-missing", nir=_NUMBER[:13]),
    _asking("one digit wrong", "nir-key-wrong", nir="170039873512473"),
    _asking("the other part of Corsica", "nir-key-wrong", nir="253072A07300470"),
    _asking("a key cut short", "nir-form-wrong", nir=_NUMBER[:14]),
    _asking("one digit too many", "nir-form-wrong", nir=f"{_NUMBER}0"),
    _asking("nothing written", "nir-form-wrong", nir=""),
    _asking("a first digit nobody has", "nir-form-wrong", nir=_keyed("5700398735123")),
    _asking("month 00", "nir-form-wrong", nir=_keyed("1700098735123")),
    _asking("month 13", "nir-form-wrong", nir=_keyed("1701398735123")),
    _asking("month 43", "nir-form-wrong", nir=_keyed("1704398735123")),
    _asking("a place that begins with 00", "nir-form-wrong", nir=_keyed("1700300735123")),
    _asking("a letter outside Corsica", "nir-form-wrong", nir="253072C07300443"),
    _asking("digits of another script", "nir-form-wrong", nir="١٧٠٠٣٩٨٧٣٥١٢٣٧٣"),
)
