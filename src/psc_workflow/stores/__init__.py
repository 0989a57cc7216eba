"""
What a host may use to persist dossiers. A store writes what ``Dossier.dump`` gives, and checks the revision.
"""

from psc_workflow.stores.sqlite import SQLiteStore

__all__ = ["SQLiteStore"]
