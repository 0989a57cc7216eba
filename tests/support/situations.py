"""
Situations of life: the table ``cases/situations.toml``, and the scenario that each of them is.
"""

import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

from paths import ROOT, SCENARIOS

FILE = ROOT / "tests" / "cases" / "situations.toml"

TEXTS = ("story", "law")
EXPECTED = ("outcome", "codes", "warnings", "missing", "effects", "states")
FIELDS = {"name", "contract", "invited_at", "position", "after", "dispensation", "steps", "then", "source", "certainty"}


def read() -> dict[str, dict[str, Any]]:
    """Read the situations, by name."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))["situation"]
    return {situation["name"]: situation for situation in table}


def scenario_of(situation: dict[str, Any]) -> dict[str, Any]:
    """Write *situation* as a scenario file."""
    scenario = _beginning(situation)
    steps = [*situation.get("steps", ()), *_request(situation.get("dispensation")), *situation.get("then", ())]
    return scenario | {"id": situation["name"], "steps": [*scenario["steps"], *steps]}


def _beginning(situation: dict[str, Any]) -> dict[str, Any]:
    if "after" in situation:
        path: Path = SCENARIOS / f"{situation['after']}.json"
        return dict(json.loads(path.read_text(encoding="utf-8")))
    header = {name: situation[name] for name in ("contract", "invited_at")}
    stated = {"position": situation["position"]} if "position" in situation else {}
    return header | {"agent": {"hired_on": "2010-09-01"} | stated, "steps": []}


def _request(dispensation: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Write a whole request for a dispensation as its four commands, a minute apart."""
    if dispensation is None:
        return []
    motive, begun = dispensation["motive"], dt.datetime.fromisoformat(dispensation["at"])
    attestation = {"full_name": "Ana Test", "address": ["1 rue des Tests", "75001 Paris"], "signed_at_place": "Paris"}
    attestation |= {"signed_on": begun.date().isoformat(), "signed": True, "end_date": dispensation["end_date"]}
    commands: list[dict[str, Any]] = [
        {"do": "start-dispensation"},
        {"do": "choose-motive", "motive": motive, "facts": dispensation.get("facts", {})},
        {"do": "attest", "motive": motive, **attestation},
        {"do": "request-dispensation", "warning_read": True},
    ]
    return [
        {"at": (begun + dt.timedelta(minutes=minute)).isoformat(), **command} for minute, command in enumerate(commands)
    ]
