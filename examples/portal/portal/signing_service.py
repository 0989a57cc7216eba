"""
A stand-in for the signing service: what it says comes from the server, never from a page.

A real portal sends the agent to its provider here, and asks the provider
afterwards; what it answers is the evidence that the file keeps. It answers the
same for the same page: a double click signs once.
"""

import hashlib
from typing import Any

_SIGNED = frozenset({"sign", "sign-mandate"})


def evidence(dossier: str, do: str, key: str | None) -> dict[str, Any]:
    """Return what the service confirms for a command; nothing if it signs nothing."""
    digest = hashlib.sha256(f"{dossier} {do} {key}".encode()).hexdigest()
    return {"evidence": f"demonstration-{digest[:16]}"} if do in _SIGNED else {}
