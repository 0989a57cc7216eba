"""
Search for the witness paths that are shipped, and write them: after every change of a chart, a guard or a finding.

Usage: make witness-paths
"""

from pathlib import Path

from psc_workflow import contracts
from psc_workflow.testing._journey_files import dump
from psc_workflow.testing._replaying import DEFAULT_CONTRACT
from psc_workflow.testing._witnesses import SHIPPED, search


def main() -> None:
    """Write the file, and tell what it reaches."""
    file = search(contracts.get(DEFAULT_CONTRACT))
    path = Path(str(SHIPPED))
    path.write_bytes(dump(file, compact=True))
    acts = sum(len(journey.acts) for journey in file.journeys)
    reached = sum(len(journey.reaches) for journey in file.journeys)
    print(f"{path.name}: {len(file.journeys)} journeys, {acts} acts, {path.stat().st_size} bytes;")
    print(f"{reached} goals reached, {len(file.not_reached)} not")


if __name__ == "__main__":
    main()
