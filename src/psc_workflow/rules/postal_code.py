"""
A postcode of France has five digits (code postal).

One digit lost at the front, or the ".0" of a spreadsheet, sends letters
elsewhere. It is a warning: what arrives is for the post office to say.

Legal source:
    None: a choice of this library. The post office writes the postcodes of France,
    of its overseas départements and territories and of Monaco with five digits.

Not modelled:
    Whether a postcode exists, or is one of the country or the city; the postcodes
    of other countries.

>>> assess("98714", country="PF").holds
True
>>> [finding.code for finding in assess("7500", country="FR").findings]
['postal-code-unusual']
>>> assess("7500", country="BE").findings
()
"""

import re

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict

COUNTRIES = ("BL", "FR", "GF", "GP", "MC", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT")
"""Codes of France, of its overseas parts that have one (ISO 3166-1), and of Monaco."""

_FORM = re.compile(r"[0-9]{2}\s?[0-9]{3}")


def assess(value: str, *, country: str | None, path: str = "postal_code") -> Verdict:
    """
    Check the form of a postcode.

    Args:
        value: Stored exactly as entered; a space after two digits is usual.
        country: Two letters, capitals or not; ``None`` if unknown, which
            holds.
        path: Where the postcode stands in the command.

    Returns:
        A verdict that holds, with the warning ``postal-code-unusual``.
    """
    if country is None or country.upper() not in COUNTRIES or _FORM.fullmatch(value):
        return Verdict()
    return Verdict((finding("postal-code-unusual", path),))
