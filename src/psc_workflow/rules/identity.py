"""
Civil status is complete (informations personnelles).

Every field of the screen is compulsory. Changing what the employer prefilled is
allowed, with a warning. Names are stored exactly as entered, with their
apostrophes, hyphens, glottal stops and macrons.

Legal source:
    The guide, subscription steps 1 and 2. It does not say which fields of the
    agent's own screen are compulsory; those of the partner's are used.

Not modelled:
    Whether a country or a city exists.

>>> import attrs
>>> from psc_workflow._model.vocabulary import Civility
>>> benoit = ConfirmIdentity(Civility.MONSIEUR, "Dupond", "Dupond", "Benoît", dt.date(1970, 3, 12), "PF", "Papeete")
>>> assess(benoit, on=dt.date(2026, 4, 7)).holds
True
>>> assess(attrs.evolve(benoit, first_name=None), on=dt.date(2026, 4, 7)).missing
('first_name',)
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.commands import ConfirmIdentity, DeclareChild, DeclarePartner
from psc_workflow._model.people import Agent
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import birth_date, compulsory_text
from psc_workflow.rules.comparing import same
from psc_workflow.rules.contact_update import is_country

FIELDS = (
    "civility",
    "usage_name",
    "birth_name",
    "first_name",
    "last_name",
    "birth_date",
    "birth_country",
    "birth_city",
)
"""Fields of civil status; each screen has those of its command."""


def assess(
    command: ConfirmIdentity | DeclarePartner | DeclareChild, *, on: dt.date, prefilled: Agent | None = None
) -> Verdict:
    """
    Check the civil status of the agent, the partner or a child.

    Args:
        on: Civil day of the request.
        prefilled: What the employer recorded; for the agent only.

    Returns:
        A verdict that holds, with the warning ``prefilled-identity-changed``;
        or ``identity-fact-missing``, ``text-blank``, ``country-code-wrong``,
        ``birth-in-future``.
    """
    return Verdict.of(_findings(command, on, prefilled))


def _findings(
    command: ConfirmIdentity | DeclarePartner | DeclareChild, on: dt.date, prefilled: Agent | None
) -> Iterator[Finding]:
    for name in FIELDS:
        value = getattr(command, name, "not on this screen")
        if value is None:
            yield finding("identity-fact-missing", name, field=field(name))
        yield from compulsory_text.assess(value, path=name).findings
    if (
        command.birth_country
        and not compulsory_text.is_blank(command.birth_country)
        and not is_country(command.birth_country)
    ):
        yield finding("country-code-wrong", "birth_country")
    yield from birth_date.assess(command.birth_date, on=on).findings
    changed = [name for name in FIELDS if _has_changed(name, command, prefilled)]
    if changed:
        yield finding("prefilled-identity-changed", changed[0], fields=tuple(field(name) for name in changed))


def _has_changed(name: str, command: object, prefilled: Agent | None) -> bool:
    before, after = getattr(prefilled, name, None), getattr(command, name, None)
    return not (before is None or compulsory_text.is_blank(before) or after is None) and not same(before, after)
