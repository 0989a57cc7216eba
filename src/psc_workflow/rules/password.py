"""
A password is long and varied enough (mot de passe).

Five conditions, the first compulsory: long enough, a lower-case letter, an
upper-case letter, a digit, a special character. A character is a Unicode code
point of the password as typed: nothing is trimmed or normalised. Cases and digits
of any script count; whatever is neither letter, digit nor white space is special.
So a script without cases meets neither condition on letters, white space counts
for length only, and an accent typed as a separate character is special. Findings
name the conditions that are not met, never the password, its length or any of its
characters.

Legal source:
    The guide, "La page de création du compte de l'adhérent": "Votre mot de
    passe doit remplir 3 de ces 5 conditions"; length and number of conditions
    are the catalogue's ``password_length`` and ``password_conditions``. What a
    special character is, and the scale below the guide's "Sécurité : Forte"
    (shown for a password that meets all five), are choices of this library.

Not modelled:
    Leaked passwords; passwords made of one's own name; a maximum length; earlier
    passwords. Storing the password, as a hash, is up to the host.

>>> assess("Tiare-2026", "Tiare-2026", on=dt.date(2026, 4, 7)).holds
True
>>> [finding.code for finding in assess("tiare", "Tiare", on=dt.date(2026, 4, 7)).findings]
['password-too-short', 'password-too-weak', 'password-confirmation-differs']
>>> assess(None, None, on=dt.date(2026, 4, 7)).missing
('password', 'confirmation')
>>> strength("Tiare-2026", on=dt.date(2026, 4, 7))
<Strength.STRONG: 'strong'>
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from psc_workflow._catalogue import law
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.password_terms import PasswordCondition, Strength
from psc_workflow._model.verdict import Finding, Verdict


def _is_special(char: str) -> bool:
    return not (char.isalpha() or char.isdigit() or char.isspace())


_TESTS: Mapping[PasswordCondition, Callable[[str], bool]] = {
    PasswordCondition.LOWER: str.islower,
    PasswordCondition.UPPER: str.isupper,
    PasswordCondition.DIGIT: str.isdigit,
    PasswordCondition.SPECIAL: _is_special,
}
"""Conditions that a single character can meet."""


def terms(*, on: dt.date) -> dict[str, object]:
    """Say what is asked of a password: how long it must be, how many conditions it must meet, and of how many."""
    length, needed = law.dated("password_length", on), law.dated("password_conditions", on)
    return {"length": length.known_value, "needed": needed.known_value, "count": len(PasswordCondition)}


def unmet_conditions(password: str, *, on: dt.date) -> tuple[PasswordCondition, ...]:
    """List the conditions that *password* does not meet, in the order of the screen."""
    return tuple(condition for condition in PasswordCondition if not _meets(password, condition, on))


def strength(password: str, *, on: dt.date) -> Strength:
    """
    Rate the strength of *password* (sécurité).

    Args:
        on: Civil day of the request.

    Returns:
        Strong if it meets every condition, weak if :func:`assess` refuses it,
        medium otherwise.
    """
    if not unmet_conditions(password, on=on):
        return Strength.STRONG
    return Strength.WEAK if any(_faults(password, on)) else Strength.MEDIUM


def assess(password: str | None, confirmation: str | None, *, on: dt.date) -> Verdict:
    """
    Check a password and its confirmation.

    Args:
        confirmation: The password again, compared code point by code point.
        on: Civil day of the request.

    Returns:
        A verdict that holds; or ``password-missing``,
        ``password-confirmation-missing``, ``password-too-short``,
        ``password-too-weak``, ``password-confirmation-differs``.

    Raises:
        NoValueInForceError: *on* precedes the first known value.
    """
    return Verdict.of(_findings(password, confirmation, on))


def _findings(password: str | None, confirmation: str | None, on: dt.date) -> Iterator[Finding]:
    if password is None:
        yield finding("password-missing", "password")
    else:
        yield from _faults(password, on)
    if confirmation is None:
        yield finding("password-confirmation-missing", "confirmation")
    elif password is not None and password != confirmation:
        yield finding("password-confirmation-differs", "confirmation")


def _faults(password: str, on: dt.date) -> Iterator[Finding]:
    length, needed = law.dated("password_length", on), law.dated("password_conditions", on)
    unmet = unmet_conditions(password, on=on)
    if PasswordCondition.LENGTH in unmet:
        yield finding("password-too-short", "password", rests_on=(length,), length=length.known_value)
    if len(PasswordCondition) - len(unmet) < needed.known_value:
        yield finding(
            "password-too-weak",
            "password",
            rests_on=(needed,),
            needed=needed.known_value,
            count=len(PasswordCondition),
            length=length.known_value,
            unmet=unmet,
        )


def _meets(password: str, condition: PasswordCondition, on: dt.date) -> bool:
    if condition is PasswordCondition.LENGTH:
        length: int = law.value("password_length", on)
        return len(password) >= length
    return any(map(_TESTS[condition], password))
