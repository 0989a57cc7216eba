"""
Prefilled contact details come back unchanged (coordonnées préremplies).

The guide warns twice not to change prefilled details, even an address that is
not one's own. Details that were not prefilled are free, but required. Case,
spacing and Unicode form are ignored in the comparison.

Legal source:
    The guide, subscription step 3 (1/2). It does not list the screen's fields;
    those of the prefilled agent are used, all compulsory.

Not modelled:
    Whether an address exists; the form of e-mail, telephone and country.

>>> agent = Agent(email="benoit@example.org")
>>> command = ConfirmContactDetails(["1 rue"], "98714", "Papeete", "PF", "autre@example.org", "+689 40 00 00 00")
>>> [finding.code for finding in assess(command, prefilled=agent).findings]
['contact-details-changed']
"""

from collections.abc import Iterator

from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.commands import ConfirmContactDetails
from psc_workflow._model.people import Agent
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import compulsory_text
from psc_workflow.rules.comparing import same, same_number

FIELDS = ("address", "postal_code", "city", "country", "email", "phone")
NUMBERS = ("postal_code", "phone")
"""Fields whose spacing and punctuation are ignored."""


def assess(command: ConfirmContactDetails, *, prefilled: Agent) -> Verdict:
    """
    Compare the contact details with those prefilled.

    Args:
        prefilled: The agent as recorded by the employer.

    Returns:
        A verdict that holds; or ``contact-detail-missing``, ``text-blank``,
        ``contact-details-changed`` (once, naming every field).
    """
    return Verdict.of(_findings(command, prefilled))


def _findings(command: ConfirmContactDetails, prefilled: Agent) -> Iterator[Finding]:
    changed = []
    for name in FIELDS:
        before, after = getattr(prefilled, name), getattr(command, name)
        if after is None:
            yield finding("contact-detail-missing", name, field=field(name))
        elif before is not None and not compulsory_text.is_blank(before):
            changed += [] if _is_unchanged(name, before, after) and not compulsory_text.is_blank(after) else [name]
        else:
            yield from compulsory_text.assess(after, path=name).findings
    if changed:
        yield finding("contact-details-changed", changed[0], fields=tuple(field(name) for name in changed))


def _is_unchanged(name: str, before: object, after: object) -> bool:
    if name in NUMBERS and isinstance(before, str) and isinstance(after, str):
        return same_number(before, after)
    return same(before, after)
