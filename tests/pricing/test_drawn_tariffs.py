"""
The tariffs that property tests draw: nothing that a tariff can hold is left out, or nobody would notice it.
"""

from typing import Any

import attrs
from hypothesis import Phase, given, settings

from psc_workflow._catalogue.amounts import Amount, Kind
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Channel, Who
from tariffs import tariffs

NO_SELECTORS = {"id", "label", "values"}
"""What a component is called and what is due; all its other fields say for whom, to whom, and whether at all."""

NO_AMOUNTS = {"in_force_from", "sources", "certainty"}
"""When an amount applies and where it is from; all its other fields say how much it is."""


def test_tariffs_of_every_kind_of_amount_and_with_every_selector_are_drawn() -> None:
    seen: set[Any] = set()

    @settings(max_examples=50, derandomize=True, database=None, phases=[Phase.generate])
    @given(tariffs())
    def draw(contract: Contract) -> None:
        for component in contract.tariff.components:
            seen.update({component.who, component.channel} | fields_in_use(component, NO_SELECTORS))
            for amount in component.values:
                seen.update({amount.kind, amount.certainty} | fields_in_use(amount, NO_AMOUNTS))

    draw()
    selectors = {field.name for field in attrs.fields(Component)} - NO_SELECTORS
    parts = {field.name for field in attrs.fields(Amount)} - NO_AMOUNTS
    assert seen == selectors | parts | {*Kind, *Certainty, *Who, *Channel}


def fields_in_use(value: attrs.AttrsInstance, without: set[str]) -> set[str]:
    """Name the fields that are not as they are by default."""
    fields = [field for field in attrs.fields(type(value)) if field.name not in without]
    return {field.name for field in fields if getattr(value, field.name) != field.default}
