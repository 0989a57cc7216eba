"""
Which findings a guard can give, read from the code: the codes that it and the functions it calls name.

A code that a rule can give is counted although this guard never asks for it, so that there may be too many, and never
too few.
"""

import ast
import inspect
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from typing import Any

from psc_workflow._catalogue.wording import finding_texts
from psc_workflow.states._guard import Guard

CODES = frozenset(finding_texts())
_OURS = ("psc_workflow.rules", "psc_workflow.states")
_MACHINERY = ("psc_workflow.states._guard", "psc_workflow.states._engine")


def codes_in(function: Callable[..., Any], seen: set[Any] | None = None) -> frozenset[str]:
    """List the codes that *function* names, and the functions that it calls."""
    seen = set() if seen is None else seen
    if function in seen or function.__module__ in _MACHINERY:
        return frozenset()
    seen.add(function)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return frozenset(_codes_of(tree, sys.modules[function.__module__], seen))


def _codes_of(tree: ast.AST, module: types.ModuleType, seen: set[Any]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            yield from _codes_in_value(node.value, seen)
        elif isinstance(node, ast.Name):
            yield from _codes_in_value(getattr(module, node.id, None), seen)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = getattr(module, node.value.id, None)
            if isinstance(owner, types.ModuleType):
                yield from _codes_in_value(getattr(owner, node.attr, None), seen)


def _codes_in_value(value: Any, seen: set[Any]) -> Iterator[str]:
    value = inspect.unwrap(value) if callable(value) else value
    if isinstance(value, Guard):
        value = value.function
    if isinstance(value, str) and value in CODES:
        yield value
    elif isinstance(value, types.FunctionType) and value.__module__.startswith(_OURS):
        yield from codes_in(value, seen)
    elif isinstance(value, dict):
        for item in [*value, *value.values()]:
            yield from _codes_in_value(item, seen)
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _codes_in_value(item, seen)
