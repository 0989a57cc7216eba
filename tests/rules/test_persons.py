"""
People as rules compare them: how sentences call them, what a command says of them, and what no log shows.
"""

import datetime as dt

import attrs
import pytest

from psc_workflow._model.personal import personal_fields
from psc_workflow.rules._persons import Person


@pytest.mark.parametrize(
    ("person", "fr", "en"),
    [
        (Person("agent"), "l’agent", "the agent"),
        (Person("partner"), "le(la) conjoint(e) ou partenaire", "the spouse or partner"),
        (Person("child", number=1), "l’enfant", "the child"),
        (
            Person("child", number=2, is_one_of_several=True),
            "l’enfant n°\N{NO-BREAK SPACE}2",
            "child no.\N{NO-BREAK SPACE}2",
        ),
    ],
    ids=["agent", "partner", "only child", "second child"],
)
def test_a_sentence_calls_people_by_what_they_are_and_numbers_children_where_there_are_several(
    person: Person, fr: str, en: str
) -> None:
    assert (person.words.fr, person.words.en) == (fr, en)


def test_a_command_says_something_of_whoever_has_a_place_in_it() -> None:
    nobody = Person("child")
    assert [nobody.birth_path, nobody.name_path, nobody.nir_path] == [""] * 3
    assert not nobody.is_in_command
    for name in ("birth_path", "name_path", "nir_path"):
        assert attrs.evolve(nobody, **{name: "child.x"}).is_in_command


def test_what_nobody_said_of_somebody_is_unknown_and_no_empty_answer() -> None:
    nobody = Person("child")
    assert [nobody.birth_date, nobody.first_name, nobody.nir, nobody.kinship, nobody.parent] == [None] * 5


def test_no_log_shows_who_somebody_is() -> None:
    person = Person("child", birth_date=dt.date(2019, 9, 9), first_name="Carla", nir="2190975112067")
    assert personal_fields(Person) == {"birth_date": "identity", "first_name": "identity", "nir": "nir"}
    shown = repr(person)
    assert not [value for value in ("2019", "Carla", "2190975112067") if value in shown]
