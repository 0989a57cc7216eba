"""
A request as the portal reads it: headers, bodies in JSON, forms.
"""

import json
import re
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._catalogue.http_texts import RequestFault, request_faults
from psc_workflow._model.money import Locale

LARGEST_BODY = 256 * 1024
"""Bytes of a body: ample for a command."""

LONGEST_KEY = 64
"""Characters of an idempotency key; a UUID has 36."""

MOST_FIELDS = 2000
"""Names and values of a form: more than any has."""

FORM = "application/x-www-form-urlencoded"

_LOCALES: dict[str, Locale] = {"fr": "fr", "en": "en"}
_TAG = re.compile(r'"([0-9]{1,9})"', re.ASCII)


def is_key(text: str) -> bool:
    """Whether *text* can identify a request; a header can hold characters that no key has."""
    return 0 < len(text) <= LONGEST_KEY and text.isprintable()


class RequestError(Exception):
    """
    A request that this portal does not take; it never repeats what was sent.

    Args:
        fault: Its name, of the table ``problems`` in ``http.toml``.
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.name = fault

    @property
    def fault(self) -> RequestFault:
        """Its status, and what is wrong in both languages."""
        return request_faults()[self.name]


@attrs.frozen
class Request:
    """
    What a framework hands over.

    Args:
        id: Id of the dossier, from the address.
        path: The address itself, to come back to.
        query: What follows the question mark, read.
        headers: In any spelling of their names.
        body: As it was sent, at most ``LARGEST_BODY`` and a byte more.
        native: The framework's own request, for ``Host.caller``.
        hidden: Fields that the framework wants back from a form, such as a
            token against forged requests.
    """

    id: str = ""
    path: str = ""
    query: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    headers: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    body: bytes = attrs.field(default=b"", repr=False)
    native: Any = attrs.field(default=None, repr=False)
    hidden: Mapping[str, str] = attrs.field(factory=dict, repr=False)

    def header(self, name: str) -> str | None:
        """Read a header."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), None)

    @property
    def here(self) -> str:
        """
        The address, for a link on the page itself, or back to it: its last part, encoded.

        Frameworks differ in how much of a path they decode; an id may have
        what would begin a query, or another path.
        """
        last = self.path.rpartition("/")[2]
        return f"./{urllib.parse.quote(last)}" if last else ""

    @property
    def is_too_large(self) -> bool:
        """Whether the body has more than a portal reads."""
        return len(self.body) > LARGEST_BODY

    @property
    def media_type(self) -> str:
        """The type of the body, bare."""
        return (self.header("Content-Type") or "").partition(";")[0].strip().lower()

    @property
    def locale(self) -> Locale:
        """The language: browsers write the preferred one first; French if neither is there."""
        header = self.header("Accept-Language") or ""
        languages = [language.strip().lower()[:2] for language in header.split(",")]
        return next((_LOCALES[language] for language in languages if language in _LOCALES), "fr")

    @property
    def key(self) -> str | None:
        """``Idempotency-Key``."""
        header = self.header("Idempotency-Key")
        if header is not None and not is_key(header):
            raise RequestError("unusable-key")
        return header

    @property
    def expected_revision(self) -> int | None:
        """``If-Match``: the ``ETag`` of the screen that the command answers."""
        header = self.header("If-Match")
        if header is None or header == "*":
            return None
        tag = _TAG.fullmatch(header)
        if tag is None:
            raise RequestError("no-etag")
        return int(tag[1])

    def json(self) -> dict[str, Any]:
        """Read the body, which must be an object; a form on another site can send no JSON."""
        if self.body and self.media_type != "application/json":
            raise RequestError("not-json")
        try:
            data = json.loads(self.body.decode())
        except (ValueError, RecursionError):  # "from None": these errors hold the whole body
            raise RequestError("not-an-object") from None
        if not isinstance(data, dict) or any("\0" in name for name in _names(data)):
            raise RequestError("not-an-object")
        return data

    def pairs(self) -> list[tuple[str, str]]:
        """Read the body as a form of HTML, sent by a page of this very site."""
        if self.media_type != FORM:
            raise RequestError("not-a-form")
        if not self._is_from_here:
            raise RequestError("from-another-site")
        try:
            return urllib.parse.parse_qsl(
                self.body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
            )
        except ValueError:  # "from None": the error shows what was sent
            raise RequestError("not-a-form") from None

    @property
    def _is_from_here(self) -> bool:
        """Whether a browser says that a page of this site sent the form; what is no browser says nothing."""
        site, origin = self.header("Sec-Fetch-Site"), self.header("Origin")
        if site is not None:
            return site in ("same-origin", "none")
        return origin is None or urllib.parse.urlsplit(origin).netloc == self.header("Host")


def _names(data: dict[str, Any]) -> Iterator[str]:
    """
    List what a person cannot fill in: the names of fields, of the command and of the dossier.

    No database looks for a NUL, and its error would show the text around it. In the fields themselves the library finds
    it, and says where it is in the reader's language.
    """
    yield from (value for name in ("do", "id") if isinstance(value := data.get(name), str))
    values: list[Any] = [data]
    for value in values:  # grows as it is read: no recursion, however deep the body
        if isinstance(value, dict):
            yield from value
            values += value.values()
        elif isinstance(value, list):
            values += value
