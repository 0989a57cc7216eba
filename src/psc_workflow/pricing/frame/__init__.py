"""
The same tariff over data frames: polars, pandas, PyArrow, DuckDB, Dask, PySpark (extra ``batch``).

One wide row a household; the columns are those of ``COLUMNS``. Everything is
integer arithmetic on whole columns: no function is called per row, so lazy and
distributed frames stay lazy and distributed. The amounts equal those of
``pricing.price`` to the cent.

>>> import datetime as dt
>>> import polars
>>> from psc_workflow import contracts
>>> households = polars.DataFrame(
...     {"household_id": ["a"], "gross_cents": [280000], "formula": ["base"], "regime": ["general"]}
...     | dict.fromkeys(("birth_date", "retired_on", "partner_birth_date"), [None]),
...     schema_overrides=dict.fromkeys(("birth_date", "retired_on", "partner_birth_date"), polars.Date),
... )
>>> priced = price(households, contracts.get("men-2026"), dt.date(2026, 5, 1))
>>> priced.select("employer_cents", "payroll_cents", "debited_cents", "certainty_payroll").row(0)
(3770, 3770, 0, 'estimated')
"""

import datetime as dt
import re
from typing import Any, TypeVar

import narwhals as nw

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing._charges import check_arguments
from psc_workflow.pricing.frame._columns import stages
from psc_workflow.pricing.frame._dimensions import PREFIX

Frame = TypeVar("Frame")

TEXT, DATE, INTEGER = "text", "a date", "a whole number"
COLUMNS = {
    "household_id": TEXT,
    "gross_cents": INTEGER,
    "formula": TEXT,
    "regime": TEXT,
    "birth_date": DATE,
    "retired_on": DATE,
    "partner_birth_date": DATE,
}
"""The columns of every frame, plus ``child_1_birth_date``, ``child_2_birth_date``, …; null where unknown."""

_SUBJECT = "the households cannot be priced:"
_LIKE_A_CHILD = re.compile(r"child_?\d|child.*birth", re.IGNORECASE)

CHILD_COLUMN = re.compile(r"child_([1-9]\d*)_birth_date")
RESULTS = tuple(
    [f"{channel.value}_cents" for channel in Channel]
    + [f"certainty_{channel.value}" for channel in Channel]
    + ["incomplete"]
)
"""The columns that are added."""


def price(
    frame: Frame, contract: Contract, on: dt.date, *, least_certainty: Certainty = Certainty.ILLUSTRATIVE
) -> Frame:
    """
    Price every household of *frame*.

    Args:
        frame: Eager or lazy, of any engine that narwhals supports.
            ``gross_cents`` is monthly; a null birth date of the partner or of
            a child means that there is none.
        on: The day whose tariff is used, and on which ages are taken.
        least_certainty: Amounts less certain than this stay unknown.

    Returns:
        The same kind of frame, with three amounts in cents a month (null
        where unknown), how certain each is, and the codes of what is unknown,
        joined by ``;`` in no particular order. A formula that is not offered,
        a regime that does not exist, and a pay that is negative or beyond
        ``HIGHEST_PAY`` are such codes, too.

    Raises:
        InvalidFrameError: *frame* is not a frame; a column is missing,
            duplicated or of another type; one of those that are added is
            there already; a column looks like a child's and is not; there is
            no row (lazy frames without rows stay without); or a ratio of the
            tariff has too many digits for whole numbers.
        HostError: *contract* or *on* is of another type.
        NoValueInForceError: The tariff says nothing about that day.
    """
    check_arguments(contract, on)
    try:
        households: Any = nw.from_native(frame)
        schema = households.collect_schema()
    except (TypeError, nw.exceptions.NarwhalsError) as error:
        message = f"must be a data frame without duplicate columns ({type(error).__name__})"
        raise InvalidFrameError(_SUBJECT, [Fault("", message)]) from None
    children = _check(schema, households if isinstance(households, nw.DataFrame) else None)
    casts = _casts(schema, children)
    priced = households.with_columns(**casts) if casts else households
    for columns in stages(contract, on, tuple(children), Certainty(least_certainty)):
        priced = priced.with_columns(**columns)
    return _to_native(priced.select(*schema, *RESULTS))  # type: ignore[no-any-return]


def _to_native(priced: Any) -> Any:
    """Return the engine's own frame; pandas and Dask keep whole numbers with nulls only in a type of their own."""
    native = priced.to_native()
    if priced.implementation.is_pandas() or priced.implementation.is_dask():
        return native.astype({name: "Int64" for name in RESULTS if name.endswith("_cents")})
    return native


def _check(schema: Any, eager: Any) -> list[str]:
    """Check the columns, and the values of those that may hold anything; list the children's, by their number."""
    names = [name for name in schema if isinstance(name, str)]
    numbered = sorted((int(match[1]), name) for name in names for match in [CHILD_COLUMN.fullmatch(name)] if match)
    kinds = COLUMNS | {name: DATE for _, name in numbered}
    results = {name.casefold() for name in RESULTS}
    faults = [Fault(name, "is missing") for name in kinds if name not in schema]
    faults += [
        Fault(name, f"must be {kinds[name]}, not {schema[name]}")
        for name in kinds
        if name in schema and not _is_of(schema[name], kinds[name])
    ]
    faults += [
        Fault(name, f"must be {kinds[name]}, but holds other values")
        for name in (kinds if eager is not None else ())
        if str(schema.get(name)) == "Object" and not _holds(eager[name], kinds[name])
    ]
    faults += [Fault(name, "is there already") for name in names if name.casefold() in results]
    faults += [Fault(name, "is a name used while pricing") for name in names if name.casefold().startswith(PREFIX)]
    faults += [
        Fault(name, "looks like a child's column, which must be called child_1_birth_date, child_2_birth_date, …")
        for name in names
        if name not in kinds and _LIKE_A_CHILD.match(name)
    ]
    faults += [Fault("", "there is no household")] if eager is not None and eager.is_empty() else []
    if faults:
        raise InvalidFrameError(_SUBJECT, faults)
    return [name for _, name in numbered]


def _is_of(dtype: Any, kind: str) -> bool:
    if dtype in (nw.Unknown, nw.Unknown()) or str(dtype) in ("Null", "Unknown", "Object"):
        return True  # an empty column has no type of its own
    if kind is INTEGER:
        return bool(dtype.is_integer())
    if kind is DATE:
        return bool(dtype == nw.Date or (dtype == nw.Datetime and dtype.time_zone is None))
    return dtype in (nw.String, nw.Categorical, nw.Enum)


def _holds(column: Any, kind: str) -> bool:
    """Whether a column of arbitrary objects holds only nulls, or dates where *kind* is a date."""
    types = {type(value) for value in column.to_list() if not _is_null(value)}
    return types <= ({dt.date} if kind is DATE else set())


def _is_null(value: Any) -> bool:
    """Whether *value* is one of those by which frames say that there is none."""
    return value is None or value != value  # noqa: PLR0124 -- only NaN differs from itself


def _casts(schema: Any, children: list[str]) -> dict[str, nw.Expr]:
    """Drop the time of day where an engine keeps dates with one; give empty columns a type."""
    dates = ("birth_date", "retired_on", "partner_birth_date", *children)
    casts = {name: nw.col(name).cast(nw.Date) for name in dates if schema[name] != nw.Date}
    casts |= {
        name: nw.col(name).cast(nw.String)
        for name in ("formula", "regime")
        if schema[name] not in (nw.String, nw.Categorical, nw.Enum)
    }
    if not schema["gross_cents"].is_integer():
        casts["gross_cents"] = nw.col("gross_cents").cast(nw.Int64)
    return casts
