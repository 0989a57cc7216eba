"""
JSON Schemas (2020-12) of what goes in and comes out.

>>> schema("commands")["$defs"]["declare-regime"]["title"]
'Declare my regime'
"""

from psc_workflow._schemas import DIALECT, ID, NAMES, Schema, schema

__all__ = ["DIALECT", "ID", "NAMES", "Schema", "schema"]
