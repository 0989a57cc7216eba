"""
The same tariff over data frames: polars, pandas, PyArrow, DuckDB, Dask, PySpark (extra ``batch``).

One wide row a household; the columns are those of ``COLUMNS``. All of it is
integer arithmetic on whole columns: no function is called per row, so lazy and
distributed frames stay lazy and distributed. To the cent it equals
``pricing.price``.

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
from psc_workflow.pricing._charges import check_asked
from psc_workflow.pricing.frame._columns import stages
from psc_workflow.pricing.frame._sides import OURS

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
"""Columns of every frame; ``child_1_birth_date``, ``child_2_birth_date``, … come besides. What is not known is null."""

_WHAT = "the households cannot be priced:"
_LIKE_A_CHILD = re.compile(r"child_?\d|child.*birth", re.IGNORECASE)

CHILD = re.compile(r"child_([1-9]\d*)_birth_date")
RESULTS = tuple(
    [f"{channel.value}_cents" for channel in Channel]
    + [f"certainty_{channel.value}" for channel in Channel]
    + ["incomplete"]
)
"""Columns that are added."""


def price(
    frame: Frame, contract: Contract, on: dt.date, *, least_certainty: Certainty = Certainty.ILLUSTRATIVE
) -> Frame:
    """
    Price every household of *frame*.

    Args:
        frame: Eager or lazy, of any engine that narwhals knows. ``gross_cents``
            is monthly; a null birth date of the partner or of a child means
            that there is none.
        on: The day whose tariff is used, and on which ages are taken.
        least_certainty: Amounts less certain than this stay unknown.

    Returns:
        The same kind of frame, with three amounts in cents a month (null
        where unknown), how certain each is, and the codes of what is unknown,
        joined by ``;`` in no particular
        order. A formula that is not offered, a regime that does not
        exist, and a pay that is negative or beyond ``HIGHEST_PAY`` are such
        codes, too.

    Raises:
        InvalidFrameError: *frame* is none; a column is missing, there twice or
            of another type; one of those that are added is there already; a
            column looks like a child's and is none; there is no row (lazy
            frames without rows stay without); or the tariff has a ratio of
            so many digits that whole numbers do not hold it.
        HostError: *contract* or *on* is of another type.
        NoValueInForceError: The tariff says nothing about that day.
    """
    check_asked(contract, on)
    try:
        found: Any = nw.from_native(frame)
        schema = found.collect_schema()
    except (TypeError, nw.exceptions.NarwhalsError) as error:
        fault = f"is no frame with one column a name ({type(error).__name__})"
        raise InvalidFrameError(_WHAT, [Fault("", fault)]) from None
    children = _checked(schema, found if isinstance(found, nw.DataFrame) else None)
    casts = _casts(schema, children)
    found = found.with_columns(**casts) if casts else found
    for columns in stages(contract, on, tuple(children), Certainty(least_certainty)):
        found = found.with_columns(**columns)
    return _with_whole_numbers(found.select(*schema, *RESULTS))  # type: ignore[no-any-return]


def _with_whole_numbers(found: Any) -> Any:
    """Give what the engine calls its own; pandas and Dask keep whole numbers with gaps only in a type of their own."""
    native = found.to_native()
    if found.implementation.is_pandas() or found.implementation.is_dask():
        return native.astype({name: "Int64" for name in RESULTS if name.endswith("_cents")})
    return native


def _checked(schema: Any, eager: Any) -> list[str]:
    """Check the columns, and what those hold that may hold anything; list the children's, by their number."""
    names = [name for name in schema if isinstance(name, str)]
    numbered = sorted((int(match[1]), name) for name in names for match in [CHILD.fullmatch(name)] if match)
    wanted = COLUMNS | {name: DATE for _, name in numbered}
    taken = {name.casefold() for name in RESULTS}
    faults = [Fault(name, "is missing") for name in wanted if name not in schema]
    faults += [
        Fault(name, f"must be {wanted[name]}, and is {schema[name]}")
        for name in wanted
        if name in schema and not _is_of(schema[name], wanted[name])
    ]
    faults += [
        Fault(name, f"must be {wanted[name]}, and holds something else")
        for name in (wanted if eager is not None else ())
        if str(schema.get(name)) == "Object" and not _holds(eager[name], wanted[name])
    ]
    faults += [Fault(name, "is there already") for name in names if name.casefold() in taken]
    faults += [Fault(name, "is a name used while pricing") for name in names if name.casefold().startswith(OURS)]
    faults += [
        Fault(name, "looks like a child's column, which is called child_1_birth_date, child_2_birth_date, …")
        for name in names
        if name not in wanted and _LIKE_A_CHILD.match(name)
    ]
    faults += [Fault("", "there is no household")] if eager is not None and eager.is_empty() else []
    if faults:
        raise InvalidFrameError(_WHAT, faults)
    return [name for _, name in numbered]


def _is_of(found: Any, wanted: str) -> bool:
    if found in (nw.Unknown, nw.Unknown()) or str(found) in ("Null", "Unknown", "Object"):
        return True  # an empty column has no type of its own
    if wanted is INTEGER:
        return bool(found.is_integer())
    if wanted is DATE:
        return bool(found == nw.Date or (found == nw.Datetime and found.time_zone is None))
    return found in (nw.String, nw.Categorical, nw.Enum)


def _holds(column: Any, wanted: str) -> bool:
    """Whether a column of any objects holds dates alone, where dates are wanted, or nothing."""
    kinds = {type(value) for value in column.to_list() if not _is_nothing(value)}
    return kinds <= ({dt.date} if wanted is DATE else set())


def _is_nothing(value: Any) -> bool:
    """Whether it is one of the things with which frames say that there is no value."""
    return value is None or value != value  # noqa: PLR0124 -- NaN is the one that is not itself


def _casts(schema: Any, children: list[str]) -> dict[str, nw.Expr]:
    """Take the time of day out of dates that an engine keeps with one; give empty columns a type."""
    dates = ("birth_date", "retired_on", "partner_birth_date", *children)
    found = {name: nw.col(name).cast(nw.Date) for name in dates if schema[name] != nw.Date}
    found |= {
        name: nw.col(name).cast(nw.String)
        for name in ("formula", "regime")
        if schema[name] not in (nw.String, nw.Categorical, nw.Enum)
    }
    if not schema["gross_cents"].is_integer():
        found["gross_cents"] = nw.col("gross_cents").cast(nw.Int64)
    return found
