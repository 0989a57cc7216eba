"""
The columns of a frame, brought to the few types that are computed with; in the end they are as they came.
"""

import operator
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import narwhals as nw

from psc_workflow._model.people import HIGHEST_PAY
from psc_workflow.pricing.frame._checks import Judgement, kinds_of
from psc_workflow.pricing.frame._column_types import DATE, INTEGER, PANDAS, PYARROW, TEXT, matches
from psc_workflow.pricing.frame._expressions import PREFIX
from psc_workflow.pricing.frame._native import select_columns

_OWN = f"{PREFIX}own_"
"""Prefix of the columns that keep what is computed with in another type."""

_TYPES: dict[str, Any] = {INTEGER: nw.Int64, TEXT: nw.String, DATE: nw.Date}
_NULLS = {INTEGER: "int64[pyarrow]", TEXT: "string", DATE: "date32[day][pyarrow]"}
"""The types of pandas that columns of nulls are computed with."""

_AS_THEY_ARE = (nw.Int64, nw.UInt64, nw.Int128, nw.UInt128)
"""Whole numbers that are wide enough for a pay and for what it is compared with."""

_TEXTS_TO_CONVERT = ("string_view", "object…", "category…")
"""Types of text that an engine cannot compare with texts in every case."""


def as_they_are_priced(households: Any, judgement: Judgement, engine: str) -> Any:
    """Return the frame with the columns that are priced in types that are computed with."""
    own_types = dict(_types_of_pandas(judgement)) if engine == PANDAS else {}
    casts = {
        name: cast for name, cast in _casts(households.collect_schema(), judgement, engine) if name not in own_types
    }
    if not own_types and not casts:
        return households
    wider = households.with_columns(**{f"{_OWN}{name}": nw.col(name) for name in (*own_types, *casts)})
    if own_types:
        native = wider.to_native()
        wider = nw.from_native(native.assign(**{name: convert(native[name]) for name, convert in own_types.items()}))
    return wider.with_columns(**casts) if casts else wider


def _types_of_pandas(judgement: Judgement) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """List the columns that pandas and Dask convert to types of their own, which narwhals does not name."""
    kinds = kinds_of(judgement.types)
    for name, dtype in judgement.types.items():
        if name in judgement.nulls:
            yield name, partial(_null_of_pandas, dtype=_NULLS[kinds[name]], has_type=dtype != "null[pyarrow]")
        elif kinds[name] is INTEGER and dtype.endswith("[pyarrow]"):
            yield name, operator.methodcaller("astype", "uint64[pyarrow]" if dtype[0] == "u" else "int64[pyarrow]")
        elif kinds[name] is INTEGER and dtype[0] in "IU" and dtype != "UInt64":
            yield name, operator.methodcaller("astype", "Int64")


def _null_of_pandas(column: Any, *, dtype: str, has_type: bool) -> Any:
    """Give nulls another type; no date can be made of a number, even of none."""
    return (column.astype(object) if has_type else column).astype(dtype)


def as_they_came(priced: Any, names: list[Any], results: Sequence[str]) -> Any:
    """Return the engine's own frame: its columns as they came, then the *results*."""
    own = {name.removeprefix(_OWN): nw.col(name) for name in priced.collect_schema() if str(name).startswith(_OWN)}
    priced = priced.with_columns(**own) if own else priced
    native = select_columns(priced, names, results).to_native()
    if not (priced.implementation.is_pandas_like() or priced.implementation.is_dask()):
        return native
    return native.astype({name: "Int64" for name in results if name.endswith("_cents")})  # else floats, if any is null


def _casts(schema: Any, judgement: Judgement, engine: str) -> Iterator[tuple[str, nw.Expr]]:
    kinds = kinds_of(judgement.types)
    for name, dtype in judgement.types.items():
        kind, column = kinds[name], nw.col(name)
        if name == "household_id":
            continue
        if name in judgement.nulls or (kind is DATE and schema[name] != nw.Date):
            yield name, column.cast(_TYPES[kind])
        elif kind is TEXT and matches(dtype, _TEXTS_TO_CONVERT):
            yield name, column.cast(nw.String)
        elif kind is INTEGER and engine == PYARROW and schema[name] == nw.UInt64:
            yield name, _within_range(column)
        elif kind is INTEGER and schema[name] not in _AS_THEY_ARE:
            yield name, column.cast(nw.Int64)


def _within_range(pay: nw.Expr) -> nw.Expr:
    """Replace what is beyond any pay by the next number beyond: PyArrow cannot compare more than 63 bits."""
    most = nw.lit(HIGHEST_PAY, nw.UInt64)
    return nw.when(pay > most).then(nw.lit(HIGHEST_PAY + 1, nw.UInt64)).otherwise(pay).cast(nw.Int64)
