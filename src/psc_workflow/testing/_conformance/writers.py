"""
Several who write the same dossier: one after the other on what both have read, at once, or with a clock that is ahead.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs

from psc_workflow._model import commands
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.vocabulary import Role
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import StaleRevisionError
from psc_workflow.testing._conformance import meanings, oracles, races
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.answers import UNTOLD
from psc_workflow.testing._conformance.calls import Calls, end_if
from psc_workflow.testing._conformance.leaks import Planted
from psc_workflow.testing._conformance.mirror import Mirror
from psc_workflow.testing._conformance.oracles import Discrepancy

AHEAD = dt.timedelta(minutes=4)
"""How far the clock of another process may be ahead; the library allows five minutes."""


@attrs.frozen
class Writers:
    """
    Plays what several writers do, at an instant.

    Args:
        threads: How many take part in a race.
        untold: Where to note what the host does not tell.
    """

    host: Calls
    mirror: Mirror
    planted: Planted
    at: dt.datetime
    threads: int
    untold: set[str]

    def two_saves(self, action: Action) -> None:
        """Read the dossier twice, decide twice, save twice: the second must not be written."""
        first, second = (self.host.load(action.id) for _ in range(2))
        if not self.host.is_store() or first is UNTOLD or second is UNTOLD:
            self.untold.add("two loads and two saves")
            return
        early = self._decide(first, action.request or {}, action, self.at)
        late = self._decide(second, action.other or {}, action, self._second_instant(second, action))
        if not all(decision.outcome is Outcome.ACCEPTED and decision.steps for decision in (early, late)):
            return
        self.planted.add(action.id, [action.request, action.other])
        self._save(early, first.revision)
        self.mirror.accept(action.id, early, self.at)
        error = self._save(late, second.revision, raises=StaleRevisionError)
        if not isinstance(error, StaleRevisionError):
            end_if(
                Discrepancy(
                    "stale",
                    "saved what was decided on a dossier that had moved on",
                    "save raises StaleRevisionError: the stored revision is not expected_revision",
                )
            )
        written = oracles.stored(self.host.load(action.id), self.mirror.files[action.id], self.at, self.untold)
        if written is not None:
            end_if(attrs.evolve(written, oracle="stale", notes=(meanings.WROTE,)))

    def save_ahead(self, action: Action) -> None:
        """Save what a process has decided whose clock is ahead: what it makes the host owe is due only then."""
        dossier = self.host.load(action.id)
        if not self.host.is_store() or dossier is UNTOLD:
            return
        decision = self._decide(dossier, action.request or {}, action, self.at + AHEAD)
        if decision.outcome is not Outcome.ACCEPTED or not decision.steps:
            return
        self.planted.add(action.id, action.request)
        self._save(decision, dossier.revision)
        self.mirror.accept(action.id, decision, self.at)
        file, ids = self.mirror.files[action.id], {effect.id for effect in decision.effects}
        file.possible |= ids  # a host may send at once what it saves
        file.optional |= ids  # or only when it next saves something

    def race(self, action: Action) -> None:
        """Give a request from several threads at once, all from the present screen."""
        screen, role = self.host.look(action.id, Role(action.role)), Role(action.role)
        revision = screen.revision if screen is not UNTOLD else None
        if revision is None and action.tab == "keys":
            self.untold.add("revision")
            return
        entries = races.racers(action, self.threads)
        self.planted.add(action.id, action.request)
        races.judge(races.run(self._giver(action, revision), entries), lambda error: self.host.say_error(error, "give"))
        (answer, *_) = self.mirror.answers(
            action.id, action.request or {}, at=self.at, role=role, key=entries[0].key, is_stale=False
        )
        self.mirror.accept(action.id, answer.decision, self.at)

    def _giver(self, action: Action, revision: int | None) -> Callable[[races.Racer], Any]:
        options = {"role": Role(action.role), "expected_revision": revision}
        return lambda racer: self.host.give_at_once(action.id, racer.request, key=racer.key, **options)

    def _second_instant(self, dossier: Dossier, action: Action) -> dt.datetime:
        """Return when the second writer decides: with the tab "late" after a deadline, so that it takes more steps."""
        due_at = dossier.due_at() if action.tab == "late" else None
        return max(self.at, due_at) if due_at is not None else self.at

    def _decide(self, dossier: Dossier, request: dict[str, Any], action: Action, at: dt.datetime) -> Decision[Dossier]:
        fields = {name: value for name, value in request.items() if name != "do"}
        return dossier.decide(commands.parse(request.get("do"), fields), at=at, role=Role(action.role))

    def _save(self, decision: Decision[Dossier], revision: int, raises: type[Exception] | None = None) -> Any:
        return self.host.call("save", decision.dossier, decision=decision, expected_revision=revision, raises=raises)
