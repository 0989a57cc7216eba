"""
What is wrong with the columns of a frame, told before anything is priced, in words of this library.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._model.people import LONGEST_LIST
from psc_workflow._model.vocabulary import Channel
from psc_workflow.exceptions import Fault
from psc_workflow.pricing.frame._column_types import (
    DATE,
    DUCKDB,
    INTEGER,
    NULLS,
    PANDAS,
    POLARS,
    PYSPARK,
    TEXT,
    advise,
    advise_days,
    is_priced,
    matches,
    shown,
)
from psc_workflow.pricing.frame._expressions import PREFIX
from psc_workflow.pricing.frame._lookalikes import alike, lookalikes
from psc_workflow.pricing.frame._lookalikes import shown as shown_name
from psc_workflow.pricing.frame._native import Columns, has_time_of_day, is_null_only

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

OPTIONAL_COLUMNS = {"position": TEXT}
"""Columns that may be left out, or null in any row; ``position`` then counts as active, except beside a pay of 0."""

RESULTS = tuple(
    [f"{channel.value}_cents" for channel in Channel]
    + [f"certainty_{channel.value}" for channel in Channel]
    + ["incomplete"]
)
"""The columns that are added."""

MISSING = "is missing"
"""What is said of a column for which no other one may stand."""

_PATTERNS = {POLARS: r"\*|\^.*\$", DUCKDB: r"\*", PYSPARK: r"\*"}
"""Names of columns that stand for several in an engine, so that none can be asked for by them."""

CHILD_COLUMN = re.compile(r"child_([1-9]\d*)_birth_date", re.ASCII)


def children_of(names: Iterable[Any]) -> tuple[str, ...]:
    """List the columns of children, by their number."""
    matches = (CHILD_COLUMN.fullmatch(name) for name in names if isinstance(name, str))
    return tuple(match[0] for match in sorted(filter(None, matches), key=lambda match: int(match[1])))


def kinds_of(names: Iterable[Any]) -> dict[str, str]:
    """Return what each column that is priced must hold."""
    names = list(names)
    optional = {name: kind for name, kind in OPTIONAL_COLUMNS.items() if name in names}
    return COLUMNS | optional | dict.fromkeys(children_of(names), DATE)


@attrs.frozen
class Judgement:
    """
    What there is to say of the columns of a frame.

    Args:
        nulls: Columns that count as null in every row, whatever their type.
    """

    faults: tuple[Fault, ...]
    types: Mapping[str, str]
    nulls: frozenset[str]


def judge(columns: Columns, engine: str, native: Any = None, *, source: str = "") -> Judgement:
    """
    Compare the columns of a frame with those that are priced.

    Args:
        columns: As the engine names them.
        engine: The engine whose types they are.
        native: The frame itself, if its values can be looked at.
        source: What the frame was read from, if it is a file.
    """
    names = [name for name, _ in columns]
    kinds = kinds_of(names)
    types = {name: dtype for name, dtype in columns if name in kinds}
    nulls = frozenset(name for name, dtype in types.items() if _is_null(name, dtype, kinds[name], engine, native))
    faults = list(_name_faults(names, kinds, engine))
    for name, dtype in types.items():
        if name not in nulls and not is_priced(dtype, kinds[name], engine):
            advice = advise(name, kinds[name], engine, dtype, source)
            faults.append(Fault(name, f"must be {kinds[name]}, not {shown(dtype)}; {advice}"))
        elif native is not None and has_time_of_day(native, name, dtype):
            faults.append(Fault(name, f"must be whole days, and has a time of day; {advise_days(name, engine)}"))
    return Judgement(tuple(faults), types, nulls)


def _is_null(name: str, dtype: str, kind: str, engine: str, native: Any) -> bool:
    """Whether a column counts as null; one of pandas does if it holds nothing else, whatever its type."""
    if matches(dtype, NULLS[engine]):
        return True
    return engine == PANDAS and native is not None and not is_priced(dtype, kind, engine) and is_null_only(native, name)


def _name_faults(names: list[Any], kinds: dict[str, str], engine: str) -> Iterator[Fault]:
    """Find columns that are missing, ambiguous, or called as one of ours is."""
    texts = [name for name in names if isinstance(name, str)]
    results = {name.casefold() for name in RESULTS}
    own = [name for name in dict.fromkeys(texts) if name not in kinds]
    impostors = dict(lookalikes((name for name in own if name.casefold() not in results), kinds | OPTIONAL_COLUMNS))
    unexplained = [name for name in own if name not in impostors]
    for name in kinds:
        if name not in texts and name not in impostors.values():
            yield Fault(name, _missing(name, unexplained))
    if len(children_of(names)) > LONGEST_LIST:
        yield Fault("", f"has more than {LONGEST_LIST} columns of children, the most that a household can have")
    yield from _ambiguous_names(texts, kinds, engine)
    yield from (_impostor(name, meant, texts) for name, meant in impostors.items())
    for name in unexplained:
        if name.casefold() in results:
            yield Fault(name, "is there already")
        elif name.casefold().startswith(PREFIX):
            yield Fault(name, "is a name used while pricing")
        elif engine == PYSPARK and {*name} & {*".`"}:
            yield Fault("", "a column's name has a dot or a backtick, which Spark reads as something else: rename it")
        elif engine in _PATTERNS and re.fullmatch(_PATTERNS[engine], name, re.DOTALL):
            yield Fault(shown_name(name), f"is a name that {engine} reads as several columns: rename it")


def _impostor(name: str, meant: str, texts: list[str]) -> Fault:
    """Say what a column was probably meant to be."""
    advice = "rename it, or leave it out" if meant in texts else "rename it, since it is not priced under this name"
    return Fault(shown_name(name), f"looks like {meant}, and is not: {advice}")


def _missing(name: str, texts: list[str]) -> str:
    """Say that a column is missing, and if one may be what was meant."""
    other = alike(name, texts)
    return MISSING if other is None else f"{MISSING}; is it what is called {shown_name(other)}? Then rename it"


def _ambiguous_names(texts: list[str], kinds: Mapping[str, str], engine: str) -> Iterator[Fault]:
    """Find names that stand for two columns; SQL makes no difference between capital and small letters."""
    counts = Counter(name.casefold() if engine in (DUCKDB, PYSPARK) else name for name in texts)
    repeated = [name for name, count in counts.items() if count > 1]
    yield from (Fault(name, "is there twice") for name in repeated if name in kinds)
    if engine == PYSPARK and set(repeated) - set(kinds):
        yield Fault("", "two columns have the same name, apart from capital letters: rename one")
