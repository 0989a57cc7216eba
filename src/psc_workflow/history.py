"""
The whole history of a dossier, as a store appended it: verified, and shown to an auditor.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, commands, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> dossier = Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at)
>>> steps = dossier.decide(commands.StartAffiliation(), at=at, role="agent").steps
>>> describe_steps(steps, "en")[0]["command"], verify_history(steps) == steps[-1].chain
('start-affiliation', True)
"""

from collections.abc import Callable
from typing import Any

from psc_workflow._model.steps import Step
from psc_workflow._retired import former_names
from psc_workflow._snapshot.history import describe_steps, parse, parse_all, verify_history

__all__ = ["Step", "describe_steps", "parse", "parse_all", "verify_history"]

__getattr__: Callable[[str], Any] = former_names(__name__, {"told": "describe_steps"})
