"""
Files that hosts copy from the recipes: the hook of pre-commit, the schema in the editor, the image that prices.
"""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from paths import ROOT
from psc_workflow.cli import main

CONTRACTS = sorted((ROOT / "examples" / "contracts").glob("*.toml"))
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
CONTAINERFILE = (ROOT / "examples" / "price" / "Containerfile").read_text(encoding="utf-8")
TAPLO = Path(sys.executable).with_name("taplo")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Write a contract whose territory is a number, and that has a table nobody knows."""
    text = CONTRACTS[0].read_text(encoding="utf-8")
    assert "\n[effect]\n" in text
    wrong = re.sub(r"^territory = .*$", "territory = 7", text, flags=re.MULTILINE).replace(
        "\n[effect]\n", "\n[nowhere]\n"
    )
    file = tmp_path / "wrong.toml"
    file.write_text(wrong, encoding="utf-8")
    return file


# -- the hook -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hook() -> dict[str, Any]:
    (only,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(only)


def test_the_hook_installs_what_the_command_needs_and_takes_files_of_contracts(hook: dict[str, Any]) -> None:
    assert hook["additional_dependencies"] == EXTRAS["cli"]
    files = ["contracts/ours.toml", "a/contract/b.toml", "pyproject.toml", "contracts/ours.json"]
    assert [file for file in files if re.search(hook["files"], file)] == files[:2]


def test_the_hook_checks_all_files_of_a_commit_and_stops_it_for_one(
    hook: dict[str, Any], wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program, *command = shlex.split(hook["entry"])
    assert program == "psc-workflow"
    assert main([*command, *map(str, CONTRACTS)]) == 0
    capsys.readouterr()
    assert main([*command, str(wrong), str(CONTRACTS[0]), str(wrong)]) == 2
    output = capsys.readouterr()
    assert output.err.count("contract.territory: must be text") == 2
    assert CONTRACTS[0].name in output.out


def test_a_store_is_checked_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from psc_workflow.stores import SQLiteStore  # noqa: PLC0415 -- of this test alone

    SQLiteStore(tmp_path / "dossiers.db").close()
    assert main(["check", str(tmp_path / "dossiers.db"), str(CONTRACTS[0])]) == 2
    assert "alone" in capsys.readouterr().err


# -- the editor ---------------------------------------------------------------------------------


@pytest.mark.skipif(not TAPLO.exists(), reason="needs taplo")
def test_taplo_finds_by_the_first_line_what_the_schema_refuses(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", "contract"]) == 0
    (tmp_path / "contract.schema.json").write_text(json.dumps(json.loads(capsys.readouterr().out)), encoding="utf-8")
    right = tmp_path / "right.toml"
    right.write_text(CONTRACTS[0].read_text(encoding="utf-8"), encoding="utf-8")
    for file in (right, wrong):
        text = file.read_text(encoding="utf-8")
        file.write_text(f"#:schema ./contract.schema.json\n{text}", encoding="utf-8")
    answers = {
        file.stem: subprocess.run(
            [TAPLO, "check", file.name], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )
        for file in (right, wrong)
    }
    assert answers["right"].returncode == 0, answers["right"].stderr
    assert answers["wrong"].returncode != 0
    assert '7 is not of type "string"' in answers["wrong"].stderr
    assert "'nowhere' was unexpected" in answers["wrong"].stderr


# -- the image ----------------------------------------------------------------------------------


def test_the_image_copies_what_there_is_and_installs_extras_that_exist() -> None:
    copied = [part for line in re.findall(r"^COPY (.*)$", CONTAINERFILE, re.MULTILINE) for part in line.split()[:-1]]
    assert copied
    assert all((ROOT / name).exists() for name in copied)
    (extras,) = re.findall(r"/source\[([a-z,]+)\]", CONTAINERFILE)
    assert set(extras.split(",")) <= EXTRAS.keys()
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert all(any(path.startswith(name) for name in copied) for path in wheel["wheel"]["only-include"])


@pytest.mark.parametrize("image", ["price", "portal"])
def test_an_image_copies_what_there_is_and_no_folder_in_which_a_demonstration_keeps_secrets(image: str) -> None:
    text = (ROOT / "examples" / image / "Containerfile").read_text(encoding="utf-8")
    sources = [ROOT / each for line in re.findall(r"^COPY (.*) \S+$", text, re.MULTILINE) for each in line.split()]
    assert len(sources) > 4
    assert [each for each in sources if not each.exists()] == []
    secrets = ROOT / "examples" / "portal" / ".data"
    assert [each for each in sources if each == secrets or each in secrets.parents] == []


def test_the_command_of_the_image_prices_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", CONTAINERFILE, re.MULTILINE)
    program, *command = json.loads(entry)
    assert program == "psc-workflow"
    example = re.search(r"psc-price (households.*)$", CONTAINERFILE, re.MULTILINE)
    assert example
    rows = (
        "household_id,gross_cents,formula,regime,birth_date,retired_on,partner_birth_date\n1,280000,base,general,,,\n"
    )
    (tmp_path / "households.csv").write_text(rows, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main([*command, *shlex.split(example[1].replace(".parquet", ".csv"))]) == 0
    assert "3770" in (tmp_path / "priced.csv").read_text(encoding="utf-8")
