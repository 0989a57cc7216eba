"""
Requests to an ASGI application, one at a time; and a stand-in for FastAPI's own test client, which would be one more package to pin.
"""

import asyncio
import json
import logging
import urllib.parse
from collections.abc import Mapping
from typing import Any

import attrs


def serve(app: Any, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, str], str]:
    """Serve one request; return its status, headers and text."""
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": urllib.parse.unquote(path),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    answer: dict[str, Any] = {"body": b""}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        answer.update(message, body=answer["body"] + message.get("body", b""))

    try:
        asyncio.run(app(scope, receive, send))
    except Exception:  # FastAPI has answered with a 500 before it raises
        logging.getLogger("server").exception("Exception in ASGI application")
    lower = {name.decode(): value.decode() for name, value in answer["headers"]}
    return answer["status"], lower, answer["body"].decode()


@attrs.frozen
class Response:
    """What of a response of the test client is read."""

    status_code: int
    text: str

    def json(self) -> Any:
        """Read the body."""
        return json.loads(self.text)

    def raise_for_status(self) -> None:
        """Check that it is no error."""
        assert self.status_code < 400, self.text


class TestClient:
    """As ``fastapi.testclient.TestClient``, as far as the example calls it."""

    __test__ = False  # no test, for all its name

    def __init__(self, app: Any, *, raise_server_exceptions: bool) -> None:
        assert not raise_server_exceptions
        self._app = app

    def get(self, path: str, *, headers: Mapping[str, str]) -> Response:
        """Read a page."""
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, *, json: Any, headers: Mapping[str, str]) -> Response:
        """Send JSON."""
        return self._ask("POST", path, _dump(json), {**headers, "Content-Type": "application/json"})

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Response:
        status, _, text = serve(self._app, method, path, body, headers)
        return Response(status, text)


def _dump(value: Any) -> bytes:
    return json.dumps(value).encode()
