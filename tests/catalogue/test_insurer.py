"""
The insurer is a fact of a contract: texts name the one of the contract they are shown under, and no other.
"""

import pickle
from pathlib import Path

import pytest

from documents import OWN_CONTRACT, write_contract
from psc_workflow import Text, contracts
from psc_workflow._catalogue.forms import is_address
from psc_workflow._catalogue.insurer import NAMES, UNNAMED, expand
from psc_workflow.contracts import Insurer
from psc_workflow.exceptions import InvalidDocumentError

INSURER = '[insurer]\nname = "Mutuelle du Lagon"\n'


@pytest.mark.parametrize("name", contracts.builtin)
def test_the_built_in_contracts_are_insured_by_mgen_as_the_guide_says(name: str) -> None:
    insurer = contracts.get(name).insurer
    assert (insurer.name, insurer.mail_sender) == ("MGEN", "contact@mutuelle.mgen.fr")
    assert insurer.contact is None  # the guide prints no number


def test_a_contract_does_not_take_over_the_insurer_of_the_one_it_is_based_on(tmp_path: Path) -> None:
    own = contracts.load(write_contract(tmp_path, OWN_CONTRACT))
    assert own.insurer == UNNAMED
    assert "MGEN" not in str(own.insurer.facts)


def test_a_contract_says_who_insures(tmp_path: Path) -> None:
    text = (
        OWN_CONTRACT + INSURER + 'contact = "3677"\nsite = "https://lagon.example"\nmail_sender = "a@lagon.example"\n'
    )
    own = contracts.load(write_contract(tmp_path, text))
    assert own.insurer == Insurer("Mutuelle du Lagon", "3677", "https://lagon.example", "a@lagon.example")
    sentence = expand(Text("{insurer}, {insurer_site} : {insurer_contact}", "{x}"), own.insurer.facts)
    assert sentence == Text("Mutuelle du Lagon, https://lagon.example : 3677", "{x}")


def test_what_is_not_published_is_said_in_words() -> None:
    text = Text(" ".join(f"{{{name}}}" for name in NAMES[:3]), "See {insurer_site}. {insurer_contact} answers.")
    assert expand(text, Insurer("Lagon").facts) == Text(
        "Lagon le site de Lagon Lagon", "See the website of Lagon. Lagon answers."
    )
    assert expand(text, UNNAMED.facts).en == "See the website of your insurer. Your insurer answers."


def test_an_insurer_without_a_name_stays_one_through_pickle() -> None:
    assert pickle.loads(pickle.dumps(UNNAMED)).label == UNNAMED.label  # noqa: S301 -- our own bytes


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('name = " "', "name"),
        ('name = "a\\nb"', "name"),
        ('name = "a{b}"', "name"),
        ('name = "a\\u202eb"', "name"),
        ("contact = ''", "contact"),
        ('site = "http://lagon.example"', "site"),
        ('site = "javascript:alert(1)"', "site"),
        ('site = "https://user@lagon.example"', "site"),
        ('site = "https://lagon.example/a b"', "site"),
        ('mail_sender = "lagon.example"', "mail_sender"),
        ('mail_sender = "a@b.c\\nBcc: d@e.f"', "mail_sender"),
        ('colour = "blue"', "colour"),
    ],
)
def test_a_mistake_is_reported_with_its_field(tmp_path: Path, line: str, path: str) -> None:
    table = INSURER if not line.startswith("name") else "[insurer]\n"
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(write_contract(tmp_path, OWN_CONTRACT + table + line + "\n"))
    assert f"insurer.{path}" in {fault.path for fault in caught.value.faults}


def test_the_name_is_compulsory(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocumentError, match=r"insurer\.name: is missing"):
        contracts.load(write_contract(tmp_path, OWN_CONTRACT + '[insurer]\ncontact = "3677"\n'))


@pytest.mark.parametrize("text", ["https://www.example.org", "https://example.org:8443/aide?x=1#y"])
def test_addresses_over_https_are_accepted(text: str) -> None:
    assert is_address(text)
