"""
The plug-in of pytest: classes are collected by themselves, options reach them, and a run without them costs nothing.
"""

import argparse
import importlib.metadata
import json
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from effort import IS_THOROUGH
from psc_workflow import _pytest
from pytest_process import run_pytest
from running_hosts import report_of
from wrong_hosts import OffersWhatIsRefused

SUPPORT = Path(__file__).parents[1] / "support"

CLASSES = f"""
import sys
sys.path.insert(0, {str(SUPPORT)!r})
import right_hosts, wrong_hosts

class TestRight(right_hosts.DictPortal):
    pass

class TestWrong(wrong_hosts.OffersWhatIsRefused):
    pass
"""


def run(folder: Path, *options: str) -> tuple[int, str]:
    """Run pytest on two classes in a process of its own."""
    (folder / "test_portals.py").write_text(CLASSES, encoding="utf-8")
    return run_pytest(folder, "-q", *options, "test_portals.py")


@pytest.mark.skipif(not IS_THOROUGH, reason="begins two workers beside those of this run, ten seconds")
def test_classes_are_collected_and_what_they_reach_is_summed_up_over_workers(tmp_path: Path) -> None:
    file = tmp_path / "coverage.json"
    options = [
        "--psc-seconds",
        "1",
        "--psc-seed",
        "7",
        "--psc-coverage",
        str(file),
        "-p",
        "xdist.plugin",
        "-n",
        "2",
        "--dist=loadfile",
    ]
    status, output = run(tmp_path, *options)
    assert status == 1
    assert len(re.findall(r"^E .*oracle: offered$", output, re.MULTILINE)) == 1
    assert re.search(r"1 failed, 6 passed, 5 skipped", output)
    assert re.search(
        r"test_portals.TestRight: \d{3} transitions: \d+ · guard outcomes: \d+ · codes: \d+ of \d+", output
    )
    reached = json.loads(file.read_text(encoding="utf-8"))
    assert set(reached["classes"]) == {"test_portals.TestRight", "test_portals.TestWrong"}
    assert len(reached["transitions"]) >= 14  # at least the reference family
    assert not set(reached["transitions"]) & set(reached["missing"]["transitions"])


@pytest.mark.parametrize(
    ("option", "values"),
    [
        ("--psc-seconds", ["-3", "0", "nan", "inf", "x"]),
        ("--psc-replay", ["no-such-file", "."]),
        ("--psc-coverage", ["no-such-folder/x.json", "."]),
        ("--psc-require", ["transitions=nan", "codes=101", "codes=-1", "codes", "lines=3"]),
    ],
)
def test_an_option_that_makes_no_sense_is_one_usage_error(option: str, values: list[str], tmp_path: Path) -> None:
    parser = argparse.ArgumentParser(exit_on_error=False)
    group: Any = SimpleNamespace(addoption=parser.add_argument)
    _pytest.pytest_addoption(cast("Any", SimpleNamespace(getgroup=lambda *_: group)))
    for value in values:
        with pytest.raises(argparse.ArgumentError, match=f"argument {option}: (must be|there is no|no file)"):
            parser.parse_args([f"{option}={value}"])
    status, output = run_pytest(tmp_path, f"{option}={values[0]}")
    assert status == pytest.ExitCode.USAGE_ERROR
    assert "Traceback" not in output


def test_what_is_required_and_was_not_reached_fails_the_run_and_is_named(tmp_path: Path) -> None:
    require = "transitions=100,codes=1"
    status, output = run(tmp_path, "-k", "Right", "--psc-seconds", "0.5", "--psc-require", require)
    assert status == 1
    assert "failed" not in output
    assert re.search(r"transitions: [\d.]+ % reached, 100 % required; not reached:", output)
    assert re.search(r"^  dispensation\..* --.*--> .*: \d+ acts: open, start-dispensation", output, re.MULTILINE)


def test_the_replay_of_a_report_plays_that_journey_alone(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(report_of(OffersWhatIsRefused, 20.0), encoding="utf-8")
    status, again = run(tmp_path, "--psc-replay", str(tmp_path / "report.txt"), "--psc-lang", "fr")
    assert status == 1
    assert re.search(r"1 failed, 1 passed, 10 deselected", again)
    assert "trouvé en rejouant un rapport" in again
    assert re.search(r"TestWrong: .* · 1 acts in 1 journeys", again)


def test_pytest_finds_the_plug_in_by_its_entry_point() -> None:
    (entry,) = importlib.metadata.entry_points(group="pytest11", name="psc_workflow._pytest")
    assert entry.value == "psc_workflow._pytest"


def test_a_run_without_such_a_class_imports_nothing(tmp_path: Path) -> None:
    program = (
        "import sys, time, pytest; before = set(sys.modules); start = time.perf_counter(); import psc_workflow._pytest; "
        "print(time.perf_counter() - start, *sorted(m for m in set(sys.modules) - before if m.startswith('psc')))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True, cwd=tmp_path
    )
    seconds, *modules = answer.stdout.split()
    assert modules == ["psc_workflow", "psc_workflow._pytest", "psc_workflow._retired"]
    assert float(seconds) < 0.1  # 4 ms on an idle machine
