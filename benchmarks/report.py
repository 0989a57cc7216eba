"""
Rows of figures: as JSON, as a table on the screen, and as tables in the documentation.
"""

import json
import os
import platform
import re
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import attrs

from psc_workflow import __version__

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
EXPLANATION = ROOT / "docs" / "explanation"
PAGES = {True: EXPLANATION / "performance.md", False: EXPLANATION / "figures-for-information.md"}
"""Where the rows stand that have a budget, and those that have none: together they would be too long to read."""
START, END = "<!-- figures of make bench: start -->", "<!-- figures of make bench: end -->"
INFORMATION = "for information"
PACKAGES = (
    *("psc_workflow", "polars", "narwhals", "numpy", "OpenFisca-Core", "zen-engine"),
    *("pandas", "pyarrow", "duckdb", "python-statemachine", "SpiffWorkflow"),
)


@attrs.frozen
class Row:
    """
    One comparison.

    Args:
        ours: Median, in *unit*.
        theirs: Median of the peer.
        peer: What the library is compared with.
        budget: In words; "for information" if there is none.
        least: The least that the ratio may be.
        most: The most that the ratio may be.
        speed: Whether the ratio says how many times as fast the library is,
            ``theirs / ours``, rather than how many times as long it takes.
    """

    work: str
    ours: float
    peer: str
    theirs: float
    budget: str = INFORMATION
    least: float | None = None
    most: float | None = None
    speed: bool = False
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """The ratio of the two, as *speed* says."""
        return self.theirs / self.ours if self.speed else self.ours / self.theirs

    def __attrs_post_init__(self) -> None:
        """Check that a budget has words and one number, and that a row for information has neither."""
        numbers = [number for number in (self.least, self.most) if number is not None]
        if len(numbers) != (self.budget != INFORMATION):
            raise ValueError(f"{self.work}, beside {self.peer}: a budget needs words and either `least` or `most`")

    @property
    def limit(self) -> float | None:
        """The least or the most that the ratio may be; ``None`` without a budget."""
        return self.most if self.least is None else self.least

    @property
    def to_spare(self) -> float | None:
        """By which share of the budget the ratio is better than it, or, below 0, worse; ``None`` without a budget."""
        if self.limit is None:
            return None
        return (self.ratio - self.limit if self.most is None else self.limit - self.ratio) / self.limit

    @property
    def holds(self) -> bool | None:
        """Whether the budget holds; ``None`` without one."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.ratio >= self.least) and (self.most is None or self.ratio <= self.most)

    def as_json(self) -> dict[str, object]:
        """Return the entry of ``results.json``."""
        return {
            "work": self.work,
            "ours": self.ours,
            "peer": self.peer,
            "theirs": self.theirs,
            "ratio": self.ratio,
            "budget": self.limit,
            "budget_is": None if self.limit is None else "least" if self.most is None else "most",
            "to_spare": self.to_spare,
            "ratio_is": "theirs / ours" if self.speed else "ours / theirs",
            "unit": self.unit,
            "holds": self.holds,
        }

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the table."""
        comparison = "as fast" if self.speed else "as long" if self.unit == "s" else "as much"
        verdict = "holds" if self.holds else "**does not hold**"
        budget = self.budget if self.to_spare is None else f"{self.budget}: {verdict} ({self.to_spare:+.0%} to spare)"
        ratio = f"{self.ratio:.3g} × {comparison}"
        return (self.work, show(self.ours, self.unit), self.peer, show(self.theirs, self.unit), ratio, budget)


HEAD = ("work", "ours", "peer", "theirs", "ours is", "budget")


def show(amount: float, unit: str) -> str:
    """Write an amount with a unit that fits."""
    if unit != "s":
        return f"{amount:,.0f} {unit}"
    for scale, name in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if amount >= scale:
            return f"{amount / scale:.3g} {name}"
    return f"{amount:.3g} s"


def markdown(rows: Sequence[Row]) -> str:
    """Write the table in Markdown."""
    lines = [HEAD, ("---",) * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def screen(rows: Sequence[Row]) -> str:
    """Write the table with aligned columns."""
    lines = [HEAD, *(tuple(cell.replace("*", "") for cell in row.cells()) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, cells, widths)).rstrip() for cells in lines)


def machine() -> str:
    """Describe the machine and the packages."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    packages = ", ".join(f"{name} {version_of(name)}" for name in PACKAGES)
    return (
        f"{processor()}, {cores} cores, {memory:.0f} GiB of memory, {platform.system()} {_kernel()}; "
        f"{platform.python_implementation()} {platform.python_version()}; {packages}."
    )


def _kernel() -> str:
    """Name the release of the kernel, without what its packager adds."""
    return ".".join(platform.release().split(".")[:2])


def processor() -> str:
    """Return the name of the processor."""
    info = Path("/proc/cpuinfo")
    match = (
        re.search(r"^model name\s*: (.+)$", info.read_text(encoding="utf-8"), re.MULTILINE) if info.exists() else None
    )
    return match[1] if match else platform.processor() or platform.machine()


def version_of(name: str) -> str:
    """Return the version of a package; that of the library with its commit."""
    if name != "psc_workflow":
        return version(name)
    git = ("git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude", "*")
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    return f"{__version__} ({commit})" if commit else __version__


def write(rows: Sequence[Row]) -> None:
    """Write ``results.json``."""
    answer = json.dumps([row.as_json() for row in rows], indent=1, ensure_ascii=False)
    RESULTS.write_text(answer + "\n", encoding="utf-8")


def write_pages(rows: Sequence[Row], day: str) -> None:
    """Write the tables between their markers on the pages of the documentation."""
    for has_budget, page in PAGES.items():
        table = markdown([row for row in rows if (row.limit is not None) == has_budget])
        before, rest = page.read_text(encoding="utf-8").split(START)
        _, after = rest.split(END)
        page.write_text(f"{before}{START}\n\n{day}: {machine()}\n\n{table}\n\n{END}{after}", encoding="utf-8")
