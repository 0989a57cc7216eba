"""
Situations of life: the table ``cases/situations.toml``, and the scenario that each of them is.
"""

import datetime as dt
import json
import tomllib
from itertools import takewhile
from pathlib import Path
from typing import Any

from paths import ROOT, SCENARIOS

FILE = ROOT / "tests" / "cases" / "situations.toml"

TEXTS = ("story", "law")
EXPECTED = ("outcome", "codes", "warnings", "missing", "effects", "states")
BEGINNING = {"contract", "invited_at", "agent", "after", "upto"}
COMMANDS = {"household", "dispensation", "steps", "then"}
FIELDS = {"name", "theme", "source", "sources", "certainty", *BEGINNING, *COMMANDS}

THEMES = {
    "who": {"fr": "Qui doit adhérer", "en": "Who must join"},
    "exemption": {"fr": "Dispenses", "en": "Exemptions"},
    "silence": {"fr": "Silence, délais, arrivées", "en": "Silence, time limits, arrivals"},
    "family": {"fr": "Couvrir sa famille", "en": "Covering a family"},
    "subscription": {"fr": "Souscription et signature", "en": "Subscription and signature"},
    "life": {"fr": "Congés et changements", "en": "Leaves and changes"},
    "end": {"fr": "Fin de couverture", "en": "End of cover"},
    "other": {"fr": "Autres situations", "en": "Other situations"},
}
"""The parts of the page, in their order; a row without a theme stands in the last."""

_PARTNER = {
    "birth_date": "1972-10-09",
    "regime": "general",
    "link": "married",
    "state_civil_servant": False,
    "judicially_separated": False,
}
_CHILD = {
    "regime": "general",
    "situation": "none",
    "disabled": False,
    "kinship": "child",
    "parent": "both",
    "covered_by_own_work": False,
}


def read() -> dict[str, dict[str, Any]]:
    """Read the situations, by name."""
    return {situation["name"]: situation for situation in rows()}


def rows() -> list[dict[str, Any]]:
    """Read the rows of the table, in their order."""
    table: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["situation"]
    return table


def scenario_of(situation: dict[str, Any]) -> dict[str, Any]:
    """Write *situation* as a scenario file."""
    scenario = _beginning(situation)
    steps = [
        *_household(situation.get("household")),
        *situation.get("steps", ()),
        *_request(situation.get("dispensation")),
        *situation.get("then", ()),
    ]
    steps = [{name: _plain(value) for name, value in step.items()} for step in steps]
    return scenario | {"id": situation["name"], "steps": [*scenario["steps"], *steps]}


def _beginning(situation: dict[str, Any]) -> dict[str, Any]:
    if "after" in situation:
        path: Path = SCENARIOS / f"{situation['after']}.json"
        scenario = dict(json.loads(path.read_text(encoding="utf-8")))
        before = takewhile(lambda step: step["do"] != situation.get("upto"), scenario["steps"])
        return scenario | {"steps": list(before)}
    header = {name: situation[name] for name in ("contract", "invited_at")}
    return header | {"agent": {"hired_on": "2010-09-01"} | situation.get("agent", {}), "steps": []}


def _plain(value: Any) -> Any:
    """Write "unknown" as JSON does, which TOML cannot."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return None if value == "unknown" else value


def _household(household: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Write the screens up to the beneficiaries as three commands; what is not said of somebody raises no question."""
    if household is None:
        return []
    partner = household.get("partner")
    commands: list[dict[str, Any]] = [
        {"do": "start-affiliation"},
        {"do": "declare-regime", "regime": household.get("regime", "general")},
        {
            "do": "declare-beneficiaries",
            "partner": None if partner is None else _PARTNER | partner,
            "children": [_CHILD | child for child in household.get("children", ())],
        },
    ]
    return _by_the_minute(household["at"], commands)


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
    return _by_the_minute(dispensation["at"], commands)


def _by_the_minute(at: str, commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    begun = dt.datetime.fromisoformat(at)
    return [
        {"at": (begun + dt.timedelta(minutes=minute)).isoformat(), **command} for minute, command in enumerate(commands)
    ]
