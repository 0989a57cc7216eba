"""
A request parted into what a browser sends and what the host itself answers for.

>>> split_request({"do": "sign", "certified": True, "evidence": "signature-4711"})
({'do': 'sign', 'certified': True}, {'evidence': 'signature-4711'})
"""

from typing import Any

from psc_workflow._model.commands import ALL

_HOST_ONLY = {command.do: [path.split(".") for path in sorted(command.host_only)] for command in ALL}


def split_request(request: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Part *request* into the body of a browser, and what the host answers for: the evidence of a signature, and the like.

    A portal refuses the latter in a body. The stand-in of its signing service
    hands it over in another way, in a test.
    """
    body, verified = request, dict[str, Any]()
    do = request.get("do")
    for path in _HOST_ONLY.get(do, ()) if isinstance(do, str) else ():
        body = _moved(body, path, verified)
    return body, verified


def _moved(fields: dict[str, Any], path: list[str], to: dict[str, Any]) -> dict[str, Any]:
    """Move what is at *path* from a copy of *fields* to *to*."""
    name, *below = path
    if name not in fields:
        return fields
    if not below:
        to[name] = fields[name]
        return {key: value for key, value in fields.items() if key != name}
    if not isinstance(fields[name], dict) or below[0] not in fields[name]:
        return fields
    return {**fields, name: _moved(fields[name], below, to.setdefault(name, {}))}
