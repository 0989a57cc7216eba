"""
What a host tells: its answer to a request, and a screen. What it does not tell is ``UNTOLD`` and is not judged.

>>> UNTOLD, Reply("accepted").codes
(UNTOLD, UNTOLD)
>>> Reply | UNTOLD
psc_workflow.testing._conformance.answers.Reply | psc_workflow.testing._conformance.answers.Untold
"""

import re
from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any, Final

import attrs


class Untold(Enum):
    """What a host does not tell; never taken for "nothing"."""

    UNTOLD = "untold"

    def __repr__(self) -> str:
        return "UNTOLD"

    def __bool__(self) -> bool:
        return False

    def __or__(self, other: Any) -> Any:
        """Let annotations read ``UNTOLD | Reply``."""
        return Untold | other

    def __ror__(self, other: Any) -> Any:
        """Let annotations read ``Reply | UNTOLD``."""
        return other | Untold


UNTOLD: Final = Untold.UNTOLD


@attrs.frozen
class Reply:
    """
    What the host answered to a request.

    Args:
        outcome: A value of ``Outcome``, or ``invalid``.
        codes: Codes of the findings that block; warnings are none of them.
        missing: Dotted paths of the facts that are missing.
        text: Everything that the caller could read, for the search of leaks.
    """

    outcome: str | Untold
    codes: Collection[str] | Untold = UNTOLD
    missing: Collection[str] | Untold = UNTOLD
    text: str = attrs.field(default="", repr=False)


@attrs.frozen
class Screen:
    """
    What the host shows of a dossier.

    Args:
        states: State of each journey, or of those that the host tells.
        offered: Commands (kebab-case) that the role can give now.
        premium: Debited a month, in euros with two decimals (``"48.20"``), as
            ``Quote.as_json`` has it; ``None`` if unknown, or without a quote.
        revision: What a form on this screen sends back; ``None`` if the host
            has no such thing.
        text: Everything that the caller could read.
    """

    states: Mapping[str, str] | Untold = UNTOLD
    offered: Collection[str] | Untold = UNTOLD
    premium: str | Untold | None = UNTOLD
    revision: int | None = None
    text: str = attrs.field(default="", repr=False)


def reply_of(status: int, body: Any, text: str = "") -> Reply:
    """
    Read what a host answered over HTTP with ``problems.to_problem``.

    Args:
        status: Of the response.
        body: The JSON of the response, read.
        text: The response as it was sent.

    >>> reply_of(422, {"outcome": "incomplete", "errors": [], "missing": ["#/children/0/birth_date"]}).missing
    ('children.0.birth_date',)
    >>> reply_of(422, {"title": "Unprocessable Entity"}).outcome
    'invalid'
    >>> reply_of(302, None).outcome
    'HTTP 302'
    """
    data = body if isinstance(body, dict) else {}
    errors = [error for error in data.get("errors", ()) if isinstance(error, dict)]
    if "outcome" not in data:
        is_refusal = _CLIENT_ERROR <= status < _SERVER_ERROR
        return Reply("invalid" if is_refusal else f"HTTP {status}", text=text)
    codes = tuple(dict.fromkeys(error["code"] for error in errors if "code" in error))
    missing = tuple(pointer.removeprefix("#/").replace("/", ".") for pointer in data.get("missing", ()))
    return Reply(data["outcome"], codes, missing, text)


def is_breakdown(reply: Reply) -> bool:
    """
    Whether the host broke down over the request: over HTTP, an exception that nobody caught is a server error.

    >>> [is_breakdown(reply_of(status, None)) for status in (302, 404, 500, 503)]
    [False, False, True, True]
    """
    return re.fullmatch(r"HTTP 5\d\d", str(reply.outcome)) is not None


_CLIENT_ERROR, _SERVER_ERROR = 400, 500
