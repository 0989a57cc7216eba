"""
Changes a package at random, one small change at a time, and tells which changes no test sees.

Exit status: 0 if fewer than 5 % of the mutants live and each of these has a
reason in ``survivors.toml``; 1 if not; 2 if the tests fail without a mutant.
"""

import argparse
import math
import statistics
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path, PurePosixPath

from mutants.changes import Mutant, population, sample
from mutants.trial import LIVING, PACKAGES, BrokenTestsError, Court, Outcome, package_of

ROOT = Path(__file__).parents[2]
LISTED = Path(__file__).with_name("survivors.toml")
TOLERATED = 0.05
"""The share of living mutants from which on the run fails."""

Key = tuple[str, str, str, str]
"""File, function, the lines taken away, the lines brought: what stays when lines move."""


def main() -> int:
    """Draw the mutants, try them, report."""
    options = _options()
    reasons = _reasons()
    packages = _packages(options.package, options.without)
    with Court(ROOT, packages, options.copies) as court:
        everything = [
            mutant
            for mutant in population(court.first, options.package, options.rule)
            if package_of(PurePosixPath(mutant.file)) in packages
        ]
        if not everything:
            sys.exit(f"no module of {options.package} is called {options.rule}")
        chosen = sample(everything, len(everything) if options.rule else options.number, options.seed)
        print(f"{len(chosen)} of {len(everything)} mutants, seed {options.seed}; first the tests without a mutant")
        try:
            print(f"they pass, in {court.open():.0f} s")
        except BrokenTestsError as error:
            print(error)
            return 2
        outcomes = _tried(court, chosen)
    alive = [mutant for mutant, outcome in outcomes.items() if outcome in LIVING]
    _report(outcomes, alive, reasons)
    _say_what_is_outdated(reasons)
    decided = sum(outcome is not Outcome.UNDECIDED for outcome in outcomes.values())
    return int(len(alive) >= TOLERATED * decided or any(_key(mutant) not in reasons for mutant in alive))


def wilson(alive: int, tried: int) -> tuple[float, float]:
    """
    Give the 95 % confidence interval of a share, by Wilson's score: for 8 of 400, 1.0 % to 3.9 %.
    """
    z = statistics.NormalDist().inv_cdf(0.975)
    centre = (alive + z * z / 2) / (tried + z * z)
    half = z / (tried + z * z) * math.sqrt(alive * (tried - alive) / tried + z * z / 4)
    return max(0.0, centre - half), min(1.0, centre + half)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--package", choices=PACKAGES, default="rules", help="what is changed (PACKAGE=)")
    parser.add_argument("--number", type=int, default=400, help="mutants drawn (MUTANTS=)")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (SEED=)")
    parser.add_argument("--without", choices=PACKAGES, help="a package within it that is left alone (WITHOUT=)")
    parser.add_argument("--copies", type=int, help="mutants tried at a time; one a core if left out (COPIES=)")
    parser.add_argument("--rule", help="all mutants of one of its modules instead of a sample (RULE=)")
    return parser.parse_args()


def _packages(package: str, without: str | None) -> list[str]:
    """List *package* and those within it."""
    return [name for name in PACKAGES if f"{name}/".startswith(f"{package}/") and name != without]


def _reasons() -> dict[Key, str]:
    listed = tomllib.loads(LISTED.read_text(encoding="utf-8")).get("survivor", [])
    return {
        (entry["file"], entry["function"], entry["original"], entry["mutated"]): entry["reason"] for entry in listed
    }


def _key(mutant: Mutant) -> Key:
    return mutant.file, mutant.function, mutant.original, mutant.mutated


def _tried(court: Court, chosen: list[Mutant]) -> dict[Mutant, Outcome]:
    began, outcomes, alive = time.monotonic(), {}, 0
    for number, (mutant, outcome) in enumerate(court.try_all(chosen), start=1):
        outcomes[mutant] = outcome
        if outcome in LIVING:
            alive += 1
            print(f"{outcome.value}: {mutant.file}:{mutant.line}", *mutant.diff[1:], sep="\n", flush=True)
        if number % 10 == 0 or number == len(chosen):
            minutes = (time.monotonic() - began) / 60
            print(f"{number}/{len(chosen)} tried, {alive} alive, {minutes:.1f} min", flush=True)
    return outcomes


def _report(outcomes: dict[Mutant, Outcome], alive: list[Mutant], reasons: dict[Key, str]) -> None:
    counted = Counter(outcomes.values())
    print()
    for outcome in Outcome:
        print(f"{outcome.value:<40}{counted[outcome]:>6}")
    print(f"\n{'kind of change':<40}{'tried':>6}{'alive':>6}")
    living = Counter(mutant.kind for mutant in alive)
    for kind, tried in Counter(mutant.kind for mutant in outcomes).most_common():
        print(f"{kind:<40}{tried:>6}{living[kind]:>6}")
    without = [mutant for mutant in alive if _key(mutant) not in reasons]
    for title, mutants in (
        ("Alive, with a reason", [mutant for mutant in alive if mutant not in without]),
        ("Alive, without a reason", without),
    ):
        print(f"\n{title}: {len(mutants)}")
        for mutant in mutants:
            print(f"\n{mutant.file}:{mutant.line} {mutant.function or '(module)'} ({mutant.kind})")
            print("\n".join(mutant.diff))
            if _key(mutant) in reasons:
                print(f"reason: {reasons[_key(mutant)]}")
    decided = len(outcomes) - counted[Outcome.UNDECIDED]
    if not decided:
        return
    low, high = wilson(len(alive), decided)
    print(
        f"\n{len(alive)} of {decided} alive: {len(alive) / decided:.1%} "
        f"(95 % interval {low:.1%} to {high:.1%}); {len(without)} of them without a reason"
    )


def _say_what_is_outdated(reasons: dict[Key, str]) -> None:
    for file, function, original, _ in reasons:
        path = ROOT / file
        lines = {line.strip() for line in path.read_text(encoding="utf-8").splitlines()} if path.exists() else set()
        if not lines.issuperset(original.splitlines()):
            print(f"survivors.toml is out of date: {file} {function} no longer has {original!r}")


if __name__ == "__main__":
    sys.exit(main())
