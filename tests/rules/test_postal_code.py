"""
Postcodes compared with a second wording of their form, in every command that has one.
"""

import string

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossiers import at_state
from people import ALONE, BENOIT, CONTACT, GUIDE, INVITED, NOW
from psc_workflow import Agent, Dossier, Role
from psc_workflow import commands as do
from psc_workflow.rules import contact_details, contact_update, postal_code
from strategies import fields_of
from verdicts import codes, codes_and_paths

WARNED = ["7500", "98714.0", "ABC", "123456", "F-75001", "７５００１"]
FIVE = ["75001", "98714", "75 001", "01000", "98\u00a0714"]


@given(st.text("0189 .A", max_size=7), st.sampled_from(["FR", "fr", "PF", "NC", "BE", "ZZ", None]))
@example("75001", "FR")
def test_where_postcodes_have_five_digits_any_other_is_a_warning(value: str, country: str | None) -> None:
    usual = len(value) in (5, 6) and (value[:2] + value[-3:]).isdecimal() and value[2:-3] in ("", " ")
    is_french = (country or "").upper() in ("FR", "PF", "NC")
    verdict = postal_code.assess(value, country=country)
    assert verdict.holds
    assert codes(verdict) == (["postal-code-unusual"] if is_french and not usual else [])


FRENCH = {
    "FR": "France", "MC": "Monaco",
    "GP": "Guadeloupe", "MQ": "Martinique", "GF": "Guyane", "RE": "La Réunion", "YT": "Mayotte",
    "PM": "Saint-Pierre-et-Miquelon", "BL": "Saint-Barthélemy", "MF": "Saint-Martin",
    "PF": "Polynésie française", "NC": "Nouvelle-Calédonie", "WF": "Wallis-et-Futuna", "TF": "Terres australes",
}  # fmt: skip
"""Where La Poste of France, or of Monaco, gives postcodes of five digits."""


def test_of_all_codes_of_two_letters_those_of_french_postcodes_ask_for_five_digits() -> None:
    letters = string.ascii_uppercase
    asking = {
        first + second
        for first in letters
        for second in letters
        if codes(postal_code.assess("7500", country=first + second))
    }
    assert asking == FRENCH.keys()


@pytest.mark.parametrize("value", [*WARNED, *FIVE], ids=ascii)
@pytest.mark.parametrize("country", ["FR", "PF"])
def test_a_new_postcode_and_a_prefilled_one_are_judged_alike(value: str, country: str) -> None:
    there = {"postal_code": value, "country": country}
    warned = [("postal-code-unusual", "postal_code")] if value in WARNED else []
    update = do.UpdateContactDetails(**fields_of(attrs.evolve(CONTACT, **there)))
    assert codes_and_paths(contact_update.assess(update)) == warned
    answer = attrs.evolve(CONTACT, **there)
    assert codes_and_paths(contact_details.assess(answer, prefilled=Agent())) == warned
    report = Dossier.check_agent(attrs.evolve(BENOIT, **there), contract=GUIDE, at=INVITED)
    assert codes_and_paths(report) == [(code, f"agent.{path}") for code, path in warned]


def test_a_prefilled_postcode_that_comes_back_is_not_the_agent_s_to_check() -> None:
    agent = attrs.evolve(BENOIT, postal_code="7500")
    dossier = at_state("contact_details", ALONE, agent=agent)
    decision = dossier.decide(attrs.evolve(CONTACT, postal_code="7500"), at=NOW, role=Role.AGENT)
    assert (decision.outcome.value, decision.findings) == ("accepted", ())
