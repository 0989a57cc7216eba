"""
Collective contracts (contrats collectifs), built in or a host's own, all read from the same kind of TOML file.

>>> get("men-2026-pf").territory
'PF'
>>> sorted(builtin)
['guide-illustration', 'men-2026', 'men-2026-pf']
"""

import datetime as dt
import functools
import operator
import re
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs

from psc_workflow._catalogue.insurer import UNNAMED, Insurer
from psc_workflow._catalogue.lookup import Lookup
from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._catalogue.tariff import Amount, Tariff
from psc_workflow._catalogue.values import Consistent, Dated, Parameter
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import DocumentKind, Employment, Formula, PaymentScheme, Regime
from psc_workflow.exceptions import Fault, InvalidDocumentError, UnknownContractError


@attrs.frozen
class Heading(Consistent):
    """
    Table ``contract``: the contract's id, version and label.

    Args:
        based_on: Contract whose tables apply wherever this file has none.
    """

    id: str
    version: str
    territory: str
    label: Text
    based_on: str | None = None

    def _faults(self) -> Iterator[Fault]:
        for name in ("id", "version", "label.fr", "label.en"):
            if not operator.attrgetter(name)(self).strip():
                yield Fault(name, "must not be blank")
        if not re.fullmatch(r"[A-Z]{2}", self.territory, re.ASCII):
            yield Fault("territory", "must be two capital letters")


@attrs.frozen(cache_hash=True)
class Contract(Lookup, Consistent):
    """
    The parameters of one collective contract, as in its file.

    Args:
        effect: First day of cover for agents in post at the start.
        time_zone: Time zone in which civil days are counted.
        affiliation_window: Days to act; the day of the invitation is day 0,
            the last one counts.
        accepted_regimes: Regimes covered without question.
        local_regimes: Regimes that are not French social security's general
            system and cannot be covered.
        default_code_organisme: Code that a blank one stands for.
        recommended_formula: Shown as recommended, never preselected; offered
            on every day on which both are known.
        recommendation: Why it is recommended.
        insurer: Whom texts name; "your insurer" if the file does not say.
        formula_minimum_term: Years for which a chosen formula is kept; it can
            change from the anniversary on. While the term is unknown, a chosen
            formula cannot change.
        reminders: Days after the invitation on which the agent is reminded.
        not_concerned_employments: Employments that the contract does not
            concern, whatever else is known.
        documents_to_sign: Documents to read before signing, except the mandate.
        payment_schemes: Schemes through which an account can be reached.
        retention_after_membership_end: Months for which a dossier is kept, from
            the first day without membership.
        retention_after_closed_file: The same, from the day on which a file that
            concerns nobody is closed.
    """

    contract: Heading
    effect: Parameter[dt.date]
    time_zone: Parameter[str]
    affiliation_window: Parameter[int]
    accepted_regimes: Parameter[tuple[Regime, ...]]
    local_regimes: Parameter[tuple[Regime, ...]]
    formulas: Parameter[tuple[Formula, ...]]
    documents_to_sign: Parameter[tuple[DocumentKind, ...]]
    payment_schemes: Parameter[tuple[PaymentScheme, ...]]
    tariff: Tariff
    default_code_organisme: Parameter[str] | None = None
    recommended_formula: Parameter[tuple[Formula, ...]] | None = None
    reminders: Parameter[tuple[int, ...]] | None = None
    not_concerned_employments: Parameter[tuple[Employment, ...]] | None = None
    formula_minimum_term: Parameter[int] | None = None
    retention_after_membership_end: Parameter[int] | None = None
    retention_after_closed_file: Parameter[int] | None = None
    recommendation: Text | None = None
    insurer: Insurer = UNNAMED

    def _faults(self) -> Iterator[Fault]:
        for name in (field.name for field in attrs.fields(Contract)):
            parameter = getattr(self, name)
            if isinstance(parameter, Parameter) and parameter.unit != _UNITS[name]:
                yield Fault(f"{name}.unit", f"must be {_UNITS[name]!r}")
            for index, dated in enumerate(parameter.values if isinstance(parameter, Parameter) else ()):
                fault = self._fault(name, dated.value)
                if fault:
                    yield Fault(f"{name}.values.{index}.value", fault)
        yield from self._late_values()
        yield from self._contradictions()

    def _contradictions(self) -> Iterator[Fault]:
        """Find values that contradict each other."""
        for index, formulas in enumerate(self.formulas.values):
            if formulas.value and Formula.BASE not in formulas.value:
                yield Fault(
                    f"formulas.values.{index}.value", "must include base, the formula of an automatic affiliation"
                )
        for index, local in enumerate(self.local_regimes.values):
            earlier = [dated for dated in self.accepted_regimes.values if dated.in_force_from <= local.in_force_from]
            accepted = earlier[-1] if earlier else None
            both = {*(local.value or ())} & {*((accepted.value if accepted else None) or ())}
            if both:
                yield Fault(
                    f"local_regimes.values.{index}.value", f"must not name accepted regimes: {', '.join(sorted(both))}"
                )
        yield from self._vain_recommendations()
        longest = max((dated.value or 0 for dated in self.affiliation_window.values), default=0)
        for index, days in enumerate(self.reminders.values if self.reminders else ()):
            if any(day > longest for day in days.value or ()):
                yield Fault(
                    f"reminders.values.{index}.value", f"must not go beyond the affiliation window (day {longest})"
                )

    def _vain_recommendations(self) -> Iterator[Fault]:
        """Find, for each value, the first day on which it recommends a formula known not to be offered."""
        recommended = self.recommended_formula.values if self.recommended_formula else ()
        ends = [*(dated.in_force_from for dated in recommended[1:]), dt.date.max]
        for index, (dated, end) in enumerate(zip(recommended, ends, strict=False)):
            for day in sorted({max(dated.in_force_from, offer.in_force_from) for offer in self.formulas.values}):
                offered = self.formulas.on(day).value
                if offered is None or day >= end:
                    continue
                not_offered = [name for name in dated.value or () if name not in offered]
                if not_offered:
                    message = f"must be offered by formulas, which from {day} on lacks {', '.join(not_offered)}"
                    yield Fault(f"recommended_formula.values.{index}.value", message)
                    break

    def _late_values(self) -> Iterator[Fault]:
        """Find the parameters that have no value yet on the day the contract takes effect."""
        first_days: dict[str, dt.date] = {}
        for path, dated in self.every_value():
            first_days.setdefault(path, dated.in_force_from)
        effect = min((dated.value for dated in self.effect.values if dated.value), default=dt.date.max)
        for path, day in first_days.items():
            if day > effect:
                message = f"must have a value when the contract takes effect ({effect}), but begins on {day}"
                yield Fault(path, f"{message}: add an earlier one")

    def _fault(self, name: str, value: Any) -> str | None:
        """Return what is wrong with a value of the parameter *name*, if anything."""
        if value is None:
            return None if name in _MAY_BE_UNKNOWN else "must be known: no journey can do without it"
        if name in _FORMS:
            fits, requirement = _FORMS[name]
            return None if fits(value) else requirement
        if name in _NEEDED_LISTS and not value:
            return "must not be empty"
        has_duplicates = isinstance(value, tuple) and len(set(value)) < len(value)
        return "must not name anything twice" if has_duplicates else None

    @property
    def id(self) -> str:
        """Permanent identifier of the contract."""
        return self.contract.id

    @property
    def version(self) -> str:
        """Version of the contract's data."""
        return self.contract.version

    @property
    def territory(self) -> str:
        """Two-letter code of the territory whose agents the contract covers."""
        return self.contract.territory

    def every_value(self) -> Iterator[tuple[str, Dated[Any] | Amount]]:
        """Walk all dated values and amounts, each with the path of its parameter or component."""
        for name in (field.name for field in attrs.fields(Contract)):
            parameter = getattr(self, name)
            for dated in parameter.values if isinstance(parameter, Parameter) else ():
                yield name, dated
        for parameter in self.tariff.parameters:
            for value in parameter.values:
                yield f"tariff.parameters.{parameter.id}", value
        for component in self.tariff.components:
            for amount in component.values:
                yield f"tariff.{component.id}", amount

    def local(self, at: dt.datetime) -> dt.datetime:
        """Convert *at* to the contract's time zone."""
        return at.astimezone(zoneinfo.ZoneInfo(self.value("time_zone", at.astimezone(dt.UTC).date())))

    def civil_day(self, at: dt.datetime) -> dt.date:
        """Return the calendar day of *at* in the contract's time zone."""
        return self.local(at).date()

    def start_of(self, day: dt.date) -> dt.datetime:
        """Return the first instant of the civil day *day*."""
        zone = zoneinfo.ZoneInfo(self.value("time_zone", day))
        return dt.datetime.combine(day, dt.time.min, zone)


_UNITS = {
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
}
_LONGEST_WINDOW = 366
_LONGEST_TERM = 10
_LONGEST_RETENTION = 1200
_NEEDED_LISTS = ("accepted_regimes", "formulas", "payment_schemes")
_RETENTION = (
    lambda value: 1 <= value <= _LONGEST_RETENTION,
    f"must be a number of months from 1 to {_LONGEST_RETENTION}",
)
_FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "time_zone": (lambda value: value in zoneinfo.available_timezones(), "must be a time zone such as Pacific/Tahiti"),
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
_MAY_BE_UNKNOWN = (
    "default_code_organisme",
    "recommended_formula",
    "formula_minimum_term",
    "retention_after_membership_end",
    "retention_after_closed_file",
)


class Registry(Mapping[str, Contract]):
    """
    Contracts by id. A file is read when its contract is first looked up.

    >>> own = builtin.including(get("men-2026-pf"))
    >>> own["men-2026-pf"].id
    'men-2026-pf'
    """

    def __init__(self, files: Mapping[str, Path | Traversable], loaded: Mapping[str, Contract] | None = None) -> None:
        self._files = files
        self._loaded = dict(loaded or {})

    def __getitem__(self, contract: str) -> Contract:
        """
        Find a contract.

        Raises:
            UnknownContractError: No contract has this id.
        """
        if contract not in self._loaded:
            if contract not in self._files:
                raise UnknownContractError(contract, self)
            self._loaded[contract] = _read(self._files[contract])
        return self._loaded[contract]

    def __contains__(self, contract: object) -> bool:
        return contract in self._loaded or contract in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._files, *self._loaded]))

    def __len__(self) -> int:
        return len(set(self))

    def including(self, *contracts: Contract) -> "Registry":
        """Return a registry with *contracts* added; they replace those of the same id."""
        return Registry(self._files, {**self._loaded, **{contract.id: contract for contract in contracts}})


@functools.cache
def _files() -> dict[str, Traversable]:
    files = (file for file in (DATA / "contracts").iterdir() if file.name.endswith(".toml"))
    return dict(sorted((file.name.removesuffix(".toml"), file) for file in files))


builtin: Registry = Registry(_files())
"""The contracts that ship with the library."""


def get(contract: str) -> Contract:
    """
    Find a built-in contract.

    Raises:
        UnknownContractError: No contract has this id; it lists those that exist.
    """
    return builtin[contract]


def find(contract: str, contracts: Mapping[str, Contract]) -> Contract:
    """
    Find a contract among *contracts*, a registry or any mapping.

    Raises:
        UnknownContractError: No contract has this id; it lists those that exist.
    """
    try:
        return contracts[contract]
    except KeyError:
        raise UnknownContractError(contract, contracts) from None


def load(path: str | Path) -> Contract:
    """
    Read a host's own contract; a file read again gives the same object, unless its content has changed.

    Raises:
        InvalidDocumentError: The file is invalid; it lists the table and field
            of every fault.
    """
    return _intern(_read(Path(path)))


@functools.lru_cache
def _intern(contract: Contract) -> Contract:
    """Return the first equal contract, so that caches keyed by contract need not compare its whole content."""
    return contract


def _read(file: Path | Traversable) -> Contract:
    own = read_toml(file)
    tables = _complete_from_base(own, file, ())
    try:
        return build(tables, Contract, file)
    except InvalidDocumentError as error:
        raise InvalidDocumentError(f"{file}:", [_add_origin(fault, own, tables) for fault in error.faults]) from None


def _add_origin(fault: Fault, own: dict[str, Any], tables: dict[str, Any]) -> Fault:
    """Explain a fault in a table that comes from the base contract, and how to mend it."""
    table = fault.path.split(".")[0]
    if table in own or table not in tables:
        return fault
    origin = f"this table comes from {own['contract']['based_on']}; write your own [{table}] table"
    return attrs.evolve(fault, message=f"{fault.message} ({origin})")


def _complete_from_base(data: dict[str, Any], file: object, seen: tuple[str, ...]) -> dict[str, Any]:
    """Add the tables of the base contract that the file does not have."""
    heading = data.get("contract")
    base = heading.get("based_on") if isinstance(heading, dict) else None
    if base is None:
        return data
    files = _files()
    if not isinstance(base, str) or base not in files or base in seen:
        fault = f"must be another built-in contract: {', '.join(files)}"
        raise InvalidDocumentError(f"{file}:", [Fault("contract.based_on", fault)])
    tables = _complete_from_base(read_toml(files[base]), files[base], (*seen, base))
    return {**{name: table for name, table in tables.items() if name not in _NOT_INHERITED}, **data}


_NOT_INHERITED = ("insurer",)
"""Tables not taken from a built-in contract: they speak of its insurer, which need not be that of the other file."""
