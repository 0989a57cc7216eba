"""
A dossier as the field of a model.
"""

from typing import Any

from django.db import models

from psc_workflow.django._host import contracts
from psc_workflow.dossier import Dossier


class _Reading:
    """Reads the document when it is first asked for: a row whose document cannot be read can be listed all the same."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if self._name not in instance.__dict__:  # deferred
            instance.refresh_from_db(fields=[self._name])
        value = instance.__dict__[self._name]
        if isinstance(value, str):
            value = instance.__dict__[self._name] = Dossier.load(value, contracts=contracts())
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self._name] = value


class DossierField(models.TextField):
    """
    A ``Dossier``, stored as the text of its document.

    The value of a row is the dossier. Reading it raises what ``Dossier.load``
    raises, with the contracts of ``PSC_HOST``; writing it what ``dump`` does.
    To save a decision, with its history and what is owed, use the manager of
    ``models.StoredDossier``: it alone makes sure that nobody else was faster.
    """

    def contribute_to_class(self, cls: Any, name: str, **options: Any) -> None:
        """Read the document at first use."""
        super().contribute_to_class(cls, name, **options)
        setattr(cls, self.attname, _Reading(self.attname))

    def pre_save(self, model_instance: Any, add: bool) -> Any:  # noqa: ARG002 -- as Django calls it
        """Write an unread document back as it is."""
        return model_instance.__dict__.get(self.attname)

    def get_prep_value(self, value: Any) -> Any:
        """Write the document."""
        return value.dump().decode() if isinstance(value, Dossier) else value

    def value_to_string(self, obj: Any) -> str:
        """Write the document, for ``dumpdata``."""
        return str(self.get_prep_value(obj.__dict__[self.attname]))

    def to_python(self, value: Any) -> Any:
        """Leave a document unread."""
        return value

    def formfield(self, **_: Any) -> None:
        """Nobody writes a document by hand."""
