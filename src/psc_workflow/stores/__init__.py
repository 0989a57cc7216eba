"""
Stores of dossiers (SQLite here, other databases in ``stores.sql``, extra ``sqlalchemy``), and a check of their content.
"""

from psc_workflow.stores._base import Store
from psc_workflow.stores._compatibility import Compatibility, CompatibilityKind, check_compatibility
from psc_workflow.stores._sqlite import SQLiteStore

__all__ = ["Compatibility", "CompatibilityKind", "SQLiteStore", "Store", "check_compatibility"]
