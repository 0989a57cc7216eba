"""
A whole store as data frames, to be analysed: a row a dossier, batch by batch (extra ``batch``).
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, Literal

from psc_workflow._structuring import canonical
from psc_workflow._structuring.arguments import check_kind
from psc_workflow._structuring.extras import extra_error
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError
from psc_workflow.stores._arguments import check_number, check_text
from psc_workflow.stores._base import Store
from psc_workflow.stores._index_row import index_row

_TEXTS = ("access", "affiliation", "dispensation", "membership", "status")


def frame(
    store: Store,
    *,
    backend: Literal["polars", "pandas", "pyarrow"] = "polars",
    size: int = 10_000,
    after: str = "",
    redacted: bool = True,
) -> Iterator[Any]:
    """
    Read a whole store as data frames: a row a dossier, in the order of their ids, so many of them a frame.

    No more than one frame is in memory; write each to a Parquet file for what
    does not fit, such as PySpark. The columns:

    - ``dossier``, ``contract``, ``contract_version``, ``revision``, and ``at``,
      the instant of the last change;
    - ``access``, ``affiliation``, ``dispensation``, ``membership``: states;
      ``status``, ``effective_on``, ``due_at``, ``pending``,
      ``retention_until``: as in ``IndexRow``, but of the dossier as it is
      read, whatever the index says;
    - ``regime``, ``formula``, ``motive``: words, null while not answered;
      ``partner``: whether one is declared; ``children``: how many;
    - ``answers``: all answers as JSON, as in a redacted document.

    Args:
        backend: Kind of the frames.
        size: Most dossiers of a frame; more than zero.
        after: The last id of the frame before, to go on where another process
            stopped.
        redacted: Whether what is personal is hidden: in ``answers``, and the
            motive, of which the mask says that there is one. If ``False``,
            what you make of it is as sensitive as the store.

    Raises:
        HostError: *size* is not more than zero, *backend* none of these, or
            another argument of another type.
        InvalidDocumentError: A dossier cannot be read.
    """
    check_kind(store, Store, "store")
    check_number(size, "size", least=1)
    check_text(after, "after")
    check_kind(redacted, bool, "redacted")
    if backend not in ("polars", "pandas", "pyarrow"):
        raise HostError("`backend` must be polars, pandas or pyarrow")
    return _frames(store, backend, size, after, redacted)


def _frames(store: Store, backend: Any, size: int, after: str, redacted: bool) -> Iterator[Any]:
    try:
        import narwhals as nw  # noqa: PLC0415 -- of the extra "batch"
        import pyarrow as pa  # noqa: PLC0415 -- likewise
    except ModuleNotFoundError as error:
        raise extra_error(error, "batch", "psc_workflow.stores.frame") from None

    dossiers = map(store._read, store._stored(after))  # noqa: SLF001 -- parts of every store
    while page := list(islice(dossiers, size)):
        table = pa.Table.from_pylist([_row(dossier, redacted) for dossier in page], schema=_schema(pa))
        yield nw.from_arrow(nw.from_native(table), backend=backend).to_native()


def _row(dossier: Dossier, redacted: bool) -> dict[str, Any]:
    index = index_row(dossier, dossier.due_at())
    record, plain = dossier.record, json.loads(dossier.dump(redacted=redacted))
    answers = plain["record"]["answers"]
    household = answers["beneficiaries"]
    return {
        **{name: getattr(index, name) for name in ("dossier", "contract", *_TEXTS)},
        **{name: getattr(index, name) for name in ("effective_on", "due_at", "retention_until")},
        "contract_version": plain["contract_version"],
        "revision": dossier.revision,
        "at": record.at,
        "pending": " ".join(index.pending),
        "regime": (answers["regime"] or {}).get("regime"),
        "formula": answers["formula"],
        "motive": (answers["motive"] or {}).get("motive"),
        "partner": None if household is None else household["partner"] is not None,
        "children": None if household is None else len(household["children"]),
        "answers": canonical(answers).decode(),
    }


def _schema(pa: Any) -> Any:
    types = {
        "text": pa.string(),
        "number": pa.int64(),
        "instant": pa.timestamp("us", tz="UTC"),
        "day": pa.date32(),
        "yes or no": pa.bool_(),
    }
    return pa.schema([(name, types[kind]) for name, kind in _COLUMNS.items()])


_COLUMNS = {
    **dict.fromkeys(("dossier", "contract", "contract_version"), "text"),
    "revision": "number",
    "at": "instant",
    **dict.fromkeys(_TEXTS, "text"),
    "effective_on": "day",
    "due_at": "instant",
    "pending": "text",
    "retention_until": "day",
    **dict.fromkeys(("regime", "formula", "motive"), "text"),
    "partner": "yes or no",
    "children": "number",
    "answers": "text",
}
