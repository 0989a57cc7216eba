"""
What templates cannot say themselves: words in a language, amounts, which choice is chosen.
"""

import datetime as dt
import re
from typing import Any

from django import template

from portal import documents
from portal.texts import texts
from psc_workflow import DocumentKind
from psc_workflow.forms import Choice, Field

register = template.Library()

_SPACE = "\N{NO-BREAK SPACE}"


@register.filter
def say(something: Any, locale: str) -> str:
    """Say a finding, or a text of the catalogue, in a language."""
    text = something.text if callable(getattr(something, "text", None)) else something.in_
    return str(text(locale))


@register.filter
def remedy(finding: Any, locale: str) -> str:
    """Say what would help."""
    return str(finding.remedy(locale))


@register.filter
def written(day: dt.date, locale: str) -> str:
    """Write a day."""
    number = "1er" if day.day == 1 and locale == "fr" else day.day
    return f"{number} {texts(locale)['months'].split()[day.month - 1]} {day.year:04}"


@register.filter
def local(at: dt.datetime, contract: Any) -> dt.datetime:
    """Convert an instant to the time zone of a contract, or of the contract of that id; of the portal's own if none."""
    from portal.host import HOST  # noqa: PLC0415 -- which needs the models

    its = HOST.contracts[contract] if isinstance(contract, str) and contract else contract or HOST.contract
    instant_there: dt.datetime = its.local(at)
    return instant_there


@register.filter
def instant(at: dt.datetime, locale: str) -> str:
    """Write an instant, and in which time zone; ``local`` comes first."""
    zone = getattr(at.tzinfo, "key", "Greenwich").rpartition("/")[2].replace("_", " ")
    return texts(locale)["instant"].format(day=written(at, locale), at=at, zone=zone)


@register.simple_tag(takes_context=True)
def look(context: Any, error: Any) -> str:
    """Say how an error looks: ``refused``, ``missing`` or ``warning``."""
    reasons = (context.get("problem") or {}).get("errors", ())
    severities = {reason["code"]: reason["severity"] for reason in reasons}
    return str(severities.get(error.code, "refused" if error.blocks else "warning"))


@register.simple_tag(takes_context=True)
def texts_behind(context: Any, error: Any) -> list[dict[str, Any]]:
    """List the texts of law that an error rests on and that can be read somewhere, each with its address."""
    reasons = [each for each in (context.get("problem") or {}).get("errors", ()) if each["code"] == error.code]
    sources = [source for reason in reasons[:1] for source in reason["sources"]]
    links = [{"title": source["title"], "address": source["address"] or source["url"]} for source in sources]
    return [link for link in links if link["address"]]


@register.filter
def cents(amount: int | None, locale: str) -> str:
    """Write an amount; one that nobody knows is no amount."""
    if amount is None:
        return texts(locale)["unknown"]
    euros = f"{amount / 100:,.2f}"
    return f"€{euros}" if locale == "en" else f"{euros.replace(',', _SPACE).replace('.', ',')}{_SPACE}€"


@register.filter
def explained(quote: Any, locale: str) -> Any:
    """Work out how a quote comes about, as a tree."""
    return quote.explain(locale)


@register.filter
def lookup(mapping: Any, name: Any) -> Any:
    """Find what stands under a name; nothing if nothing does."""
    return mapping.get(name)


@register.filter
def is_chosen(field: Field, choice: Choice) -> bool:
    """Whether *choice* is the answer so far."""
    if field.kind == "person":
        return bool(field.answered) and choice.value == ("yes" if field.value is not None else "none")
    if field.kind == "people":
        return bool(field.answered) and choice.value == ("yes" if field.value else "none")
    if field.kind == "several":
        return bool(choice.value in (field.value or ()))
    return bool(choice.value == typed(field))


@register.filter
def typed(field: Field, locale: str = "en") -> str:
    """Write the answer so far as a box holds it; a password is never filled in again."""
    if field.value is None or field.kind == "password":
        return ""
    if field.kind == "date" and locale == "fr" and re.fullmatch(r"\d{4}-\d\d-\d\d", str(field.value)):
        return "/".join(reversed(field.value.split("-")))  # as people type it
    if isinstance(field.value, list):
        return "\n".join(map(str, field.value))
    return str(field.value).lower() if isinstance(field.value, bool) else str(field.value)


@register.filter
def input_type(field: Field) -> str:
    """Find the type of HTML's input."""
    return field.kind if field.kind in ("email", "tel", "password") else "text"


@register.filter
def is_wrong(field: Field) -> bool:
    """Whether something blocks at this very field."""
    return any(error.blocks for error in field.errors)


@register.filter
def described_by(field: Field) -> str:
    """List the ids of what describes a field."""
    notes = {"hint": field.hint, "why": field.why, "errors": field.errors}
    return " ".join(f"{field.name}-{name}" for name, note in notes.items() if note)


@register.filter
def offers(buttons: Any, do: str) -> bool:
    """Whether one of *buttons* gives the command called *do*."""
    return any(button.do == do for button in buttons)


@register.filter
def ranked(sources: Any) -> list[tuple[Any, bool]]:
    """List the sources that can be read: official texts first, the sites of unions last and marked."""
    names = texts("fr")["unions"].casefold().split()
    readable = [(each, any(name in each.title.casefold() for name in names)) for each in sources if each.url]
    return sorted(readable, key=lambda pair: (pair[1], "legifrance.gouv.fr" not in pair[0].url))


@register.filter
def is_written(kind: str) -> bool:
    """Whether this portal can write a document of that kind."""
    return kind in documents.WRITTEN


@register.filter
def has(members: Any, value: str) -> bool:
    """Whether one of *members* is written so."""
    return value in [str(member.value) for member in members]


@register.simple_tag(takes_context=True)
def document_name(context: Any, kind: str) -> str:
    """Name a kind of document, or the one that a path ends with, as the contract does."""
    wording = context["contract"].wording
    return str(wording.word(DocumentKind(kind.strip("/").rpartition("/")[2])).in_(context["locale"]))


@register.simple_tag(takes_context=True)
def suggestions(context: Any) -> list[Any]:
    """List the commands that the findings suggest, of those that are offered beside the screen."""
    names = {name for error in context["problem"].get("errors", ()) for name in error.get("suggests", ())}
    return [button for button in context["asides"] if button.do in names]
