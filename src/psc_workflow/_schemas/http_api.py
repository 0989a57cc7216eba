"""
The HTTP API of a portal as an OpenAPI document (3.1), made from the classes that are read and written there.

>>> document = openapi()
>>> sorted(document["paths"])[0], document["openapi"]
('/dossiers', '3.1.0')
>>> "evidence" in document["components"]["schemas"]["sign"]["properties"]
False
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.http_texts import http_texts
from psc_workflow._forms.form import Form
from psc_workflow._forms.summary import SummaryLine
from psc_workflow._model import commands as do
from psc_workflow._schemas.definitions import Definitions, Schema
from psc_workflow._schemas.http_parts import described, parts
from psc_workflow._version import VERSION
from psc_workflow._views import View

VERSION_OF_OPENAPI = "3.1.0"
JSON = "application/json"
PROBLEM_JSON = "application/problem+json"

_COMMAND = "Command"
"""Name of the part that is any command."""

_WRONG_REQUEST, _WRONG_BODY = (403, 404, 500), (400, 413, 415, 422)


def openapi(*, contract: Contract | None = None) -> dict[str, Any]:
    """
    Describe the HTTP API of a portal: its paths, and each body by a JSON Schema.

    Commands have no field for which only the host can answer. Nothing says who
    may log in, and how: that is the host's own.

    Args:
        contract: Whose formulas and regimes are allowed; the built-in ones if
            ``None``.
    """
    schemas = _schemas(contract)
    return {
        "openapi": VERSION_OF_OPENAPI,
        "info": described({"title": "psc_workflow", "version": VERSION}, http_texts()["api"]["document"]),
        "paths": _paths(),
        "components": {"schemas": dict(sorted(_moved(schemas).items()))},
    }


def _paths() -> dict[str, Any]:
    here, language = [_parameter("id", "path")], _parameter("Accept-Language", "header")
    asked = [*here, _parameter("do", "query"), language]
    headers = [_parameter(name, "header") for name in ("Idempotency-Key", "If-Match")]
    return {
        "/dossiers": {
            "post": _operation(
                "openDossier", [language], "Screen", status=201, wrong=(409, *_WRONG_BODY), body="Opening"
            )
        },
        "/dossiers/{id}": {"get": _operation("showDossier", [*here, language], "Screen")},
        "/dossiers/{id}/form": {"get": _operation("showForm", asked, "Form", wrong=(422,))},
        "/dossiers/{id}/summary": {"get": _operation("showSummary", [*here, language], "Summary")},
        "/dossiers/{id}/commands": {
            "post": _operation(
                "giveCommand", [*here, *headers, language], "Reply", wrong=(409, 412, *_WRONG_BODY), body=_COMMAND
            )
        },
    }


def _operation(
    name: str,
    parameters: Sequence[Schema],
    answer: str,
    *,
    status: int = 200,
    wrong: Sequence[int] = (),
    body: str = "",
) -> dict[str, Any]:
    """Describe an operation: what it takes, the *answer* of success, and the statuses of its problems."""
    text = http_texts()["operations"][name]
    success = {"description": text.en, "content": _content(answer), "headers": {"ETag": _etag()}}
    problem = {"description": http_texts()["parts"]["Problem"].en, "content": _content("Problem", PROBLEM_JSON)}
    request = {"requestBody": {"required": True, "content": _content(body)}} if body else {}
    statuses = sorted({*_WRONG_REQUEST, *wrong})
    return {
        "operationId": name,
        "summary": text.en,
        "x-fr": {"summary": text.fr},
        "parameters": list(parameters),
        **request,
        "responses": {str(status): success, **{str(code): problem for code in statuses}},
    }


def _parameter(name: str, place: str) -> Schema:
    kind = {"type": "string", "enum": [command.do for command in do.ALL]} if name == "do" else {"type": "string"}
    return described(
        {"name": name, "in": place, "required": place == "path", "schema": kind}, http_texts()["parameters"][name]
    )


def _etag() -> Schema:
    return described({"schema": {"type": "string"}}, http_texts()["parameters"]["ETag"])


def _content(name: str, media_type: str = JSON) -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{name}"}}}


# -- schemas -------------------------------------------------------------------------------------


def _schemas(contract: Contract | None) -> dict[str, Schema]:
    """Collect every schema: what is read, what is written, and the parts around them."""
    read, written = Definitions(contract, is_output=False), Definitions(contract)
    union = read.any_command()
    bodies = dict(_bodies(read.schemas))
    written.ref(Form)
    summary, own = written.list_of(SummaryLine), parts(written)
    del written.schemas[View.__name__]  # the screen has all of it
    return {
        **written.schemas,
        **read.schemas,
        **bodies,
        **own,
        _COMMAND: union | {"discriminator": {"propertyName": "do", "mapping": _mapping()}},
        "Summary": summary,
    }


def _mapping() -> dict[str, str]:
    return {command.do: f"#/components/schemas/{command.do}" for command in do.ALL}


def _bodies(schemas: Mapping[str, Schema]) -> Iterator[tuple[str, Schema]]:
    """Yield each command as a browser may send it: without the fields for which only the host can answer."""
    for command in do.ALL:
        schema, own = schemas[command.do], {"x-roles": [role.value for role in command.roles]}
        for path in sorted(command.host_only):
            schema, parts_below = _without(schema, path.split("."), schemas)
            yield from parts_below
        yield command.do, schema | own


def _without(schema: Schema, path: list[str], schemas: Mapping[str, Schema]) -> tuple[Schema, list[tuple[str, Schema]]]:
    """Take the property at *path* away; a definition in which it lies stays, beside one without it."""
    name, *below = path
    properties = dict(schema["properties"])
    if not below:
        del properties[name]
        return {**schema, "properties": properties}, []
    old = _target(properties[name])
    fresh = f"{old}-without-{'-'.join(below)}"
    part, deeper = _without(schemas[old], below, schemas)
    properties[name] = _renamed(properties[name], {f"#/$defs/{old}": f"#/$defs/{fresh}"})
    return {**schema, "properties": properties}, [*deeper, (fresh, part)]


def _target(schema: Schema) -> str:
    """Find the name of the definition that *schema* refers to, itself or as an alternative to null."""
    refs = [each["$ref"] for each in (schema, *schema.get("anyOf", ())) if "$ref" in each]
    return str(refs[0]).rpartition("/")[2]


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            name: names.get(item, item) if name == "$ref" else _renamed(item, names) for name, item in value.items()
        }
    return [_renamed(item, names) for item in value] if isinstance(value, list) else value


def _moved(schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Have every reference point to where OpenAPI keeps schemas."""
    names = {f"#/$defs/{name}": f"#/components/schemas/{name}" for name in schemas}
    moved: dict[str, Schema] = _renamed(dict(schemas), names)
    return moved
