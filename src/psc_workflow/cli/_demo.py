"""
The stories of the demonstration, told under any contract: formulas, regimes and days are the contract's own.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import attrs

from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.reading import read_toml
from psc_workflow._model.commands import Tick, parse
from psc_workflow._model.people import Agent
from psc_workflow._model.vocabulary import DocumentKind, Regime, Role
from psc_workflow._structuring import structure
from psc_workflow.dossier import Dossier
from psc_workflow.testing._scenarios.reading import Scenario
from psc_workflow.testing._scenarios.steps import ScenarioStep

_FILE = resources.files("psc_workflow.cli") / "demo.toml"
_NEEDED_TO_INVITE = ("effect", "time_zone", "affiliation_window", "accepted_regimes", "local_regimes", "reminders")
_LONGEST_SILENCE = dt.timedelta(days=366)


@attrs.frozen
class Story:
    """
    One story; its texts are in the catalogue under its name.

    Args:
        shows_costs: Whether the amounts of all formulas follow.
    """

    name: str
    scenario: Scenario
    shows_costs: bool


@attrs.frozen
class Demo:
    """
    What the demonstration is made from.

    Args:
        contract: Id of the contract, unless another is chosen.
        compared_with: Id of a contract with more published amounts.
        gross_cents: Monthly pay for which the cover is priced.
    """

    contract: str
    compared_with: str
    gross_cents: int
    file: Mapping[str, Any]

    def stories(self, contract: Contract) -> Iterator[Story]:
        """Tell every story under *contract*, from its invitation on."""
        for story in self.file["stories"]:
            scenario = _Telling(self.file, contract).scenario(story)
            yield Story(story["name"], scenario, story.get("shows_costs", False))


def load() -> Demo:
    """Read the demonstration."""
    file = read_toml(_FILE)
    return Demo(file["contract"], file["compared_with"], file["gross_cents"], file)


class _Telling:
    """Fills the stories with what one contract says."""

    def __init__(self, file: Mapping[str, Any], contract: Contract) -> None:
        self.file, self.contract = file, contract
        self.effect = contract.effect.values[-1].known_value
        window = contract.value("affiliation_window", self.effect)
        before = dt.timedelta(days=window + file["invitation"]["spare_days"])
        self.invited_on = max([self.effect - before, *_first_days(contract)])
        self.words = self._words()

    def scenario(self, story: Mapping[str, Any]) -> Scenario:
        """Open the dossier of *story*, and list its steps."""
        dossier = Dossier.open(
            self.contract,
            id=story["name"],
            agent=structure(self._fill({**self.file["agent"], **story["agent"]}), Agent),
            invited_at=self._at(self.invited_on, self.file["invitation"]["time"]),
        )
        steps = [self._step(step) for step in story["steps"]]
        silence = _ticks(dossier, story["silent_until"]) if "silent_until" in story else ()
        return Scenario(dossier, (*steps, *silence), "")

    def _step(self, step: Mapping[str, Any]) -> ScenarioStep:
        fields = {
            name: value for name, value in step.items() if name not in ("day", "after_effect", "time", "do", "as")
        }
        command = parse(step["do"], self._fill(fields))
        role = Role(step.get("as", command.roles[0]))
        return ScenarioStep(self._at(self._day(step), step["time"]), command, role)

    def _fill(self, value: Any) -> Any:
        """Put what the contract says in place of ``{…}``, and dates in place of counted days."""
        match value:
            case dict() if value.keys() <= {"day", "after_effect"} and value:
                return self._day(value).isoformat()
            case dict():
                return {name: self._fill(item) for name, item in value.items()}
            case list():
                return [self._fill(item) for item in value]
            case str() if value.startswith("{"):
                return self.words[value.strip("{}")]
            case dt.date():
                return value.isoformat()
            case _:
                return value

    def _day(self, counted: Mapping[str, int]) -> dt.date:
        if "day" in counted:
            return self.invited_on + dt.timedelta(days=counted["day"])
        return max(self.effect, self.invited_on) + dt.timedelta(days=counted["after_effect"])

    def _at(self, day: dt.date, time: dt.time) -> dt.datetime:
        """Return the instant of a time of the clock in the contract's time zone."""
        zone = self.contract.start_of(day).tzinfo
        return dt.datetime.combine(day, time, zone)

    def _words(self) -> dict[str, Any]:
        """List what stands for ``{…}``."""
        contract, on = self.contract, self.invited_on
        place = self.file["places"].get(contract.territory) or self.file["places"]["elsewhere"]
        local = contract.value("local_regimes", on)
        documents = [*contract.value("documents_to_sign", on), DocumentKind.MANDAT_SEPA]
        return {
            **place,
            "address_lines": [*place["address"], f"{place['postal_code']} {place['city']}"],
            "regime": contract.value("accepted_regimes", on)[0].value,
            "other_regime": (local[0] if local else Regime.FOREIGN).value,
            "formula": contract.value("formulas", self.effect)[0].value,
            "documents": list(dict.fromkeys(kind.value for kind in documents)),
            "code_organisme": self._code_organisme(),
        }

    def _code_organisme(self) -> str | None:
        """Leave the code out where the contract has a default for it."""
        default = self.contract.default_code_organisme
        return None if default is not None and default.values[-1].value is not None else self.file["code_organisme"]


def _first_days(contract: Contract) -> Iterator[dt.date]:
    """List the first day of every value that the first days of the stories need."""
    yield law.law().local_regime_refund.values[0].in_force_from
    for name in _NEEDED_TO_INVITE:
        parameter = getattr(contract, name)
        if parameter is not None:
            yield parameter.values[0].in_force_from


def _ticks(dossier: Dossier, last: str) -> Iterator[ScenarioStep]:
    """Let every deadline come, up to the one called *last*, each at its instant."""
    for milestone in dossier.timeline(until=dossier.record.at + _LONGEST_SILENCE):
        yield ScenarioStep(milestone.due_at, Tick(), Role.CLOCK)
        if milestone.event == last:
            return
