"""
Premiums with cents: the same journeys under the host's contract with other amounts, where only the premium is judged.

The built-in contracts have whole euros on most screens, on which rounding and
floats do not show. While a journey is played, the supposed contract is among
the built-in ones. A host need not know it all the same: one that cannot read it,
or goes on showing the amounts of its own, is not judged here.

>>> from psc_workflow import contracts
>>> supposed = with_cents(contracts.get("guide-illustration"))
>>> [str(supposed.tariff.components[place].values[0].value) for place in (5, 8)]
['33.57', '9.95']
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Self

import attrs

from psc_workflow._catalogue.contracts import Contract, lend
from psc_workflow._model.vocabulary import Channel
from psc_workflow.exceptions import PscWorkflowError
from psc_workflow.testing._conformance import mirror, oracles, set_pieces
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.answers import UNTOLD
from psc_workflow.testing._conformance.calls import end_if
from psc_workflow.testing._conformance.coverage import Coverage
from psc_workflow.testing._conformance.mirror import Mirror
from psc_workflow.testing._conformance.playing import LOOKERS, Failure, Play
from psc_workflow.testing._conformance.plug import Host
from psc_workflow.testing._conformance.stories import Story
from psc_workflow.testing._conformance.wrong import Piece

_AMOUNTS = ("16.29", "19.99", "21.43", "33.57", "38.29", "4.35", "9.95", "17.57", "8.13", "1.15")
"""Supposed amounts, of which many are a little less once they are floats."""


def with_cents(contract: Contract) -> Contract:
    """
    Suppose other amounts for all that *contract* has debited, but for what is free; it then has another id.

    Raises:
        HostError: It would contradict itself.
    """
    debited = [
        component.id
        for component in contract.tariff.components
        if component.channel is Channel.DEBITED and any(amount.value != 0 for amount in component.values)
    ]
    supposed = contract.with_values(dict(zip(debited, itertools.cycle(_AMOUNTS), strict=False)))
    return attrs.evolve(supposed, contract=attrs.evolve(supposed.contract, id=f"{contract.id}-with-cents"))


def pieces(contract: Contract, stories: Sequence[Story]) -> Iterator[Piece]:
    """Have some households choose a formula, up to the first screen with a premium and a little beyond."""
    try:
        with_cents(contract)
    except PscWorkflowError:
        return
    for story in stories[:_STORIES]:
        requests = [action for action in story.actions if action.act == "give"][:_REQUESTS]
        yield "amounts with cents", [attrs.evolve(story.actions[0], cents=True), *requests]


_STORIES, _REQUESTS = 5, 6


class CentsPlay(Play):
    """Plays a journey under the contract with cents, and judges nothing but the premium."""

    def __init__(self, host: type[Host], coverage: Coverage, **options: Any) -> None:
        names = {"contract": with_cents(host.contract), "__module__": host.__module__}
        super().__init__(type(host.__name__, (host,), names), coverage, **options)
        self._own, self._is_over = Mirror(host.contract), False

    def __enter__(self) -> Self:
        self._stack.enter_context(lend(self._class.contract))
        return super().__enter__()

    def play(self, action: Action) -> Failure | None:
        """Play the next act; a host that cannot is not judged."""
        if self._is_over:
            self.actions.append(action)
            return None
        own = attrs.evolve(action, id=self._prefix + action.id)
        if action.act == "open" or own.id in self._own.files:
            set_pieces.play(self._own, own)
        failure = super().play(action)
        if failure is None or failure.discrepancy.oracle == "premium":
            return failure
        self._stop()
        return None

    def _stop(self, untold: str = "premium in cents") -> None:
        self._coverage.untold.add(untold)
        self._is_over = True

    def _observe(self, action: Action) -> None:
        for role in LOOKERS:
            screen = self._host.look(action.id, role)
            if screen is UNTOLD or screen.premium is UNTOLD:
                self._stop("premium")
                return
            own = mirror.premium(self._own.files[action.id].dossier, self._at)
            supposed = mirror.premium(self.mirror.files[action.id].dossier, self._at)
            if screen.premium == own != supposed:
                self._stop()  # it opened the dossier under the contract that it knows
                return
            end_if(oracles.premium(screen.premium, supposed, self._coverage.untold))
