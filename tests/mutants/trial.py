"""
One mutant on trial: the tests that execute what it changes run against it, in a copy of the tree.

Each file of tests is first run without a mutant, which tells what each of its
tests executes, and how long it takes. A mutant is tried with the files in which
a test executes what it changes: these tests come first, the quickest before the
others, then the rest of the files, which may see what an earlier test left in a
cache. Each trial is a process of its own: nothing is remembered of the mutant
before.
"""

import enum
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from queue import SimpleQueue
from typing import Self

import attrs
from coverage import CoverageData

from mutants.changes import SOURCES, Mutant
from mutants.plugin import ORDER, SECONDS

LEFT_OUT = shutil.ignore_patterns("__pycache__", "_build", "generated")
COPIED = ("src", "tests", "examples", "benchmarks", "docs", "conftest.py", "pyproject.toml")
PACKAGES = {
    "rules": ("tests/rules",),
    "pricing": ("tests/pricing", "tests/views/test_shown.py", "tests/catalogue/test_own_words.py"),
    "pricing/frame": (
        "tests/pricing/frame",
        "tests/pricing/test_arguments.py",
        "tests/pricing/test_calibration.py",
        "tests/pricing/test_populations.py",
        "tests/catalogue/test_own_words.py",
    ),
    "pricing/plots": ("tests/pricing/test_plots.py", "tests/pricing/test_arguments.py"),
}
"""What ``make mutants`` can change, and its tests besides the doctests; a package within another has its own alone."""

SLOWER = 10
"""How many times as long as measured the slowest test may take, or all together, before they count as endless."""

LEAST_LIMIT = 120
"""Seconds that a test always has, however quick all are."""

PYTEST = ("-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "mutants.plugin")

_PASSED, _FAILED, _NOTHING_TO_RUN = 0, 1, 5


class Outcome(enum.Enum):
    """What became of a mutant; no test saw those of ``LIVING``."""

    KILLED = "killed by a test"
    NOT_COLLECTED = "killed: the tests cannot be collected"
    TIMED_OUT = "killed: a test never ends"
    ALIVE = "alive"
    NOT_EXECUTED = "alive: no test executes it"
    UNDECIDED = "not decided: ended by a signal"


LIVING = (Outcome.ALIVE, Outcome.NOT_EXECUTED)


class BrokenTestsError(Exception):
    """The tests fail without any mutant, so nothing can be learnt from them."""


@attrs.frozen(eq=False)
class Measure:
    """
    What a file of tests, or the doctests of a package, execute without a mutant.

    Args:
        arguments: What pytest is to run.
        data: Which test executes which line.
        seconds: How long each test takes.
    """

    arguments: tuple[str, ...]
    data: CoverageData
    seconds: dict[str, float]

    def names(self, mutant: Mutant) -> set[str]:
        """Name the tests that execute what *mutant* changes; all, if it is executed while they are collected."""
        tests = {test for line in mutant.lines for test in self._tests(mutant.file).get(line, ())}
        return {*self.seconds} if "" in tests else tests

    @functools.lru_cache(None)  # noqa: B019 -- lives as long as the run
    def _tests(self, file: str) -> dict[int, list[str]]:
        paths = (path for path in self.data.measured_files() if path.endswith(f"/{file}"))
        return {line: tests for path in paths for line, tests in self.data.contexts_by_lineno(path).items()}


def package_of(file: PurePosixPath) -> str:
    """Name the innermost package whose tests a file of the sources is tried with."""
    folders = (folder.relative_to(SOURCES).as_posix() for folder in file.parents if folder.is_relative_to(SOURCES))
    return next(folder for folder in folders if folder in PACKAGES)


class Court:
    """
    Copies of the tree, one a core, in which mutants are tried side by side.

    Args:
        root: The tree to copy; it is only read.
        packages: What the mutants are changes to.
        copies: How many mutants are tried at a time; one a core if left out.
    """

    def __init__(self, root: Path, packages: Iterable[str], copies: int | None = None) -> None:
        self._packages = tuple(packages)
        self._stack = ExitStack()
        self._copies: SimpleQueue[Path] = SimpleQueue()
        self._cores = copies or os.cpu_count() or 1
        self._measures: dict[str, list[Measure]] = {}
        self._limit = 0.0
        self.first = self._folder()
        for name in COPIED:
            if (root / name).is_dir():
                shutil.copytree(root / name, self.first / name, ignore=LEFT_OUT)
            else:
                shutil.copy(root / name, self.first / name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self) -> float:
        """
        Run the tests without a mutant: each file alone, then all together in the order in which they kill mutants.

        It also compiles what no mutant touches.

        Returns:
            Seconds they take.

        Raises:
            BrokenTestsError: If they do not pass.
        """
        began = time.monotonic()
        with ThreadPoolExecutor(self._cores) as pool:
            for package in self._packages:
                measures = pool.map(functools.partial(self._measure, package), _suites(self.first, package))
                self._measures[package] = [measure for measure in measures if measure.seconds]
        slowest = max(max(each.seconds.values()) for measures in self._measures.values() for each in measures)
        self._limit = LEAST_LIMIT + SLOWER * slowest
        for measures in self._measures.values():
            _check(*self._run(self.first, measures, set()))
        for package in self._packages:
            shutil.rmtree(self.first / SOURCES / package / "__pycache__", ignore_errors=True)
        self._copies.put(self.first)
        for _ in range(self._cores - 1):
            self._copies.put(shutil.copytree(self.first, self._folder(), dirs_exist_ok=True))
        return time.monotonic() - began

    def try_all(self, mutants: Iterable[Mutant]) -> Iterator[tuple[Mutant, Outcome]]:
        """Try *mutants*, and give each with its outcome, in their order."""
        with ThreadPoolExecutor(self._cores) as pool:
            yield from pool.map(lambda mutant: (mutant, self._try(mutant)), mutants)

    def _measure(self, package: str, arguments: tuple[str, ...]) -> Measure:
        """Run a file of tests alone: what another has left in a cache would hide what it executes."""
        folder = self._folder()
        data, seconds = folder / "coverage", folder / "seconds"
        coverage = ("-m", "coverage", "run", f"--data-file={data}", f"--include=*/{SOURCES.as_posix()}/{package}/*")
        _check(*_python(self.first, *coverage, *PYTEST, *arguments, **{SECONDS: str(seconds)}))
        measure = Measure(arguments, CoverageData(str(data)), json.loads(seconds.read_text(encoding="utf-8")))
        measure.data.read()
        return measure

    def _try(self, mutant: Mutant) -> Outcome:
        measures = self._measures[package_of(PurePosixPath(mutant.file))]
        due = {test for measure in measures for test in measure.names(mutant)}
        if not due:
            return Outcome.NOT_EXECUTED
        copy = self._copies.get()
        path = copy / mutant.file
        unchanged = path.read_text(encoding="utf-8")
        try:
            path.write_text(mutant.source, encoding="utf-8")
            code, output = self._run(copy, [measure for measure in measures if measure.names(mutant)], due)
        except subprocess.TimeoutExpired:
            return Outcome.TIMED_OUT
        finally:
            path.write_text(unchanged, encoding="utf-8")
            self._copies.put(copy)
        if code == _PASSED:
            return Outcome.ALIVE
        if "\nTimeout (" in f"\n{output}":
            return Outcome.TIMED_OUT
        if code < 0:  # where there is no memory left, for one: whose fault it is, nobody knows
            return Outcome.UNDECIDED
        return Outcome.KILLED if code == _FAILED else Outcome.NOT_COLLECTED

    def _run(self, copy: Path, measures: list[Measure], due: set[str]) -> tuple[int, str]:
        """Run files of tests in one process: first the tests that are *due*, the quickest before the others."""
        seconds = {name: each for measure in measures for name, each in measure.seconds.items()}
        names = sorted(seconds, key=lambda name: (name not in due, seconds[name]))
        order = copy / "order"
        order.write_text(json.dumps(names), encoding="utf-8")
        limits = ("-o", f"faulthandler_timeout={self._limit}", "-o", "faulthandler_exit_on_timeout=true")
        arguments = (argument for measure in measures for argument in measure.arguments)
        patience = self._limit + SLOWER * sum(seconds.values())
        environment = {ORDER: str(order), "PYTHONDONTWRITEBYTECODE": "1"}
        return _python(copy, *PYTEST, *limits, *arguments, limit=patience, **environment)

    def _folder(self) -> Path:
        return Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="mutants-")))


def _check(code: int, output: str) -> None:
    if code not in (_PASSED, _NOTHING_TO_RUN):
        raise BrokenTestsError(output)


def _suites(root: Path, package: str) -> Iterator[tuple[str, ...]]:
    """List what pytest is run with for *package*, apart from what is of a package within it."""
    within = [name for name in PACKAGES if name.startswith(f"{package}/")]
    yield f"{SOURCES.as_posix()}/{package}", *(f"--ignore={SOURCES.as_posix()}/{name}" for name in within)
    for place in PACKAGES[package]:
        for path in [root / place] if place.endswith(".py") else sorted((root / place).rglob("test_*.py")):
            file = path.relative_to(root).as_posix()
            if not file.startswith(tuple(f"tests/{name}/" for name in within)):
                yield (file,)


def _python(copy: Path, *arguments: str, limit: float | None = None, **environment: str) -> tuple[int, str]:
    """
    Run Python in *copy*; what it answers and prints.

    Args:
        limit: Seconds until the run counts as one that never ends.
        environment: Variables besides those that all runs have.
    """
    run = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join((str(copy / "src"), str(copy / "tests"))), "HYPOTHESIS_PROFILE": "mutants"}
        | environment,
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr
