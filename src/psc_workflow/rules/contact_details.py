"""
Prefilled contact details come back unchanged (coordonnées préremplies).

The guide warns twice not to change prefilled details, even an address that is
not one's own. Details that were not prefilled are required, and judged as after
the subscription. The rule ``comparing`` says what is no change: spelling,
spacing, capitals, a telephone number without its country. A prefilled detail
that would be refused from anybody else is accepted with a warning: the mistake
is the employer's, and the agent may not correct it here. Where what was prefilled
is right, what was typed must be, too, however similar.

Legal source:
    The guide, subscription step 3 (1/2). It does not list the screen's fields;
    those of the prefilled agent are used, all compulsory.

Not modelled:
    Whether an address, a postcode or a country exists.

>>> agent = Agent(email="benoit@example.org")
>>> command = ConfirmContactDetails(["1 rue"], "98714", "Papeete", "PF", "autre@example.org", "+689 40 00 00 00")
>>> [finding.code for finding in assess(command, prefilled=agent).findings]
['contact-details-changed']
"""

from collections.abc import Iterator
from typing import Any

from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.commands import ConfirmContactDetails
from psc_workflow._model.people import Agent
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import compulsory_text, contact_update
from psc_workflow.rules.comparing import same, same_number, same_phone


def assess(command: ConfirmContactDetails, *, prefilled: Agent) -> Verdict:
    """
    Compare the contact details with those prefilled.

    Args:
        prefilled: The agent as recorded by the employer.

    Returns:
        A verdict that holds, with the warning ``prefilled-detail-wrong``; or
        ``contact-details-changed`` (once, naming every field), and what the
        rule ``contact_update`` finds in details that are not prefilled, or
        were prefilled rightly.
    """
    return Verdict.of(_findings(command, prefilled))


def _findings(command: ConfirmContactDetails, prefilled: Agent) -> Iterator[Finding]:
    changed = []
    for name in contact_update.FIELDS:
        before, after = getattr(prefilled, name), getattr(command, name)
        faults = contact_update.assess_field(name, after).findings
        if after is None or before is None or compulsory_text.is_blank(before):
            yield from faults
        elif compulsory_text.is_blank(after) or not _is_unchanged(name, before, after):
            changed.append(name)
        elif faults and contact_update.assess_field(name, before).holds:
            yield from faults  # the form typed is what will be stored
        elif faults:
            yield finding("prefilled-detail-wrong", name, field=field(name))
    if prefilled.postal_code is None or compulsory_text.is_blank(prefilled.postal_code):
        yield from contact_update.assess_postal_code(command.postal_code, command.country).findings
    if changed:
        yield finding("contact-details-changed", changed[0], fields=tuple(field(name) for name in changed))


def _is_unchanged(name: str, before: Any, after: Any) -> bool:
    compare = {"postal_code": same_number, "phone": same_phone}.get(name, same)
    return compare(before, after)
