"""
The rows of the models, in one transaction.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import attrs
from django.db import DataError, Error, IntegrityError, connections, transaction
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from psc_workflow.django._errors import store_error
from psc_workflow.django._outbox_rows import DjangoOutbox, as_bytes, digest_of
from psc_workflow.django.models import OwedEffect, StoredDossier, StoredStep, StoreMark, Tombstone
from psc_workflow.stores._cells import WrongCellError, reading, row_of, text
from psc_workflow.stores._damage import check_leased
from psc_workflow.stores._index_row import IndexRow
from psc_workflow.stores._leases import name_of
from psc_workflow.stores._rows import (
    BesideGaveWayError,
    DossierRow,
    GaveWayError,
    NextTry,
    Rows,
    StepRow,
    StoredRow,
    parts,
)
from psc_workflow.stores._transactions import BesideError

_STORED = StoredRow.__match_args__
_FOUND_BY = tuple(field.name for field in attrs.fields(IndexRow) if field.name != "dossier")
_DAYS = ("effective_on", "retention_until")
_BLANK = {name: None if name in _DAYS else "" for name in _FOUND_BY if name != "due_at"}


class DjangoRows(DjangoOutbox, Rows):
    """One transaction."""

    @property
    def connection(self) -> Any:
        """Django's connection."""
        return connections[self._using]

    @property
    def sorts_by_code_points(self) -> bool:
        """Whether texts are sorted as Python does: SQLite does so."""
        return bool(self.connection.vendor == "sqlite")

    def begin_writing(self) -> None:
        """Take the lock of a writer on SQLite, where a transaction that has read first may lose its turn."""
        if self.connection.vendor == "sqlite":
            self._of(StoreMark).filter(pk="").update(at=None)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Begin a part that an error undoes by itself; one that is not about what is written undoes everything."""
        try:
            with transaction.atomic(using=self._using):
                yield
        except BesideError as carrier:  # beside it the host uses the same transaction, which may give way there
            cause = carrier.error
            if isinstance(cause, Error) and isinstance(gave_way := store_error(cause), GaveWayError):
                raise BesideGaveWayError(str(gave_way), name_of(cause)) from None
            raise
        except Error as error:
            if isinstance(error, IntegrityError | DataError):
                raise
            raise store_error(error) from None

    @property
    def _dossiers(self) -> QuerySet:
        return self._of(StoredDossier)

    # -- dossiers -------------------------------------------------------------------------------

    def insert(self, row: DossierRow) -> bool:
        try:
            with self.savepoint():
                self._dossiers.create(id=row.id, **_columns(row))
        except IntegrityError:
            return False
        return True

    def replace(self, rows: Collection[tuple[DossierRow, int]]) -> set[str]:
        replaced = set()
        for row, expected in sorted(rows, key=lambda pair: pair[0].id):  # locked by everybody in the same order
            fresh = self._dossiers.filter(pk=row.id, revision=expected)
            if fresh.update(**_columns(row), tick_attempts=0, tick_error=None):
                replaced.add(row.id)
        return replaced

    def document(self, id: str, *, locks: bool = False) -> StoredRow | None:  # noqa: A002 -- as Dossier.open
        rows = self._dossiers.filter(pk=id)
        return next(iter(_stored(rows.select_for_update() if locks else rows, 1)), None)

    def remove(self, id: str) -> bool:  # noqa: A002 -- as Dossier.open
        list(self._dossiers.select_for_update().filter(pk=id).values_list("pk"))  # nobody saves it meanwhile
        for model in (OwedEffect, StoredStep):
            self._of(model).filter(dossier_id=id).delete()
        count, _ = self._dossiers.filter(pk=id).delete()
        return bool(count)

    def documents(self, after: str, limit: int) -> list[StoredRow]:
        return _stored(self._dossiers.filter(pk__gt=after).order_by("pk"), limit)

    def ids(self, after: str, limit: int) -> list[str]:
        ids = self._dossiers.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit]
        return [id_ for id_ in ids if isinstance(id_, str)]  # whatever is none comes last

    def add_steps(self, rows: Iterable[tuple[str, int, bytes]]) -> None:
        self._of(StoredStep).bulk_create(
            StoredStep(dossier_id=id_, revision=revision, step=step.decode()) for id_, revision, step in rows
        )

    @reading()
    def steps(self, id: str) -> list[StepRow]:  # noqa: A002 -- as Dossier.open
        rows = self._of(StoredStep).filter(dossier_id=id).order_by("revision").values_list("revision", "step")
        return [row_of(StepRow, {"revision": revision, "step": step.encode()}) for revision, step in rows]

    # -- time -----------------------------------------------------------------------------------

    @reading()
    def due(self, before: dt.datetime, limit: int) -> list[str]:
        rows = self._dossiers.filter(due_at__lte=before).order_by("due_at", "pk")
        return [text(id_) for id_ in rows.values_list("pk", flat=True)[:limit]]

    def claim_due(self, at: dt.datetime, until: dt.datetime, limit: int) -> list[StoredRow]:
        rows = _stored(self._locking(self._dossiers.filter(tick_at__lte=at).order_by("tick_at", "pk")), limit)
        ids = [row.id for row in rows]
        leased = sum(self._dossiers.filter(pk__in=part).update(tick_at=until) for part in parts(ids))
        check_leased("dossiers", ids, leased)
        return rows

    def give_back_due(self, id: str, until: dt.datetime, then: NextTry) -> None:  # noqa: A002 -- as Dossier.open
        leased = self._dossiers.filter(pk=id, tick_at=until)
        leased.update(tick_at=then.at, tick_attempts=then.attempts, tick_error=then.error)

    # -- marks and tombstones -------------------------------------------------------------------

    @reading()
    def mark(self, name: str) -> tuple[bool, dt.datetime | None]:
        is_empty = ExpressionWrapper(
            Q(at=None), BooleanField()
        )  # Django reads what is no instant as if there were none
        row = self._of(StoreMark).filter(pk=name).values_list("at", is_empty).first()
        if row is not None and row[0] is None and not row[1]:
            raise WrongCellError
        return row is not None, row[0] if row is not None else None

    def put_mark(self, name: str, at: dt.datetime | None) -> None:
        self._of(StoreMark).update_or_create(name=name, defaults={"at": at})

    def drop_mark(self, name: str) -> None:
        self._of(StoreMark).filter(pk=name).delete()

    def bury(self, id: str, on: dt.date) -> None:  # noqa: A002 -- as Dossier.open
        self._of(Tombstone).create(dossier=id, erased_on=on)

    @reading()
    def tombstone(self, id: str) -> dt.date | None:  # noqa: A002 -- as Dossier.open
        row = self._of(Tombstone).filter(pk=id).values_list("erased_on").first()
        return None if row is None else _day(row[0])

    @reading()
    def tombstones(self, after: str, limit: int) -> list[tuple[str, dt.date]]:
        rows = self._of(Tombstone).filter(pk__gt=after).order_by("pk")
        return [(text(id_), _day(on)) for id_, on in rows.values_list("pk", "erased_on")[:limit]]

    # -- the index: columns of the dossier itself, which are blank if it is found by nothing ------

    def put_index(self, rows: Collection[IndexRow]) -> None:
        for row in rows:
            self._dossiers.filter(pk=row.dossier).update(**_found_by(row))

    def drop_index(self, id: str) -> None:  # noqa: A002 -- as Dossier.open
        self._dossiers.filter(pk=id).update(**_BLANK)

    def find(self, criteria: Mapping[str, Any], after: str, limit: int) -> list[IndexRow]:
        return index_rows(self._dossiers.filter(**criteria).exclude(contract=""), after, limit)

    @reading()
    def count_by(self, field: str) -> dict[Any, int]:
        indexed = self._dossiers.exclude(**{"contract" if field == "effective_on" else field: ""})
        counts = indexed.order_by().values_list(field).annotate(Count("pk"))
        return {value if field == "effective_on" else text(value): count for value, count in counts}

    def retained_before(self, day: dt.date, after: str, limit: int) -> list[IndexRow]:
        return index_rows(self._dossiers.filter(retention_until__lt=day), after, limit)


@reading()
def _stored(rows: QuerySet, limit: int) -> list[StoredRow]:
    values = rows.values_list("pk", "revision", "dossier", "digest", "tick_attempts")[:limit]
    return [
        row_of(StoredRow, dict(zip(_STORED, (*row[:2], as_bytes(row[2]), digest_of(row[3]), row[4]), strict=True)))
        for row in values
    ]


def _day(stored: Any) -> dt.date:
    """Read a day, which must be there."""
    if not isinstance(stored, dt.date):
        raise TypeError("no day")
    return stored


@reading()
def index_rows(rows: QuerySet, after: str, limit: int) -> list[IndexRow]:
    values = rows.filter(pk__gt=after).order_by("pk").values("pk", *_FOUND_BY)[:limit]
    return [
        row_of(IndexRow, {**value, "pending": tuple(value["pending"].split()), "dossier": value["pk"]})
        for value in values
    ]


def _columns(row: DossierRow) -> dict[str, Any]:
    columns = {"revision": row.revision, "due_at": row.due_at, "tick_at": row.due_at, "digest": row.digest}
    return {**_found_by(row.index), **columns, "dossier": row.document.decode()}


def _found_by(index: IndexRow) -> dict[str, Any]:
    return {name: getattr(index, name) for name in _FOUND_BY} | {"pending": " ".join(index.pending)}
