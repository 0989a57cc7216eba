"""
Who signs: the agent alone, the agent with a curator, or somebody in the agent's place (capacité juridique).

Before the age of majority a parent or a guardian signs for the agent. For an
agent under guardianship the guardian signs. An agent under curatorship signs, and
the curator signs beside: neither is enough alone. Everything that bears no
signature the agent may do, whatever their age. An unknown birth is taken for
neither age: nothing follows from it here; signing needs the identity, which
states the birth.

Legal source:
    Code civil, art. 414 (``age_of_majority``); art. 408 and 473, the guardian
    represents; art. 467, the curator's signature stands beside that of the person
    assisted. That signing here is an act for which a curator is needed is a
    choice of this library.

Not modelled:
    Emancipation: a parent recorded as representative can sign for a minor who is
    emancipated. Safeguard of justice, family authorisation (habilitation
    familiale), mandate for future protection; what a judge lets a protected
    person do alone. Whether the acts of a minor that custom allows include this.

>>> seventeen = dt.date(2009, 1, 1)
>>> assess(seventeen, None, on=dt.date(2026, 4, 7)).findings[0].code
'agent-minor'
>>> assess_assistance(None, path="curator_evidence").missing
('curator_evidence',)
"""

import datetime as dt

from psc_workflow._catalogue import law
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Capacity
from psc_workflow.rules import ages, compulsory_text


def assess(birth_date: dt.date | None, capacity: Capacity | None, *, on: dt.date) -> Verdict:
    """
    Check that the agent may sign.

    Args:
        birth_date: The agent's; ``None`` if unknown.
        capacity: In which capacity somebody acts for the agent, or assists
            them, on that day; ``None`` if nobody does.
        on: Civil day of the request; on the birthday itself the agent is of
            age.

    Returns:
        A verdict that holds, or ``agent-minor``, ``agent-under-guardianship``.

    Raises:
        NoValueInForceError: *on* precedes the first age of majority known.
    """
    majority = law.dated("age_of_majority", on)
    if birth_date is not None and is_minor(birth_date, on=on, today=on):
        return Verdict((finding("agent-minor", rests_on=(majority,), age=majority.known_value, on=on),))
    if capacity is Capacity.GUARDIAN:
        return Verdict((finding("agent-under-guardianship"),))
    return Verdict()


def assess_assistance(signature: str | bool | None, *, path: str) -> Verdict:
    """
    Check that the curator has signed beside the agent.

    Args:
        signature: Reference of the curator's signature, or whether it is
            there; ``None`` if unknown or left out.

    Returns:
        A verdict that holds, or ``curator-signature-missing``,
        ``curator-not-signed``, ``text-blank``.
    """
    if signature is None:
        return Verdict((finding("curator-signature-missing", path),))
    if signature is False:
        return Verdict((finding("curator-not-signed", path),))
    return compulsory_text.assess(signature, path=path)


def is_minor(birth_date: dt.date, *, on: dt.date, today: dt.date) -> bool:
    """Return whether somebody born on *birth_date* is under age on *on*, by the law of *today*."""
    return not ages.has_reached(birth_date, law.value("age_of_majority", today), on=on)
