"""
Behind proxies: the client's address, and https, are what a trusted proxy vouches for, and nothing that a client writes itself.
"""

from io import BytesIO
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from psc_workflow.django import proxies

CLIENT, PROXY, FIRST = "203.0.113.9", "10.0.0.7", "10.1.4.2"


def seen(near: str, header: str | None = None, trusted: list[str] | None = None) -> str:
    """Return the address that a view sees of a request that comes from *near*."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = near
    if header is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = header
    with override_settings(PSC_TRUSTED_PROXIES=trusted or []):
        proxies.address(lambda _: HttpResponse())(request)
    return str(request.META["REMOTE_ADDR"])


@pytest.mark.parametrize("header", [CLIENT, "", "192.0.2.1, 192.0.2.2", "x"])
def test_without_the_setting_nothing_is_believed(header: str) -> None:
    assert seen(PROXY, header) == PROXY


@pytest.mark.parametrize(
    ("near", "header", "address"),
    [
        pytest.param(PROXY, CLIENT, CLIENT, id="one proxy"),
        pytest.param(PROXY, f"{CLIENT}, {FIRST}", CLIENT, id="two proxies"),
        pytest.param(PROXY, f"192.0.2.1,{CLIENT} ,{FIRST}", CLIENT, id="what the client wrote stands before"),
        pytest.param(PROXY, f"{FIRST}, {CLIENT}", CLIENT, id="even if it wrote the address of a proxy"),
        pytest.param(CLIENT, "192.0.2.1", CLIENT, id="who comes past the proxy is not believed"),
        pytest.param(PROXY, None, PROXY, id="no header"),
        pytest.param(PROXY, "", PROXY, id="an empty header"),
        pytest.param(PROXY, f"{CLIENT}, unknown", PROXY, id="what is no address is nobody's"),
        pytest.param(PROXY, f"{CLIENT}:40812", CLIENT, id="a port"),
        pytest.param(PROXY, "2001:db8::9", "2001:db8::9", id="IPv6"),
        pytest.param(PROXY, "[2001:db8::9]:40812", "2001:db8::9", id="IPv6 with a port"),
        pytest.param("::ffff:10.0.0.7", CLIENT, CLIENT, id="a proxy of IPv4, written as one of IPv6"),
        pytest.param(PROXY, f"{FIRST}, {PROXY}", FIRST, id="a proxy that asks for itself"),
        pytest.param("", CLIENT, "", id="a socket that is not trusted"),
        pytest.param(PROXY, ",".join([CLIENT] + [FIRST] * 10_000), FIRST, id="a list that nobody's proxies wrote"),
    ],
)
def test_the_list_is_read_backwards_for_as_long_as_trusted_proxies_wrote_it(
    near: str, header: str | None, address: str
) -> None:
    assert seen(near, header, [PROXY, "10.1.0.0/16"]) == address


def test_a_proxy_that_comes_through_a_socket_is_trusted_by_that_name() -> None:
    assert seen("", CLIENT, ["unix"]) == CLIENT
    assert seen(PROXY, CLIENT, ["unix"]) == PROXY


@pytest.mark.parametrize("proxy", ["proxy.example", "10.0.0.0/33", "10.0.0.7/8", ""])
def test_a_setting_that_names_no_network_does_not_begin(proxy: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PSC_TRUSTED_PROXIES"):
        seen(PROXY, CLIENT, [proxy])


def scheme(near: str, proto: str | None, trusted: list[str] | None = None, header: str = "X_FORWARDED_PROTO") -> str:
    """Return whether a view sees http or https of a request that comes from *near* over http."""
    request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http"})
    request.META["REMOTE_ADDR"] = near
    request.META["HTTP_X_FORWARDED_FOR"] = CLIENT
    if proto is not None:
        request.META[f"HTTP_{header}"] = proto
    with override_settings(PSC_TRUSTED_PROXIES=trusted or [], SECURE_PROXY_SSL_HEADER=(f"HTTP_{header}", "https")):
        proxies.address(lambda _: HttpResponse())(request)
        return str(request.scheme)


@pytest.mark.parametrize("header", ["X_FORWARDED_PROTO", "X_SCHEME"])
@pytest.mark.parametrize(
    ("near", "proto", "trusted", "expected"),
    [
        pytest.param(PROXY, "https", [PROXY], "https", id="a proxy over https"),
        pytest.param(PROXY, "http", [PROXY], "http", id="a proxy over http"),
        pytest.param(PROXY, None, [PROXY], "http", id="a proxy that says nothing"),
        pytest.param("::ffff:10.0.0.7", "https", ["10.0.0.0/8"], "https", id="a proxy of IPv4, written as one of IPv6"),
        pytest.param("", "https", ["unix"], "https", id="a proxy that comes through a socket"),
        pytest.param(CLIENT, "https", [PROXY], "http", id="who comes past the proxy is not believed"),
        pytest.param("", "https", [PROXY], "http", id="a socket that is not trusted"),
        pytest.param(PROXY, "https", [], "http", id="without the setting nobody is believed"),
    ],
)
def test_only_a_trusted_proxy_says_that_the_client_came_over_https(
    near: str, proto: str | None, trusted: list[str], expected: str, header: str
) -> None:
    assert scheme(near, proto, trusted, header) == expected


def test_a_project_that_reads_no_scheme_from_a_header_keeps_all_headers() -> None:
    request = HttpRequest()
    request.META.update(REMOTE_ADDR=CLIENT, HTTP_X_FORWARDED_PROTO="https")
    with override_settings(PSC_TRUSTED_PROXIES=[PROXY], SECURE_PROXY_SSL_HEADER=None):
        proxies.address(lambda _: HttpResponse())(request)
    assert request.META["HTTP_X_FORWARDED_PROTO"] == "https"


def host(near: str) -> tuple[str, str]:
    """Return the host and port that a project which reads the headers takes a request from *near* to be for."""
    request = HttpRequest()
    request.META.update(
        REMOTE_ADDR=near,
        HTTP_HOST="testserver",
        SERVER_PORT="80",
        HTTP_X_FORWARDED_HOST="portal.example",
        HTTP_X_FORWARDED_PORT="8443",
    )
    both = {"USE_X_FORWARDED_HOST": True, "USE_X_FORWARDED_PORT": True}
    with override_settings(ALLOWED_HOSTS=["*"], PSC_TRUSTED_PROXIES=[PROXY], SECURE_PROXY_SSL_HEADER=None, **both):
        proxies.address(lambda _: HttpResponse())(request)
        return request.get_host(), request.get_port()


def test_only_a_trusted_proxy_says_which_host_the_client_asked_for() -> None:
    assert host(PROXY) == ("portal.example", "8443")
    assert host(CLIENT) == host("") == ("testserver", "80")


REDIRECTS = {
    "MIDDLEWARE": ["psc_workflow.django.proxies.address"],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, ["psc_workflow.W001"], id="nobody is believed"),
        pytest.param({"PSC_TRUSTED_PROXIES": [PROXY]}, [], id="a proxy is"),
        pytest.param({"SECURE_SSL_REDIRECT": False}, [], id="http will do"),
        pytest.param({"SECURE_PROXY_SSL_HEADER": None}, [], id="Python itself ends TLS"),
        pytest.param({"MIDDLEWARE": []}, [], id="another middleware looks after it"),
    ],
)
def test_a_project_whose_pages_would_all_redirect_is_warned(change: dict[str, Any], expected: list[str]) -> None:
    with override_settings(**REDIRECTS | change):
        messages = run_checks(tags=["security"], include_deployment_checks=True)
    assert [message.id for message in messages if str(message.id).startswith("psc_workflow")] == expected
