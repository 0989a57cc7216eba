"""
What a portal lets in, and what it tells browsers: put ``protect`` and ``limit`` into ``MIDDLEWARE``, above sessions.
"""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def limit(get_response: Next) -> Next:
    """
    Answer 400 to what no page sends and Django passes on.

    A body above ``DATA_UPLOAD_MAX_MEMORY_SIZE`` bytes is not read, whatever
    parts it has: Django counts no files, and reads them in pieces that a
    project without upload handlers does not bound. A NUL in the path, the
    query or a cookie would be an error of PostgreSQL in whatever looks for it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        most, length = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, request.META.get("CONTENT_LENGTH") or "0"
        if most is not None and length.isdecimal() and int(length) > most:
            raise RequestDataTooBig("the body is larger than DATA_UPLOAD_MAX_MEMORY_SIZE")
        if any("\0" in text for text in _texts(request)):
            raise SuspiciousOperation("there is a NUL in the path, the query or a cookie")
        return get_response(request)

    return middleware


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    yield from request.COOKIES.values()
    for name, values in request.GET.lists():
        yield name
        yield from values


def protect(get_response: Next) -> Next:
    """
    Let in no site and no script of somebody else, and no cache keep a page, which belongs to one person.

    A header that a view sets itself stays as it is.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return middleware
