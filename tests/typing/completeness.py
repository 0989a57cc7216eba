"""
How much of the public face has types that every type checker reads alike, and how big that face is.

Pyright counts what modules export whose names have no underscore: names,
attributes and methods. It looks for the package where ``python`` does.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

LEAST_COMPLETE = 0.99
MOST_SYMBOLS = 840
"""So many names a host may come to rely on: what is not meant for hosts gets an underscore."""

UNTYPED = "psc_workflow.django."
"""What is built on Django, which ships no types; its modules have the names that Django looks for."""


def main() -> int:
    """Print both counts, and every symbol whose type is not certain; return 1 if either is out of bounds."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["pyright", "--verifytypes", "psc_workflow", "--ignoreexternal", "--outputjson"]
    answer = subprocess.run(command, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False)
    report = json.loads(answer.stdout)["typeCompleteness"]
    exported = [
        symbol for symbol in report["symbols"] if symbol["isExported"] and not symbol["name"].startswith(UNTYPED)
    ]
    uncertain, symbols = [symbol["name"] for symbol in exported if not symbol["isTypeKnown"]], len(exported)
    share = 1 - len(uncertain) / symbols if symbols else 0
    for name in uncertain:
        print(f"  {name}: its type is not certain")
    print(f"{symbols} exported symbols (at most {MOST_SYMBOLS}), of which {share:.1%} have certain types", end=" ")
    print(f"(at least {LEAST_COMPLETE:.0%})")
    return int(share < LEAST_COMPLETE or not 0 < symbols <= MOST_SYMBOLS)


if __name__ == "__main__":
    sys.exit(main())
