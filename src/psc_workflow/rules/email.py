"""
An e-mail address has the form of one (adresse électronique).

One @ with something before it, a domain of at least two parts separated by dots,
no white space, no control character, not too long, and none of the signs that
separate or enclose addresses in the header of a mail (comma, semicolon, angle
brackets): with one, the mail would go to somebody else, too. Any script passes,
and any other symbols the provider may allow: refusing an address that works is
worse than accepting one that does not, which the first mail will show.

Legal source:
    RFC 5321, 4.5.3.1.3: a path has at most 256 octets, brackets included, which
    leaves 254 for the address. Characters are counted here instead of octets, so
    that an address in another script is not refused for its encoding.

Not modelled:
    Whether the address exists and is the agent's: the host sends a mail.
    Quoted names that contain an @, a space or a comma, and domains without a dot:
    RFC 5321 allows them, but people do not have them.

>>> assess("benoit.dupond@example.org").holds
True
>>> assess("benoit.dupond@example").findings[0].code
'email-form-wrong'
>>> assess(None).missing
('email',)
"""

import unicodedata

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import compulsory_text

LONGEST = 254
"""Characters, after RFC 5321: a limit of the format, not of the law."""

_SEPARATORS = ',;:<>"\\'
"""Signs between addresses and around them in the header of a mail; quoted, they could stand, but nobody offers that."""


def assess(value: str | None, *, path: str = "email") -> Verdict:
    """
    Check the form of an e-mail address.

    Args:
        value: Stored exactly as entered.
        path: Where the address stands in the command.

    Returns:
        A verdict that holds, or ``email-missing``, ``email-form-wrong``.
    """
    if value is None:
        return Verdict((finding("email-missing", path),))
    return Verdict() if _is_well_formed(value) else Verdict((finding("email-form-wrong", path, longest=LONGEST),))


def _is_well_formed(value: str) -> bool:
    name, _, domain = value.partition("@")
    labels = domain.split(".")
    return (
        len(value) <= LONGEST
        and len(labels) > 1
        and "@" not in domain
        and not any(compulsory_text.is_blank(part) for part in (name, *labels))
        and not any(label.startswith("-") or label.endswith("-") for label in labels)
        and not any(char.isspace() or char in _SEPARATORS or unicodedata.category(char) == "Cc" for char in value)
    )
