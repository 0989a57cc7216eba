"""
The oracles: what a host says, against what the library says. Each returns the first discrepancy, or nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from psc_workflow._model.effects import Effect
from psc_workflow._model.record import Record
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding
from psc_workflow._model.vocabulary import Role
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import DossierNotFoundError, InstantTooEarlyError
from psc_workflow.states import _offers
from psc_workflow.states._dates import Days
from psc_workflow.testing._conformance import meanings, mirror
from psc_workflow.testing._conformance.answers import UNTOLD, Reply, Screen, is_breakdown
from psc_workflow.testing._conformance.meanings import Sent
from psc_workflow.testing._conformance.mirror import INVALID, Answer, File, Mirror, differences

ORACLES: Final = (
    *("outcome", "codes", "state", "offered", "premium", "stored"),
    *("effects", "stale", "leak", "crash", "isolation"),
)
"""What can differ, by the name that a report gives it."""


@attrs.frozen
class Discrepancy:
    """
    What the host does otherwise.

    Args:
        oracle: One of ``ORACLES``.
        host: What the host did.
        library: What the library does.
        because: The findings behind the library's answer.
        notes: What it means, in sentences.
    """

    oracle: str
    host: str
    library: str
    because: tuple[Finding, ...] = ()
    notes: tuple[Text, ...] = ()


def reply(actual: Reply, answers: list[Answer], sent: Sent, untold: set[str]) -> tuple[Discrepancy | None, Answer]:
    """Compare the answer to a request with those that are right; return the right answer that it is nearest to."""
    if actual.outcome is UNTOLD:
        untold.add("outcome")
        return None, answers[-1]
    same = [answer for answer in reversed(answers) if answer.outcome == actual.outcome]
    if not same:
        return _outcome(actual, answers[-1], sent), answers[-1]
    compared = [(None if each.outcome == INVALID else _reasons(actual, each, untold), each) for each in same]
    return next((each for each in compared if each[0] is None), compared[0])


def _outcome(actual: Reply, answer: Answer, sent: Sent) -> Discrepancy:
    oracle = "crash" if is_breakdown(actual) else "outcome"
    host, notes = _show(actual.outcome, actual.codes), (meanings.of_outcome(str(actual.outcome), answer, sent),)
    return Discrepancy(oracle, host, _show_answer(answer), _findings(answer), notes)


def _reasons(actual: Reply, answer: Answer, untold: set[str]) -> Discrepancy | None:
    for name, theirs, ours in (("codes", actual.codes, answer.codes), ("missing", actual.missing, answer.missing)):
        if theirs is UNTOLD:
            untold.add(name)
        elif not _is_collection(theirs) or set(theirs) != ours:
            notes = (meanings.of_names(theirs, ours),) if _is_collection(theirs) else ()
            return Discrepancy("codes", _show_set(name, theirs), _show_set(name, ours), _findings(answer), notes)
    return None


def screen(actual: Screen, dossier: Dossier, at: dt.datetime, role: Role, untold: set[str]) -> Discrepancy | None:
    """Compare a screen with what the library shows to *role* at *at*."""
    return (
        _states(actual.states, mirror.states_of(dossier, at), untold)
        or _offered(actual.offered, dossier, (at, role), untold)
        or premium(actual.premium, mirror.premium(dossier, at), untold)
    )


def _states(actual: Any, right: dict[str, str], untold: set[str]) -> Discrepancy | None:
    if actual is UNTOLD:
        untold.add("state")
        return None
    if not isinstance(actual, Mapping):
        return Discrepancy("state", f"states of type {type(actual).__name__}", "a mapping from journey to state")
    untold.update(f"state of {journey}" for journey in right.keys() - actual.keys())
    wrong = [journey for journey in actual if actual[journey] != right.get(journey)]
    if not wrong:
        return None
    return Discrepancy(
        "state",
        ", ".join(f"{journey}={actual[journey]}" for journey in wrong),
        ", ".join(f"{journey}={right.get(journey, 'no such journey')}" for journey in wrong),
        notes=(meanings.STATE,),
    )


def _offered(actual: Any, dossier: Dossier, now: tuple[dt.datetime, Role], untold: set[str]) -> Discrepancy | None:
    if actual is UNTOLD:
        untold.add("offered")
        return None
    if not _is_collection(actual):
        return Discrepancy("offered", f"commands of type {type(actual).__name__}", "a collection of names")
    right, role = mirror.offered(dossier, *now), now[1].value
    more, less = sorted(set(actual) - right), sorted(right - set(actual))
    if not more and not less:
        return None
    parts = {f"offers to the {role}, which it should not:": more, f"does not offer to the {role}": less}
    host = "; ".join(f"{text} {', '.join(names)}" for text, names in parts.items() if names)
    library = f"offers to the {role} {', '.join(sorted(right)) or 'nothing'}"
    notes = (*((meanings.OFFERS_MORE,) if more else ()), *((meanings.OFFERS_LESS,) if less else ()))
    return Discrepancy("offered", host, library, tuple(_reasons_against(more, dossier, now)), notes)


def _reasons_against(commands: list[str], dossier: Dossier, now: tuple[dt.datetime, Role]) -> Iterator[Finding]:
    """List why *commands* are not offered."""
    (at, role), current = now, dossier.as_of(now[0])
    for offer in _offers.offers(Days(current.record, current.contract), at, role):
        if offer.do in commands:
            yield from offer.verdict.blocking


def premium(actual: Any, right: Any, untold: set[str]) -> Discrepancy | None:
    """Compare a premium with the right one, to the cent and as text."""
    if actual is UNTOLD:
        untold.add("premium")
        return None
    if type(actual) is type(right) and actual == right:
        return None
    notes = (meanings.of_premium(actual, right),)
    return Discrepancy("premium", _show_value(actual), _show_value(right), notes=notes)


def stored(actual: Any, file: File, at: dt.datetime, untold: set[str]) -> Discrepancy | None:
    """Compare the stored dossier, as of *at*, with the library's; keys are judged by what they do."""
    if actual is UNTOLD:
        untold.add("stored")
        return None
    if (another := _another(actual, file.dossier)) is not None:
        return another
    try:
        theirs, ours = (_comparable(dossier.as_of(at).record) for dossier in (actual, file.dossier))
    except InstantTooEarlyError:
        return Discrepancy("stored", f"changed at {actual.record.at}, which is still to come", f"it is {at}")
    paths = list(differences(ours, theirs, "record"))
    if not paths:
        return None
    shown, rest = paths[:_MOST_PATHS], len(paths) - _MOST_PATHS
    return Discrepancy(
        "stored",
        "; ".join(f"{path}: {other}" for path, _, other in shown),
        "; ".join(f"{path}: {own}" for path, own, _ in shown),
        notes=(meanings.STORED, *((meanings.MORE_PATHS.fill({"count": rest}),) if rest > 0 else ())),
    )


_MOST_PATHS = 4


def _another(actual: Any, ours: Dossier) -> Discrepancy | None:
    """Tell what was loaded in place of a dossier of the contract."""
    if isinstance(actual, DossierNotFoundError):
        right = f"the dossier at revision {ours.revision}"
        return Discrepancy("stored", "no such dossier", right, notes=(meanings.LOST,))
    if not isinstance(actual, Dossier):
        return Discrepancy("stored", f"load returned {type(actual).__name__}", "load returns a Dossier, or UNTOLD")
    if actual.contract.id != ours.contract.id:
        return Discrepancy("stored", f"a dossier of {actual.contract.id}", f"a dossier of {ours.contract.id}")
    return None


def _comparable(record: Record) -> Record:
    """Leave out what is the host's own: its keys, and its ids of people."""
    steps = tuple(attrs.evolve(step, by=None) for step in record.history.steps)
    return attrs.evolve(record, accepted=(), history=attrs.evolve(record.history, steps=steps))


def delivered(items: list[Any], ours: Mirror, at: dt.datetime, *, is_run: bool) -> Discrepancy | None:
    """
    Compare what was delivered since the start with what is owed at *at*.

    Args:
        is_run: Whether the scheduler has just run, so that nothing may lack.
    """
    effects = ours.effects()
    counts: dict[str, int] = {}
    for item in items:
        id_ = item.id if isinstance(item, Effect) else item
        if not isinstance(id_, str):
            return Discrepancy("effects", f"delivered {type(item).__name__}", "effects, or their ids")
        counts[id_] = counts.get(id_, 0) + 1
        if isinstance(item, Effect) and id_ in effects and item != effects[id_]:
            paths = ", ".join(path for path, *_ in differences(effects[id_], item)) or "its type"
            host, notes = f"{_name(id_, effects)} differs in: {paths}", (meanings.OTHER_EFFECT,)
            return Discrepancy("effects", host, "the effect as it was decided", notes=notes)
    new = [id_ for id_ in counts if id_ not in ours.delivered]
    possible = ours.possible()
    owed = sorted(ours.required() if is_run else ())
    checks: tuple[tuple[str, str, Text, Iterable[str], Callable[[str], bool]], ...] = (
        ("delivers more than once", "each once", meanings.TWICE, counts, lambda id_: counts[id_] > 1),
        ("delivers what nothing asks for", "no such effect", meanings.UNASKED, new, lambda id_: id_ not in effects),
        (*_TOO_EARLY, new, lambda id_: id_ not in possible and effects[id_].due_at > at),
        ("delivers what is of no use", "no longer of use", meanings.USELESS, new, lambda id_: id_ not in possible),
        ("does not deliver", "owed", meanings.NOT_SENT, owed, lambda id_: id_ not in counts),
    )
    named = {item.id: item for item in items if isinstance(item, Effect)} | effects
    for text, right, meaning, ids, is_wrong in checks:
        wrong = [id_ for id_ in ids if is_wrong(id_)]
        if wrong and wrong[0] not in effects and wrong[0] in (coming := ours.coming()):
            early, in_time, why = _TOO_EARLY
            return Discrepancy("effects", f"{early} {_name(wrong[0], coming)}", in_time, notes=(why,))
        if wrong and not (ours.opens_others() and wrong[0] not in effects):
            names = ", ".join(_name(id_, named) for id_ in wrong)
            return Discrepancy("effects", f"{text} {names}", right, notes=(meaning,))
    ours.delivered.update(new)
    return None


_TOO_EARLY = ("delivers too early", "each once it is due", meanings.EARLY)


def _name(id_: str, effects: Mapping[str, Effect]) -> str:
    return f"{type(effects[id_]).__name__} {id_}" if id_ in effects else id_


def _is_collection(value: Any) -> bool:
    return not isinstance(value, str | bytes) and hasattr(value, "__iter__")


def _findings(answer: Answer) -> tuple[Finding, ...]:
    return answer.decision.verdict.blocking if answer.decision is not None else ()


def _show(outcome: object, codes: Any) -> str:
    names = ", ".join(sorted(map(str, codes))) if _is_collection(codes) else ""
    return f"{outcome} ({names})" if names else str(outcome)


def _show_answer(answer: Answer) -> str:
    return f"{INVALID}: {answer.reason}" if answer.outcome == INVALID else _show(answer.outcome, answer.codes)


def _show_set(name: str, values: Any) -> str:
    if not _is_collection(values):
        return f"{name}: {type(values).__name__}"
    return f"{name}: {', '.join(sorted(map(str, values))) or 'none'}"


def _show_value(value: object) -> str:
    return "no amount" if value is None else f"{value!r} ({type(value).__name__})"
