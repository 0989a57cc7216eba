"""
Mypy and Pyright over files: what each finds, line by line.

Both are strict. What a package without types leaves unknown (PySpark, Dask,
jsonschema) is passed over: no reader of the pages can mend it.
"""

import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "src", ROOT / "examples"]
WITHOUT_TYPES = ("apscheduler", "celery", "dask", "flask", "jsonschema", "pandas", "pyspark")
"""Packages that ship no types, or need not be installed to check the pages that show them."""


class Error(NamedTuple):
    """What a checker objects to: where, by which rule, and in which words."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} [{self.rule}]"


Check = Callable[[Sequence[Path]], list[Error]]


@pytest.fixture(params=["mypy", "pyright"])
def check(request: pytest.FixtureRequest, tmp_path: Path) -> Check:
    """Run each of the two checkers in turn: it lists what it objects to in files."""
    if request.param == "mypy":
        return functools.partial(_mypy, folder=tmp_path, cache=request.config.cache.mkdir("mypy"))
    return functools.partial(_pyright, folder=tmp_path)


def _mypy(files: Sequence[Path], *, folder: Path, cache: Path) -> list[Error]:
    config = folder / "mypy.ini"
    ignored = "".join(f"[mypy-{name}.*]\nignore_missing_imports = true\n" for name in WITHOUT_TYPES)
    config.write_text(f"[mypy]\nstrict = true\n{ignored}", encoding="utf-8")
    options = ["--config-file", config, "--cache-dir", cache, "--output", "json", "--no-error-summary"]
    answer = _run([sys.executable, "-m", "mypy", *options, *files], MYPYPATH=os.pathsep.join(map(str, SOURCES)))
    return [
        Error(Path(error["file"]).name, error["line"], error["code"], error["message"])
        for error in map(json.loads, answer.splitlines())
        if error["severity"] == "error"
    ]


def _pyright(files: Sequence[Path], *, folder: Path) -> list[Error]:
    checked = folder / "checked"  # what is outside the folder of its configuration it passes over
    checked.mkdir()
    for file in files:
        shutil.copy(file, checked)
    config = {
        "include": ["checked"],
        "extraPaths": [str(path) for path in SOURCES],
        "typeCheckingMode": "strict",
        "reportMissingModuleSource": "none",  # stubs will do
        "reportMissingTypeStubs": "none",  # a package without types is none of the reader's making
        "reportUnknownArgumentType": "none",
        "reportUnknownMemberType": "none",
        "reportUnknownVariableType": "none",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    options = ["--outputjson", "--pythonpath", sys.executable, "--project", folder]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    pyright = shutil.which("pyright", path=path) or pytest.fail("Pyright is not installed")
    answer = json.loads(_run([pyright, *options]))
    assert answer["summary"]["filesAnalyzed"] == len(files)
    return [
        Error(Path(error["file"]).name, error["range"]["start"]["line"] + 1, error.get("rule", ""), error["message"])
        for error in answer["generalDiagnostics"]
        if error["severity"] == "error" and not error["message"].startswith('Import "pyspark')  # make test-all alone
    ]


def _run(command: Sequence[object], **environment: str) -> str:
    arguments = list(map(str, command))
    answer = subprocess.run(
        arguments, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode in (0, 1), answer.stdout + answer.stderr
    return answer.stdout
