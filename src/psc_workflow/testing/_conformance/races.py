"""
Races: the same request, or different ones, from several threads at one dossier at the same time.

Judged by what comes of it, never by timing: of the requests from one screen
exactly one is accepted, and the host then stands where the library stands.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from psc_workflow._model.decision import Outcome
from psc_workflow.testing._conformance import meanings
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.answers import UNTOLD
from psc_workflow.testing._conformance.calls import end_if
from psc_workflow.testing._conformance.oracles import Discrepancy

_LOSERS = {Outcome.STALE.value, Outcome.DUPLICATE.value}


@attrs.frozen
class Racer:
    """
    A request in a race.

    Args:
        key: The same for all, or one for each.
    """

    request: dict[str, Any]
    key: str


def racers(action: Action, threads: int) -> list[Racer]:
    """List who takes part: all with one key, or, with the tab "keys", each with its own."""
    request = action.request or {}
    keys = [f"race-{number}" if action.tab == "keys" else "race" for number in range(threads)]
    return [Racer(request, key) for key in keys]


def run(give: Any, entries: Sequence[Racer]) -> list[Any]:
    """Start all at once; return their answers, or what they raised."""
    barrier = threading.Barrier(len(entries))
    answers: list[Any] = [UNTOLD] * len(entries)

    def take_part(place: int, racer: Racer) -> None:
        barrier.wait()
        try:
            answers[place] = give(racer)
        except Exception as error:  # noqa: BLE001 -- judged below
            answers[place] = error

    threads = [threading.Thread(target=take_part, args=entry, daemon=True) for entry in enumerate(entries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def judge(answers: Sequence[Any], say: Callable[[Exception], str]) -> None:
    """
    Check that one was accepted, and that the others lost in a known way.

    Args:
        say: Says what was raised.

    Raises:
        DiffersError: It is otherwise.
    """
    errors = list(dict.fromkeys(say(answer) for answer in answers if isinstance(answer, Exception)))
    if errors:
        end_if(Discrepancy("crash", f"when several requests came at once: {'; '.join(errors)}", "an answer"))
    outcomes = sorted(str(answer.outcome) for answer in answers if answer is not UNTOLD)
    accepted = outcomes.count(Outcome.ACCEPTED.value)
    if outcomes and (accepted != 1 or set(outcomes) - _LOSERS - {Outcome.ACCEPTED.value}):
        library = "one accepted, the others stale or duplicate"
        meaning = meanings.SEVERAL if accepted > 1 else meanings.NEITHER if accepted else meanings.NONE
        end_if(Discrepancy("outcome", f"answers at once: {', '.join(outcomes)}", library, notes=(meaning,)))
