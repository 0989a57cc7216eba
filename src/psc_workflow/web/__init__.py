"""
A portal over HTTP, for any web framework: requests in, answers out.

``psc_workflow.django``, ``fastapi`` and ``flask`` are made of it. For another
framework, make a ``Request`` of what it hands over, and send the ``Answer``:
``ROUTES`` has the addresses. A portal that draws its own pages reads what they
send with ``Sent``.

>>> import datetime as dt
>>> from contextlib import nullcontext
>>> from psc_workflow import Agent, Role, contracts
>>> from psc_workflow.stores import SQLiteStore
>>> host = Host(
...     contract=contracts.get("men-2026-pf"),
...     now=lambda: dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC),
...     caller=lambda request: Caller(Role.MANAGER),
...     agent=lambda id: Agent(),
...     send=print,
... )
>>> store = SQLiteStore(":memory:", contracts=host.contracts)
>>> portal = Portal(host, lambda: nullcontext(store))
>>> request = Request(body=b'{"id": "A-1"}', headers={"Content-Type": "application/json"})
>>> portal.answer("open_dossier", request).status
201
"""

from psc_workflow.web._answers import Answer
from psc_workflow.web._host import Caller, Host
from psc_workflow.web._portal import ROUTES, Portal, Route
from psc_workflow.web._request import LARGEST_BODY, Request
from psc_workflow.web._sent import Sent
from psc_workflow.web._time import Run, deliver, run_due, tick_due

__all__ = [
    "LARGEST_BODY",
    "ROUTES",
    "Answer",
    "Caller",
    "Host",
    "Portal",
    "Request",
    "Route",
    "Run",
    "Sent",
    "deliver",
    "run_due",
    "tick_due",
]
