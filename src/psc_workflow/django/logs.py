"""
Logs that hold no value of anybody: a line of JSON for a record, and one for every request.

Addresses of pages are left out, for those of invitations are keys; so are the
texts of errors, which may show what was stored. In the settings:
``MIDDLEWARE`` begins with ``psc_workflow.django.logs.record``, and ``LOGGING``
is ``to_standard_error(own=["portal"])``, or has that formatter.
"""

import datetime as dt
import json
import logging
import time
from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpRequest, HttpResponse

from psc_workflow.django._host import host

LOG = logging.getLogger("psc_workflow.django")
_FACTS = ("method", "page", "status", "milliseconds", "role", "worker", "seconds")


class Line(logging.Formatter):
    """
    Writes a record as a line of JSON; of other packages, only where it comes from and the type of its error.

    Args:
        own: Packages of the project whose messages hold no value either.
    """

    def __init__(self, own: Collection[str] = ()) -> None:
        super().__init__()
        self._own = {"psc_workflow", *own}

    def format(self, record: logging.LogRecord) -> str:
        """Write *record*."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, Any] = {"at": at.isoformat(), "level": record.levelname, "logger": record.name}
        if record.name.partition(".")[0] in self._own:
            line["event"] = record.getMessage()
        line |= {name: getattr(record, name) for name in _FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line)


def to_standard_error(own: Collection[str] = ()) -> dict[str, Any]:
    """
    Return settings for ``LOGGING``: all that is logged goes to standard error, a line each.

    Args:
        own: As ``Line`` takes it.

    >>> to_standard_error(own=["portal"])["formatters"]
    {'line': {'()': 'psc_workflow.django.logs.Line', 'own': ['portal']}}
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "psc_workflow.django.logs.Line", "own": list(own)}},
        "handlers": {"standard error": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["standard error"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": False},  # which writes addresses of pages
        },
    }


def record(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Log every request: which page it was, by name, how long it took, and in which role; not by whom."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.monotonic()
        response = get_response(request)
        match = request.resolver_match
        # An earlier middleware may have answered: nobody was looked for then.
        caller = host().caller(request) if hasattr(request, "user") else None
        facts = {
            "method": request.method,
            "page": match.url_name if match is not None else None,
            "status": response.status_code,
            "milliseconds": round((time.monotonic() - start) * 1000),
            "role": caller.role.value if caller is not None else None,
        }
        LOG.info("request", extra=facts)
        return response

    return middleware
