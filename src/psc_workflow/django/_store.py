"""
The store over the models.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction

from psc_workflow._catalogue.contracts import Contract
from psc_workflow.django._errors import store_errors
from psc_workflow.django._rows import DjangoRows
from psc_workflow.django._verifying import DjangoVerifyingRows
from psc_workflow.django.models import StoredDossier
from psc_workflow.stores import Store
from psc_workflow.stores._encoding import can_be_id
from psc_workflow.stores._seals import SealKeys


class DjangoStore(Store):
    """
    A store of dossiers in the tables of a project.

    It joins a transaction that is open already: what the host writes beside it
    is saved with it, or not at all.
    """

    def __init__(self, contracts: Mapping[str, Contract], *, using: str, seal_keys: SealKeys | None = None) -> None:
        super().__init__(contracts, seal_keys=seal_keys)
        self._using = using

    @contextmanager
    def _exclusively(self, id: str) -> Iterator[None]:  # noqa: A002 -- as Dossier.open
        """Hold the row: of two requests at once, the second waits for the first."""
        with store_errors(), transaction.atomic(using=self._using):
            DjangoRows(self._using).begin_writing()
            rows = StoredDossier.objects.using(self._using).select_for_update()
            list(rows.filter(pk=id).values_list("pk") if can_be_id(id) else ())
            yield

    @contextmanager
    def _transaction(self, *, writes: bool = True) -> Iterator[DjangoVerifyingRows]:
        with store_errors(), transaction.atomic(using=self._using):
            rows = DjangoVerifyingRows(self._using)
            if writes:
                rows.begin_writing()
            yield rows
