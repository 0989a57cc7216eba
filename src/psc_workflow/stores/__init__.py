"""
Stores of dossiers (SQLite here, other databases in ``stores.sql``, extra ``sqlalchemy``), and a check of their content.
"""

from psc_workflow.stores._base import Store
from psc_workflow.stores._compatibility import Compatibility, CompatibilityKind, check_compatibility
from psc_workflow.stores._frame import frame
from psc_workflow.stores._index_row import IndexRow
from psc_workflow.stores._leases import Claim, DeadLetter
from psc_workflow.stores._seals import SealKeys
from psc_workflow.stores._sqlite import SQLiteStore
from psc_workflow.stores._ticking import FailedTick, Ticks
from psc_workflow.stores._transactions import Change
from psc_workflow.stores._verifying import Discrepancy, Head

__all__ = [
    "Change",
    "Claim",
    "Compatibility",
    "CompatibilityKind",
    "DeadLetter",
    "Discrepancy",
    "FailedTick",
    "Head",
    "IndexRow",
    "SQLiteStore",
    "SealKeys",
    "Store",
    "Ticks",
    "check_compatibility",
    "frame",
]
