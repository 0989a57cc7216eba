"""
``{% load dossiers %}``: what templates cannot say themselves, to draw pages from ``Dossier.form`` and ``Dossier.view``.

Filters for words take the locale. Tags read their names from the context:
``locale``, ``contract``, ``problem`` (of ``to_problem``, or ``None``) and
``asides`` (the buttons beside that of the form).
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import template

from psc_workflow import Contract, Locale, Preview, Quote, Text, forms, pricing, rulebook
from psc_workflow._catalogue.http_texts import http_texts
from psc_workflow._forms.pairs import french_day
from psc_workflow._model.money import euros, show_euros
from psc_workflow._model.quote import GROSS_UNKNOWN
from psc_workflow._model.text import format_day, french_time
from psc_workflow.django._host import contracts, host
from psc_workflow.django._initial import initial
from psc_workflow.exceptions import UnknownCodeError
from psc_workflow.forms import Choice, Field, Group

register = template.Library()


# -- words ---------------------------------------------------------------------------------------


@register.filter
def say(something: Any, locale: Locale) -> str:
    """Say a finding, or a text of the catalogue, in a language."""
    text = something.text if callable(getattr(something, "text", None)) else something.in_
    return str(text(locale))


@register.filter
def word(member: Any, contract: Contract) -> Text:
    """Return what a contract calls a member of a closed list, such as a formula; ``say`` says it."""
    return contract.wording.word(member)


@register.filter
def remedy(finding: Any, locale: Locale) -> str:
    """Say what would help."""
    return str(finding.remedy(locale))


@register.filter
def written(day: dt.date, locale: Locale) -> str:
    """Write a day."""
    return format_day(day, locale)


@register.filter
def local(at: dt.datetime, contract: Contract | str | None) -> dt.datetime:
    """Convert an instant to the time zone of a contract, or of the contract of that id; of the host's own if none."""
    its = contracts()[contract] if isinstance(contract, str) and contract else contract or host().contract
    return its.local(at)


@register.filter
def instant(at: dt.datetime, locale: Locale) -> str:
    """Write an instant, and in which time zone; ``local`` comes first."""
    zone = getattr(at.tzinfo, "key", "Greenwich").rpartition("/")[2].replace("_", " ")
    time = f"{at:%H:%M}" if locale == "en" else french_time(at)
    return http_texts()["page"]["instant"].say(locale, day=format_day(at, locale), time=time, zone=zone)


@register.filter
def cents(amount: int | None, locale: Locale) -> str:
    """Write an amount, in cents, as euros; one that nobody knows is no amount."""
    return http_texts()["page"]["unknown"].in_(locale) if amount is None else show_euros(euros(amount), locale)


@register.filter
def changed_lines(preview: Preview, locale: Locale) -> tuple[str, ...]:
    """List the lines of the premium that a command would add, take away or change, each before and afterwards."""
    before, after = preview.quote_before, preview.quote_after
    if not isinstance(before, pricing.PricedQuote) or after is None:
        return ()
    return before.diff(after).show_changes(locale)


@register.filter
def explained(quote: Any, locale: Locale) -> Any:
    """Work out how a quote comes about, as a tree."""
    return quote.explain(locale)


@register.simple_tag(takes_context=True)
def unpriced(context: Any, quotes: Any) -> pricing.Unpriced | None:
    """Say why amounts of *quotes*, those of a view or one, are unknown; ``None`` if they are not."""
    listed = quotes.values() if isinstance(quotes, dict) else filter(None, [quotes])
    return pricing.unpriced(listed, contract=context["contract"], locale=context["locale"])


@register.filter
def depend_on_pay(quotes: Mapping[Any, Quote]) -> bool:
    """Whether an amount depends on the gross pay, which is not known: ``Quote.simulate`` takes it."""
    return any(GROSS_UNKNOWN in quote.incomplete for quote in quotes.values())


@register.simple_tag(takes_context=True)
def screens_with(context: Any, answers: Any) -> str:
    """Name the screens with *answers*, paths of a preview: each once, of however many children."""
    states = context["contract"].wording.journey("affiliation").states
    names = dict.fromkeys(path.partition(".")[0] for path in answers)
    return ", ".join(states[name].label.in_(context["locale"]) for name in names)


@register.filter
def unknown_parts(parts: Any) -> list[str]:
    """List the titles of those parts of an explanation whose amount is unknown."""
    return [part.title for part in parts if part.cents is None]


_FOR_WHOM = re.compile(r"\s(?:pour|for)\s(?:\{[^}]*\})+(?=\.$)")
"""The end of a sentence that says nothing more without the name."""


@register.simple_tag(takes_context=True)
def reason(context: Any, code: str) -> str:
    """Say what a code of the history means, without the values that it was about; one of an earlier release as is."""
    try:
        texts = rulebook.entry(code, contract=context["contract"]).texts
    except UnknownCodeError:
        return code
    sentence = _FOR_WHOM.sub("", texts.in_(context["locale"]))
    return re.sub(r"(\{[^}]*\})+\.?", "…", sentence)


# -- fields --------------------------------------------------------------------------------------


@register.filter
def is_chosen(field: Field, choice: Choice) -> bool:
    """Whether *choice* is the answer so far, or one of several."""
    value = initial(field)
    return choice.value in value if isinstance(value, list) else bool(choice.value == value)


@register.filter
def refuses(field: Field) -> list[Choice]:
    """List the choices of a field that would be refused, each with its reason."""
    return [choice for choice in field.choices if not choice.offered]


@register.filter
def has_need(fields: Any, need: str) -> bool:
    """Whether one of *fields* is needed so: ``required``, ``depends`` or ``optional``."""
    return any(field.need == need for field in fields)


@register.filter
def typed(field: Field, locale: Locale = "en") -> str:
    """Write the answer so far as a box holds it; a password is never filled in again."""
    if field.value is None or field.kind == "password":
        return ""
    if isinstance(field.value, list):
        return "\n".join(map(str, field.value))
    text = str(field.value).lower() if isinstance(field.value, bool) else str(field.value)
    return french_day(text) if field.kind == "date" and locale == "fr" else text


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
    """List the ids of what describes a field: its name, and ``-hint``, ``-why`` or ``-errors``."""
    notes = {"hint": field.hint, "why": field.why, "errors": field.errors}
    return " ".join(f"{field.name}-{name}" for name, note in notes.items() if note)


@register.filter
def essential(fields: Any) -> list[Field]:
    """Choose the questions about somebody that a page asks at once."""
    return [field for field in fields if not _can_wait(field)]


@register.filter
def further(fields: Any) -> list[Field]:
    """Choose the other questions: no answer to them is needed so far, and without one nothing is warned of."""
    return [field for field in fields if _can_wait(field)]


def _can_wait(field: Field) -> bool:
    if field.need == "required" or field.advised or field.answered or field.errors or field.kind == "hidden":
        return False
    if field.need == "depends":  # on another answer about the same person, beside which it is folded
        above = field.name.rpartition(".")[0]
        return field.required_if is not None and field.required_if.field.startswith(f"{above}.")
    return field.shown_if is None or field.name.startswith(f"{field.shown_if.field}.")


# -- what is wrong, and what can be done ---------------------------------------------------------


@register.simple_tag(takes_context=True)
def look(context: Any, error: Any) -> str:
    """Say how an error looks: ``refused``, ``missing`` or ``warning``."""
    severities = {each["code"]: each["severity"] for each in _reasons(context)}
    return str(severities.get(error.code, "refused" if error.blocks else "warning"))


@register.simple_tag(takes_context=True)
def texts_behind(context: Any, error: Any) -> list[dict[str, Any]]:
    """List the texts of law that an error rests on and that can be read somewhere, each with its address."""
    reasons = [each for each in _reasons(context) if each["code"] == error.code]
    sources = [source for each in reasons[:1] for source in each["sources"]]
    links = [{"title": source["title"], "address": source["address"] or source["url"]} for source in sources]
    return [link for link in links if link["address"]]


@register.simple_tag(takes_context=True)
def suggestions(context: Any) -> list[Any]:
    """List the commands that the findings suggest, of those that are offered beside the screen."""
    names = {name for each in _reasons(context) for name in each.get("suggests", ())}
    return [button for button in context["asides"] if button.do in names]


def _reasons(context: Any) -> list[dict[str, Any]]:
    return list((context.get("problem") or {}).get("errors", ()))


@register.filter
def suggested_by(buttons: Any, finding: Any) -> list[Any]:
    """Choose those of buttons, or of offers, whose commands *finding* names: they would help."""
    return [each for each in buttons if each.do in finding.suggests and getattr(each, "offered", True)]


@register.filter
def by_subject(commands: Any, locale: Locale) -> tuple[Group[Any], ...]:
    """Put buttons, or what a view offers, into lists: each has its ``heading`` and ``commands``."""
    return forms.by_subject([each for each in commands if getattr(each, "offered", True)], locale=locale)


_ON_SCREENS = ("go-back", "save-and-quit")


@register.filter
def beside(commands: Any) -> list[Any]:
    """Choose those of buttons, or of offers, that stand beside the screens: no answer, no way back."""
    of_no_screen = [each for each in commands if getattr(each, "kind", "aside") in ("aside", "end")]
    return [each for each in of_no_screen if each.do not in _ON_SCREENS]


@register.filter
def offers(buttons: Any, do: str) -> bool:
    """Whether one of *buttons* gives the command called *do*."""
    return any(button.do == do for button in buttons)


# -- what Django's templates lack ----------------------------------------------------------------


@register.filter
def lookup(mapping: Any, name: Any) -> Any:
    """Find what stands under a name; nothing if nothing does."""
    return mapping.get(name)


@register.filter
def has(members: Any, value: str) -> bool:
    """Whether one of *members* of a vocabulary is written so."""
    return value in [str(member.value) for member in members]


@register.filter
def most(numbers: Any) -> Any:
    """Find the greatest of some numbers, for ``widthratio``; 0 if there is none."""
    return max(numbers, default=0)
