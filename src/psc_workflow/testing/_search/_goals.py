"""
What journeys can reach: transitions of the charts, answers of their guards, codes of findings.

>>> transition("affiliation", "home", "start_affiliation", "regime")
'transition affiliation home start-affiliation regime'
>>> kind_of("code regime-not-covered"), chart_of("code regime-not-covered")
('codes', '')
"""

from collections.abc import Iterator

from psc_workflow._catalogue.wording import finding_texts
from psc_workflow._model.verdict import Judgement
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import Row, table
from psc_workflow.states._guard import Guard

KINDS = ("transitions", "guards", "codes")


def transition(journey: str, state: str, event: str, target: str) -> str:
    """Name the goal of taking a transition."""
    return f"transition {journey} {state} {event.replace('_', '-')} {target}"


def guard_answer(journey: str, row: Row, guard: Guard, answer: Judgement) -> str:
    """Name the goal that *guard* of *row* gives *answer*."""
    return f"guard {journey} {row.state} {row.event.replace('_', '-')} {guard.__name__} {answer.value}"


def code(name: str) -> str:
    """Name the goal that a decision has the finding *name*."""
    return f"code {name}"


def kind_of(goal: str) -> str:
    """Tell which of ``KINDS`` *goal* is of."""
    return f"{goal.partition(' ')[0]}s"


def chart_of(goal: str) -> str:
    """Tell the chart of *goal*; a code has none."""
    return goal.split(" ")[1] if kind_of(goal) != "codes" else ""


def every_goal() -> Iterator[str]:
    """List every goal, in the order of the charts, but for answers that a guard never gives."""
    for journey, chart in JOURNEYS.items():
        for row in (row for rows in table(chart).values() for row in rows.values()):
            for branch in row.branches:
                yield transition(journey, row.state, row.event, branch.target)
            for guard in row.guards:
                for answer in guard.answers:
                    yield guard_answer(journey, row, guard, answer)
    for name in finding_texts():
        yield code(name)
