"""
Folders and files outside the package that tests read.
"""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SCENARIOS = ROOT / "examples" / "scenarios"
REFERENCE_FAMILY = SCENARIOS / "reference-family.json"
EXAMPLE_CONTRACTS = ROOT / "examples" / "contracts"
EXAMPLE_CONTRACT_FILES = sorted(EXAMPLE_CONTRACTS.glob("*.toml"))
GOLDEN = ROOT / "tests" / "golden"
"""Documents as earlier releases wrote them, and the ledger of values of law: never edited."""
