"""
The faults of a contract's file, as whoever writes the file reads them: its tables, its ids, its words.

>>> tables = {"formulas": {"confort": {}, "values": [{"value": ["base", "confrot"]}]}}
>>> fault = Fault("formulas.values.0.value.1", "must be one of: base", "form-not-a-choice")
>>> in_words_of_the_file(fault, tables).message
"must be one of: confort, base; did you mean confort? To add 'confrot', declare [formulas.confrot]"
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._catalogue.cited import not_a_source
from psc_workflow._catalogue.contract_words import RESERVED
from psc_workflow._catalogue.forms import is_id
from psc_workflow._model.open_lists import OpenList, is_word
from psc_workflow._model.vocabulary import Formula, Regime
from psc_workflow.exceptions import Fault

_BY_PARAMETER: Mapping[str, type[OpenList]] = {
    "formulas": Formula,
    "recommended_formula": Formula,
    "accepted_regimes": Regime,
    "local_regimes": Regime,
}
_BY_FIELD: Mapping[str, type[OpenList]] = {
    "base_formula": Formula,
    "formulas": Formula,
    "regimes": Regime,
    "excluded_regimes": Regime,
}
_TABLE: Mapping[type[OpenList], str] = {Formula: "formulas", Regime: "regimes"}


def explain(faults: Iterable[Fault], tables: Mapping[str, Any], names: Iterable[str]) -> list[Fault]:
    """
    Write *faults*, each once, for whoever writes the file.

    Args:
        tables: The file as parsed, with what comes from its base.
        names: Names of the tables that a contract has.
    """
    named = (_unknown_source(fault, tables) for fault in faults)
    written = (_with_ids(_unknown_table(in_words_of_the_file(fault, tables), names), tables) for fault in named)
    return list(dict.fromkeys(fault for fault in written if fault is not None))


def not_a_word(word: object, kind: type[OpenList], tables: Mapping[str, Any]) -> str:
    """Say that *word* is none of the formulas or regimes of the file, and how to make it one."""
    names, table = (*_names(kind, tables),), _TABLE[kind]
    message = f"must be one of: {', '.join(names)}"
    if not isinstance(word, str) or not is_word(word):
        return f"{message}; to add one, declare [{table}.…]"
    alike = difflib.get_close_matches(word, names, n=1)
    hint = f"; did you mean {alike[0]}? To" if alike else "; to"
    return f"{message}{hint} add {word!r}, declare [{table}.{word}]"


def in_words_of_the_file(fault: Fault, tables: Mapping[str, Any]) -> Fault | None:
    """Name the formulas or regimes of the file where *fault* is that a word is none of them."""
    kind = word_at(fault.path) if fault.code == "form-not-a-choice" else None
    if kind is None:
        return fault
    word = _value(tables, fault.path)
    if isinstance(word, str) and word in _declarations(kind, tables):
        return None  # declared, under a name that cannot be used: that is told where it stands
    return attrs.evolve(fault, message=not_a_word(word, kind, tables))


def word_at(path: str) -> type[OpenList] | None:
    """Return the list of words from which the file chooses at *path*: formulas, regimes, or neither."""
    first, *others = [part for part in path.split(".") if not part.isdecimal()]
    last = others[-1] if others else first
    return _BY_PARAMETER.get(first) if last == "value" else _BY_FIELD.get(last)


def _names(kind: type[OpenList], tables: Mapping[str, Any]) -> Iterator[str]:
    """List the words of the file: those that it declares, then built-in ones, of formulas only those that it uses."""
    declared = [word for word in _declarations(kind, tables) if is_word(word)]
    used = set(_texts(tables.get("formulas"))) if kind is Formula else {*kind}
    builtin = [word.value for word in kind if word.value not in declared]
    yield from (*declared, *(word for word in builtin if word in used or (not declared and not used & {*builtin})))


def _declarations(kind: type[OpenList], tables: Mapping[str, Any]) -> list[str]:
    words = tables.get(_TABLE[kind])
    if not isinstance(words, dict):
        return []
    return [
        word for word, table in words.items() if kind is Regime or (word not in RESERVED and isinstance(table, dict))
    ]


def _texts(formulas: Any) -> Iterator[str]:
    """List the texts in the values of the table of formulas."""
    values = formulas.get("values") if isinstance(formulas, dict) else None
    for dated in values if isinstance(values, list) else ():
        value = dated.get("value") if isinstance(dated, dict) else None
        yield from (word for word in (value if isinstance(value, list) else ()) if isinstance(word, str))


def _value(tables: Any, path: str) -> Any:
    """Return what stands in the file at *path*, if anything does."""
    for part in path.split("."):
        if isinstance(tables, dict):
            tables = tables.get(part)
        elif isinstance(tables, list) and part.isdecimal() and int(part) < len(tables):
            tables = tables[int(part)]
        else:
            return None
    return tables


# -- sources, tables and ids ------------------------------------------------------------------------


def _unknown_source(fault: Fault, tables: Mapping[str, Any]) -> Fault:
    """Name the source that is alike where *fault* is that a text stands in place of a source."""
    cited = _value(tables, fault.path) if fault.path.split(".")[-2:-1] == ["sources"] else None
    return attrs.evolve(fault, message=not_a_source(cited)) if isinstance(cited, str) else fault


def _unknown_table(fault: Fault | None, names: Iterable[str]) -> Fault | None:
    """Name the table that is alike where *fault* is that there is no such table."""
    if fault is None or "." in fault.path or not fault.message.startswith("is unknown here"):
        return fault
    tables = sorted({*names})
    alike = difflib.get_close_matches(fault.path, tables, n=1)
    hint = f"did you mean [{alike[0]}]?" if alike else f"known: {', '.join(tables)}"
    return attrs.evolve(fault, message=f"is unknown here; {hint}")


def _with_ids(fault: Fault | None, tables: Mapping[str, Any]) -> Fault | None:
    """Write the id of a component or a parameter of the tariff in place of its number, where it has one of its own."""
    match fault and fault.path.split("."):
        case ["tariff", "components" | "parameters" as name, number, *rest] if number.isdecimal():
            tariff = tables.get("tariff")
            items = tariff.get(name) if isinstance(tariff, dict) else None
            ids = [item.get("id") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
            own = ids[int(number)] if len(ids) > int(number) else None
            if isinstance(own, str) and is_id(own) and ids.count(own) == 1:
                place = ("tariff", own) if name == "components" else ("tariff", name, own)
                return fault and attrs.evolve(fault, path=".".join((*place, *rest)))
    return fault
