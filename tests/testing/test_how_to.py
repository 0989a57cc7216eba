"""
The page that leads from nothing to a red, then a green run, is true: its class, its fault and its report.
"""

import importlib
import re
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import find

from effort import IS_THOROUGH
from paths import ROOT
from psc_workflow.testing import JourneyConformance, strategies
from pytest_process import run_pytest
from running_hosts import report_of

sys.path += [str(ROOT / "docs"), str(ROOT / "scripts")]
strategy_pages = importlib.import_module("strategy_pages")

PAGE = (ROOT / "docs" / "how-to" / "test-your-portal.md").read_text(encoding="utf-8")
SHIM = f"""
import sys
sys.path.append({str(ROOT / "tests" / "support")!r})
import asgi
sys.modules["fastapi.testclient"] = asgi
"""


def block(language: str, beginning: str) -> str:
    """Find the block of the page that begins with these words."""
    (text,) = re.findall(rf"^```{language}\n({re.escape(beginning)}.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(text)


def patch(file: Path, difference: str) -> None:
    """Change *file* as the page says."""
    lines = [line for line in difference.splitlines() if line]
    before, after = ("\n".join(line[1:] for line in lines if line[0] != sign) for sign in "+-")
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the portal, as the page does."""
    shutil.copytree(ROOT / "examples" / "portals", tmp_path / "portals", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "conftest.py").write_text(SHIM, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(not IS_THOROUGH, reason="plays all journeys over HTTP, seven seconds")
def test_the_portal_of_the_page_is_green(folder: Path) -> None:
    status, output = run_pytest(folder, "portals", "--psc-seconds", "1")
    assert status == 0, output
    assert untold(output) <= untold(PAGE)


def untold(text: str) -> set[str]:
    """List what is not told, but for the states, of which the page lists one."""
    (line,) = re.findall("^not told, and so not judged: (.*)$", text, re.MULTILINE)
    return {name for name in line.split(", ") if not name.startswith("state of ")}


@pytest.mark.skipif(not IS_THOROUGH, reason="plays about a hundred journeys over HTTP, 20 seconds")
def test_the_fault_of_the_page_leads_to_its_report_and_its_replay_is_green_once_it_is_mended(folder: Path) -> None:
    portal, report = folder / "portals" / "with_fastapi.py", folder / "report.txt"
    right = portal.read_text(encoding="utf-8")
    patch(portal, block("diff", "-    app, store = FastAPI()"))
    status, output = run_pytest(folder, "portals", "--maxfail=1", "--psc-seconds", "200")
    assert status == 1
    shown = block("text", "The host does not conform.").splitlines()
    steps = [line for line in shown if not re.match(r"found by|  because| {11}|replay", line)]
    assert len(steps) == 11
    assert [line for line in steps if line not in output] == []
    report.write_text(output, encoding="utf-8")
    portal.write_text(right, encoding="utf-8")
    assert run_pytest(folder, "portals", "--psc-replay", str(report))[0] == 0


def test_the_gallery_shows_every_strategy() -> None:
    shown = {call.partition("(")[0] for call in strategy_pages.gallery()}
    assert shown == {name for name in strategies.__all__ if name[0].islower()}


def test_the_gallery_shows_the_simplest_value_first_and_others_after_it() -> None:
    first, *others = strategy_pages.values(strategies.nirs())
    assert first == find(strategies.nirs(), lambda _: True)
    assert len({first, *others}) == 1 + strategy_pages.DRAWS


def test_the_store_of_the_readme_is_red_as_it_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (source,) = re.findall(r"^```python\n(from psc_workflow import Decision.*?)^```", readme, re.MULTILINE | re.DOTALL)
    names: dict[str, type[JourneyConformance]] = {"__name__": "readme"}  # type: ignore[dict-item]  # of the module
    exec(source, names)  # noqa: S102 -- our own page
    assert re.findall("^oracle: (.*)$", report_of(names["TestOurStore"], 5.0), re.MULTILINE) == ["stale"]
    assert "`oracle: stale`" in readme


def test_the_class_for_a_portal_in_the_same_process_is_green() -> None:
    page = (ROOT / "docs" / "how-to" / "plug-in-a-portal.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (source,) = [text for text in blocks if "def give(" in text]
    names: dict[str, type[JourneyConformance]] = {"__name__": "page"}  # type: ignore[dict-item]  # of the module
    exec(source, names)  # noqa: S102 -- our own page
    assert report_of(names["TestOurPortal"], 1.0) == ""
