"""
One mutant on trial: the tests of its package run against it, in a copy of the tree.

First those of the mutated module (of a rule its examples, its oracle, its
doctest), which kill most; then those of the whole package. Each run is a
process of its own: nothing is remembered of the mutant before.
"""

import enum
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from queue import SimpleQueue
from typing import Self

import attrs

from mutants.changes import SOURCES, Mutant

LEFT_OUT = shutil.ignore_patterns("__pycache__", "_build", "generated")
COPIED = ("src", "tests", "examples", "benchmarks", "docs", "conftest.py", "pyproject.toml")
OWN_LIMIT = 60
"""Seconds that a mutant has for the tests of its own module, besides what all tests take."""

_PASSED, _NOTHING_TO_RUN = 0, 5


class Outcome(enum.Enum):
    """What became of a mutant; all but the last are killed."""

    BY_OWN_TESTS = "killed by the tests of its module"
    BY_OTHER_TESTS = "killed by the other tests of the package"
    NOT_IMPORTED = "killed: cannot be imported"
    TIMED_OUT = "killed: timed out"
    ALIVE = "alive"


class BrokenTestsError(Exception):
    """The tests fail without any mutant, so nothing can be learnt from them."""


@attrs.frozen
class Tests:
    """
    What the mutants of one package are tried with, besides its doctests.

    Args:
        own: Gives the files that test one module; not all need be there.
        named: Whether of these only the tests that name the module are run.
        every: Files that test the package, cheap ones first.
        parts: Folders of the package that have tests of their own; these and
            their doctests are left to them.
    """

    own: Callable[[str], tuple[str, ...]]
    named: bool
    every: tuple[str, ...]
    parts: tuple[str, ...] = ()

    def all(self, package: str) -> tuple[str, ...]:
        """List what is run of *package*: its doctests and the files, without those of its parts."""
        folders = (f"{SOURCES.as_posix()}/{package}", f"tests/{package}")
        left_out = (f"--ignore={folder}/{part}" for folder in folders for part in self.parts)
        return (folders[0], *self.every, *left_out)


PACKAGES = {
    "rules": Tests(
        own=lambda rule: (
            "tests/rules/test_examples.py",
            f"tests/rules/test_{rule}.py",
            f"tests/rules/test_{rule}_boundaries.py",
        ),
        named=True,
        every=("tests/rules/test_examples.py", "tests/rules"),
    ),
    "pricing": Tests(
        own=lambda module: (
            f"tests/pricing/test_{module}.py",
            "tests/pricing/test_charges.py",
            "tests/pricing/test_pricing.py",
        ),
        named=False,
        every=(
            "tests/pricing/test_selectors.py",
            "tests/pricing/test_siblings.py",
            "tests/pricing/test_tariffs.py",
            "tests/pricing/test_charges.py",
            "tests/pricing/test_explaining.py",
            "tests/pricing",
            "tests/views/test_shown.py",
        ),
        parts=("frame", "plots"),
    ),
    "pricing/frame": Tests(
        own=lambda module: (
            f"tests/pricing/frame/test_{module}.py",
            "tests/pricing/frame/test_lines.py",
            "tests/pricing/frame/test_sides.py",
            *(("tests/pricing/test_populations.py",) if module.startswith("population") else ()),
        ),
        named=False,
        every=(
            "tests/pricing/frame/test_digits.py",
            "tests/pricing/frame/test_entries.py",
            "tests/pricing/frame/test_tables.py",
            "tests/pricing/frame/test_lines.py",
            "tests/pricing/frame/test_sides.py",
            "tests/pricing/frame/test_frames.py",
            "tests/pricing/frame/test_cells.py",
            "tests/pricing/frame/test_schedules.py",
            "tests/pricing/frame/test_column_types.py",
            "tests/pricing/frame/test_line_columns.py",
            "tests/pricing/frame/test_line_rows.py",
            "tests/pricing/test_populations.py",
        ),
    ),
    "pricing/plots": Tests(
        own=lambda _: ("tests/pricing/test_plots.py",), named=False, every=("tests/pricing/test_plots.py",)
    ),
}
"""By the folder of what ``make mutants`` can change; the mutants of a folder within another are tried with its own."""


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
        self.first = self._copy(root)
        for _ in range(self._cores - 1):
            self._copies.put(self._copy(root))
        self._copies.put(self.first)
        self._own_limit, self._limit = 0.0, 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self) -> float:
        """
        Run the tests without a mutant in every copy, which also compiles what no mutant touches.

        Returns:
            Seconds they take.

        Raises:
            BrokenTestsError: If they do not pass.
        """
        began = time.monotonic()
        copies = [self._copies.get() for _ in range(self._cores)]
        with ThreadPoolExecutor(self._cores) as pool:
            runs = [run for of_copy in pool.map(self._run_without_mutant, copies) for run in of_copy]
        for code, output in runs:
            if code != _PASSED:
                raise BrokenTestsError(output)
        for copy in copies:
            for package in self._packages:
                shutil.rmtree(copy / SOURCES / package / "__pycache__", ignore_errors=True)
            self._copies.put(copy)
        seconds = time.monotonic() - began
        self._own_limit, self._limit = OWN_LIMIT + seconds, OWN_LIMIT + 4 * seconds
        return seconds

    def try_all(self, mutants: Iterable[Mutant]) -> Iterator[tuple[Mutant, Outcome]]:
        """Try *mutants*, and give each with its outcome, in their order."""
        with ThreadPoolExecutor(self._cores) as pool:
            yield from pool.map(lambda mutant: (mutant, self._try(mutant)), mutants)

    def _run_without_mutant(self, copy: Path) -> list[tuple[int, str]]:
        """Run the tests of every package in *copy*."""
        return [_pytest(copy, *PACKAGES[package].all(package)) for package in self._packages]

    def _try(self, mutant: Mutant) -> Outcome:
        copy = self._copies.get()
        path = copy / mutant.file
        unchanged = path.read_text(encoding="utf-8")
        try:
            path.write_text(mutant.source, encoding="utf-8")
            return self._judge(copy, PurePosixPath(mutant.file))
        except subprocess.TimeoutExpired:
            return Outcome.TIMED_OUT
        finally:
            path.write_text(unchanged, encoding="utf-8")
            self._copies.put(copy)

    def _judge(self, copy: Path, file: PurePosixPath) -> Outcome:
        module, package = file.stem.strip("_"), package_of(file)
        tests = PACKAGES[package]
        own = [file.as_posix(), *tests.own(module)]
        own = [test for test in dict.fromkeys(own) if (copy / test).exists()] + (["-k", module] if tests.named else [])
        outcome = Outcome.BY_OWN_TESTS
        code, output = _pytest(copy, *own, limit=self._own_limit)
        if code in (_PASSED, _NOTHING_TO_RUN):
            outcome = Outcome.BY_OTHER_TESTS
            code, output = _pytest(copy, *tests.all(package), limit=self._limit)
        if code == _PASSED:
            return Outcome.ALIVE
        imported = f"import {'.'.join(file.with_suffix('').parts[1:]).removesuffix('.__init__')}"
        if "\nERROR " in output and _python(copy, "-c", imported, limit=OWN_LIMIT)[0]:
            return Outcome.NOT_IMPORTED
        return outcome

    def _copy(self, root: Path) -> Path:
        copy = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="mutants-")))
        for name in COPIED:
            if (root / name).is_dir():
                shutil.copytree(root / name, copy / name, ignore=LEFT_OUT)
            else:
                shutil.copy(root / name, copy / name)
        return copy


def _pytest(copy: Path, *arguments: str, limit: float | None = None) -> tuple[int, str]:
    """Run pytest in *copy* up to the first failure."""
    return _python(copy, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", *arguments, limit=limit)


def _python(copy: Path, *arguments: str, limit: float | None) -> tuple[int, str]:
    """
    Run Python in *copy*; what it answers and prints.

    Only the run without a *limit*, that of the unchanged sources, keeps its
    compiled files: those of two mutants of the same second and length could be
    taken for each other.
    """
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "HYPOTHESIS_PROFILE": "mutants"}
    if limit is not None:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    run = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr
