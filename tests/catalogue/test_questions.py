"""
Every fact that a person is asked for has its question, its reason and its sources, in both languages.
"""

import typing
from collections.abc import Iterator

import attrs
import pytest

from psc_workflow._catalogue import questions
from psc_workflow._catalogue.questions import question
from psc_workflow._model import commands
from psc_workflow._model.commands import Command
from psc_workflow.exceptions import DefinitionError, HostError, InvalidDocumentError

NOT_ASKED = {"save_and_quit.draft"}
"""A draft repeats other fields."""


def inside(kind: typing.Any) -> tuple[type, bool] | None:
    """Find the class of people or facts that a field holds, and whether it holds many."""
    if attrs.has(kind):
        return kind, False
    classes = [inner for inner in map(inside, typing.get_args(kind)) if inner]
    return (classes[0][0], classes[0][1] or typing.get_origin(kind) is tuple) if classes else None


def fields_of(cls: type, path: str) -> Iterator[tuple[str, bool]]:
    """Walk every field of *cls*, and of the classes inside it: its path, and whether it is a list of people."""
    for field in attrs.fields(attrs.resolve_types(cls)):
        below = inside(field.type)
        yield f"{path}.{field.name}", bool(below and below[1])
        if below:
            yield from fields_of(below[0], f"{path}.{field.name}")


def asked(command: type[Command]) -> dict[str, bool]:
    return {fact: many for fact, many in fields_of(command, command.event) if fact not in NOT_ASKED}


FACTS = {fact: many for command in commands.ALL for fact, many in asked(command).items()}


def of(fact: str) -> questions.Question:
    event, _, path = fact.partition(".")
    return question(event, path)


def test_the_walk_reaches_the_nested_facts() -> None:
    assert {
        "declare_beneficiaries.children.situation",
        "choose_motive.facts.contract_end",
        "add_beneficiary.partner.link",
        "add_beneficiary.child_details.nir",
    } <= FACTS.keys()


@pytest.mark.parametrize("fact", FACTS)
def test_every_field_of_every_command_has_its_question_reason_and_sources(fact: str) -> None:
    entry = of(fact)
    assert entry.fact == fact
    for sentence in (entry.why.fr, entry.why.en):
        assert sentence.endswith(".")
        assert sentence == sentence.strip()
    assert entry.question.fr.strip()
    assert entry.question.en.strip()
    assert entry.question.fr != entry.question.en
    assert entry.question.fr.endswith("?") == entry.question.en.endswith("?")
    assert entry.sources
    assert all(source.title for source in entry.sources)


def test_no_table_is_of_a_field_that_does_not_exist() -> None:
    assert set(questions.facts()) == set(FACTS)


def test_exactly_the_lists_of_people_are_marked_as_such() -> None:
    marked = {fact for fact, entry in questions._question_texts().items() if entry.many}  # noqa: SLF001 -- the mark is not public
    assert marked - {"add_beneficiary.child"} == {fact for fact, many in FACTS.items() if many}


@pytest.mark.parametrize(
    ("event", "path", "fact"),
    [
        ("declare_beneficiaries", "children.0.situation", "declare_beneficiaries.children.situation"),
        ("declare_beneficiaries", "children.child-1.situation", "declare_beneficiaries.children.situation"),
        ("declare_beneficiaries", "children.a.dotted.one.regime", "declare_beneficiaries.children.regime"),
        ("declare_beneficiaries", "children.0", "declare_beneficiaries.children"),
        ("declare_beneficiaries", "children", "declare_beneficiaries.children"),
        ("declare_beneficiaries", "partner.link", "declare_beneficiaries.partner.link"),
        ("confirm_contact_details", "address.0", "confirm_contact_details.address"),
        ("sign", "documents_read.1", "sign.documents_read"),
        ("choose_motive", "facts.contract_end", "choose_motive.facts.contract_end"),
        ("add_beneficiary", "child.birth_date", "add_beneficiary.child.birth_date"),
        ("add_beneficiary", "partner_details.nir", "add_beneficiary.partner_details.nir"),
    ],
)
def test_places_and_refs_in_a_path_are_passed_over(event: str, path: str, fact: str) -> None:
    assert question(event, path).fact == fact


@pytest.mark.parametrize(
    ("repeated", "original"),
    [
        ("update_bank_details.iban", "give_bank_details.iban"),
        ("update_contact_details.city", "confirm_contact_details.city"),
        ("change_formula.formula", "choose_formula.formula"),
        ("renew_dispensation.signed_on", "attest.signed_on"),
        ("reset_password.password", "create_account.password"),
        ("update_teletransmission.teletransmission", "declare_social_security.teletransmission"),
        ("add_beneficiary.partner.link", "declare_beneficiaries.partner.link"),
        ("add_beneficiary.child.disabled", "declare_beneficiaries.children.disabled"),
        ("add_beneficiary.child_details.last_name", "declare_child.last_name"),
    ],
)
def test_the_same_fact_asked_twice_has_one_text(repeated: str, original: str) -> None:
    assert attrs.evolve(of(repeated), fact=original) == of(original)


@pytest.mark.parametrize(
    ("event", "path", "expected"),
    [
        ("declare_regime", "colour", "declare_regime.regime"),
        ("declare_regime", "", "declare_regime.regime"),
        ("declare_regime", "regime.colour", "declare_regime.regime"),
        ("declare_regime", "0", "declare_regime.regime"),
        ("declare_beneficiaries", "partner.colour", "declare_beneficiaries.partner.link"),
        ("save_and_quit", "draft", "declare_regime"),
        ("fly", "to_the_moon", "declare_regime"),
    ],
)
def test_a_fact_nobody_is_asked_for_is_the_host_s_mistake_and_the_known_ones_are_named(
    event: str, path: str, expected: str
) -> None:
    with pytest.raises(HostError, match=expected) as caught:
        question(event, path)
    assert "colour" not in str(caught.value)


def test_a_mistake_in_the_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = {"fr": "Pourquoi ?", "en": "Why?"}
    whole = {"question": text, "why": text, "sources": ["bibliotheque"]}

    def read(tables: dict[str, object]) -> typing.Any:
        monkeypatch.setattr(questions, "read_toml", lambda _: tables)
        return questions._question_texts.__wrapped__()  # noqa: SLF001 -- past the cache

    assert list(read({"fly": {"to": whole}})) == ["fly.to"]
    with pytest.raises(InvalidDocumentError, match=r"fly\.to"):
        read({"fly": {"to": {**whole, "wy": "typo"}}})
    with pytest.raises(InvalidDocumentError, match="why"):
        read({"fly": {"to": {"question": text, "sources": []}}})
    with pytest.raises(DefinitionError, match="walk"):
        read({"fly": {"same_as": "walk"}})
