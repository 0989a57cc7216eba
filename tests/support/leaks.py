"""
Where planted values show up: in decisions, views, errors and logs, as they are or encoded.
"""

import base64
import contextlib
import datetime as dt
import hashlib
import json
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

import attrs

from people import INVITED
from planted import PLANTED_BIRTHS, Mint, Tour, decisions, open_dossier
from psc_workflow import Dossier, Role
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.personal import personal_fields
from psc_workflow._model.quote import Quote
from psc_workflow._model.record import Record
from psc_workflow._model.text import write_day
from psc_workflow._model.verdict import Verdict
from psc_workflow._snapshot.history import describe_steps
from psc_workflow.exceptions import PscWorkflowError
from psc_workflow.pricing import Register
from psc_workflow.problems import to_problem

Shown = tuple[str, str]
"""A place, and the text that stands there."""

TELLS_A_BIRTH_DATE = {
    "birth-in-future",
    "agent-birth-in-future",
    "hired-too-young",
    "birth-too-long-ago",
    "child-birth-date-differs",
    "partner-birth-date-differs",
}
"""Findings whose sentences show a birth date, to the person who has just typed it."""

TELLS_THE_KEY = {"nir-key-missing"}
"""The finding whose sentence offers the two digits that are missing."""

ON_PURPOSE = ("answers", "draft", "processing", "report", "cover")
"""Fields of a view that hold answers and reports, for prefilling, for the agent, and for whoever must decide."""


def everything_shown(mint: Mint, tour: Tour) -> Iterator[Shown]:
    """Walk *tour* and list everything shown on the way."""
    steps: list[Any] = []
    dossier = open_dossier(mint)
    yield from shown_by_dossier(dossier, INVITED)
    for (command, at), decision in decisions(mint, tour):
        dossier = decision.dossier
        steps += decision.steps
        yield f"repr of {command.do}", repr(command)
        yield from shown_by_decision(decision, command.do)
        yield from shown_by_dossier(dossier, at)
    for locale in ("fr", "en"):
        yield "history.describe_steps", json.dumps(describe_steps(steps, locale), ensure_ascii=False)
    yield "repr of the steps", repr(steps)


def shown_by_decision(decision: Decision[Dossier], name: str) -> Iterator[Shown]:
    """List what a decision shows."""
    yield f"decision on {name}", f"{decision!r} {decision!s}"
    if not {finding.code for finding in decision.findings} & (TELLS_A_BIRTH_DATE | TELLS_THE_KEY):
        yield f"notebook of {name}", decision._repr_html_()
    yield f"effects of {name}", repr(decision.effects)
    for finding in decision.findings:
        for locale in ("fr", "en"):
            yield f"finding {finding.code}", finding.text(locale)
            yield f"finding {finding.code}", finding.remedy(locale)
        yield f"finding {finding.code}", f"{finding!r} {finding.path}"
    if decision.outcome not in (Outcome.ACCEPTED, Outcome.DUPLICATE):
        for locale in ("fr", "en"):
            problem = to_problem(decision, locale) or {}
            for entry in problem.pop("errors") + problem.pop("warnings"):
                yield f"finding {entry['code']}", json.dumps(entry, ensure_ascii=False)
            problem.pop("detail")  # the sentences of the findings, again
            yield f"problem of {name}", json.dumps(problem, ensure_ascii=False)


def shown_by_dossier(dossier: Dossier, at: dt.datetime) -> Iterator[Shown]:
    """List what a dossier shows of itself."""
    for value in (dossier, *_parts(dossier.record)):
        yield f"repr of {type(value).__name__}", f"{value!r} {value!s}"
    at = max(at, dossier.record.at)
    for locale in ("fr", "en"):
        view = dossier.view(at=at, locale=locale, role=Role.AGENT)
        yield "repr of the view", f"{view!r} {view!s} {view._repr_html_()}"
        for field in attrs.fields(type(view)):
            if field.name not in ON_PURPOSE:
                yield f"view.{field.name}", "\n".join(_texts(getattr(view, field.name), locale))
    yield "questions", repr(dossier.next_questions(at=at))
    yield "timeline", repr(dossier.timeline(until=at + dt.timedelta(days=700)))
    yield "invitation", repr(dossier.invitation)


def _parts(value: Any) -> Iterator[Any]:
    """Walk *value* and the objects of the library inside it."""
    if attrs.has(type(value)):
        yield value
        for field in attrs.fields(type(value)):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _parts(part)


def _texts(value: Any, locale: str) -> Iterator[str]:
    """List every text inside what a view shows: a quote as it is explained, all else field by field, masked or not."""
    if isinstance(value, Quote):
        yield json.dumps(value.as_json(), ensure_ascii=False)
        for register in Register:
            yield str(value.explain(locale, register))
    elif isinstance(value, Verdict):
        for finding in value.findings:
            yield f"{finding!r} {finding.text(locale)} {finding.remedy(locale)}"
    elif isinstance(value, Mapping):
        yield from _texts((*value, *value.values()), locale)
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part, locale)
    elif attrs.has(type(value)):
        yield from _texts(tuple(getattr(value, field.name) for field in attrs.fields(type(value))), locale)
    else:
        yield f"{value!r} {value!s}"


def shown_by_error(ask: Callable[[], object], place: str) -> Iterator[Shown]:
    """List all that an error of the library shows, if there is one."""
    try:
        ask()
    except PscWorkflowError as error:
        yield place, "".join(traceback.format_exception(error))
        yield place, f"{error!r} {error} {getattr(error, 'faults', '')}"


@contextlib.contextmanager
def collect_logs() -> Iterator[list[Shown]]:
    """Collect what goes to any logger, at any level, with tracebacks, also those of the frameworks."""
    logs: list[Shown] = []
    formatter = logging.Formatter("%(message)s %(args)r")

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logs.append((f"log of {record.name}", formatter.format(record)))

    collector, root = Collector(logging.NOTSET), logging.getLogger()
    # Whenever garbage is collected, py4j tells of what an earlier test of PySpark has left: nothing of ours is in it.
    collector.addFilter(lambda record: not record.name.startswith("py4j"))
    level = root.level
    root.addHandler(collector)
    root.setLevel(logging.DEBUG)
    try:
        yield logs
    finally:
        root.removeHandler(collector)
        root.setLevel(level)


def is_accepted(decision: Decision[Dossier]) -> bool:
    """Whether *decision* accepted its command."""
    return decision.outcome is Outcome.ACCEPTED


# -- the search --------------------------------------------------------------------------------------------


def find_leaks(mint: Mint, shown: Iterable[Shown], *, encoded: bool = False) -> list[str]:
    """List which planted values show where: as they are, without spaces, and encoded or hashed on request."""
    texts: dict[str, str] = {}
    for place, text in shown:
        texts.setdefault(text, place)
    names = {form: name for name, value in mint.made.items() for form in spellings(value, encoded=encoded)}
    return sorted(
        {f"{name} in {place}" for text, place in texts.items() for form, name in names.items() if form in text}
    )


def spellings(value: str, *, encoded: bool = False) -> set[str]:
    """Return the forms in which *value* could show."""
    compact = "".join(value.split())
    plain = {value, compact, value.lower(), value.upper(), value.title()}
    if not encoded:
        return plain
    forms = set(plain)
    for data in (value.encode(), compact.encode(), json.dumps(value).encode()):
        forms |= {data.hex(), data.hex().upper()}
        forms |= {base64.b64encode(b" " * shift + data)[4 if shift else 0 : -4].decode() for shift in range(3)}
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            digest = hashlib.new(name, data).digest()
            forms |= {digest.hex(), base64.b64encode(digest).decode(), base64.urlsafe_b64encode(digest).decode()}
    return forms


def find_birth_dates(shown: Iterable[Shown]) -> list[str]:
    """List which birth dates show where."""
    texts = {text: place for place, text in shown}
    return sorted(
        {
            f"{who}'s birth date in {place}"
            for text, place in texts.items()
            for who, born in PLANTED_BIRTHS.items()
            if any(form in text for form in (born.isoformat(), *attrs.astuple(write_day(born)), repr(born)))
        }
    )


def texts_by_path(record: Any) -> Mapping[str, set[str]]:
    """Return the texts of a stored record by their dotted path, with ``[]`` for any place in a list."""
    texts: dict[str, set[str]] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for name, part in value.items():
                walk(part, f"{path}.{name}" if path else name)
        elif isinstance(value, list):
            for part in value:
                walk(part, f"{path}[]")
        elif value is not None:
            texts.setdefault(path, set()).add(str(value))

    walk(record, "")
    return texts


def is_list(kind: Any) -> bool:
    """Whether a field of type *kind* holds a list."""
    return any(get_origin(part) is tuple for part in (kind, *get_args(kind)))


def classes_in(kind: Any) -> Iterator[type]:
    """List the classes of the library inside the type *kind*."""
    if isinstance(kind, type) and attrs.has(kind):
        yield kind
    for part in get_args(kind):
        yield from classes_in(part)


def birth_dates(value: Any, *, kind: str = "") -> Iterator[dt.date]:
    """Walk the dates that identify somebody, in fields at any depth of *value*: those of an exemption are none."""
    if kind == "identity" and isinstance(value, dt.date):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from birth_dates(part)
    elif attrs.has(type(value)):
        kinds = personal_fields(type(value))
        for field in attrs.fields(type(value)):
            yield from birth_dates(getattr(value, field.name), kind=kinds.get(field.name, ""))


def personal_paths() -> set[str]:
    """Return every personal field of a record: where it stands in the document, as ``texts_by_path`` writes it."""

    def walk(kind: Any, path: str) -> Iterator[str]:
        for field in attrs.fields(attrs.resolve_types(kind)):
            here = f"{path}.{field.name}" if path else field.name
            if "personal" in field.metadata:
                yield here
            for inner in classes_in(field.type):
                yield from walk(inner, f"{here}[]" if is_list(field.type) else here)

    return set(walk(Record, ""))
