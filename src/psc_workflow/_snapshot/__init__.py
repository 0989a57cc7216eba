"""
The stored document: a record to canonical JSON and back.

Every release reads what earlier ones have written: an older document is brought
to the present version step by step, a newer one is refused.
"""

from psc_workflow._snapshot.document import (
    FORMAT,
    LIFTED,
    Envelope,
    check_contract,
    contract_of,
    dump,
    dump_redacted,
    load,
    look_up,
    read,
)
from psc_workflow._snapshot.upcasting import VERSIONS, Versions

__all__ = [
    "FORMAT",
    "LIFTED",
    "VERSIONS",
    "Envelope",
    "Versions",
    "check_contract",
    "contract_of",
    "dump",
    "dump_redacted",
    "load",
    "look_up",
    "read",
]
