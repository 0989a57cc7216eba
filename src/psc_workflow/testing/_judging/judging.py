"""
Plays journeys through a running portal and the library side by side.
"""

import http.client
import math
import random
import secrets
import time
import urllib.parse
from collections.abc import Iterator, Sequence

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.people import Agent
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import structure
from psc_workflow.exceptions import HostError
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.course import Course, NonConformanceError
from psc_workflow.testing._conformance.decorating import decorate
from psc_workflow.testing._conformance.playing import Failure
from psc_workflow.testing._judging.adapter import Adapter
from psc_workflow.testing._judging.portal import Portal

Piece = tuple[str, Sequence[Action]]


@attrs.frozen
class Judgement:
    """
    What came of it.

    Args:
        failure: On the shortest journey; ``None`` if the portal conforms.
        report: Of the failure, for readers; what was reached if there is none.
        journeys: How many were played to their end.
        of: How many there are.
        untold: What the portal does not tell, and is not judged.
    """

    failure: Failure | None
    report: str
    journeys: int
    of: int
    acts: int
    untold: tuple[str, ...]


def judge(
    url: str,
    *,
    contract: Contract,
    adapter: Adapter,
    journeys: Sequence[Piece] | None = None,
    seconds: float = 60.0,
    seed: int = 0,
    locale: Locale = "en",
) -> Judgement:
    """
    Play journeys through the portal at *url* until the first difference.

    Args:
        journeys: Those to play; the witness journeys if ``None``.
        seconds: After that, no other journey begins; the first one always does.
        seed: Orders the witness journeys; 0 plays the shortest first, after those of
            a family and of somebody alone.

    Raises:
        HostError: The portal cannot be reached or opens no dossier.
    """
    course = Course(_portal(url, contract, adapter, locale))
    pieces = list(journeys if journeys is not None else witness_pieces(course, seed))
    if not adapter.runs_due:
        pieces = [(name, [_let_pass(action) for action in actions]) for name, actions in pieces]
    _try_out(course)
    until, whole = time.monotonic() + seconds, 0
    for piece in pieces:
        if whole and time.monotonic() > until:
            break
        try:
            course.play_all([piece], math.inf, "witnesses" if journeys is None else "replay")
        except NonConformanceError:
            break
        whole += 1
    report = course.failure or course.coverage.summary()
    untold = tuple(sorted(course.coverage.untold))
    return Judgement(course.shortest, report, whole, len(pieces), course.coverage.acts, untold)


def witness_pieces(course: Course, seed: int) -> Iterator[Piece]:
    """
    List the journeys that lead everywhere, each decorated: double clicks, old tabs, other roles.

    A family and somebody alone, whose answers are all right, come first, as they are.
    """
    yield from ((story.name, story.actions) for story in course.stories[:2])
    stories = sorted([*course.stories, *course.paths], key=lambda story: len(story.actions))
    if seed:
        random.Random(seed).shuffle(stories)  # noqa: S311 -- no secret
    for number, story in enumerate(stories, start=seed):
        yield story.name, decorate(story.actions, number)


def _let_pass(action: Action) -> Action:
    """Have time pass where the portal cannot be asked to let happen what is due."""
    return attrs.evolve(action, act="look") if action.act == "run-due" else action


def _portal(url: str, contract: Contract, adapter: Adapter, locale: Locale) -> type[Portal]:
    try:
        parts = urllib.parse.urlsplit(url)
        is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # half an IPv6 address, a port that is no number
        is_address = False
    if not is_address:
        raise HostError("the address of the portal must begin with http:// or https://, and name a host")
    run = f"judged-{secrets.token_hex(4)}-"
    names = {"url": url.rstrip("/"), "contract": contract, "adapter": adapter, "locale": locale, "run": run}
    return type("PortalAtUrl", (Portal,), names)


def _try_out(course: Course) -> None:
    """
    Open a dossier and look at it.

    Raises:
        HostError: That cannot be: nothing can be judged.
    """
    portal, first = course.host(), course.stories[0].actions[0]
    assert isinstance(portal, Portal)  # noqa: S101 -- made above
    portal.set_clock(first.at)
    try:
        answer = portal.ask_to_open("try-out", structure(first.agent or {}, Agent))
    except UnicodeError:
        raise HostError("the portal cannot be reached: HTTP has no such letters in an address or a header") from None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise HostError(f"the portal cannot be reached: {getattr(reason, 'strerror', None) or reason}") from None
    if not answer.is_well:
        raise HostError(
            f"the portal opens no dossier: HTTP {answer.status};"
            " it must take the role, the instant and the agent from each request, or an adapter must say how"
        )
    screen = portal.look("try-out", role=Role.AGENT)
    if not isinstance(screen.offered, str) and any(str(item).startswith("HTTP ") for item in screen.offered or ()):
        raise HostError(f"the portal opened a dossier, and shows it to no agent: {', '.join(screen.offered)}")
