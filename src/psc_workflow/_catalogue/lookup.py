"""
Values of a contract by the name of their parameter: each name is one that exists, each value of its own type.

>>> import datetime as dt
>>> from psc_workflow._catalogue import contracts
>>> contracts.get("men-2026-pf").value("affiliation_window", dt.date(2026, 5, 1))
21
"""

import abc
import datetime as dt
from typing import Any, Literal, get_args, overload

from psc_workflow._catalogue.values import Dated, Parameter, in_force
from psc_workflow._model.personal import PersonalKind
from psc_workflow._model.vocabulary import DocumentKind, Employment, Formula, PaymentScheme, Regime
from psc_workflow.exceptions import HostError, NoValueInForceError

ParameterName = Literal[
    "effect",
    "time_zone",
    "affiliation_window",
    "accepted_regimes",
    "local_regimes",
    "formulas",
    "documents_to_sign",
    "payment_schemes",
    "default_code_organisme",
    "recommended_formula",
    "reminders",
    "not_concerned_employments",
    "formula_minimum_term",
    "retention_after_membership_end",
    "retention_after_closed_file",
    "withheld_from_employer",
    "withheld_from_insurer",
]
"""The parameters of a contract; a test compares them, and the types below, with the fields of ``Contract``."""

_NAMES = frozenset(get_args(ParameterName))

_MaybeInt = Literal["formula_minimum_term", "retention_after_membership_end", "retention_after_closed_file"]
_Formulas = Literal["formulas", "recommended_formula"]
_Withheld = Literal["withheld_from_employer", "withheld_from_insurer"]
_Regimes = Literal["accepted_regimes", "local_regimes"]


class Lookup(abc.ABC):
    """Find values by the name of their parameter."""

    __slots__ = ()

    @property
    @abc.abstractmethod
    def id(self) -> str:
        """Id of the contract."""

    # fmt: off
    @overload
    def dated(self, parameter: Literal["effect"], day: dt.date) -> Dated[dt.date]: ...
    @overload
    def dated(self, parameter: Literal["time_zone", "default_code_organisme"], day: dt.date) -> Dated[str]: ...
    @overload
    def dated(self, parameter: Literal["affiliation_window"] | _MaybeInt, day: dt.date) -> Dated[int]: ...
    @overload
    def dated(self, parameter: Literal["reminders"], day: dt.date) -> Dated[tuple[int, ...]]: ...
    @overload
    def dated(self, parameter: _Regimes, day: dt.date) -> Dated[tuple[Regime, ...]]: ...
    @overload
    def dated(self, parameter: _Formulas, day: dt.date) -> Dated[tuple[Formula, ...]]: ...
    @overload
    def dated(self, parameter: Literal["documents_to_sign"], day: dt.date) -> Dated[tuple[DocumentKind, ...]]: ...
    @overload
    def dated(self, parameter: Literal["payment_schemes"], day: dt.date) -> Dated[tuple[PaymentScheme, ...]]: ...
    @overload
    def dated(self, parameter: Literal["not_concerned_employments"], day: dt.date) -> Dated[tuple[Employment, ...]]: ...
    @overload
    def dated(self, parameter: _Withheld, day: dt.date) -> Dated[tuple[PersonalKind, ...]]: ...
    # fmt: on

    def dated(self, parameter: ParameterName, day: dt.date) -> Dated[Any]:
        """
        Find the value of *parameter* in force on *day*, with its sources.

        Raises:
            NoValueInForceError: The contract is silent about that day.
            HostError: There is no such parameter, or *day* is no civil day.
        """
        if not isinstance(parameter, str) or parameter not in _NAMES:
            raise HostError(f"`parameter` must be one of: {', '.join(get_args(ParameterName))}")
        values: Parameter[Any] = getattr(self, parameter)
        try:
            return in_force(values.values, day, parameter)
        except NoValueInForceError:
            raise NoValueInForceError(f"{self.id}.{parameter}", day) from None

    # fmt: off
    @overload
    def value(self, parameter: Literal["effect"], day: dt.date) -> dt.date: ...
    @overload
    def value(self, parameter: Literal["time_zone"], day: dt.date) -> str: ...
    @overload
    def value(self, parameter: Literal["default_code_organisme"], day: dt.date) -> str | None: ...
    @overload
    def value(self, parameter: Literal["affiliation_window"], day: dt.date) -> int: ...
    @overload
    def value(self, parameter: _MaybeInt, day: dt.date) -> int | None: ...
    @overload
    def value(self, parameter: Literal["reminders"], day: dt.date) -> tuple[int, ...]: ...
    @overload
    def value(self, parameter: _Regimes, day: dt.date) -> tuple[Regime, ...]: ...
    @overload
    def value(self, parameter: Literal["formulas"], day: dt.date) -> tuple[Formula, ...]: ...
    @overload
    def value(self, parameter: Literal["recommended_formula"], day: dt.date) -> tuple[Formula, ...] | None: ...
    @overload
    def value(self, parameter: Literal["documents_to_sign"], day: dt.date) -> tuple[DocumentKind, ...]: ...
    @overload
    def value(self, parameter: Literal["payment_schemes"], day: dt.date) -> tuple[PaymentScheme, ...]: ...
    @overload
    def value(self, parameter: Literal["not_concerned_employments"], day: dt.date) -> tuple[Employment, ...]: ...
    @overload
    def value(self, parameter: _Withheld, day: dt.date) -> tuple[PersonalKind, ...]: ...
    # fmt: on

    def value(self, parameter: ParameterName, day: dt.date) -> Any:
        """Return the bare value of *parameter* on *day*; ``None`` if it is unknown; errors as for :meth:`dated`."""
        return self.dated(parameter, day).value
