"""
The people of the kit's own stories: nobody exists, and every name is hard to keep as it was typed.

There are the ʻeta and macrons of Tahitian names, a typographic apostrophe, a
letter that is written with a combining sign, and a name of 97 characters.
"""

from typing import Any

LONG_NAME = "Tāvana O’Connor-Teʻaitu a Temāuarii a Tetuanui a Marae Taʻata a Vaitāpē Ōviri de la Grande Pointe"
DECOMPOSED = "Tema\N{COMBINING MACRON}ui"

AGENT: dict[str, Any] = {
    "civility": "monsieur",
    "first_name": "Pʻītore",
    "usage_name": LONG_NAME,
    "birth_name": DECOMPOSED,
    "birth_date": "1970-03-12",
    "professional_email": "pitore.temaui@ac-polynesie.example",
    "email": "pitore.temaui@example.org",
    "phone": "+689 40 01 02 03",
    "address": ["PK 12,5 côté montagne, servitude « Fare Ōrama »", "Immeuble L’Hibiscus"],
    "postal_code": "98711",
    "city": "Paʻea",
    "country": "PF",
    "hired_on": "2010-09-01",
}

OTHER: dict[str, Any] = {
    **AGENT,
    "civility": "madame",
    "first_name": "Vaihērē",
    "usage_name": "Maʻohi-Lacassagne",
    "birth_name": "Lacassagne",
    "birth_date": "1981-11-30",
    "professional_email": "vaihere.lacassagne@ac-polynesie.example",
    "email": "vaihere@example.net",
    "phone": "+689 87 65 43 21",
    "address": ["7 chemin de l’Ancien Phare"],
    "postal_code": "98714",
    "city": "Papeete",
}
"""Another agent, of whom nothing may be seen in the first one's dossier."""

NIRS = {"agent": "1 70 03 98 735 123 73", "partner": "2 72 10 75 112 045 26", "child": "219097511206763"}
IBAN = "FR76 1746 9000 0100 1234 5678 937"
PASSWORD = "Tiare-Taporo-2026!"  # noqa: S105 -- nobody's

PARTNER: dict[str, Any] = {
    "birth_date": "1972-10-09",
    "regime": "general",
    "link": "married",
    "state_civil_servant": False,
    "judicially_separated": False,
}
CHILD: dict[str, Any] = {
    "ref": "child-1",
    "birth_date": "2019-09-09",
    "regime": "general",
    "situation": "none",
    "disabled": False,
    "kinship": "child",
    "parent": "both",
    "covered_by_own_work": False,
}
STUDENT: dict[str, Any] = {**CHILD, "ref": "child-2", "birth_date": "2005-06-20", "situation": "student"}
BABY: dict[str, Any] = {**CHILD, "ref": "child-3", "birth_date": "2024-02-29"}
SEVEN = [
    {**CHILD, "ref": f"child-{number}", "birth_date": f"{2009 + 2 * number}-04-{number:02d}"} for number in range(1, 8)
]
"""More than the rows that a page may have been drawn with."""
