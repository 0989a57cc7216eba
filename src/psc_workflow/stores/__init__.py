"""
What a host may use to persist dossiers: SQLite here, any other database in ``stores.sql`` (extra ``sqlalchemy``).
"""

from psc_workflow.stores._base import Store
from psc_workflow.stores._compatibility import Compatibility, Kind, check_compatibility
from psc_workflow.stores._sqlite import SQLiteStore

__all__ = ["Compatibility", "Kind", "SQLiteStore", "Store", "check_compatibility"]
