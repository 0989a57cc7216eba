"""
Requests as an HTML form sends them, and which ones a form can say.

>>> as_form({"do": "declare-beneficiaries", "partner": None, "children": [{"disabled": False}]})
[('do', 'declare-beneficiaries'), ('partner', 'none'), ('children.0.disabled', 'false')]
"""

from typing import Any

from psc_workflow._forms.pairs import pairs_of

_ASKED_WHETHER = ("partner", "children")
"""Fields that ask whether there is anybody, to which ``none`` is "no"."""

_DRAFT = "draft"


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
    no answer, as ``forms.read`` does, or for a text. Spaces around an answer
    may be taken off; a draft is kept as it was typed.

    >>> can_say({"do": "declare-regime", "regime": None}), can_say({"children": []}), can_say({"success": "false"})
    (False, True, False)
    >>> can_say({"do": "declare-beneficiaries", "children": ["nobody has such a field"]})
    False
    >>> [can_say({"do": "declare-regime", "regime": regime}) for regime in ("", " general ", "general")]
    [False, False, True]
    """
    if isinstance(value, dict):
        return bool(value) and all(can_say(item, _DRAFT if field == _DRAFT else name) for name, item in value.items())
    if isinstance(value, list):
        if field in _ASKED_WHETHER:
            return field == "children" and all(isinstance(item, dict) and can_say(item) for item in value)
        return bool(value) and all(can_say(item, "item") for item in value)
    if isinstance(value, str):
        is_plain = bool(value.strip()) and (value == value.strip() or field == _DRAFT)
        return is_plain and value not in ("true", "false") and (value != "none" or field not in _ASKED_WHETHER)
    return isinstance(value, bool) or (value is None and field == "partner")
