"""
JSON Schemas (2020-12) of what goes in and comes out, and the OpenAPI document of a portal.

>>> schema("commands")["$defs"]["declare-regime"]["title"]
'Declare my regime'
"""

from psc_workflow._schemas import DIALECT, ID, NAMES, Schema, schema
from psc_workflow._schemas.http_api import openapi

__all__ = ["DIALECT", "ID", "NAMES", "Schema", "openapi", "schema"]
