"""
A tariff as data: parameters, and components with the people they apply to and their dated amounts.
"""

from collections.abc import Iterator
from decimal import Decimal

import attrs

from psc_workflow._catalogue.amounts import Amount, Kind, is_amount
from psc_workflow._catalogue.components import HIGHEST_BOUND, Component
from psc_workflow._catalogue.forms import ID_FORM, is_id
from psc_workflow._catalogue.month_rules import BrokenMonths, ChangedMonths
from psc_workflow._catalogue.ranges import AmountRange, faults_of
from psc_workflow._catalogue.values import Consistent, Parameter
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty, Regime, Status
from psc_workflow.exceptions import Fault

__all__ = ["Amount", "Component", "Kind", "Tariff", "TariffParameter"]


@attrs.frozen
class TariffParameter(Parameter[Decimal]):
    """
    A value that components share: the cotisation d'équilibre, the monthly ceiling of social security.

    Args:
        id: Name of the parameter in amounts.
    """

    id: str = attrs.field(kw_only=True)
    label: Text = attrs.field(kw_only=True)


@attrs.frozen
class Tariff(Consistent):
    """
    All components, and the households they cover.

    Args:
        structure: How certain it is that there are these components and no
            others.
        statuses: Statuses of the agents it covers; it is silent about others.
        parameters: Values that amounts are shares of, or that cap pay.
        excluded_regimes: Regimes that need a grid of their own: their lines
            are the same, their amounts unknown.
        frozen_age: Highest age that counts; older people count as that old.
        broken_months: How a month is due that is covered in part; unknown if
            the file does not say.
        changed_months: Which amount counts for a month in which it changes
            after the first day; unknown if the file does not say.
        ranges: What is published of amounts that are not.
    """

    structure: Certainty
    statuses: tuple[Status, ...]
    sources: tuple[Source, ...]
    components: tuple[Component, ...]
    parameters: tuple[TariffParameter, ...] = ()
    excluded_regimes: tuple[Regime, ...] = ()
    frozen_age: Parameter[int] | None = None
    broken_months: Parameter[BrokenMonths] | None = None
    changed_months: Parameter[ChangedMonths] | None = None
    ranges: tuple[AmountRange, ...] = ()

    def parameter(self, name: str) -> TariffParameter:
        """Find the parameter *name*, which the file is checked to have."""
        return next(parameter for parameter in self.parameters if parameter.id == name)

    def _faults(self) -> Iterator[Fault]:
        for name in ("statuses", "sources", "components"):
            if not getattr(self, name):
                yield Fault(name, "must not be empty")
        if self.sources and not any(source.title.strip() for source in self.sources):
            yield Fault("sources", "must name at least one source")
        yield from self._parameter_faults()
        ids = [component.id for component in self.components]
        for index, component in enumerate(self.components):
            path = f"components.{index}"
            if component.id in ids[:index]:
                yield Fault(f"{path}.id", f"must be unique, but {component.id!r} is used twice")
            if component.free:
                yield from self._pricing_conflicts(component, path)
            yield from self._reference_faults(component, self.components[:index], path)
        yield from faults_of(self.ranges, self.components)

    def _pricing_conflicts(self, component: Component, path: str) -> Iterator[Fault]:
        """Find components that are due from a person for whom *component* is free."""
        priced = [other.id for other in self.components if not other.free and component.overlaps(other)]
        if priced:
            yield Fault(f"{path}.free", f"must not be true: the same person is priced by {', '.join(priced)}")

    def _parameter_faults(self) -> Iterator[Fault]:
        ids = [parameter.id for parameter in self.parameters]
        for index, parameter in enumerate(self.parameters):
            if parameter.id in ids[:index]:
                yield Fault(f"parameters.{index}.id", f"must be unique, but {parameter.id!r} is used twice")
            elif not is_id(parameter.id):
                yield Fault(f"parameters.{index}.id", ID_FORM)
            for position, dated in enumerate(parameter.values):
                if dated.value is not None and not is_amount(dated.value):
                    yield Fault(f"parameters.{index}.values.{position}.value", "must be euros and cents, not negative")
            if parameter.unit != "eur/month":
                yield Fault(f"parameters.{index}.unit", "must be 'eur/month'")
        yield from self._frozen_age_faults()
        for name in ("broken_months", "changed_months"):
            rule = getattr(self, name)
            if rule is not None and rule.unit != "rule":
                yield Fault(f"{name}.unit", "must be 'rule'")

    def _frozen_age_faults(self) -> Iterator[Fault]:
        frozen = self.frozen_age
        if frozen is not None and frozen.unit != "year":
            yield Fault("frozen_age.unit", "must be 'year'")
        for index, age in enumerate(frozen.values if frozen is not None else ()):
            if age.value is None or not 1 <= age.value <= HIGHEST_BOUND["age"]:
                message = f"must be years, from 1 to {HIGHEST_BOUND['age']}; leave the table out if there is none"
                yield Fault(f"frozen_age.values.{index}.value", message)

    def _reference_faults(self, component: Component, before: tuple[Component, ...], path: str) -> Iterator[Fault]:
        parameters = {parameter.id for parameter in self.parameters}
        components = {other.id for other in before if other.who is component.who}
        for index, amount in enumerate(component.values):
            for name in amount.parameters:
                if name not in parameters:
                    yield Fault(f"{path}.values.{index}", f"must name parameters of the tariff; {name!r} is none")
            for name in amount.of_lines:
                if name not in components:
                    fault = f"must name earlier components for the same person; {name!r} is none"
                    yield Fault(f"{path}.values.{index}.of_lines", fault)
