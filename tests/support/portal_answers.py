"""
What people answer on the screens of the portal, by the names of the fields.
"""

from typing import Any

Answers = dict[str, Any]

ALONE: Answers = {"partner": "none", "children": "none"}
PARTNER: Answers = {
    "partner": "yes",
    "partner__birth_date": "09/10/1972",
    "partner__regime": "general",
    "partner__link": "married",
    "partner__state_civil_servant": "false",
    "partner__judicially_separated": "false",
}
CHILD: Answers = {
    "children": "yes",
    "children__0__birth_date": "09/09/2019",
    "children__0__regime": "general",
    "children__0__kinship": "child",
    "children__0__parent": "both",
}
IDENTITY: Answers = {"birth_country": "PF", "birth_city": "Papeete"}
SOCIAL_SECURITY: Answers = {"nir": "1 70 03 98 735 123 73", "teletransmission": "true"}
PARTNER_DETAILS: Answers = {
    "civility": "madame",
    "usage_name": "Dupond",
    "birth_name": "Martin",
    "first_name": "Claudia",
    "birth_country": "FR",
    "birth_city": "Paris",
    "nir": "2 72 10 75 112 045 26",
}
CHILD_DETAILS: Answers = {
    "civility": "madame",
    "first_name": "Carla",
    "last_name": "Dupond",
    "birth_country": "FR",
    "birth_city": "Paris",
    "nir": "2 19 09 75 112 067 63",
}
BANK: Answers = {"holder": "M. ou Mme Dupond", "iban": "FR76 1746 9000 0100 1234 5678 937"}
OTHER_BANK: Answers = {"holder": "Benoit Dupond", "iban": "FR76 1416 8000 0100 9876 5432 140"}
ATTESTATION: Answers = {
    "full_name": "Benoît Dupond",
    "address": "12 rue des Tiare\n98714 Papeete",
    "motive": "partner_collective",
    "end_date": "31/12/2026",
    "signed_on": "06/04/2026",
    "signed_at_place": "Papeete",
    "signed": "true",
}
