"""
The words that a contract adds: formulas (``[formulas.confort]``) and regimes (``[regimes.enim]``).

They become members of :class:`Formula` and :class:`Regime` when the file is read
(``_model.open_lists``). Other contracts of the same process do not have them:
:func:`foreign_words` finds a word that is not this contract's.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._catalogue.values import Consistent
from psc_workflow._model.open_lists import WORD_FORM, OpenList, is_word
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Formula, Regime
from psc_workflow.exceptions import Fault

LISTS: dict[str, type[OpenList]] = {"formulas": Formula, "regimes": Regime}
"""Each table of a contract that adds words, with the list it adds to."""

RESERVED = ("unit", "checked_on", "values", "base_formula")
"""Keys of the table ``formulas`` that are no formulas."""


@attrs.frozen
class Named(Consistent):
    """A formula or a regime of a contract, with what people read."""

    label: Text

    def _faults(self) -> Iterator[Fault]:
        for language in ("fr", "en"):
            if not getattr(self.label, language).strip():
                yield Fault(f"label.{language}", "must not be blank")


def split(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Move the tables of formulas and regimes, and the formula of automatic affiliations, out of their parameter's."""
    formulas = tables.get("formulas")
    if not isinstance(formulas, dict):
        return _rename(tables, "regimes")
    own = {name: table for name, table in formulas.items() if name not in RESERVED and isinstance(table, dict)}
    rest = {name: value for name, value in formulas.items() if name not in own and name != "base_formula"}
    base = {"base_formula": formulas["base_formula"]} if "base_formula" in formulas else {}
    return _rename({**tables, "formulas": rest}, "regimes") | {"formula_names": own} | base


def _rename(tables: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {("regime_names" if table == name else table): value for table, value in tables.items()}


def original_path(path: str) -> str:
    """Return the path in the file of a fault that was found in the tables after :func:`split`."""
    first, dot, rest = path.partition(".")
    return {"formula_names": "formulas", "regime_names": "regimes", "base_formula": "formulas.base_formula"}.get(
        first, first
    ) + (dot + rest)


def admit(tables: Mapping[str, Any]) -> list[Fault]:
    """Make members of the words of *tables*, as :func:`split` returned them; list those that cannot be words."""
    faults = []
    for name, kind in (("formula_names", Formula), ("regime_names", Regime)):
        words = tables.get(name)
        for word in words if isinstance(words, dict) else ():
            if is_word(word):
                kind.admit(word)
            else:
                faults.append(Fault(original_path(name), f"has a name that cannot be used: it {WORD_FORM}"))
    return faults


def foreign_words(value: Any, own: frozenset[OpenList], path: str = "") -> Iterator[Fault]:
    """
    List the formulas and regimes in *value* that are neither built in nor among *own*.

    Args:
        value: A command, a record, or any part of one.
        own: The words that the contract adds.
        path: Dotted path of *value*.
    """
    if isinstance(value, OpenList):
        if not value.is_builtin and value not in own:
            words = [*type(value), *(word for word in own if isinstance(word, type(value)))]
            yield Fault(path, f"must be one of: {', '.join(words)}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from foreign_words(item, own, f"{path}.{index}".lstrip("."))
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from foreign_words(getattr(value, field.name), own, f"{path}.{field.name}".lstrip("."))


def may_be_foreign(own: frozenset[OpenList]) -> bool:
    """Whether a word that is not among *own* has been added in this process: if none has, there is none to find."""
    return any(word not in own for kind in LISTS.values() for word in kind.additions())
