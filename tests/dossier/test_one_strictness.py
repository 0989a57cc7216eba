"""
One fact, one strictness: whichever command gives it, the same text is refused for the same reasons, or by none.
"""

import pytest

from hostile_fields import HostileField, at_the_place, hostile_fields
from people import IBAN_GERMAN, IBAN_SOCREDO, IBAN_TUNISIAN, NIR_BENOIT, NIR_CARLA, with_wrong_rib_key

NO_ONE_FACT = {
    "ref": "names a person of the dossier, another one in each command",
    "reason": "why somebody leaves, why the agent is not concerned, which leave it is",
}
"""Names that several commands give to facts of their own."""

BLANK = ["", " ", "\u200b"]
"""Texts in which nothing is seen: refused everywhere or nowhere, in the words of the screen."""

ANY = ["x", "12", "F R", "x" * 300, "x\0", "a\nb"]
"""Texts to try in every field."""

OF_ITS_OWN = {
    "email": ["a@b", "@b.c", "a b@c.d", "a,b@c.d", "a@b.c"],
    "phone": ["40 00", "40 00 00 0O", "++40000000", "40 00 00 00"],
    "country": ["France", "pf", "P1", "FR"],
    "birth_country": ["France", "pf", "P1", "FR"],
    "nir": [NIR_CARLA[:-2], NIR_CARLA[:-1] + "0", "x" + NIR_CARLA, NIR_BENOIT],
    "iban": [IBAN_SOCREDO[:-1], with_wrong_rib_key(IBAN_SOCREDO), IBAN_GERMAN, IBAN_TUNISIAN],
    "code_organisme": ["00 000 0000", "91 919 000", "01 987 0000"],
}
"""Texts to try in fields of this name, besides."""

BY_FACT: dict[str, list[HostileField]] = {}
for each in hostile_fields():
    name = next(part for part in reversed(each.path) if isinstance(part, str))
    if each.kind is not None and name not in NO_ONE_FACT:
        BY_FACT.setdefault(name, []).append(each)


def reasons(field: HostileField, typed: str) -> set[str]:
    """List why *typed* is refused in *field*: the codes of what blocks there, whatever command it is."""
    dossier, at = at_the_place(field)
    decision = dossier.decide(field.filled_with(typed), at=at, role=field.command.roles[0])
    return {finding.code for finding in decision.findings if finding.blocks and finding.path == field.dotted}


SEVERAL = {name: fields for name, fields in BY_FACT.items() if len(fields) > 1}


@pytest.mark.parametrize("name", SEVERAL)
def test_a_fact_is_judged_alike_whichever_command_gives_it(name: str) -> None:
    for typed in (*ANY, *OF_ITS_OWN.get(name, ())):
        answers = {field.name: reasons(field, typed) for field in SEVERAL[name]}
        assert len({frozenset(codes) for codes in answers.values()}) == 1, (ascii(typed)[:20], answers)
    for typed in BLANK:
        assert len({bool(reasons(field, typed)) for field in SEVERAL[name]}) == 1, ascii(typed)


def test_the_facts_that_several_commands_give_are_these() -> None:
    """A fact that a second command gives tomorrow is compared by itself; this list shows that something is."""
    assert {*SEVERAL} >= {"email", "phone", "country", "iban", "holder", "nir", "code_organisme", "evidence", "address"}
