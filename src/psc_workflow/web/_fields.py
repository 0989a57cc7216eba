"""
The fields of a form as HTML: what they send is what ``forms.read`` reads.

A page needs no script: a field that depends on an answer is there, with the
condition as data for a script that hides it.
"""

from collections.abc import Iterator
from typing import Any

from psc_workflow._catalogue.http_texts import http_texts
from psc_workflow._forms.form import Choice, Condition, Error, Field
from psc_workflow._forms.pairs import NO, YES, french_day
from psc_workflow._model.money import Locale
from psc_workflow.web._html import Markup, join, tag

PREFIX = "psc-"
"""What names of fields begin with that belong to the page, not to the command: no field of one has a hyphen."""

_INPUT_TYPES = {"email": "email", "tel": "tel", "password": "password"}
_MOST_BUTTONS = 25
"""Choices, at most, that are drawn as buttons rather than as a list."""


def words(name: str, locale: Locale) -> str:
    """Find what pages call *name*."""
    return http_texts()["page"][name].in_(locale)


def is_drawn(field: Field) -> bool:
    """Whether a page has *field*: it matters, or a script may show it when it does."""
    return field.shown or field.shown_if is not None


def shown_if(condition: Condition | None) -> dict[str, str]:
    """Write *condition* as attributes, for a script that shows a question at once when it matters."""
    if condition is None:
        return {}
    written = {
        "data-shown-if": condition.field,
        "data-among": " ".join(condition.among),
        "data-first": condition.first_day.isoformat() if condition.first_day else "",
        "data-last": condition.last_day.isoformat() if condition.last_day else "",
    }
    return {name: value for name, value in written.items() if value}


def field_html(field: Field, locale: Locale) -> Markup:
    """Draw *field*, with its errors."""
    match field.kind:
        case "hidden":
            return tag("input", type="hidden", name=field.name, value=_text(field.value))
        case "person" | "people":
            return _people(field, locale)
        case "choice" | "yes_no" | "country":
            return _choice(field, locale)
        case "several":
            return _several(field, locale)
        case "paragraph" | "lines":
            return _paragraph(field)
        case _:
            return _line(field, locale)


def _line(field: Field, locale: Locale) -> Markup:
    box = tag(
        "input",
        type=_INPUT_TYPES.get(field.kind, "text"),
        **_common(field),
        value=None if field.kind == "password" else _typed(field, locale),
        maxlength=field.max_length,
        autocomplete=field.autocomplete or None,
        inputmode="numeric" if field.kind in ("date", "nir") else None,
        readonly=field.locked,
    )
    return _around(field, _label(field), *_notes(field), box)


def _paragraph(field: Field) -> Markup:
    lines = field.value if isinstance(field.value, list) else [_text(field.value)]
    # A line end right after the tag is the parser's; what is written keeps its own.
    text = "\n" + "\n".join(_text(line) for line in lines)
    box = tag("textarea", text, **_common(field), rows=4, readonly=field.locked)
    return _around(field, _label(field), *_notes(field), box)


def _choice(field: Field, locale: Locale) -> Markup:
    if not field.choices:
        return _line(field, locale)
    if len(field.choices) > _MOST_BUTTONS:
        return _list(field, locale)
    boxes = [_radio(field, choice, locale) for choice in field.choices]
    return _set(field, *_notes(field), *boxes)


def _list(field: Field, locale: Locale) -> Markup:
    chosen = _chosen(field)
    options = [tag("option", words("choose", locale), value="", disabled=field.locked)]
    for choice in field.choices:
        is_chosen = choice.value == chosen
        blocked = field.locked and not is_chosen
        options.append(tag("option", _said(choice, locale), value=choice.value, selected=is_chosen, disabled=blocked))
    box = tag("select", options, **_common(field))
    return _around(field, _label(field), *_notes(field), box)


def _radio(field: Field, choice: Choice, locale: Locale) -> Markup:
    is_chosen = choice.value == _chosen(field)
    return _box(field, choice, locale, kind="radio", is_chosen=is_chosen)


def _several(field: Field, locale: Locale) -> Markup:
    chosen = field.value if isinstance(field.value, list) else []
    boxes = [_box(field, choice, locale, kind="checkbox", is_chosen=choice.value in chosen) for choice in field.choices]
    return _set(field, *_notes(field), *boxes)


def _box(field: Field, choice: Choice, locale: Locale, *, kind: str, is_chosen: bool) -> Markup:
    blocked = field.locked and not is_chosen  # what is not sent cannot differ
    box = tag("input", type=kind, name=field.name, value=choice.value, checked=is_chosen, disabled=blocked)
    label = tag("label", box, " ", _said(choice, locale))
    return tag("div", label, class_="choice")


def _said(choice: Choice, locale: Locale) -> str:
    """Say what a choice is and, if it would be refused, why: it is never left out in silence."""
    parts = [choice.label, *([choice.hint] if choice.hint else [])]
    if not choice.offered:
        parts.append(http_texts()["page"]["unavailable"].say(locale, why=choice.why_not))
    return " ".join(parts)


def _people(field: Field, locale: Locale) -> Markup:
    """Draw whether there is somebody, the questions about each, and for several a button that adds one."""
    boxes = [_radio(field, choice, locale) for choice in field.choices]
    below = [join(field_html(each, locale), _remove(each, locale)) for each in field.fields if is_drawn(each)]
    add = tag("button", words("add", locale), type="submit", name=f"{PREFIX}add", value=field.name, formnovalidate=True)
    return _set(field, *_notes(field), *boxes, *below, *([add] if field.kind == "people" else []))


def _remove(field: Field, locale: Locale) -> Markup:
    """Draw the button that leaves somebody of several out."""
    if field.kind != "person" or field.choices or not field.answered:
        return Markup()
    label = f"{words('remove', locale)} – {field.question}"
    return tag("button", label, type="submit", name=f"{PREFIX}remove", value=field.name, formnovalidate=True)


# -- parts ---------------------------------------------------------------------------------------


def _chosen(field: Field) -> str:
    if field.kind == "person":
        return YES if isinstance(field.value, dict) else NO if field.answered else ""
    if field.kind == "people":
        return "" if not isinstance(field.value, list) else YES if field.value else NO
    return _text(field.value)


def _typed(field: Field, locale: Locale) -> str:
    text = _text(field.value)
    return french_day(text) if field.kind == "date" and locale == "fr" else text


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _common(field: Field) -> dict[str, Any]:
    described = " ".join(_ids(field))
    return {
        "id": field.name,
        "name": field.name,
        "aria_describedby": described or None,
        "aria_invalid": "true" if any(error.blocks for error in field.errors) else None,
    }


def _ids(field: Field) -> Iterator[str]:
    notes = {"why": field.why, "hint": field.hint, "errors": field.errors}
    yield from (f"{field.name}-{name}" for name, note in notes.items() if note)


def _notes(field: Field) -> Iterator[Markup]:
    for name in ("why", "hint"):
        if note := getattr(field, name):
            yield tag("p", note, id=f"{field.name}-{name}", class_=name)
    if field.errors:
        yield tag("ul", map(error_html, field.errors), id=f"{field.name}-errors", class_="errors")


def error_html(error: Error) -> Markup:
    """Say what is wrong, and what would help."""
    link = tag("a", error.text, href=f"#{error.field}") if error.field else error.text
    return tag(
        "li", link, " ", tag("span", error.remedy, class_="remedy"), class_="error" if error.blocks else "warning"
    )


def _question(field: Field) -> list[str]:
    return [field.question, *([tag("span", f" ({field.mark})")] if field.mark and not field.locked else [])]


def _label(field: Field) -> Markup:
    return tag("label", _question(field), for_=field.name)


def _set(field: Field, *content: Markup) -> Markup:
    legend = tag("legend", _question(field))
    inside = tag("fieldset", legend, content, id=field.name, aria_describedby=" ".join(_ids(field)) or None)
    return _around(field, inside)


def _around(field: Field, *content: Markup) -> Markup:
    return tag("div", join(*content), class_="field", **shown_if(field.shown_if))
