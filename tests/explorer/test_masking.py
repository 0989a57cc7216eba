"""
A page without personal data is the same page whatever the personal data are.

Two subjects that differ in them alone are explored, and compared: births differ by days of one month.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from effort import IS_THOROUGH
from paths import ROOT
from psc_workflow import commands, explorer
from psc_workflow.explorer._masking import HIDDEN, Mask
from psc_workflow.rules import _examples as examples
from psc_workflow.rules import nir
from psc_workflow.testing import scenarios

FAMILY = ROOT / "examples" / "scenarios" / "reference-family.json"

Story = dict[str, Any]


@pytest.fixture
def explored(tmp_path: Path) -> Callable[[Story], explorer.Subject]:
    def read(story: Story) -> explorer.Subject:
        file = tmp_path / "story.json"
        file.write_text(json.dumps(story), encoding="utf-8")
        return explorer.of_scenario(scenarios.read(file))

    return read


def page_of(subject: explorer.Subject) -> str:
    return json.dumps(explorer.data(subject), ensure_ascii=False, sort_keys=True)


def family() -> Story:
    story: Story = json.loads(FAMILY.read_text(encoding="utf-8"))
    return story


def replaced(value: Any, name: str, old: Any, new: Any) -> Any:
    """Return plain data with *new* in place of *old* in every field called *name*."""
    if isinstance(value, dict):
        return {
            key: new if key == name and part == old else replaced(part, name, old, new) for key, part in value.items()
        }
    return [replaced(part, name, old, new) for part in value] if isinstance(value, list) else value


def number(first: str) -> str:
    return first + nir.key(first)


PERSONAL = [
    ("draft", {"first_name": "Benoît", "birth_city": "Pap"}, {"first_name": "Claudia", "birth_city": "Par"}),
    ("about", family()["about"], "Benoît, né le 12/03/1970, and Li."),
    ("ref", "carla", "zorglub"),
    ("ref", "carla", "child-2"),
    ("first_name", "Benoît", "Contrat"),
    ("first_name", "Claudia", "Le"),
    ("first_name", "Carla", "Mai"),
    ("usage_name", "Dupond", "Base"),
    ("birth_name", "Dupond", "Agent"),
    ("birth_name", "Duzu", "Formule"),
    ("last_name", "Dupond", "Enfant"),
    ("birth_date", "1970-03-12", "1970-03-31"),
    ("birth_date", "1972-10-09", "1972-10-01"),
    ("birth_date", "2019-09-09", "2019-09-30"),
    ("birth_city", "Papeete", "Paris"),
    ("birth_city", "Paris", "Cover"),
    ("birth_country", "FR", "DE"),
    ("nir", "1 70 03 98 735 123 73", number("1700398735124")),
    ("nir", "2 72 10 75 112 045 26", number("2721075112046")),
    ("nir", "219097511206763", number("2190975112068")),
    ("code_organisme", "91 919 0000", "91 919 0001"),
    ("professional_email", "benoit.dupond@ac-polynesie.example", "someone@ac-polynesie.example"),
    ("email", "benoit.dupond@example.org", "someone@example.org"),
    ("phone", "+689 40 00 00 00", "+689 40 00 00 01"),
    ("address", ["12 rue des Tiare"], ["13 rue des Tiare"]),
    ("postal_code", "98714", "98713"),
    ("city", "Papeete", "Pirae"),
    ("country", "PF", "FR"),
    ("holder", "M. ou Mme Dupond", "Benoît Dupond"),
    ("iban", "FR76 1746 9000 0100 1234 5678 937", "FR14 2004 1010 0505 0001 3M02 606"),
    ("evidence", "proof-0001", "proof-0002"),
]


def changes() -> list[list[tuple[str, Any, Any]]]:
    """List what is changed at once: each value alone where there is time, else the first, the second … of each field."""
    if IS_THOROUGH:
        return [[change] for change in PERSONAL]
    rounds: dict[int, list[tuple[str, Any, Any]]] = {}
    for place, change in enumerate(PERSONAL):
        rounds.setdefault(sum(change[0] == name for name, _, _ in PERSONAL[:place]), []).append(change)
    return list(rounds.values())


@pytest.mark.parametrize("together", changes())
def test_no_personal_field_makes_another_page(
    explored: Callable[[Story], explorer.Subject], together: list[tuple[str, Any, Any]]
) -> None:
    other = family()
    for name, old, new in together:
        before, other = other, replaced(other, name, old, new)
        assert before != other
    assert page_of(explored(family())) == page_of(explored(other))


def test_a_page_with_personal_data_is_another_one(explored: Callable[[Story], explorer.Subject]) -> None:
    """So that the test above can fail."""
    other = replaced(family(), "ref", "carla", "zorglub")
    pages = {json.dumps(explorer.data(explored(story), with_personal_data=True)) for story in (family(), other)}
    assert len(pages) == 2


def masked(value: Any) -> Iterator[str]:
    """Name the fields that are masked in a scenario."""
    for name, part in value.items() if isinstance(value, dict) else ():
        yield from [name] if isinstance(part, str) and part.startswith("<") else masked(part)
    for part in value if isinstance(value, list) else ():
        yield from masked(part)


def test_every_field_that_is_masked_is_tried(explored: Callable[[Story], explorer.Subject]) -> None:
    scenario = explorer.data(explored(family()))["evidence"]["scenario"]
    decide = {"disabled", "judicially_separated"}  # of these, another answer leads to other decisions
    assert set(masked(scenario)) - {name for name, _, _ in PERSONAL} == decide


# -- births ---------------------------------------------------------------------------------------

AT = "T10:00:00-10:00"


def of_children(*births: str) -> Story:
    """Return the story of the family with students for children."""
    steps: list[dict[str, Any]] = []
    for step in family()["steps"]:
        if step["do"] == "declare-beneficiaries":
            carla = step["children"][0] | {"situation": "student"}
            children = [carla | {"ref": f"c{place}", "birth_date": birth} for place, birth in enumerate(births)]
            steps.append(step | {"children": children})
        elif step["do"] == "declare-child":
            names = ("Carla", "Dora")
            details = [
                step | {"ref": f"c{place}", "birth_date": birth, "first_name": names[place], "nir": None}
                for place, birth in enumerate(births)
            ]
            steps += details
        else:
            steps.append(step)
    return family() | {"steps": steps}


def later(story: Story, *days: str, do: str = "update-teletransmission") -> Story:
    """Return the story with a step on each of *days*."""
    fields = {"teletransmission": True} if do == "update-teletransmission" else {}
    return story | {"steps": [*story["steps"], *({"at": day + AT, "do": do} | fields for day in days)]}


BIRTHS = [
    (["2006-02-17"], ["2006-02-25"]),  # 21 on 17 February 2027, and the notice in December
    (["2006-03-01"], ["2006-03-31"]),  # the notice on 31 December 2026, or 30 January 2027
    (["2002-06-01"], ["2002-06-30"]),  # 25
    (["2004-02-01"], ["2004-02-29"]),  # 25, in a year without that day
    (["2008-04-20"], ["2008-04-01"]),  # 21 in April 2029, where the outlook of three years ends
    (["2008-06-01"], ["2008-06-28"]),  # its notice in that month
    (["2006-02-17", "2006-12-02"], ["2006-02-01", "2006-12-31"]),
    (["2006-02-17", "2002-02-17"], ["2006-02-28", "2002-02-01"]),  # one day, two people
]


@pytest.mark.parametrize(("births", "others"), BIRTHS if IS_THOROUGH else BIRTHS[1::5])
def test_no_day_of_a_page_follows_from_a_birth(
    explored: Callable[[Story], explorer.Subject], births: list[str], others: list[str]
) -> None:
    assert page_of(explored(of_children(*births))) == page_of(explored(of_children(*others)))


def test_no_day_that_follows_from_a_birth_is_in_a_page(explored: Callable[[Story], explorer.Subject]) -> None:
    subject = explored(of_children("2006-02-17"))
    shown, whole = (json.dumps(explorer.data(subject, with_personal_data=each)) for each in (False, True))
    assert [day in whole for day in ("2026-12-19", "2006-02-17")] == [True] * 2
    assert [day in shown for day in ("2026-12-19", "-02-17", "17 f", "17 F", "19 d", "19 D")] == [False] * 6
    assert '"at": "2026-12"' in shown


def test_the_ticks_of_a_host_tell_no_birthday(explored: Callable[[Story], explorer.Subject]) -> None:
    """A host turns the clock when something is due: on the day of the notice, or every night."""
    notices = {"2006-02-17": ["2026-12-19"], "2006-02-25": ["2026-12-27"]}
    nights = [f"2026-12-{day}" for day in range(17, 30, 2)]
    for due in (notices, dict.fromkeys(notices, nights)) if IS_THOROUGH else (notices,):
        pages = {
            page_of(explored(later(later(of_children(birth), "2026-05-01", *ticks, do="tick"), "2027-01-05")))
            for birth, ticks in due.items()
        }
        assert len(pages) == 1


def test_a_step_after_a_notice_does_not_tell_of_it(explored: Callable[[Story], explorer.Subject]) -> None:
    """The two were born on either side of the day whose notice the step would catch up with."""
    pages = {page_of(explored(later(of_children(birth), "2026-12-22"))) for birth in ("2006-02-17", "2006-02-25")}
    assert len(pages) == 1


def test_a_store_tells_no_birthday(explored: Callable[[Story], explorer.Subject]) -> None:
    pages = set()
    for birth, day in (("2006-02-17", "2026-12-19"), ("2006-02-25", "2026-12-27")):
        before = explored(of_children(birth)).acts[-1].decision.dossier
        at = dt.datetime.fromisoformat(day + AT)
        dossier = before.decide(commands.Tick(), at=at, role="clock").dossier
        assert dossier.record.history.steps[-1].command == "child-birthday-nears"
        pages.add(page_of(explorer.of_dossier(dossier, store="agents.db")))
    assert len(pages) == 1


def test_what_lies_ahead_is_foreseen_for_people_born_on_the_last_day_of_their_month(
    explored: Callable[[Story], explorer.Subject],
) -> None:
    record = Mask.foreseeing(explored(of_children("2004-02-01", "2019-02-28")).acts[-1].decision.dossier).record
    cover, answers = record.membership.cover, record.answers
    assert cover
    assert [str(child.birth_date) for child in cover.children] == ["2004-02-29", "2019-02-28"]
    assert [str(child.birth_date) for child in answers.children_details] == ["2004-02-29", "2019-02-28"]
    assert (str(record.agent.birth_date), str(cover.partner and cover.partner.birth_date)) == (
        "1970-03-31",
        "1972-10-31",
    )


# -- findings -------------------------------------------------------------------------------------


def test_the_key_of_a_number_is_not_shown(explored: Callable[[Story], explorer.Subject]) -> None:
    pages = set()
    for first in ("1700398735123", "1700398735124"):
        story = replaced(family(), "nir", "1 70 03 98 735 123 73", first)
        subject = explored(story)
        assert "nir-key-missing" in [code for act in subject.acts for code in act.decision.codes]
        pages.add(page_of(subject))
    assert len(pages) == 1


def moved(value: Any, name: str = "") -> Any:
    """Return *value* with births on another day of their month, at any depth."""
    if name == "birth_date" and isinstance(value, dt.date):
        return value.replace(day=value.day + 1 if value.day < 28 else value.day - 1)
    if isinstance(value, tuple):
        return tuple(map(moved, value))
    if not attrs.has(type(value)):
        return value
    parts = {field.name: getattr(value, field.name) for field in attrs.fields(type(value)) if field.init}
    return attrs.evolve(value, **{part: moved(each, part) for part, each in parts.items()})


def test_no_fact_that_is_shown_follows_from_a_birth() -> None:
    """Whatever the examples of the rules compare, a day that is not hidden is the same for another day of birth."""
    hidden = set()
    for rule in examples.rules():
        for example in examples.of(rule):
            other = attrs.evolve(example, facts={name: moved(fact, name) for name, fact in example.facts.items()})
            for before, after in zip(example.verdict().findings, other.verdict().findings, strict=False):
                shown = Mask.finding(before).facts
                assert before.code != after.code or shown == Mask.finding(after).facts, f"{rule}: {example.title}"
                hidden |= {name for name, fact in shown.items() if fact == HIDDEN}
    assert hidden == {"birth_date", "declared", "key"}
