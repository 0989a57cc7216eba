"""
Requests as an HTML form sends them, and which ones a form can say.

>>> as_form({"do": "declare-beneficiaries", "partner": None, "children": [{"disabled": False}]})
[('do', 'declare-beneficiaries'), ('partner', 'none'), ('children.0.disabled', 'false')]
"""

from typing import Any

from psc_workflow._forms.pairs import pairs_of

_ASKED_WHETHER = ("partner", "children")
"""Fields that ask whether there is anybody, to which ``none`` is "no"."""


def as_form(request: dict[str, Any]) -> list[tuple[str, str]]:
    """
    Write *request* as the fields of a form.

    A field that is left out is unanswered, ``""`` is blank, ``none`` is "no"
    to whether there is a partner or a child; what lies deeper has a dotted
    name.
    """
    return pairs_of(request)


def can_say(value: Any, field: str = "") -> bool:
    """
    Whether a form can say *value*, and nothing else by the same fields.

    A blank is said, too, by whoever leaves a box alone: a portal may take it for
    no answer, as ``forms.read`` does, or for a text.

    >>> can_say({"do": "declare-regime", "regime": None}), can_say({"children": []}), can_say({"success": "false"})
    (False, True, False)
    >>> can_say({"do": "declare-regime", "regime": ""})
    False
    """
    if isinstance(value, dict):
        return bool(value) and all(can_say(item, name) for name, item in value.items())
    if isinstance(value, list):
        return all(can_say(item, "item") for item in value) and (bool(value) or field in _ASKED_WHETHER)
    if isinstance(value, str):
        return (
            bool(value.strip()) and value not in ("true", "false") and (value != "none" or field not in _ASKED_WHETHER)
        )
    return isinstance(value, bool) or (value is None and field == "partner")
