"""
Collective contracts: those that come with the library, and a host's own.

>>> get("men-2026-pf").territory
'PF'
>>> sorted(builtin)
['guide-illustration', 'men-2026', 'men-2026-pf']
"""

from psc_workflow._catalogue.contracts import Contract, Registry, builtin, find, get, load
from psc_workflow._catalogue.insurer import Insurer
from psc_workflow._catalogue.lookup import ParameterName
from psc_workflow._catalogue.pages import Page
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.personal import PersonalKind

__all__ = [
    "Contract",
    "Dated",
    "Insurer",
    "Page",
    "Parameter",
    "ParameterName",
    "PersonalKind",
    "Registry",
    "builtin",
    "find",
    "get",
    "load",
]
