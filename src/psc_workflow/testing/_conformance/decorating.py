"""
What real people and networks add to a journey: double clicks, old tabs, restarts.

Every decoration is blind to what will be accepted; the library says what is
right. Keys and tabs are numbered, so that the same journey is always decorated
in the same way.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

import attrs

from psc_workflow._model.vocabulary import Role
from psc_workflow.testing._conformance.actions import Action, key_of

Decoration = Callable[[Action, Action | None, int], Iterator[Action]]
"""Makes acts of one act, the request given before it and its number."""

A_DAY = dt.timedelta(days=1)

OTHER_COMMAND = {"do": "save-and-quit"}


def decorate(actions: Sequence[Action], first: int = 0) -> list[Action]:
    """
    Decorate the requests of a journey, each in another way, and give the last one again a day later.

    Args:
        first: The number of the decoration to begin with.
    """
    acts: list[Action] = []
    before: Action | None = None
    for number, action in enumerate(actions, start=first):
        if action.act != "give":
            acts += [action, action] if action.act == "run-due" else [action]
            continue
        request = attrs.evolve(action, key=action.key or key_of(number))
        acts += DECORATIONS[number % len(DECORATIONS)](request, before, number)
        before = request
    return acts if before is None else [*acts, attrs.evolve(before, at=acts[-1].at + A_DAY)]


def _twice(action: Action, _: Action | None, __: int) -> Iterator[Action]:
    """Give the same request with the same key again: a double click."""
    yield action
    yield action


def _twice_later(action: Action, before: Action | None, _: int) -> Iterator[Action]:
    """Give the request before again, with its key, once this one is through."""
    yield action
    if before is not None:
        yield attrs.evolve(before, at=action.at)


def _same_key(action: Action, _: Action | None, __: int) -> Iterator[Action]:
    """Give another request with the same key."""
    yield action
    yield attrs.evolve(action, request=dict(OTHER_COMMAND))


def _tab(action: Action, number: int) -> tuple[Action, Action]:
    """Read a screen; return that act, and the request from it."""
    tab = f"tab-{number}"
    return Action("look", action.at, action.id, role="agent", tab=tab), attrs.evolve(action, tab=tab)


def _old_tab(action: Action, before: Action | None, number: int) -> Iterator[Action]:
    """Read a screen, give the request, and give another one from that screen, which is old."""
    look, _ = _tab(action, number)
    yield look
    yield action
    yield attrs.evolve(before or action, at=action.at, key=_own_key(number), tab=look.tab)


def _fresh_tab(action: Action, _: Action | None, number: int) -> Iterator[Action]:
    """Read a screen, and give the request from it twice: the second time it is known by its key, not by its tab."""
    look, request = _tab(action, number)
    yield from (look, request, request)


def _refused_before(action: Action, _: Action | None, number: int) -> Iterator[Action]:
    """Give the request without its fields, then correct it: same screen, same key."""
    look, request = _tab(action, number)
    yield look
    yield attrs.evolve(request, request={"do": (action.request or {}).get("do")})
    yield request


def _restart(action: Action, _: Action | None, __: int) -> Iterator[Action]:
    """Restart the host in between, and give the same request again."""
    yield action
    yield Action("restart", action.at, action.id)
    yield action


def _scheduler(action: Action, _: Action | None, __: int) -> Iterator[Action]:
    """Run the scheduler before and twice after."""
    run = Action("run-due", action.at, action.id)
    yield from (run, action, run, run)


def _other_role(action: Action, _: Action | None, number: int) -> Iterator[Action]:
    """Have everybody else give the request before."""
    for place, role in enumerate(Role, start=2):
        if role.value != action.role:
            yield attrs.evolve(action, role=role.value, key=_own_key(number, place))
    yield action


def _own_key(number: int, series: int = 1) -> str | None:
    """Return a key that nothing else has; ``None`` every second time that a decoration comes, for pages without."""
    return None if number // len(DECORATIONS) % 2 else key_of(number, series)


DECORATIONS: tuple[Decoration, ...] = (
    *(_twice, _other_role, _old_tab, _restart, _refused_before),
    *(_same_key, _fresh_tab, _twice_later, _scheduler),
)
