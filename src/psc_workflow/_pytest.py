"""
The plug-in of pytest: options for classes of ``testing.JourneyConformance``, and what they have reached at the end.

With ``--psc-scenarios``, the scenario files of a folder are tests, too. It is
loaded in every run of pytest wherever the library is installed, and so imports
nothing of it: a run without such a class costs nothing.
"""

import argparse
import json
import math
import os
import sys
from pathlib import Path
from typing import Any

import pytest

_COURSE = "psc_workflow.testing._conformance.course"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("psc-workflow", "psc_workflow: journeys through your own portal")
    group.addoption("--psc-seconds", type=_seconds, metavar="S", help="time of each class, in place of its `seconds`")
    group.addoption("--psc-seed", type=int, metavar="N", help="seed of each class, in place of its `seed`")
    group.addoption("--psc-replay", type=_file_to_read, metavar="FILE", help="play the journey of a report alone")
    group.addoption("--psc-coverage", type=_file_to_write, metavar="FILE.json", help="write what was reached")
    group.addoption("--psc-lang", choices=("fr", "en"), help="language of the reports")
    group.addoption(
        "--psc-scenarios",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="scenario files to run as tests",
    )
    group.addoption(
        "--psc-require",
        type=_requirements,
        default={},
        metavar="transitions=90,codes=80",
        help="fail unless that many percent were reached",
    )


def _seconds(text: str) -> float:
    seconds = _number(text)
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError("must be a number of seconds, more than 0")
    return seconds


def _file_to_read(text: str) -> Path:
    if not Path(text).is_file():
        raise argparse.ArgumentTypeError("there is no such file")
    return Path(text)


def _file_to_write(text: str) -> Path:
    path = Path(text)
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise argparse.ArgumentTypeError("no file can be written there")
    return path


def _requirements(text: str) -> dict[str, float]:
    """Read ``transitions=90,codes=80``."""
    required: dict[str, float] = {}
    for part in filter(None, text.split(",")):
        name, _, percent = part.partition("=")
        if name not in ("transitions", "codes") or not 0 <= (required.setdefault(name, _number(percent))) <= 100:  # noqa: PLR2004 -- percent
            raise argparse.ArgumentTypeError("must be transitions=PERCENT, codes=PERCENT, or both with a comma")
    return required


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Pass the options on, if there is a class that they are for; a replay is played once for each class."""
    if _COURSE not in sys.modules:
        return
    from psc_workflow.testing._conformance.plug import Host  # noqa: PLC0415 -- it is loaded
    from psc_workflow.testing._conformance.settings import SETTINGS  # noqa: PLC0415 -- the same

    SETTINGS.seconds, SETTINGS.seed = config.getoption("--psc-seconds"), config.getoption("--psc-seed")
    SETTINGS.replay, SETTINGS.locale = config.getoption("--psc-replay"), config.getoption("--psc-lang")
    if SETTINGS.replay is None:
        return
    rest = [item for item in items if _is_of(item, Host) and "isolation" not in item.name]
    config.hook.pytest_deselected(items=rest)
    items[:] = [item for item in items if item not in rest]


def _is_of(item: pytest.Item, host: type) -> bool:
    cls = getattr(item, "cls", None)
    return isinstance(cls, type) and issubclass(cls, host)


# -- scenario files -------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Collect the scenario files that are named, besides what else is."""
    for path in config.getoption("--psc-scenarios"):
        place = str(Path(config.invocation_params.dir, path))
        if place not in config.args:
            config.args.append(place)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a scenario file, if it is in a place that was named."""
    folder = parent.config.invocation_params.dir
    places = [Path(folder, path) for path in parent.config.getoption("--psc-scenarios")]
    if file_path.suffix != ".json" or not any(place in (file_path, *file_path.parents) for place in places):
        return None
    from psc_workflow.testing._scenarios.collecting import ScenarioFile  # noqa: PLC0415 -- only if there is one

    collector: pytest.Collector = ScenarioFile.from_parent(parent, path=file_path)
    return collector


# -- what was reached -----------------------------------------------------------------------------


def _collect() -> dict[str, Any]:
    """Return what the classes of this process have reached, by their names."""
    course = sys.modules.get(_COURSE)
    courses = course.COURSES if course is not None else {}
    return {f"{host.__module__}.{host.__qualname__}": course.coverage.as_json() for host, course in courses.items()}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what was reached to the controller, write it, and compare it with what is required."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["psc"] = json.dumps(_collect())
        return
    reports = [*config.stash.get(_REPORTS, []), _collect()]
    merged = _merge(reports) if any(reports) else {}
    config.stash[_MERGED] = merged
    file, required = config.getoption("--psc-coverage"), config.getoption("--psc-require")
    if file is not None:
        file.write_text(json.dumps(_whole(merged), ensure_ascii=False, indent=1), encoding="utf-8")
    config.stash[_LACKS] = _lacks(merged, required) if required else []
    if config.stash[_LACKS] and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


_REPORTS = pytest.StashKey[list[dict[str, Any]]]()
_MERGED = pytest.StashKey[dict[str, Any]]()
_LACKS = pytest.StashKey[list[str]]()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker of pytest-xdist has reached."""
    text = getattr(node, "workeroutput", {}).get("psc")
    if text is not None:
        node.config.stash.setdefault(_REPORTS, []).append(json.loads(text))


def _merge(reports: list[dict[str, Any]]) -> dict[str, Any]:
    from psc_workflow.testing._conformance.coverage import Coverage  # noqa: PLC0415 -- a class was judged

    merged: dict[str, Coverage] = {}
    for report in reports:
        for name, data in report.items():
            merged.setdefault(name, Coverage()).add(Coverage.read(data))
    return dict(sorted(merged.items()))


def _whole(merged: dict[str, Any]) -> dict[str, Any]:
    """Write the coverage file: what all classes have reached, what is missing, and each class by itself."""
    from psc_workflow.testing._conformance.gaps import missing, total  # noqa: PLC0415 -- as above

    whole = total(merged.values())
    classes = {name: coverage.as_json() for name, coverage in merged.items()}
    return {**whole.as_json(), "missing": missing(whole), "classes": classes}


def _lacks(merged: dict[str, Any], required: dict[str, float]) -> list[str]:
    """Say what was not reached, and the shortest way there, wherever fewer were reached than is required."""
    from psc_workflow.testing._conformance.gaps import lacks, total  # noqa: PLC0415 -- as above

    return lacks(total(merged.values()), required)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print what each class has reached."""
    merged, lines = config.stash.get(_MERGED, {}), config.stash.get(_LACKS, [])
    if merged or lines:
        terminalreporter.section("journeys of psc_workflow")
    for name, coverage in merged.items():
        terminalreporter.write_line(f"{name}: {coverage.summary()}")
    for line in lines:
        terminalreporter.write_line(line)


# -- assertions -----------------------------------------------------------------------------------


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """List where two dossiers, or two decisions, differ."""
    if op != "==" or type(left) is not type(right) or type(left).__name__ not in ("Dossier", "Decision"):
        return None
    if not type(left).__module__.startswith("psc_workflow."):
        return None
    from psc_workflow.testing._conformance.mirror import differences  # noqa: PLC0415 -- only if an assertion fails

    name = type(left).__name__
    paths = [f"{path}: {ours} != {theirs}" for path, ours, theirs in differences(left, right)]
    return [f"two values of {name} differ", *paths]
