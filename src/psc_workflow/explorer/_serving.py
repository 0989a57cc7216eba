"""
The page on a loopback address, with a server that answers what it cannot look up: prices and decisions.

Whoever asks must be the page itself: a request has to name a loopback host, so
that no other site's name can be made to lead here, and show the token that only
the page has.
"""

import http.server
import json
import re
import secrets
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from psc_workflow._model.money import Locale
from psc_workflow._structuring import StructureError, parse_json
from psc_workflow.exceptions import FaultsError, HostError, PscWorkflowError
from psc_workflow.explorer._answers import Answers

ADDRESS = "127.0.0.1"
_HOSTS = (ADDRESS, "localhost")
_LONGEST = 64 * 1024
"""Bytes of a request: more than any form of the page."""
_LENGTH = re.compile(r"[0-9]{1,9}")


def serve(answers: Answers, *, port: int = 0) -> http.server.ThreadingHTTPServer:
    """
    Make a server of the page, which the caller starts and closes.

    Args:
        port: On which it listens; a free one if 0.

    Raises:
        OSError: The port is in use.
    """

    class Handler(_Handler):
        pass

    server = _Server((ADDRESS, port), Handler)
    Handler.answers, Handler.port = answers, str(server.server_port)
    return server


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about a browser that goes away before it has its answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(http.server.BaseHTTPRequestHandler):
    answers: Answers
    port: str
    server_version, sys_version = "psc-workflow", ""
    timeout = 30

    def do_GET(self) -> None:
        if not self._is_for_us():
            self._reply(HTTPStatus.MISDIRECTED_REQUEST, b"", "text/plain")
        elif self._target.partition("?")[0] != "/":
            self._reply(HTTPStatus.NOT_FOUND, b"", "text/plain")
        else:
            self._reply(HTTPStatus.OK, self.answers.page, "text/html; charset=utf-8")

    do_HEAD = do_GET  # noqa: N815 -- as http.server has it

    def do_POST(self) -> None:
        ask = {"/price": self.answers.price, "/decide": self.answers.decide}.get(self._target)
        if not self._is_for_us():
            self._reply(HTTPStatus.MISDIRECTED_REQUEST, b"", "text/plain")
        elif not secrets.compare_digest(self.headers.get("X-Token", "").encode(), self.answers.token.encode()):
            self._reply_json(HTTPStatus.FORBIDDEN, {"error": "the request is not the page's"})
        elif ask is None:
            self._reply_json(HTTPStatus.NOT_FOUND, {"error": "there is nothing here"})
        else:
            self._answer(ask)

    def _answer(self, ask: Callable[[dict[str, Any], Locale], dict[str, Any]]) -> None:
        length = self.headers.get("Content-Length", "")
        if not _LENGTH.fullmatch(length) or int(length) > _LONGEST:
            too_long = HostError("the request is too long")
            self._reply_json(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": self._sentence(too_long)})
            return
        try:
            asked = parse_json(self.rfile.read(int(length)))
            if not isinstance(asked, dict):
                raise HostError("a request is an object")
            self._reply_json(HTTPStatus.OK, ask(asked, self._locale))
        except (PscWorkflowError, StructureError, ValueError) as error:
            self._reply_json(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": self._sentence(error)})

    @property
    def _locale(self) -> Locale:
        """The language in which the page is read now, which it asks for alone."""
        asked = self.headers.get("Accept-Language")
        return "fr" if asked == "fr" else "en" if asked == "en" else self.answers.locale

    def _sentence(self, error: Exception) -> str:
        """Say in one line what is wrong: the page has one sentence to show."""
        say = self.answers.in_french if self._locale == "fr" else str
        if not isinstance(error, StructureError | FaultsError):
            return say(str(error))
        subject = [say(error.subject)] if isinstance(error, FaultsError) else []
        mark = "\N{NARROW NO-BREAK SPACE};" if self._locale == "fr" else ";"
        return " ".join([*subject, f"{mark} ".join(say(str(fault)) for fault in error.faults)])

    @property
    def _target(self) -> str:
        """What is asked for, as it was sent: of several slashes, ``path`` has one."""
        return self.requestline.split()[1]

    def _is_for_us(self) -> bool:
        host, _, port = self.headers.get("Host", "").partition(":")
        return host in _HOSTS and port == self.port

    def _reply_json(self, status: HTTPStatus, answer: dict[str, Any]) -> None:
        self._reply(status, json.dumps(answer).encode(), "application/json")

    def _reply(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 -- as http.server has it
        """Log nothing: what is asked may be about a person."""
