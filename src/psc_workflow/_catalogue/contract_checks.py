"""
What no contract may have: values of the wrong form, values that contradict each other, and values that begin too late.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from psc_workflow._catalogue import own_texts, raw_texts
from psc_workflow._catalogue.forms import ID_FORM, is_id
from psc_workflow._catalogue.time_zones import ZONE_FORM, is_zone
from psc_workflow._catalogue.values import Parameter, pairs, source_faults
from psc_workflow._model.vocabulary import Formula
from psc_workflow.exceptions import Fault

if TYPE_CHECKING:
    from psc_workflow._catalogue.contract import Contract

UNITS = {
    "effect": "date",
    "time_zone": "zone",
    "affiliation_window": "day",
    "accepted_regimes": "regime",
    "local_regimes": "regime",
    "formulas": "formula",
    "recommended_formula": "formula",
    "documents_to_sign": "document",
    "payment_schemes": "scheme",
    "default_code_organisme": "code",
    "formula_minimum_term": "year",
    "reminders": "day",
    "not_concerned_employments": "employment",
    "retention_after_membership_end": "month",
    "retention_after_closed_file": "month",
    "withheld_from_employer": "kind",
    "withheld_from_insurer": "kind",
}
"""What the values of each parameter are counted in."""

_LONGEST_WINDOW = 366
_LONGEST_TERM = 10
_LONGEST_RETENTION = 1200
_NEEDED_LISTS = ("accepted_regimes", "formulas", "payment_schemes")
_RETENTION = (
    lambda value: 1 <= value <= _LONGEST_RETENTION,
    f"must be a number of months from 1 to {_LONGEST_RETENTION}",
)
_FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "time_zone": (is_zone, ZONE_FORM),
    "affiliation_window": (
        lambda value: 1 <= value <= _LONGEST_WINDOW,
        f"must be a number of days from 1 to {_LONGEST_WINDOW}",
    ),
    "reminders": (
        lambda value: list(value) == sorted(set(value)) and all(0 < day <= _LONGEST_WINDOW for day in value),
        f"must be days from 1 to {_LONGEST_WINDOW}, in order, each once",
    ),
    "formula_minimum_term": (
        lambda value: 0 <= value <= _LONGEST_TERM,
        f"must be a number of years from 0 to {_LONGEST_TERM}",
    ),
    "default_code_organisme": (
        lambda value: re.fullmatch(r"\d{9}", value, re.ASCII) is not None,
        "must be nine digits",
    ),
    "retention_after_membership_end": _RETENTION,
    "retention_after_closed_file": _RETENTION,
}
MAY_BE_UNKNOWN = (
    "default_code_organisme",
    "recommended_formula",
    "formula_minimum_term",
    "retention_after_membership_end",
    "retention_after_closed_file",
)


def faults_of(contract: "Contract", unreadable: Collection[str] = ()) -> Iterator[Fault]:
    """
    List every value that no contract may have, and every contradiction between values.

    Args:
        unreadable: Fields of *contract* that are missing, or not those of its
            file: what is compared with them is not judged.
    """
    for names, check in _CHECKS:
        if not {*names} & {*unreadable}:
            yield from check(contract)


def _text_faults(contract: "Contract") -> Iterator[Fault]:
    yield from (fault.below("texts") for fault in own_texts.faults_of(contract.texts))


def _value_faults(contract: "Contract") -> Iterator[Fault]:
    """Find values and units of the wrong form."""
    for name in (field.name for field in attrs.fields(type(contract))):
        parameter = getattr(contract, name)
        if isinstance(parameter, Parameter) and parameter.unit != UNITS[name]:
            yield Fault(f"{name}.unit", f"must be {UNITS[name]!r}")
        for index, dated in enumerate(parameter.values if isinstance(parameter, Parameter) else ()):
            fault = _fault(name, dated.value)
            if fault:
                yield Fault(f"{name}.values.{index}.value", fault)


def _foreign_words(contract: "Contract") -> Iterator[Fault]:
    """Find words that another contract of this process declares, and this one does not."""
    yield from contract.foreign_words(contract)


def _source_faults(contract: "Contract") -> Iterator[Fault]:
    """Find sources that replace none of this library, or that cannot be shown."""
    for name, source in contract.sources.items():
        if name not in raw_texts.sources():
            names = ", ".join(sorted(raw_texts.sources()))
            yield Fault(f"sources.{name}", f"replaces no source of this library; those are: {names}")
        if not source.title.strip():
            yield Fault(f"sources.{name}.title", "must not be blank")
        else:
            yield from (fault.below(f"sources.{name}") for fault in source_faults(source))


def _link_faults(contract: "Contract") -> Iterator[Fault]:
    """Find pages whose names are no ids."""
    yield from (
        Fault(f"links.{name}", f"is a name that cannot be used: it {ID_FORM}")
        for name in contract.links
        if not is_id(name)
    )


def _lacking_base_formula(contract: "Contract") -> Iterator[Fault]:
    for index, formulas in enumerate(contract.formulas.values):
        if formulas.value and contract.base_formula not in formulas.value:
            message = f"must include {contract.base_formula}, the formula of an automatic affiliation"
            hint = "" if contract.base_formula is not Formula.BASE else ", or name another in formulas.base_formula"
            yield Fault(f"formulas.values.{index}.value", message + hint)


def _regimes_in_both_lists(contract: "Contract") -> Iterator[Fault]:
    for path, local, accepted, day in pairs("local_regimes", contract.local_regimes, contract.accepted_regimes):
        both = {*(local.value or ())} & {*(accepted.value or ())}
        if both:
            yield Fault(path, f"must not name accepted regimes: {', '.join(sorted(both))} (from {day} on)")


def _late_reminders(contract: "Contract") -> Iterator[Fault]:
    for path, days, window, day in pairs("reminders", contract.reminders, contract.affiliation_window):
        if any(number > (window.value or 0) for number in days.value or ()):
            yield Fault(path, f"must not go beyond the affiliation window (day {window.value}) in force from {day} on")


def _vain_recommendations(contract: "Contract") -> Iterator[Fault]:
    """Find, for each value, the first day on which it recommends a formula known not to be offered."""
    vain: dict[str, Fault] = {}
    for path, recommended, offered, day in pairs(
        "recommended_formula", contract.recommended_formula, contract.formulas
    ):
        missing = [name for name in recommended.value or () if name not in (offered.value or recommended.value or ())]
        if missing:
            message = f"must be offered by formulas, which from {day} on lacks {', '.join(missing)}"
            vain.setdefault(path, Fault(path, message))
    yield from vain.values()


def _late_values(contract: "Contract") -> Iterator[Fault]:
    """Find the parameters that have no value yet on the day the contract takes effect."""
    first_days: dict[str, dt.date] = {}
    for path, dated in contract.every_value():
        first_days.setdefault(path, dated.in_force_from)
    effect = min((dated.value for dated in contract.effect.values if dated.value), default=dt.date.max)
    for path, day in first_days.items():
        if day > effect:
            message = f"must have a value when the contract takes effect ({effect}), but begins on {day}"
            yield Fault(path, f"{message}: add an earlier one")


def _fault(name: str, value: Any) -> str | None:
    """Return what is wrong with a value of the parameter *name*, if anything."""
    if value is None:
        return None if name in MAY_BE_UNKNOWN else "must be known: no journey can do without it"
    if name in _FORMS:
        fits, requirement = _FORMS[name]
        return None if fits(value) else requirement
    if name in _NEEDED_LISTS and not value:
        return "must not be empty"
    has_duplicates = isinstance(value, tuple) and len(set(value)) < len(value)
    return "must not name anything twice" if has_duplicates else None


_CHECKS: tuple[tuple[tuple[str, ...], Callable[["Contract"], Iterator[Fault]]], ...] = (
    (("texts",), _text_faults),
    (("sources",), _source_faults),
    (("links",), _link_faults),
    ((), _value_faults),
    (("effect", "tariff"), _late_values),
    (("formulas", "base_formula"), _lacking_base_formula),
    (("local_regimes", "accepted_regimes"), _regimes_in_both_lists),
    (("formulas", "recommended_formula"), _vain_recommendations),
    (("reminders", "affiliation_window"), _late_reminders),
    (("formulas", "formula_names", "regime_names"), _foreign_words),
)
"""Every check, with the fields that it compares."""
