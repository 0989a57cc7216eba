"""
The history of a dossier in a store: every step, in order, chained.
"""

from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from dossiers import accept, at_state, journey
from people import FAMILY, NOW, ONE_DAY
from psc_workflow import Outcome, Role, history
from psc_workflow import commands as do
from psc_workflow._model.steps import Step, link
from psc_workflow._snapshot.history import describe_steps, parse_all, verify_history
from psc_workflow._structuring import canonical, unstructure
from psc_workflow.exceptions import InvalidDocumentError, InvalidHistoryError
from psc_workflow.stores import Store


def test_the_whole_history_is_kept_and_holds_together(store: Store) -> None:
    """More steps than a document carries, deadlines among them."""
    *before, sign, rate = journey(FAMILY)
    for command in [*before, *[do.Resume()] * 20, sign, rate]:
        assert store.decide("D1", command, at=NOW, role=command.roles[0]).outcome is Outcome.ACCEPTED
    store.decide("D1", do.Tick(), at=NOW + 40 * ONE_DAY, role=Role.CLOCK)
    dossier, steps = store.load("D1"), store.steps("D1")
    assert len(steps) == dossier.revision > 16
    assert verify_history(steps, head=dossier.record.history.head) == dossier.record.history.head
    assert steps[-16:] == dossier.record.history.steps
    assert [row["revision"] for row in describe_steps(steps, "en")] == list(range(1, len(steps) + 1))


HISTORY = accept(at_state("signature", FAMILY), do.Resume()).record.history.steps

BROKEN = {
    "a step lost": HISTORY[:3] + HISTORY[4:],
    "the first step lost": HISTORY[1:],
    "a step twice": HISTORY[:3] + HISTORY[2:],
    "two steps changed about": (HISTORY[1], HISTORY[0], *HISTORY[2:]),
    "a code altered": (*HISTORY[:-1], attrs.evolve(HISTORY[-1], codes=("other",))),
    "a state altered": (attrs.evolve(HISTORY[0], state="home"), *HISTORY[1:]),
    "an instant altered": (*HISTORY[:-1], attrs.evolve(HISTORY[-1], at=HISTORY[-1].at - 400 * ONE_DAY)),
}


@pytest.mark.parametrize("steps", BROKEN.values(), ids=BROKEN)
def test_a_history_that_is_not_whole_is_told(steps: tuple[Any, ...]) -> None:
    verify_history(HISTORY)
    with pytest.raises(InvalidHistoryError):
        verify_history(steps)


def test_a_history_cut_at_its_end_is_told_by_whoever_knows_the_head() -> None:
    assert verify_history(HISTORY[:-1]) == HISTORY[-2].chain
    with pytest.raises(InvalidHistoryError, match="head: is not where these steps end"):
        verify_history(HISTORY[:-1], head=HISTORY[-1].chain)
    assert verify_history(()) == ""


def test_steps_that_are_equal_are_chained_alike_whatever_zone_a_database_gives_back() -> None:
    elsewhere = [attrs.evolve(step, at=step.at.astimezone(ZoneInfo("Pacific/Tahiti"))) for step in HISTORY]
    assert tuple(elsewhere) == HISTORY
    link.cache_clear()
    assert verify_history(elsewhere) == HISTORY[-1].chain
    link.cache_clear()
    assert verify_history(HISTORY) == HISTORY[-1].chain


def test_a_field_that_a_step_gains_later_leaves_the_chain_as_it_was() -> None:
    @attrs.frozen
    class Later(Step):
        weather: str = "fair"

    later = Later(**{field.name: getattr(HISTORY[0], field.name) for field in attrs.fields(Step)})
    assert link(later, "") == HISTORY[0].chain


def test_one_lost_step_is_told_once() -> None:
    with pytest.raises(InvalidHistoryError) as caught:
        verify_history(HISTORY[:3] + HISTORY[4:])
    assert [fault.path for fault in caught.value.faults] == ["3.revision", "3.chain"]


def test_every_step_that_cannot_be_read_is_told_with_its_place() -> None:
    stored = [canonical(unstructure(step)) for step in HISTORY[:4]]
    assert parse_all(stored) == HISTORY[:4]
    stored[1], stored[3] = b"{", stored[3].replace(b'"at"', b'"when"')
    with pytest.raises(InvalidDocumentError) as caught:
        parse_all(stored)
    assert [fault.path for fault in caught.value.faults] == ["1", "3.at", "3.when"]


@pytest.mark.parametrize(
    ("name", "shown"), [("command", "what"), ("state", "state"), ("journey", "journey"), ("journey", "what")]
)
def test_what_no_release_knows_any_more_is_told_by_its_old_name(name: str, shown: str) -> None:
    old = attrs.evolve(HISTORY[0], **{name: "of-old-times"})
    (line,) = describe_steps([old])
    assert line[shown] == ("of-old-times" if shown != "what" or name == "command" else old.command)


def test_the_former_name_of_describe_steps_still_works_and_warns() -> None:
    with pytest.warns(DeprecationWarning, match="told is now called describe_steps"):
        assert history.told is describe_steps
