"""
Every deprecation warning points at the line of the host that is to change, whatever lies between.
"""

import asyncio
import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from dossiers import open_dossier
from paths import ROOT
from people import NOW
from psc_workflow import commands as do
from psc_workflow import exceptions, history, pricing
from psc_workflow.exceptions import Fault, InvalidCommandError
from psc_workflow.stores import Compatibility, SQLiteStore, Store
from psc_workflow.stores.sql import AsyncSQLAlchemyStore

START = do.StartAffiliation()


def with_store(use: Callable[[Store], object]) -> None:
    with SQLiteStore(":memory:") as store:
        store.create(open_dossier())
        use(store)


def of_a_task(path: Path) -> None:
    async def work() -> None:
        engine = create_async_engine(f"sqlite+aiosqlite:///{path / 'x.db'}")
        store = AsyncSQLAlchemyStore(engine)
        await store.create_tables()
        await store.create(open_dossier())
        await store.decide("D1", START, at=NOW)
        await engine.dispose()

    asyncio.run(work())


def override_delivered() -> None:
    class Own(SQLiteStore):
        def delivered(self, *_: Any, **__: Any) -> bool:
            return True


HERE: dict[str, Callable[[Path], object]] = {
    "dossier.decide": lambda _: open_dossier().decide(START, at=NOW),
    "dossier.check": lambda _: open_dossier().check(START, at=NOW),
    "dossier.preview": lambda _: open_dossier().preview(START, at=NOW),
    "dossier.view": lambda _: open_dossier().view(at=NOW),
    "store.decide": lambda _: with_store(lambda store: store.decide("D1", START, at=NOW)),
    "async store.decide": of_a_task,
    "a former name": lambda _: _forgotten(do, "Form"),
    "a former name of exceptions": lambda _: _forgotten(exceptions, "Problem"),
    "a former name of history": lambda _: _forgotten(history, "told"),
    "a former name of pricing": lambda _: _forgotten(pricing, "quoted"),
    "a former property": lambda _: InvalidCommandError("x", [Fault("do", "y")]).problems,
    "the same of a check": lambda _: Compatibility("D1", ()).problems,
    "a former method": lambda _: with_store(lambda store: store.delivered(open_dossier().invitation, at=NOW)),
    "a former method overridden": lambda _: override_delivered(),
}
"""What warns, each at a line of this file."""


def _forgotten(module: Any, name: str) -> object:
    """Ask for a former name as if nobody had yet: it is found once."""
    vars(module).pop(name, None)
    return getattr(module, name)


def lines_of(call: Callable[..., object]) -> tuple[int, ...]:
    helpers = (call, of_a_task, override_delivered, _forgotten)
    return tuple(line for helper in helpers for line in _span(helper))


def _span(function: Callable[..., object]) -> range:
    source, first = inspect.getsourcelines(function)
    return range(first, first + len(source))


@pytest.mark.parametrize("call", HERE.values(), ids=HERE)
def test_a_warning_points_at_the_line_that_calls(call: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.warns(DeprecationWarning, match="is deprecated|is now called") as warned:
        call(tmp_path)
    assert [warning.filename for warning in warned] == [__file__]
    assert warned[0].lineno in lines_of(call)


def test_a_project_of_django_is_pointed_at_its_own_line() -> None:
    program = f"""
import sys, warnings
sys.path[:0] = [{str(ROOT / "tests" / "support")!r}, {str(ROOT / "examples")!r}]
import django_project
from django.core.management import call_command
from dossiers import open_dossier
from people import NOW
from psc_workflow import commands as do
django_project.connect({{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
call_command("migrate", verbosity=0)
from psc_workflow.django.models import StoredDossier
store = StoredDossier.objects.store
store.create(open_dossier())
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    store.decide("D1", do.StartAffiliation(), at=NOW)  # HERE
print(*[f"{{w.filename}}:{{w.lineno}}" for w in caught if "role" in str(w.message)])
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    line = next(number for number, text in enumerate(program.splitlines(), start=1) if "# HERE" in text)
    assert answer.stdout.strip() == f"<string>:{line}", answer.stderr


def test_only_one_place_warns_and_finds_the_line() -> None:
    """What calls ``warnings.warn`` itself would count frames, which a decorator changes."""
    calls = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "src").rglob("*.py")
        if re.search(r"warnings\.warn\(|\bstacklevel\b", file.read_text(encoding="utf-8"))
    }
    assert calls == {"src/psc_workflow/_retired.py"}
