"""
Mistakes in the definition of a chart are told when it is read.
"""

import pytest

from dossiers import open_dossier
from people import NOW
from psc_workflow import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command
from psc_workflow._model.verdict import Verdict
from psc_workflow.exceptions import DefinitionError
from psc_workflow.states._context import Context
from psc_workflow.states._engine import Chart, State, table
from psc_workflow.states._guard import answers_route, fits, may
from psc_workflow.states._step import step


@may
def always(_: Context) -> Verdict:
    """Hold."""
    return Verdict()


@fits
def fitting(_: Context, __: Command) -> Verdict:
    """Hold."""
    return Verdict()


@answers_route
def this_way(_: Answers) -> bool:
    """Take it."""
    return True


def test_a_chart_whose_guards_differ_between_targets_is_refused() -> None:
    class Wrong(Chart):
        first, second = State(initial=True), State()
        go = first.to(second, cond=[always, this_way]) | first.to.itself(cond=this_way)
        back = second.to(first)

    with pytest.raises(DefinitionError, match="guards differ"):
        table(Wrong)


def test_a_chart_that_reads_the_command_before_it_may_is_refused() -> None:
    class Wrong(Chart):
        first = State(initial=True)
        go = first.to.itself(cond=[fitting, always])

    with pytest.raises(DefinitionError, match="stands first"):
        table(Wrong)


def test_a_choice_without_routes_is_refused() -> None:
    class Wrong(Chart):
        first, second = State(initial=True), State()
        go = first.to(second) | first.to.itself()
        back = second.to(first)

    with pytest.raises(DefinitionError, match="without routes"):
        table(Wrong)


def test_two_routes_that_hold_at_once_are_our_fault_and_said_so() -> None:
    class Wrong(Chart):
        first, second = State(initial=True), State()
        go = first.to(second, cond=this_way) | first.to.itself(cond=this_way)
        back = second.to(first)

    with pytest.raises(DefinitionError, match="2 routes hold"):
        step(
            table(Wrong)["first"]["go"],
            Context(open_dossier().record, open_dossier().contract, NOW, "affiliation", "go", do.StartAffiliation()),
        )


def test_a_branch_without_routes_beside_one_with_routes_is_refused() -> None:
    @answers_route
    def this_way(_: object) -> bool:
        return True

    class Wrong(Chart):
        first, second = State(initial=True), State()
        go = first.to(second, cond=this_way) | first.to.itself()
        back = second.to(first)

    with pytest.raises(DefinitionError, match="without routes"):
        table(Wrong)
