"""
What a host may use to persist dossiers: SQLite here, any other database in ``stores.sql`` (extra ``sqlalchemy``).
"""

from psc_workflow.stores._base import Store
from psc_workflow.stores._sqlite import SQLiteStore

__all__ = ["SQLiteStore", "Store"]
