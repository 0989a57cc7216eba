"""
``make rule`` writes skeletons that can be imported, next to what they belong to, and says what is left to do.
"""

import importlib.util
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FINDINGS = Path("src/psc_workflow/_catalogue/data/texts/findings")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project that has what the script reads."""
    (tmp_path / "src/psc_workflow/rules/_examples").mkdir(parents=True)
    shutil.copytree(ROOT / FINDINGS, tmp_path / FINDINGS)
    return tmp_path


def make_rule(project: Path, name: str, journey: str = "affiliation") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "new_rule.py"), name, journey, "--root", str(project)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_skeleton_of_a_rule_answers_and_everything_left_is_marked(project: Path) -> None:
    result = make_rule(project, "curfew")
    assert result.returncode == 0
    assert "make mutants RULE=curfew" in result.stdout
    file = project / "src/psc_workflow/rules/curfew.py"
    spec = importlib.util.spec_from_file_location("curfew", file)
    rule = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rule)
    texts = [*(project / "src").rglob("*curfew.py"), *(project / "tests").rglob("test_curfew.py")]
    assert len(texts) == 3
    assert all("TODO(code)" in text.read_text(encoding="utf-8") for text in texts)
    assert callable(rule.assess)


def test_the_findings_of_a_rule_are_added_to_those_of_its_journey(project: Path) -> None:
    before = tomllib.loads((project / FINDINGS / "dispensation.toml").read_text(encoding="utf-8"))
    make_rule(project, "curfew", "dispensation")
    after = tomllib.loads((project / FINDINGS / "dispensation.toml").read_text(encoding="utf-8"))
    assert set(after) - set(before) == {"curfew-missing", "curfew-refused"}
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    ("name", "journey", "message"),
    [
        ("Curfew", "affiliation", "NAME must be"),
        ("", "affiliation", "NAME must be"),
        ("class", "affiliation", "NAME must be"),
        ("curfew", "mars", "JOURNEY must be"),
    ],
)
def test_a_wrong_argument_is_one_error_and_nothing_is_written(
    project: Path, name: str, journey: str, message: str
) -> None:
    before = {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}
    result = make_rule(project, name, journey)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert {file: file.read_bytes() for file in project.rglob("*") if file.is_file()} == before


def test_a_rule_that_is_there_is_not_written_over(project: Path) -> None:
    make_rule(project, "curfew")
    result = make_rule(project, "curfew")
    assert result.returncode == 2
    assert "there is a rule curfew already" in result.stderr
