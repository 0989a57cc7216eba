"""
What Django's middleware of the library lets in, and what it tells browsers.
"""

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from psc_workflow.django import protection


def let_in(request: HttpRequest) -> HttpResponse:
    return protection.limit(lambda _: HttpResponse("here"))(request)


@pytest.mark.parametrize("path", ["/a%00", "/?a=%00", "/?a%00=b", "/?a=b&a=%00"])
def test_a_nul_in_an_address_is_refused(path: str) -> None:
    with pytest.raises(SuspiciousOperation):
        let_in(RequestFactory().get(path))


def test_a_nul_in_a_cookie_is_refused() -> None:
    with pytest.raises(SuspiciousOperation):
        let_in(RequestFactory(headers={"cookie": r'sessionid="\000abc"'}).get("/"))


@pytest.mark.parametrize(("size", "is_read"), [(0, True), (100, True), (101, False)])
def test_a_body_of_the_limit_is_read_and_one_above_it_is_not(size: int, is_read: bool) -> None:
    request = RequestFactory().post("/", b"x" * size, "multipart/form-data; boundary=b")
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        if is_read:
            assert let_in(request).content == b"here"
        else:
            with pytest.raises(RequestDataTooBig):
                let_in(request)


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=None)
def test_a_project_may_have_no_limit() -> None:
    assert let_in(RequestFactory().post("/", b"x" * 10**6, "text/plain")).content == b"here"


def test_a_header_that_a_view_sets_stays_and_the_others_are_added() -> None:
    own = HttpResponse(headers={"Cache-Control": "private"})
    response = protection.protect(lambda _: own)(RequestFactory().get("/"))
    assert response.headers["Cache-Control"] == "private"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "camera=()" in response.headers["Permissions-Policy"]
