"""
A form of many children asks about each by itself: the questions are the same, and a long list takes no minutes.
"""

from typing import Any

import attrs
import pytest

from dossiers import at_state
from people import NOW
from psc_workflow import Role
from psc_workflow import commands as do
from psc_workflow._forms import fields as filling
from psc_workflow._forms.asking import Asking
from psc_workflow._model.people import LONGEST_LIST
from psc_workflow.forms import Field, Form

CHILDREN: list[dict[str, Any]] = [
    {"birth_date": "2019-09-09"},
    {"birth_date": "2004-03-01", "situation": "student", "regime": "cps"},
    {},
    {"birth_date": "2026-13-01"},
]


def form_of(children: list[dict[str, Any]]) -> Form:
    answers = {"partner": None, "children": children}
    dossier = at_state("beneficiaries")
    decision = dossier.decide(do.read_form("declare-beneficiaries", answers), at=NOW, role=Role.AGENT)
    return dossier.form(at=NOW, role=Role.AGENT, do="declare-beneficiaries", given=answers, decision=decision)


def without_reasons(field: Field) -> Field:
    """Return *field* without the texts that number the child."""
    choices = tuple(attrs.evolve(choice, why_not="") for choice in field.choices)
    return attrs.evolve(field, choices=choices, fields=tuple(map(without_reasons, field.fields)))


def test_each_of_many_is_asked_what_it_is_asked_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(CHILDREN) > filling.FEW
    alone = form_of(CHILDREN)
    monkeypatch.setattr(filling, "FEW", LONGEST_LIST)
    beside = form_of(CHILDREN)
    assert list(map(without_reasons, alone.fields)) == list(map(without_reasons, beside.fields))
    assert any(field.errors for field in alone.walk())
    assert any(field.shown_if and field.shown_if.field.startswith("children.1.") for field in alone.walk())
    why_not = [choice.why_not for field in alone.walk() for choice in field.choices if not choice.offered]
    assert why_not
    assert all(why_not)


def test_a_list_longer_than_any_household_is_drawn_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    people = list[int]()
    judge = Asking._findings  # noqa: SLF001 -- what takes the time

    def counted(self: Asking) -> Any:
        people.append(len(self.fields.get("children") or ()))
        return judge(self)

    monkeypatch.setattr(Asking, "_findings", counted)
    form = form_of([{"birth_date": f"20{place % 20:02}-01-01"} for place in range(LONGEST_LIST + 6)])
    (children,) = [field for field in form.fields if field.name == "children"]
    assert len(children.fields) == LONGEST_LIST
    assert sum(people) < 150 * LONGEST_LIST
