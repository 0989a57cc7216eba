"""
Names say what they hold: no variable, field, function or class is called by a participle or by a retired name.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [
    file
    for folder in ("src", "tests", "examples", "benchmarks", "docs", "scripts")
    for file in (ROOT / folder).rglob("*.py")
]

SAY_NOTHING = {"told", "found", "given", "known", "wanted", "one", "taken", "done", "judged", "kept"}
"""Words that stand for a thing with a name: a finding, a verdict, a message, a child."""

RETIRED = {
    "partner_s_details": "current_partner_details",
    "one_day": "change_day",
    "one_cover": "exclusive_journeys",
    "between": "shared",
    "turn": "request_route",
    "KEPT": "MOST_CARRIED",
    "JUDGED_BY": "GUARD_OF",
    "Witness": "Example",
    "WITNESSES": "EXAMPLES",
    "ProblemsError": "FaultsError",
}
"""Former names, each with its successor."""

PUBLIC = {
    ("src/psc_workflow/dossier.py", "given"): "an argument of Dossier.form, which hosts pass",
    ("src/psc_workflow/exceptions.py", "known"): "UnknownContractError.known, which hosts read",
    ("src/psc_workflow/pricing/_quote.py", "between"): "PricedQuote.between, which hosts call",
    ("src/psc_workflow/_views/view.py", "done"): "Progress.done, a field of the view",
    ("src/psc_workflow/testing/strategies/_people.py", "known"): "the share of facts that a strategy knows",
    ("src/psc_workflow/testing/strategies/_setting.py", "known"): "the same",
}
"""Names that hosts use already, and why they stay."""


def names(tree: ast.AST) -> Iterator[str]:
    """Walk the names that *tree* gives: to variables, arguments, fields, functions, classes and imports of ours."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.ImportFrom(module=str(module)) if module.startswith("psc_workflow"):
                yield from (alias.asname or alias.name for alias in node.names)
            case ast.ImportFrom() | ast.Import():
                yield from (alias.asname for alias in node.names if alias.asname)
            case ast.Call(func=ast.Name(id="finding"), keywords=facts):
                yield from (fact.arg for fact in facts if fact.arg is not None)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name


def is_forbidden(name: str) -> bool:
    bare = name.strip("_")
    is_claim = bare.startswith("test_")
    return bare in SAY_NOTHING or bare in RETIRED or (bare.endswith("_told") and not is_claim)


def forbidden(file: Path) -> set[str]:
    place = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {name for name in names(tree) if is_forbidden(name) and (place, name) not in PUBLIC}


def test_no_name_of_the_sources_is_a_participle_or_retired() -> None:
    assert {file.relative_to(ROOT).as_posix(): bad for file in SOURCES if (bad := forbidden(file))} == {}


def test_every_exception_is_still_there() -> None:
    for place, name in PUBLIC:
        tree = ast.parse((ROOT / place).read_text(encoding="utf-8"))
        assert name in set(names(tree)), place


@pytest.mark.parametrize(
    "code",
    [
        "found = 1",
        "for one in []: pass",
        "def f(told): pass",
        "def _told(): pass",
        "class given: pass",
        "class C:\n    known: int",
        "self.taken = 1",
        "x = lambda wanted: 1",
        "[done for done in []]",
        "from psc_workflow.rules import one_day",
        "import json as found",
        "def outcome_told(): pass",
        "KEPT = 16",
        "match x:\n    case [one, *_]: pass",
    ],
)
def test_a_forbidden_name_is_seen_wherever_it_stands(tmp_path: Path, code: str) -> None:
    file = tmp_path / "module.py"
    file.write_text(code)
    assert forbidden(file)


@pytest.mark.parametrize(
    "code",
    [
        "from hypothesis import given",
        "finding = 1",
        "x.found",
        "print(one)",
        "'told'",
        "def find_one(): pass",
        "def test_a_gap_is_told(): pass",
    ],
)
def test_other_names_and_those_of_other_libraries_pass(tmp_path: Path, code: str) -> None:
    file = tmp_path / "module.py"
    file.write_text(code)
    assert not forbidden(file)
