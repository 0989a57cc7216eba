"""
What is made when it is first needed is made for everybody: threads that come first at once share one object.
"""

import ast
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psc_workflow
from psc_workflow import contracts
from psc_workflow._catalogue import contracts as registry
from psc_workflow._catalogue.contract_files import builtin_files
from psc_workflow._structuring.sharing import shared

SOURCES = Path(psc_workflow.__file__).parent


def both(ask: Callable[[], Any]) -> tuple[Any, Any]:
    """Ask in two threads."""
    with ThreadPoolExecutor(2) as threads:
        return tuple(future.result(timeout=30) for future in [threads.submit(ask), threads.submit(ask)])  # type: ignore[return-value]


def met(work: Callable[..., Any]) -> Callable[..., Any]:
    """Make *work* wait until both threads are in it: neither finds what the other has made."""
    barrier = threading.Barrier(2, timeout=30)

    def wait_and_work(*args: Any) -> Any:
        barrier.wait()
        return work(*args)

    return wait_and_work


def test_two_threads_at_first_use_share_one_result() -> None:
    numbers = shared(met(lambda *_: [1, 2]))
    first, second = both(lambda: numbers("a"))
    assert first is second is numbers("a")


def test_two_threads_at_first_use_share_one_contract() -> None:
    with patch.object(registry, "read", met(registry.read)):
        new = registry.Registry(builtin_files())
        first, second = both(lambda: new["men-2026-pf"])
    assert first is second is new["men-2026-pf"]


def test_two_threads_that_read_a_file_share_one_contract(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    text = (SOURCES / "_catalogue" / "data" / "contracts" / "men-2026-pf.toml").read_text()
    file.write_text(text.replace('id = "men-2026-pf"', 'id = "of-two-threads"', 1))
    with patch.object(registry, "read", met(registry.read)):
        first, second = both(lambda: contracts.load(file))
    assert first is second


def caches() -> list[str]:
    """List the caches of the sources that keep all they are asked for, with their file."""
    return [
        f"{file.relative_to(SOURCES)}: {ast.unparse(node)}"
        for file in sorted(SOURCES.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text()))
        if (isinstance(node, ast.Attribute) and node.attr == "cache" and ast.unparse(node.value) == "functools")
        or (isinstance(node, ast.ImportFrom) and node.module == "functools" and "cache" in [n.name for n in node.names])
        or (isinstance(node, ast.Call) and "lru_cache" in ast.unparse(node.func) and "None" in ast.unparse(node))
    ]


def test_every_cache_that_keeps_what_it_was_asked_for_is_shared() -> None:
    """Those with a bound forget, so that nobody counts on one object; `_cells` fills one for a single call."""
    assert caches() == [
        "_structuring/sharing.py: functools.cache",
        "pricing/frame/_cells.py: functools.cache",
    ]
