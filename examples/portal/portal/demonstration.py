"""
The agents of the demonstration, and what a visitor may type for them.
"""

import tomllib
from pathlib import Path
from typing import Any

IBAN, CODE_ORGANISME = "FR76 1746 9000 0100 1234 5678 937", "01 751 0000"
"""Of no account and of no office; their form and keys are right."""


def agents() -> dict[str, dict[str, Any]]:
    """Read the agents by the id of their file."""
    return tomllib.loads((Path(__file__).parent / "demonstration.toml").read_text(encoding="utf-8"))
