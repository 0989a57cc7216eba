"""
Logs that hold no value of anybody.

A line is JSON. Addresses of pages are left out, for those of invitations are
keys; so are the texts of errors, which may show what was stored.
"""

import datetime as dt
import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

LOG = logging.getLogger("portal")
_OURS = ("portal", "psc_workflow")
_FACTS = ("method", "page", "status", "milliseconds", "role", "worker", "seconds")


class Line(logging.Formatter):
    """Writes a record as a line of JSON; of other packages, only where it comes from and the type of its error."""

    def format(self, record: logging.LogRecord) -> str:
        """Write *record*."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, Any] = {"at": at.isoformat(), "level": record.levelname, "logger": record.name}
        if record.name.partition(".")[0] in _OURS:
            line["event"] = record.getMessage()
        line |= {name: getattr(record, name) for name in _FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line)


def record(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Log every request: which page it was, by name, and how long it took; not by whom."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.monotonic()
        response = get_response(request)
        match, user = request.resolver_match, getattr(request, "user", None)
        facts = {
            "method": request.method,
            "page": match.url_name if match is not None else None,
            "status": response.status_code,
            "milliseconds": round((time.monotonic() - start) * 1000),
            "role": user.role if user is not None and user.is_authenticated else None,
        }
        LOG.info("request", extra=facts)
        return response

    return middleware
