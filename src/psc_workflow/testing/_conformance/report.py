"""
The report of a failure: the journey in numbered steps, what the host and the library say, why, and a line to replay it.
"""

import json
from typing import Any

from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.playing import Failure
from psc_workflow.testing._finding_lines import describe

_TITLE = Text("L’hôte n’est pas conforme.", "The host does not conform.")
_FOUND = Text("trouvé {where} après {acts} actes en {seconds} s", "found {where} after {acts} acts in {seconds} s")
_SHORTENED = Text(" ; {long} actes ramenés à {short}", "; {long} acts shortened to {short}")
PLACES = {
    "isolation": Text("par la famille de référence", "by the reference family"),
    "two saves": Text("par deux lectures et deux écritures", "by two loads and two saves"),
    "short plays": Text("par de courtes scènes", "by short plays"),
    "witnesses": Text("par les parcours témoins", "by witness paths"),
    "set pieces": Text("par les scènes", "by set pieces"),
    "walks": Text("par les marches aléatoires", "by walks"),
    "races": Text("par des requêtes simultanées", "by requests at once"),
    "replay": Text("en rejouant un rapport", "by a replay"),
}
"""Where a failure was found, by the part of the suite."""

_JOURNEY = Text("parcours :", "journey:")
_AT_STEP = Text("à l’étape {number} :", "at step {number}:")
_HOST = Text("hôte :", "host:")
_LIBRARY = Text("bibliothèque :", "library:")
_BECAUSE = Text("parce que", "because")
_REPLAY = "replay:"


def write(
    failure: Failure, locale: Locale, *, where: str = "", acts: int = 0, seconds: float = 0.0, long: int = 0
) -> str:
    """
    Write the report.

    Args:
        where: The part of the suite that found it, one of ``PLACES``.
        acts: How many were played until then.
        seconds: How long that took.
        long: Acts of the journey before it was shortened; 0 if it was not.
    """
    discrepancy = failure.discrepancy
    facts = {
        "where": PLACES[where].in_(locale) if where else "",
        "acts": acts,
        "seconds": f"{seconds:.1f}",
        "long": long,
        "short": len(failure.actions),
    }
    number = {"number": failure.index + 1}
    host, library = (label.in_(locale) for label in (_HOST, _LIBRARY))
    width = max(len(host), len(library))
    lines = [
        _TITLE.in_(locale),
        f"oracle: {discrepancy.oracle}",
        *([(_FOUND.in_(locale) + (_SHORTENED.in_(locale) if long else "")).format(**facts)] if where else ()),
        _JOURNEY.in_(locale),
        *(f"  {place:>2}. {_act(action)}" for place, action in enumerate(failure.actions, start=1)),
        _AT_STEP.in_(locale).format(**number),
        f"  {host:<{width}} {discrepancy.host}",
        f"  {library:<{width}} {discrepancy.library}",
        *(f"  {note.in_(locale)}" for note in discrepancy.notes),
        *(f"  {_BECAUSE.in_(locale)}  {describe(finding, locale)}" for finding in discrepancy.because),
        f"{_REPLAY} {replay_line(failure)}",
    ]
    return "\n".join(lines)


def replay_line(failure: Failure) -> str:
    """Write the journey as one line, which ``--psc-replay`` reads."""
    return json.dumps([action.as_json() for action in failure.actions], ensure_ascii=False)


def _act(action: Action) -> str:
    at = f"{action.at.replace(tzinfo=None).isoformat(' ', 'microseconds')}Z"
    request = dict(action.request or {})
    name = _name(request) if action.act in ("give", "race") else action.act
    parts = [f"{at} {action.id}", f" {name}"]
    if request:
        parts.append(json.dumps({key: _shorten(value) for key, value in request.items()}, ensure_ascii=False))
    extras = {
        "as": action.role if action.act in ("give", "two-saves", "save-ahead", "race") else None,
        "key": action.key,
        "tab": action.tab,
        "other": (action.other or {}).get("do"),
        "case": action.case,
        "amounts": "with-cents" if action.cents else None,
    }
    return " ".join([*parts, *(f"{key}={value}" for key, value in extras.items() if value)])


def _name(request: dict[str, Any]) -> str:
    """Take out the name of the command; what is none stays in *request*, to be shown as it was sent."""
    is_named = isinstance(request.get("do"), str) and request["do"].strip()
    return str(request.pop("do")) if is_named else "(no command)"


def _shorten(value: Any) -> Any:
    """Leave out what is deep inside, or long: the replay line has it."""
    if isinstance(value, list):
        items = ["{…}" if isinstance(item, dict) else _shorten(item) for item in value[:_MOST_ITEMS]]
        return items if len(value) <= _MOST_ITEMS else [*items, "…"]
    return f"{value[:_LONGEST_TEXT]}…" if isinstance(value, str) and len(value) > _LONGEST_TEXT else value


_LONGEST_TEXT, _MOST_ITEMS = 120, 8
"""Of a request, in a numbered step."""
