"""
The words that a contract adds: formulas (``[formulas.confort]``) and regimes (``[regimes.enim]``).

They become members of :class:`Formula` and :class:`Regime` when the file is read
(``_model.open_lists``). Other contracts of the same process do not have them:
:func:`foreign_words` finds a word that is not this contract's.
"""

import contextlib
import re
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import attrs

from psc_workflow._catalogue.values import Consistent
from psc_workflow._model.open_lists import WORD_FORM, OpenList, is_word
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Formula, Regime
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import Fault

_LONGEST_SHOWN = 64

RESERVED = ("unit", "checked_on", "values", "base_formula")
"""Keys of the table ``formulas`` that are no formulas."""

_PLACES = {"formula_names": "[formulas.…]", "regime_names": "[regimes.…]", "base_formula": "it in [formulas]"}
"""Tables that :func:`split` makes, and where a file has what they hold."""


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
    tables = {name: table for name, table in tables.items() if name not in _PLACES}
    formulas = tables.get("formulas")
    if not isinstance(formulas, dict):
        return _rename(tables, "regimes")
    own = {name: table for name, table in formulas.items() if name not in RESERVED and isinstance(table, dict)}
    rest = {name: value for name, value in formulas.items() if name not in own and name != "base_formula"}
    base = {"base_formula": formulas["base_formula"]} if "base_formula" in formulas else {}
    return _rename({**tables, "formulas": rest}, "regimes") | {"formula_names": own} | base


def with_names(base: Any, own: Any) -> Any:
    """Add the formulas that the table *base* names to the table *own*; all of *base*, if *own* has names alone."""
    if not isinstance(base, dict) or not isinstance(own, dict):
        return base if own is None else own
    has_names_alone = not any(name in own for name in ("unit", "checked_on", "values"))
    names = {name: table for name, table in base.items() if name not in RESERVED and isinstance(table, dict)}
    return {**(base if has_names_alone else names), **own}


def _rename(tables: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {("regime_names" if table == name else table): value for table, value in tables.items()}


def misplaced(tables: Mapping[str, Any]) -> list[Fault]:
    """List the tables that have the name of what :func:`split` makes, and stand elsewhere in a file."""
    return [Fault(name, f"is the name of no table; write {place}") for name, place in _PLACES.items() if name in tables]


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
                faults.append(
                    Fault(original_path(name), f"has a name that cannot be used, {_shown(word)}: it {WORD_FORM}")
                )
    return faults


def _shown(word: str) -> str:
    """Write a name that cannot be used, and one like it that can, if there is one."""
    alike = re.sub("[^a-z0-9]+", "_", word.lower()).strip("_")
    shown = repr(word if len(word) <= _LONGEST_SHOWN else f"{word[:_LONGEST_SHOWN]}…")
    return f"{shown} (write {alike})" if is_word(alike) else shown


class HasWords(Protocol):
    """A contract, as far as its words go."""

    @property
    def formula_names(self) -> Mapping[str, Named]:
        """The formulas that it names."""

    @property
    def regime_names(self) -> Mapping[str, Named]:
        """The regimes that it names."""

    @property
    def all_formulas(self) -> tuple[Formula, ...]:
        """All formulas that it has ever offered."""

    @property
    def regimes(self) -> tuple[Regime, ...]:
        """All regimes that can be declared."""


def foreign_words(value: Any, contract: HasWords, path: str = "") -> Iterator[Fault]:
    """
    List the formulas and regimes in *value* that are neither built in nor of *contract*.

    Args:
        value: A command, a record, or any part of one.
        path: Dotted path of *value*.
    """
    if isinstance(value, OpenList):
        own = contract.formula_names if isinstance(value, Formula) else contract.regime_names
        if not value.is_builtin and value not in own:
            words = contract.all_formulas if isinstance(value, Formula) else contract.regimes
            yield Fault(path, f"must be one of: {', '.join(words)}", "form-not-a-choice")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from foreign_words(item, contract, f"{path}.{index}".lstrip("."))
    else:
        for name in _fields_with_words(type(value)):
            yield from foreign_words(getattr(value, name), contract, f"{path}.{name}".lstrip("."))


@shared
def _fields_with_words(cls: type) -> tuple[str, ...]:
    """Name the fields of *cls* in which a formula or a regime may stand, however deep: none, if it is no record."""
    return tuple(_names(cls, frozenset({cls}))) if attrs.has(cls) else ()


def _names(cls: type[attrs.AttrsInstance], above: frozenset[type]) -> Iterator[str]:
    with contextlib.suppress(NameError):  # types that only a type checker knows may hold words, as texts do
        attrs.resolve_types(cls)
    yield from (field.name for field in attrs.fields(cls) if _may_hold_words(field.type, above))


def _may_hold_words(kind: Any, above: frozenset[type]) -> bool:
    """Whether a formula or a regime may stand in a field of type *kind*; where none can, the search goes no deeper."""
    parts = typing.get_args(kind)
    if parts:
        return any(_may_hold_words(part, above) for part in (typing.get_origin(kind), *parts))
    if not isinstance(kind, type) or kind in (Any, object):
        return kind not in (None, Ellipsis)
    if attrs.has(kind):  # a value may be of a subclass, and a class that holds itself is not taken apart again
        return kind in above or bool(kind.__subclasses__()) or any(_names(kind, above | {kind}))
    return issubclass(kind, OpenList)


def members(kind: type[OpenList], contract: HasWords) -> tuple[OpenList, ...]:
    """List the built-in members of *kind* and those that *contract* adds."""
    own = contract.formula_names if kind is Formula else contract.regime_names
    return (*kind, *(word for word in map(kind, own) if not word.is_builtin))


def may_be_foreign(contract: HasWords) -> bool:
    """Whether a word that is not of *contract* has been added in this process: if none has, there is none to find."""
    pairs = ((Formula, contract.formula_names), (Regime, contract.regime_names))
    return any(word not in names for kind, names in pairs for word in kind.additions())
