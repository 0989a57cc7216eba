"""
Who asks, and over http or https, behind proxies: put ``psc_workflow.django.proxies.address`` first in ``MIDDLEWARE``.

The setting ``PSC_TRUSTED_PROXIES`` lists the proxies of the project, as
addresses or networks (``10.0.0.7``, ``10.1.0.0/16``), and ``unix`` for one that
comes through a socket of the machine. Without it nothing is believed: whoever
sends ``X-Forwarded-For``, ``X-Forwarded-Proto`` or ``X-Forwarded-Host`` has
written it.
"""

import ipaddress
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_SOCKET = "unix"
_ELSEWHERE = ("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")
"""Headers that Django reads with ``USE_X_FORWARDED_HOST`` and ``USE_X_FORWARDED_PORT``."""

_MOST_HOPS = 20
"""Proxies in a row, at most: whoever sends more names has invented them."""


def address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """
    Set ``REMOTE_ADDR`` to the address that the nearest proxy does not vouch for, which is the client's.

    Each proxy adds to ``X-Forwarded-For``, at its end, whom it heard from. The
    list is therefore read backwards, and only as long as a proxy of the project
    wrote: what stands before that came with the request.

    The header that ``SECURE_PROXY_SSL_HEADER`` names, ``X-Forwarded-Host`` and
    ``X-Forwarded-Port`` are dropped from requests that no proxy of the project
    hands over: Django itself believes them of anybody.

    Raises:
        ImproperlyConfigured: The setting names no address and no network.
    """
    proxies = tuple(getattr(settings, "PSC_TRUSTED_PROXIES", ()))
    networks, is_socket_trusted = _networks(proxies), _SOCKET in proxies

    def middleware(request: HttpRequest) -> HttpResponse:
        near = request.META.get("REMOTE_ADDR", "")
        if is_socket_trusted if not near else _is_in(_read(near), networks):
            request.META["REMOTE_ADDR"] = _client(near, request.META.get("HTTP_X_FORWARDED_FOR", ""), networks)
        else:
            for header in (*(settings.SECURE_PROXY_SSL_HEADER or ())[:1], *_ELSEWHERE):
                request.META.pop(header, None)
        return get_response(request)

    return middleware


@checks.register(checks.Tags.security, deploy=True)
def _check_redirects(**_: object) -> list[checks.CheckMessage]:
    """Warn where every page would redirect to itself: nobody is believed who says that it came over https."""
    redirects = f"{__name__}.address" in settings.MIDDLEWARE and settings.SECURE_SSL_REDIRECT
    if not redirects or not settings.SECURE_PROXY_SSL_HEADER or any(getattr(settings, "PSC_TRUSTED_PROXIES", [])):
        return []
    message = "PSC_TRUSTED_PROXIES names no proxy: behind one, every page redirects to itself endlessly."
    hint = "Name the address or network of your proxies, or remove SECURE_PROXY_SSL_HEADER if Python itself ends TLS."
    return [checks.Warning(message, hint=hint, id="psc_workflow.W001")]


def _networks(proxies: Iterable[str]) -> tuple[_Network, ...]:
    try:
        return tuple(ipaddress.ip_network(proxy) for proxy in proxies if proxy != _SOCKET)
    except ValueError as error:
        raise ImproperlyConfigured(f"PSC_TRUSTED_PROXIES: {error}") from None


def _client(near: str, header: str, networks: tuple[_Network, ...]) -> str:
    """Go back from *near*, a trusted proxy, through the addresses of *header* for as long as they are trusted, too."""
    for text in reversed(header.rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]):
        hop = _read(text)
        if hop is None:
            break  # no proxy writes that: what the last one vouches for counts
        near = str(hop)
        if not _is_in(hop, networks):
            break
    return near


def _is_in(hop: _Address | None, networks: tuple[_Network, ...]) -> bool:
    return hop is not None and any(hop in network for network in networks)


def _read(text: str) -> _Address | None:
    """Read an address, with or without a port; one of IPv4 that is written as one of IPv6 is of IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        read = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(read, "ipv4_mapped", None) or read
