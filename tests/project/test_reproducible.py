"""
What is published can be made again: the same sources give the same wheel.
"""

import hashlib
import shutil
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("epoch", ["1767225600"])
def test_a_wheel_built_twice_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    """In another folder, and from files of another age: a part of the sources stands for all."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    digests = []
    for name in ("one", "another"):
        copy = tmp_path / name
        shutil.copytree(ROOT / "src" / "psc_workflow" / "_structuring", copy / "src" / "psc_workflow" / "_structuring")
        for file in ("pyproject.toml", "README.md", "LICENSE", "src/psc_workflow/_version.py"):
            shutil.copyfile(ROOT / file, copy / file)  # with the time of now
        (built,) = WheelBuilder(str(copy)).build(directory=str(tmp_path / f"{name}-built"), versions=["standard"])
        digests.append((Path(built).name, hashlib.sha256(Path(built).read_bytes()).hexdigest()))
    assert digests[0] == digests[1]
