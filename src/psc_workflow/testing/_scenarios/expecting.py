"""
What a step of a scenario file is expected to give: some of the fields of an ``Expectation``.

>>> read_expected({"outcome": "refused", "states": {"affiliation": "regime"}})[0].fields["states"]
{'affiliation': 'regime'}
>>> [str(fault) for fault in read_expected({"outcome": "refuzed", "codes": ["nir-key-wrnog"]})[1]][1]
'codes.0: nir-key-wrnog does not exist; the nearest is nir-key-wrong'
"""

import difflib
import re
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.wording import finding_texts
from psc_workflow._model import effects
from psc_workflow._model.commands import ALL
from psc_workflow._model.decision import Outcome
from psc_workflow._structuring import StructureError, structure
from psc_workflow.exceptions import Fault
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.testing._journeys import Expectation


@attrs.frozen
class Expected:
    """
    What is expected of a step.

    Args:
        fields: By the names of an ``Expectation``, those that the file names;
            of ``states``, those journeys that it names.
    """

    fields: dict[str, Any]


def read_expected(data: Any) -> tuple[Expected | None, list[Fault]]:
    """Read what is expected, and list every fault: a word that the library never says would never be given."""
    if not isinstance(data, dict):
        return None, [Fault("", "must be an object")]
    try:
        whole = structure({"outcome": "", **data}, Expectation)
    except StructureError as error:
        return None, list(error.faults)
    faults = list(_unknown_words(data))
    return (None, faults) if faults else (Expected({name: getattr(whole, name) for name in data}), [])


def _unknown_words(data: dict[str, Any]) -> Iterator[Fault]:
    """List words of closed lists that do not exist."""
    if "outcome" in data and data["outcome"] not in list(Outcome):
        yield Fault("outcome", f"must be one of: {', '.join(Outcome)}")
    yield from _not_in("codes", data, finding_texts())
    yield from _not_in("warnings", data, finding_texts())
    yield from _not_in("offered", data, [command.do for command in ALL])
    yield from _not_in("effects", data, [effect.__name__ for effect in effects.ALL])
    if data.get("premium") is not None and not _AMOUNT.fullmatch(data["premium"]):
        yield Fault("premium", "must be an amount in euros with two decimals, such as 16.00, or null")
    for journey, state in data.get("states", {}).items():
        chart = JOURNEYS.get(journey)
        if chart is None:
            yield Fault(f"states.{journey}", f"must be one of: {', '.join(JOURNEYS)}")
        elif state not in (states := [each.value for each in chart.states]):
            yield Fault(f"states.{journey}", f"must be one of: {', '.join(states)}")


_AMOUNT = re.compile(r"[0-9]+\.[0-9]{2}")


def _not_in(name: str, data: dict[str, Any], words: Any) -> Iterator[Fault]:
    for place, word in enumerate(data.get(name, ())):
        if word not in words:
            near = difflib.get_close_matches(word, words, 1)
            hint = f"; the nearest is {near[0]}" if near else ""
            yield Fault(f"{name}.{place}", f"{word} does not exist{hint}")
