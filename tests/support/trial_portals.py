"""
The Flask portal of the examples on trial, served over HTTP: as it is, with a fault, and in other words.
"""

import contextlib
import io
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from people import GUIDE
from portals.on_trial import create_trial_app

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
Around = Callable[[Wsgi], Wsgi]


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Write nothing: a log of the server is no part of the portal."""


@contextlib.contextmanager
def served(folder: Path, around: Around | None = None) -> Iterator[str]:
    """Serve the portal; yield its address."""
    app = create_trial_app(GUIDE, folder / "trial.db", [])
    server = make_server("127.0.0.1", 0, around(app) if around else app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def changing_requests(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Around:
    """Have the portal lose or alter what is in a command."""

    def around(app: Wsgi) -> Wsgi:
        def altered(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            if environ["PATH_INFO"].endswith("/commands"):
                _put(environ, change(_body(environ)))
            return app(environ, start)

        return altered

    return around


def changing_answers(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Around:
    """Have the portal answer in other words."""

    def around(app: Wsgi) -> Wsgi:
        def altered(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            begun: list[Any] = []
            content = b"".join(app(environ, lambda *arguments: begun.append(arguments)))
            content = json.dumps(change(json.loads(content))).encode()
            status, headers = begun[0][:2]
            start(status, [*_without_length(headers), ("Content-Length", str(len(content)))])
            return [content]

        return altered

    return around


def without_nulls(body: dict[str, Any]) -> dict[str, Any]:
    """Lose the answer "Non", as serializers do that leave out what is null."""
    return {name: value for name, value in body.items() if value is not None}


def in_other_words(app: Wsgi) -> Wsgi:
    """Have other addresses, headers, names of roles and fields, and no outcome where there is none to be told."""

    def altered(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        environ["PATH_INFO"] = environ["PATH_INFO"].replace("/api/files", "/dossiers").replace("/acts", "/commands")
        environ["HTTP_TEST_NOW"] = environ.pop("HTTP_X_CLOCK", "")
        environ["HTTP_TEST_ROLE"] = {"staff": "manager"}.get(environ["HTTP_X_WHO"], environ["HTTP_X_WHO"])
        environ["HTTP_TEST_DOSSIER"] = environ.pop("HTTP_X_FILE", "")
        if environ["REQUEST_METHOD"] in ("POST", "PUT"):
            names = {"number": "id", "person": "agent", "command": "do"}
            _put(environ, {names.get(name, name): value for name, value in _body(environ).items()})
        environ["REQUEST_METHOD"] = {"PUT": "POST"}.get(environ["REQUEST_METHOD"], environ["REQUEST_METHOD"])
        return changing_answers(_said_otherwise)(app)(environ, start)

    return altered


def _said_otherwise(body: dict[str, Any]) -> dict[str, Any]:
    if "commands" in body:
        offered = [command["do"] for command in body["commands"] if command["offered"]]
        return {"now": {body["where"]["journey"]: body["where"]["state"]}, "can": offered, "v": body["revision"]}
    if "outcome" in body and body["outcome"] != "accepted":
        codes = [error["code"] for error in body.get("errors", [])]
        return {"result": body["outcome"].upper(), "why": codes, "lacks": body.get("missing", [])}
    return {}


OTHER_WORDS = """
[requests]
open = "PUT /api/files"
give = "POST /api/files/{id}/acts"
look = "GET /api/files/{id}"
run-due = ""

[headers]
Test-Now = ""
Test-Role = ""
Test-Dossier = ""
X-Clock = "{at}"
X-Who = "{role}"
X-File = "{id}"

[sends]
id = "number"
agent = "person"
do = "command"

[reads]
outcome = "result"
codes = "why[]"
missing = "lacks[]"
states = "now"
offered = "can"
revision = "v"

[roles]
manager = "staff"

[statuses]
200 = "accepted"

[outcomes]
REFUSED = "refused"
INCOMPLETE = "incomplete"
NOT_AVAILABLE = "not_available"
DUPLICATE = "duplicate"
STALE = "stale"
"""
"""The adapter of ``in_other_words``."""


def _body(environ: dict[str, Any]) -> dict[str, Any]:
    content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    body: dict[str, Any] = json.loads(content)
    return body


def _put(environ: dict[str, Any], body: dict[str, Any]) -> None:
    content = json.dumps(body).encode()
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(content), str(len(content))


def _without_length(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() != "content-length"]
