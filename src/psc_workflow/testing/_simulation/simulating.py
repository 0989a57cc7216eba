"""
One history after its seed: played, judged, and, where it breaks a rule, shortened.
"""

from collections.abc import Callable

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.contracts import get as get_contract
from psc_workflow._structuring.arguments import check_kind
from psc_workflow.stores import Store
from psc_workflow.stores._arguments import check_function, check_number
from psc_workflow.testing._simulation.monitors import check, settle
from psc_workflow.testing._simulation.moves import Move, draw
from psc_workflow.testing._simulation.shortening import shortest
from psc_workflow.testing._simulation.watching import Violation
from psc_workflow.testing._simulation.world import World

_CONTRACT = "men-2026-pf"
MOVES = 30


@attrs.frozen
class Simulation:
    """
    What happened in a history that broke no rule.

    Args:
        moves: How many were drawn.
        transactions: How many began.
        crashes: Processes that were killed in the middle of a call.
        losses: Calls whose connection was lost.
        steps: Commands that were acknowledged.
        receipts: What the mail server received, repetitions included.
    """

    seed: int
    moves: int
    transactions: int
    crashes: int
    losses: int
    steps: int
    receipts: int


class SimulationError(AssertionError):
    """
    A store broke a rule.

    Attributes:
        seed: The seed to find it again with.
        rule: Name of the rule, kebab-case.
        history: The shortest history that breaks it, a line each.
    """

    def __init__(self, seed: int, rule: str, what: str, history: tuple[str, ...]) -> None:
        self.seed: int = seed
        self.rule: str = rule
        self.history: tuple[str, ...] = history
        lines = "\n".join(f"  {line}" for line in history)
        super().__init__(f"{rule}: {what}\nThe shortest history that breaks it (seed {seed}):\n{lines}")


def simulate(
    store_factory: Callable[[], Store],
    *,
    seed: int = 0,
    moves: int = MOVES,
    reopen: Callable[[Store], Store] | None = None,
    contract: Contract | None = None,
) -> Simulation:
    """
    Play one history in which everything goes wrong, and check that the store keeps what it promises.

    Agents with two tabs each, two schedulers and two workers use one store. Processes are killed and connections lost
    before any transaction, at any part of one, and after its commit; others act in the middle of a call; a mail server
    refuses, or takes a mail and says that it did not; clocks of schedulers jump; workers send when their lease is
    over. Then everything works again for some days, and must hold:

    - ``lost-step``, ``lost-dossier``: whatever was acknowledged is stored, and
      the history is the one that its dossier has;
    - ``different-states``: each dossier is what the same commands make of it in
      one process that never ticks;
    - ``unsent-effect``, ``two-contents``, ``effect-of-nothing``: whatever is
      owed was sent at least once, with one content under one id, and nothing
      else was;
    - ``stale-request``: what is asked on an old revision is not accepted;
    - ``two-leases``, ``delivered-again``: an effect is claimed by nobody while
      another's lease on it holds, or once its delivery is recorded;
    - ``short-lease``: a lease, of an effect or of a dossier that is due, is as
      long as asked for;
    - ``wrong-clock``: a tick whose clock is wrong by a year is refused;
    - ``failed-tick``, ``unexpected-error``, ``endless-call``: nothing else fails.

    Args:
        store_factory: Makes a new, empty store; called more than once if a
            history is to be shortened.
        seed: The same seed plays the same history.
        moves: How many things happen; one at least, for somebody is invited first.
        reopen: Opens the same store again, for a process that begins; without
            it, all use the one that *store_factory* made.
        contract: Of the dossiers; the store must find it. ``men-2026-pf``
            unless another is passed.

    Raises:
        SimulationError: The store broke a rule.
        HostError: An argument has another type, or *moves* is less than one.

    Not modelled: mail that is slower than a lease inside ``deliver``; clocks of
    workers that differ by more than a lease; a clock that jumps by less than
    ``max_jump``; transactions that overlap.

    >>> from psc_workflow.stores import SQLiteStore
    >>> simulate(lambda: SQLiteStore(":memory:"), seed=1, moves=5).moves
    5
    """
    check_function(store_factory, "store_factory")
    check_function(reopen, "reopen", may_be_left_out=True)
    check_kind(seed, int, "seed")
    check_number(moves, "moves", least=1)
    terms = get_contract(_CONTRACT) if contract is None else contract
    check_kind(terms, Contract, "contract")
    history = draw(seed, moves)
    world, violation = _play(store_factory, reopen, terms, history)
    if violation is None:
        return _summary(seed, moves, world)

    def breaks(candidate: tuple[Move, ...]) -> bool:
        other = _play(store_factory, reopen, terms, candidate)[1]
        return other is not None and other.rule == violation.rule

    history = shortest(history, breaks)
    last = _play(store_factory, reopen, terms, history)[1] or violation
    raise SimulationError(seed, last.rule, last.what, tuple(line for move in history for line in move.lines()))


def _play(
    store_factory: Callable[[], Store],
    reopen: Callable[[Store], Store] | None,
    contract: Contract,
    history: tuple[Move, ...],
) -> tuple[World, Violation | None]:
    world = World(store_factory(), contract, reopen)
    try:
        world.play(history)
        for part in (settle, check):
            if not world.watch.violations:
                part(world)
    finally:
        close = getattr(world.store, "close", None)
        if close is not None:
            close()
    return world, next(iter(world.watch.violations), None)


def _summary(seed: int, moves: int, world: World) -> Simulation:
    faults = world.faults
    return Simulation(
        seed,
        moves,
        faults.transactions,
        faults.crashes,
        faults.losses,
        len(world.acknowledgements),
        len(world.watch.receipts),
    )
