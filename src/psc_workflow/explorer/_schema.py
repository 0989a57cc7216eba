"""
The JSON Schema of the data of a page.

>>> schema()["properties"]["moments"]["items"]
{'$ref': '#/$defs/Moment'}
"""

from typing import Any

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Channel, Role
from psc_workflow._schemas import DIALECT, ID
from psc_workflow.states._charts import JOURNEYS

Schema = dict[str, Any]

NAME = "explorer"
"""The name of the schema."""

_TEXT: Schema = {"type": "string"}
_YES: Schema = {"type": "boolean"}
_PLACE: Schema = {"type": "integer", "minimum": 0}
_CENTS: Schema = {"type": ["integer", "null"]}
_BOTH: Schema = {"$ref": "#/$defs/Both"}
_FREE: Schema = {"type": "object"}


def schema(contract: Contract | None = None) -> Schema:  # noqa: ARG001 -- as for the other schemas of files
    """
    Make the schema: an object that has all of these keys; a place is one in a list of ``pools``.

    What is null in a finding of a moment is as its entry in ``findings`` says. In
    the title of an explanation, ``{on}`` stands for the words of the day that
    the quotes of the moment are of (``priced_on``).

    Args:
        contract: The same schema describes the page about any contract.
    """
    root = _closed(
        version=_TEXT,
        is_redacted=_YES,
        subject=_closed(kind={"enum": ["scenario", "store", "contract"]}, name=_TEXT, id=_TEXT, about=_TEXT),
        contracts=_list(_closed(id=_TEXT, version=_TEXT, label=_BOTH)),
        words=_closed(page=_map(_BOTH), lists=_map(_map(_BOTH)), effects=_map(_BOTH)),
        charts=_list(_ref("Chart")),
        guards=_map(_closed(label=_BOTH, findings=_list(_TEXT))),
        asked=_map(_list(_closed(fact=_TEXT, question=_BOTH))),
        moments=_list(_ref("Moment")),
        calendar=_ref("Calendar"),
        history=_list(
            _closed(at=_TEXT, command=_TEXT, title=_BOTH, journey=_TEXT, state=_TEXT, role=_role(), codes=_list(_TEXT))
        ),
        grids=_map(_ref("Grid")),
        findings=_list(_ref("CatalogueFinding")),
        rules=_map(_closed(label=_BOTH, sentence=_BOTH)),
        values=_list(_ref("Value")),
        evidence=_closed(
            setup=_TEXT, acts=_list(_TEXT), scenario=_or_null(_FREE), reads=_list(_TEXT), contract_file=_TEXT
        ),
        pools=_ref("Pools"),
    )
    return {"$schema": DIALECT, "$id": ID + NAME, "title": NAME, **root, "$defs": _definitions()}


def _definitions() -> dict[str, Schema]:
    by_channel, certainties = _keys(Channel, _CENTS), {"enum": [*Certainty]}
    return {
        "Both": _closed(fr=_TEXT, en=_TEXT),
        "Pools": _closed(
            sources=_list(
                _closed(title=_BOTH, sentence=_or_null(_BOTH), address=_or_null(_TEXT), note=_BOTH, is_official=_YES)
            ),
            findings=_list(_ref("Finding")),
            labels=_list(_BOTH),
            offers=_list(_list(_row(_TEXT, _TEXT, _YES, _list(_PLACE), _PLACE))),
            offered=_list(_list(_row(_TEXT, _TEXT, _PLACE))),
            milestones=_list(_ref("Milestone")),
            quotes=_list(_ref("Quote")),
            reasons=_list(_ref("Reason")),
            explanations=_list(_ref("Explanation")),
        ),
        "Chart": _closed(
            name=_TEXT,
            label=_BOTH,
            states=_list(_ref("State")),
            transitions=_list(_ref("Transition")),
            beside=_list(_TEXT),
        ),
        "State": _closed(
            name=_TEXT,
            label=_BOTH,
            stage=_TEXT,
            stage_label=_or_null(_BOTH),
            position=_PLACE,
            screen=_TEXT,
            is_initial=_YES,
            is_main=_YES,
        ),
        "Transition": _closed(
            source=_TEXT,
            target=_TEXT,
            event=_TEXT,
            do=_or_null(_TEXT),
            label=_BOTH,
            level={"enum": ["main", "side", "deadline"]},
            roles=_list(_role()),
            conditions=_list(_TEXT),
        ),
        "Moment": _moment(),
        "Calendar": _closed(first=_TEXT, length=_PLACE, stretches=_list(_ref("Stretch"))),
        "Stretch": _closed(
            **{"from": _PLACE}, moment=_PLACE, states=_keys(JOURNEYS, _TEXT), status=_BOTH, offered=_map(_PLACE)
        ),
        "Act": _closed(do=_TEXT, role=_role(), outcome=_TEXT, findings=_list(_PLACE), effects=_list(_TEXT)),
        "Finding": _closed(
            code=_TEXT,
            severity=_TEXT,
            path=_TEXT,
            text=_or_null(_BOTH),
            remedy=_or_null(_BOTH),
            suggests=_or_null(_list(_TEXT)),
            sources=_or_null(_list(_PLACE)),
        ),
        "CatalogueFinding": _closed(
            code=_TEXT,
            type=_TEXT,
            rule=_TEXT,
            severity=_TEXT,
            text=_BOTH,
            example=_BOTH,
            remedy=_BOTH,
            suggests=_list(_TEXT),
            sources=_list(_PLACE),
        ),
        "Milestone": _closed(
            at=_TEXT, journey=_TEXT, event=_TEXT, what=_BOTH, sentence=_BOTH, state=_TEXT, effects=_list(_TEXT)
        ),
        "Quote": _closed(
            formula=_TEXT,
            contract=_TEXT,
            totals=by_channel,
            certainty=_keys(Channel, certainties),
            debits=_TEXT,
            incomplete=_list(_TEXT),
            reasons=_list(_PLACE),
            lines=_list(_ref("Line")),
            explanations=_or_null(_map(_closed(fr=_PLACE, en=_PLACE))),
        ),
        "Reason": _closed(label=_or_null(_BOTH), text=_BOTH, sources=_list(_PLACE)),
        "Line": _closed(
            who=_TEXT,
            component=_TEXT,
            label=_BOTH,
            channel={"enum": [*Channel]},
            cents=_CENTS,
            certainty=certainties,
            sources=_list(_PLACE),
        ),
        "Explanation": _closed(
            title=_TEXT,
            how=_TEXT,
            notes=_list(_TEXT),
            certainty=_or_null(certainties),
            sources=_list(_PLACE),
            parts=_list(_PLACE),
        ),
        "Grid": _closed(axes=_map({"type": "array"}), cells=_list(_or_null(_list(_CENTS)))),
        "Value": _closed(
            holder=_TEXT,
            name=_TEXT,
            label=_BOTH,
            sentence=_or_null(_BOTH),
            unit=_TEXT,
            checked_on=_or_null(_TEXT),
            values=_list(
                _closed(**{"from": _TEXT}, value=_or_null(_BOTH), certainty=certainties, sources=_list(_PLACE))
            ),
        ),
    }


def _moment() -> Schema:
    return _closed(
        at=_TEXT,
        steps=_PLACE,
        title=_BOTH,
        foreseen=_list(_TEXT),
        act=_or_null(_ref("Act")),
        states=_keys(JOURNEYS, _TEXT),
        where=_closed(journey={"enum": [*JOURNEYS]}, state=_TEXT),
        passed=_list(_TEXT),
        left=_list(_TEXT),
        status=_BOTH,
        offers=_map(_PLACE),
        warnings=_list(_PLACE),
        ahead=_list(_PLACE),
        quotes=_map(_PLACE),
        priced_on=_or_null(_closed(day=_TEXT, words=_BOTH)),
        formula=_or_null(_TEXT),
        check=_TEXT,
    )


def _closed(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _row(*items: Schema) -> Schema:
    return {"type": "array", "prefixItems": list(items), "items": False}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _keys(names: Any, value: Schema) -> Schema:
    return _closed(**{str(name): value for name in names})


def _role() -> Schema:
    return {"enum": [*Role]}


def _or_null(kind: Schema) -> Schema:
    return {"anyOf": [kind, {"type": "null"}]}
