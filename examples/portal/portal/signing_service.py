"""
A stand-in for the signing service: what it says comes from the server, never from a page.

A real portal sends the agent to its provider here, and asks the provider
afterwards; what it answers is the evidence that the file keeps.
"""

import secrets
from typing import Any

_SIGNED = frozenset({"sign", "sign-mandate"})


def evidence(dossier: str, do: str) -> dict[str, Any]:
    """Return what the service confirms for a command; nothing if it signs nothing."""
    return {"evidence": f"demonstration-{secrets.token_hex(8)}"} if do in _SIGNED and dossier else {}
