"""
The project itself: what it exports, what it ships, what it promises in writing.
"""

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import psc_workflow
from paths import ROOT
from psc_workflow import Household, commands, contracts
from psc_workflow.exceptions import PscWorkflowError
from psc_workflow.states._affiliation import AffiliationChart
from psc_workflow.states._engine import table


def test_the_public_names_are_sorted_and_exist() -> None:
    assert psc_workflow.__all__ == sorted(psc_workflow.__all__)
    assert all(hasattr(psc_workflow, name) for name in psc_workflow.__all__)


def test_who_only_computes_premiums_never_loads_the_state_machines() -> None:
    program = """
import sys
from psc_workflow import Household, Regime, contracts
from psc_workflow.pricing import price
loaded = {"statemachine", "schwifty", "psc_workflow.dossier", "psc_workflow.states"} & set(sys.modules)
assert not loaded, loaded
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_name_is_the_same_wherever_it_is_taken_from() -> None:
    public = vars(psc_workflow)
    missing = [name for name in psc_workflow.__all__ if getattr(psc_workflow, name) is not public[name]]
    assert missing == []
    assert set(psc_workflow.__all__) <= set(dir(psc_workflow))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        psc_workflow.nothing  # noqa: B018 -- the point


def test_the_pinned_imports_work() -> None:
    from psc_workflow import Dossier, Formula, Regime, Role  # noqa: PLC0415 -- the point

    assert all((Dossier, Household, Regime, Formula, Role, contracts, commands))
    assert issubclass(PscWorkflowError, Exception)


def test_the_core_runs_without_any_extra() -> None:
    """A process in which cyclopts, rich and hypothesis cannot be imported still signs and prices."""
    program = """
import sys
for name in ("cyclopts", "rich", "hypothesis"):
    sys.modules[name] = None
sys.path.insert(0, "tests/support")
from dossiers import at_state
assert at_state("confirmed").states["affiliation"] == "confirmed"
from psc_workflow.cli import main
sys.exit(main(["demo"]))
"""
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "pip install 'psc_workflow[cli]'" in answer.stderr


def test_the_wheel_holds_types_and_data_and_its_demo_runs(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "lib")
    assert "psc_workflow/py.typed" in names
    assert "psc_workflow/_catalogue/data/contracts/men-2026-pf.toml" in names
    assert "psc_workflow/cli/demo.toml" in names
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'lib')!r}); import psc_workflow; "
        "from psc_workflow.cli import main; print(psc_workflow.__file__); sys.exit(main(['demo', '--lang', 'en']))"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert str(tmp_path) in answer.stdout.splitlines()[0]
    assert "16.00 €/month" in answer.stdout


def test_the_readme_shows_both_commands_and_a_diagram_of_declared_transitions() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme
    rows = table(AffiliationChart)
    arrows = re.findall(r"^ *(\w+) --> (\w+) ?(?:: (.*))?$", readme, re.MULTILINE)
    drawn = [(source, target) for source, target, _ in arrows if source in rows]
    assert drawn
    for source, target in drawn:
        assert target in {branch.target for row in rows[source].values() for branch in row.branches}


def test_the_versions_of_the_engine_are_pinned_as_decided() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[>=<;\[ ]", requirement)[0] for requirement in project["dependencies"]}
    assert names == {"attrs", "cattrs", "python-statemachine", "schwifty", "tzdata"}
    assert "python-statemachine>=3.2.2,<3.3" in project["dependencies"]
    assert project["requires-python"] == ">=3.11"


@pytest.mark.parametrize(
    ("file", "least"),
    [("dev", 60), ("demo", 15), ("mutants", 25), ("spark", 2), ("lowest", 40), ("sbom", 20), ("browser", 15)],
)
def test_development_requirements_are_pinned_with_hashes_and_name_no_index(file: str, least: int) -> None:
    pinned = (ROOT / "requirements" / f"{file}.txt").read_text(encoding="utf-8")
    assert "http" not in pinned
    assert "--index" not in pinned
    requirements = re.findall(r"^(\S+)==\S+", pinned, re.MULTILINE)
    hashed = re.findall(r"^\S+==[^\n]*\\\n    --hash=sha256:", pinned, re.MULTILINE)
    assert len(requirements) == len(hashed) > least


def pins(file: str) -> dict[str, str]:
    """Read the versions that a file of requirements pins."""
    text = (ROOT / "requirements" / f"{file}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^(\S+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("file", ["demo", "spark"])
def test_what_two_files_of_requirements_pin_is_the_same(file: str) -> None:
    """PySpark is installed beside the rest; the demo is tried with what the tests use."""
    assert {name: pins("dev").get(name, version) for name, version in pins(file).items()} == pins(file)
    assert "pyspark" not in pins("dev")


def imported(path: Path) -> set[str]:
    """List the packages that a file imports when it is imported itself; helpers of the tests with what they import."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
    packages = {name.partition(".")[0] for name in names}
    helpers = [helper for name in packages if (helper := ROOT / "tests" / "support" / f"{name}.py").exists()]
    return packages.difference(helper.stem for helper in helpers).union(*map(imported, helpers))


@pytest.mark.parametrize("folder", ["rules", "pricing"])
def test_the_environment_of_the_mutants_has_what_their_tests_import(folder: str) -> None:
    """It is not the one in which the tests run otherwise, so that nothing but this notices what it lacks."""
    files = [ROOT / "conftest.py", ROOT / "tests" / "conftest.py", *(ROOT / "tests" / folder).glob("*.py")]
    packages = set().union(*map(imported, files)) - sys.stdlib_module_names - {"psc_workflow"}
    distributions = metadata.packages_distributions()
    needed = {distributions[name][0].lower() for name in packages}
    assert {"hypothesis", "pytest"} <= needed <= pins("mutants").keys()


def test_the_demo_installs_what_it_needs_and_no_more() -> None:
    assert len(pins("demo")) < 30
    assert {"cyclopts", "rich", "schwifty", "python-statemachine"} < set(pins("demo"))
    assert not {"polars", "pyarrow", "narwhals", "hypothesis", "pytest", "sqlalchemy", "mypy"} & set(pins("demo"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^demo: \.venv-demo/ready$", makefile, re.MULTILINE)


@pytest.mark.parametrize("file", sorted((ROOT / "examples" / "scenarios").glob("*.json")), ids=lambda file: file.stem)
def test_every_example_says_in_a_sentence_what_happens(file: Path) -> None:
    assert json.loads(file.read_text(encoding="utf-8"))["about"].endswith(".")


def test_the_contract_that_the_documentation_bases_on_another_loads(tmp_path: Path) -> None:
    own, tariff = (
        (ROOT / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8")
        for name in ("own-contract", "write-a-tariff")
    )
    blocks = re.findall(r"```toml\n(.*?)```", own[own.index("## Base it on another contract") :] + tariff, re.DOTALL)
    (tmp_path / "ours.toml").write_text("".join(blocks), encoding="utf-8")
    ours = contracts.load(tmp_path / "ours.toml")
    assert (ours.affiliation_window.values[0].value, len(ours.tariff.components)) == (30, 2)
