"""
The reference portal as gunicorn serves it to the kit: with what its pages were drawn from behind each answer.

The real instant stands still, as in the kit; what the signing service has verified comes in a header, which no browser of
a real portal could send.
"""

import contextlib
import contextvars
import datetime as dt
import json
import types
from collections.abc import Callable, Iterable
from typing import Any

from django.test.signals import template_rendered
from django.test.utils import ContextList, setup_test_environment

from portal.wsgi import application as served

setup_test_environment()

from judged_portal import EPOCH, MARK, facts_of  # noqa: E402 -- needs the settings
from portal import clock, signing_service  # noqa: E402 -- the same

_VERIFIED: contextvars.ContextVar[dict[str, Any]] = contextvars.ContextVar("verified")
clock.timezone = types.SimpleNamespace(now=lambda: EPOCH)
signing_service.evidence = lambda *_: _VERIFIED.get()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer, and say in a last line what the page was drawn from."""
    _VERIFIED.set(json.loads(environ.get("HTTP_X_VERIFIED", "{}")))
    contexts, begun = ContextList(), list[Any]()

    def note(context: Any, **_: Any) -> None:
        contexts.append(context)

    template_rendered.connect(note)
    try:
        with contextlib.closing(served(environ, lambda *start: begun.append(start))) as response:
            body = b"".join(response)
    finally:
        template_rendered.disconnect(note)
    body += MARK.encode() + json.dumps(facts_of(contexts or None), default=_written).encode()
    status, headers = begun[0][:2]
    start_response(
        status, [pair for pair in headers if pair[0] != "Content-Length"] + [("Content-Length", str(len(body)))]
    )
    return [body]


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
