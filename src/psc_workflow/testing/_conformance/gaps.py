"""
What a suite has not reached, and the shortest way there.
"""

from collections.abc import Iterable, Mapping

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.wording import finding_texts
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring.sharing import shared
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.coverage import Coverage, declared
from psc_workflow.testing._conformance.mirror import Mirror
from psc_workflow.testing._conformance.paths import of_witnesses
from psc_workflow.testing._conformance.stories import stories


def total(parts: Iterable[Coverage]) -> Coverage:
    """Add up what several classes have reached."""
    whole = Coverage()
    for part in parts:
        whole.add(part)
    return whole


def missing(coverage: Coverage) -> dict[str, list[str]]:
    """List what *coverage* has not reached."""
    return {
        "transitions": sorted(declared() - coverage.transitions),
        "codes": sorted(finding_texts().keys() - coverage.codes),
    }


def lacks(coverage: Coverage, required: Mapping[str, float]) -> list[str]:
    """
    Say what lacks to the percentages that are *required*, with the shortest way to it.

    >>> lacks(Coverage(), {"codes": 0.0})
    []
    """
    lines = []
    for part, percent in required.items():
        rest, count = missing(coverage)[part], len(getattr(coverage, part))
        share = 100 * count / (count + len(rest))
        if share < percent:
            lines.append(f"{part}: {share:.1f} % reached, {percent:g} % required; not reached:")
            lines += [f"  {goal}{_way_to(goal)}" for goal in rest]
    return lines


def _way_to(goal: str) -> str:
    """Name the shortest witness path to *goal*."""
    steps = ways().get(goal)
    return f": {len(steps)} acts: {', '.join(steps)}" if steps else ""


@shared
def ways() -> dict[str, tuple[str, ...]]:
    """Play the witness paths on the library, and map what they reach to the acts of the shortest way there."""
    contract = contracts.get("guide-illustration")
    shortest: dict[str, tuple[str, ...]] = {}
    for story in (*stories(contract), *of_witnesses(contract)):
        mirror, acts = Mirror(contract), []
        for action in story.actions:
            acts.append(str((action.request or {}).get("do", action.act)))
            for goal in _play(mirror, action):
                if len(acts) < len(shortest.get(goal, (*acts, ""))):
                    shortest[goal] = tuple(acts)
    return shortest


def _play(mirror: Mirror, action: Action) -> set[str]:
    """Play an act on the library alone, and return what it reaches."""
    coverage = Coverage()
    for dossier, decision in mirror.move(action.at):
        coverage.note(dossier, decision)
    if action.act == "open":
        mirror.open(action.id, action.agent or {}, action.at)
    elif action.act == "give":
        role, request = Role(action.role), action.request or {}
        answer = mirror.answers(action.id, request, at=action.at, role=role, key=action.key, is_stale=False)[-1]
        if answer.decision is not None:
            coverage.note(mirror.files[action.id].dossier, answer.decision)
        mirror.accept(action.id, answer.decision, action.at)
    return coverage.transitions | coverage.codes
