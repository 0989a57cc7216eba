"""
Social-security numbers: what form and key allow, and what only raises a warning.
"""

import datetime as dt

from psc_workflow._model.vocabulary import Civility
from psc_workflow.rules import nir
from psc_workflow.rules._examples._example import ExampleMaker

_NUMBER = "170039873512373"
_example = ExampleMaker(nir.assess, nir=_NUMBER, birth_date=dt.date(1970, 3, 12), civility=Civility.MONSIEUR)
_alone = ExampleMaker(nir.assess)


def _with_key(number: str) -> str:
    """Append the key to 13 characters."""
    return number + nir.key(number)


EXAMPLES = (
    _example("a man born in Polynesia in March 1970"),
    _example("written in groups", nir="1 70 03 987 35 123 73"),
    _example("neither birth date nor civility known", birth_date=None, civility=None),
    _alone("born in southern Corsica", nir="253072A07300443"),
    _alone("born in northern Corsica", nir="253072B07300470"),
    _alone("a small letter", nir="253072b07300470"),
    _example("born in Guadeloupe", nir=_with_key("1700397105123")),
    _example("born in New Caledonia", nir=_with_key("1700398818123")),
    _example("born abroad", nir=_with_key("1700399109123")),
    _example("month 20, of incomplete civil status", nir=_with_key("1702098735123")),
    _example("month 42, of incomplete civil status", nir=_with_key("1704298735123")),
    _example("month 50, of incomplete civil status", nir=_with_key("1705098735123")),
    _example("month 99, of incomplete civil status", nir=_with_key("1709998735123")),
    _example("born a century before: the year has two digits", birth_date=dt.date(1870, 3, 12)),
    _example("provisional, of a man", "nir-provisional", nir=_with_key("7700398735123")),
    _example("provisional, of a woman", "nir-provisional", nir=_with_key("8700398735123"), civility=Civility.MADAME),
    _example("3 for a man being registered", "nir-provisional", nir=_with_key("3700398735123")),
    _example(
        "4 for a woman being registered", "nir-provisional", nir=_with_key("4700398735123"), civility=Civility.MADAME
    ),
    _example("born the year before", "nir-birth-year-differs", birth_date=dt.date(1969, 3, 12)),
    _example("born the month after", "nir-birth-month-differs", birth_date=dt.date(1970, 4, 12)),
    _example("a man's number, a woman's civility", "nir-civility-differs", civility=Civility.MADAME),
    _example(
        "nothing fits, and nothing is refused for it",
        "nir-provisional",
        "nir-birth-year-differs",
        "nir-birth-month-differs",
        "nir-civility-differs",
        nir=_with_key("8711298735123"),
    ),
    _example("not known", "nir-missing", nir=None),
    _example("without its key", "nir-key-missing", nir=_NUMBER[:13]),
    _example("one digit wrong", "nir-key-wrong", nir="170039873512473"),
    _example("the other part of Corsica", "nir-key-wrong", nir="253072A07300470"),
    _example("a key cut short", "nir-form-wrong", nir=_NUMBER[:14]),
    _example("one digit too many", "nir-form-wrong", nir=f"{_NUMBER}0"),
    _example("nothing written", "nir-form-wrong", nir=""),
    _example("a first digit nobody has", "nir-form-wrong", nir=_with_key("5700398735123")),
    _example("month 00", "nir-form-wrong", nir=_with_key("1700098735123")),
    _example("month 13", "nir-form-wrong", nir=_with_key("1701398735123")),
    _example("month 43", "nir-form-wrong", nir=_with_key("1704398735123")),
    _example("a place that begins with 00", "nir-form-wrong", nir=_with_key("1700300735123")),
    _example("a letter outside Corsica", "nir-form-wrong", nir="253072C07300443"),
    _example("digits of another script", "nir-form-wrong", nir="١٧٠٠٣٩٨٧٣٥١٢٣٧٣"),
)
