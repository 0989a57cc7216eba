"""
Values of law and of common formats, the same for every contract.

>>> value("child_age_limit", dt.date(2026, 5, 1))
21
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs

from psc_workflow._catalogue.cited import with_named_sources
from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.vocabulary import Employment, Motive
from psc_workflow._structuring.sharing import shared


@attrs.frozen
class Law:
    """Tables of ``data/law.toml``."""

    child_age_limit: Parameter[int]
    dependent_child_age_limit: Parameter[int]
    situation_asked_from: Parameter[int]
    effective_date_horizon: Parameter[int]
    longest_life: Parameter[int]
    oldest_day: Parameter[int]
    far_day: Parameter[int]
    furthest_day: Parameter[int]
    age_of_majority: Parameter[int]
    youngest_agent: Parameter[int]
    oldest_agent: Parameter[int]
    youngest_partner: Parameter[int]
    oldest_partner: Parameter[int]
    youngest_parent: Parameter[int]
    child_birthday_notice: Parameter[int]
    earlier_retirees_window: Parameter[int]
    later_retirees_window: Parameter[int]
    unemployed_cover_limit: Parameter[int]
    concerned_employments: Parameter[tuple[Employment, ...]]
    dispensation_motives: Parameter[tuple[Motive, ...]]
    probable_motives: Parameter[tuple[Motive, ...]]
    motives_opened_later: Parameter[tuple[Motive, ...]]
    individual_contract_limit: Parameter[int]
    dispensation_renewal_period: Parameter[int]
    dispensation_renewal_notice: Parameter[int]
    continuing_leaves: Parameter[tuple[str, ...]]
    suspending_leaves: Parameter[tuple[str, ...]]
    paid_leaves: Parameter[tuple[str, ...]]
    local_regime_refund: Parameter[Decimal]
    average_solidarity_share: Parameter[Decimal]
    sepa_countries: Parameter[tuple[str, ...]]
    sepa_com_pacifique: Parameter[tuple[str, ...]]
    password_length: Parameter[int]
    password_conditions: Parameter[int]


@shared
def law() -> Law:
    """Read the file, once."""
    file = DATA / "law.toml"
    return build(with_named_sources(read_toml(file)), Law, file)


def parameters() -> tuple[Parameter[Any], ...]:
    """Return all parameters."""
    return tuple(getattr(law(), field.name) for field in attrs.fields(Law))


def dated(parameter: str, day: dt.date) -> Dated[Any]:
    """
    Find the value of *parameter* in force on *day*, with its sources.

    Raises:
        NoValueInForceError: *day* precedes the first value.
    """
    return getattr(law(), parameter).on(day, name=f"law.{parameter}")  # type: ignore[no-any-return]  # any parameter


def value(parameter: str, day: dt.date) -> Any:
    """Return the bare value of *parameter* on *day*."""
    return dated(parameter, day).value
