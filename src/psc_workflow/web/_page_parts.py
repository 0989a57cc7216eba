"""
What a page shows beside its form: the way, warnings, quotes, the recap, questions, deadlines, and why not.
"""

from collections.abc import Iterable, Iterator, Sequence

from psc_workflow._catalogue.http_texts import http_texts
from psc_workflow._catalogue.questions import Question
from psc_workflow._forms.form import Form, StepStatus
from psc_workflow._forms.slots import slots
from psc_workflow._forms.summary import SummaryLine
from psc_workflow._model.commands import named
from psc_workflow._model.money import Locale
from psc_workflow._model.quote import Quote
from psc_workflow._model.vocabulary import Channel
from psc_workflow._views import View
from psc_workflow.web._fields import PREFIX, words
from psc_workflow.web._html import Markup, join, tag

_STEPS: dict[StepStatus, str] = {"done": "done", "here": "here", "ahead": "ahead", "to pass again": "again"}


def progress(form: Form, locale: Locale) -> Markup:
    """Show the way: what is behind, here and ahead."""
    steps = [
        tag("li", step.label, " ", tag("small", words(_STEPS[step.status], locale)), aria_current=_current(step.status))
        for step in form.progress
    ]
    return _section("progress", [tag("ol", steps)] if steps else [], locale)


def _current(status: StepStatus) -> str | None:
    return "step" if status == "here" else None


def warnings(view: View, locale: Locale) -> Markup:
    """Show what is to be known on any screen."""
    lines = [tag("li", finding.text(locale), " ", finding.remedy(locale)) for finding in view.warnings.findings]
    return _section("warnings", _bullets(lines), locale)


def buttons(form: Form) -> Iterator[Markup]:
    """Draw the other commands that are offered: a button, or a link to the form of one that asks something."""
    for button in form.buttons:
        if button.do == form.do:
            continue
        if slots(named(button.do)):
            yield join(tag("a", button.label, href=f"?do={button.do}", class_=button.kind), " ")
        else:
            press = {"type": "submit", "name": f"{PREFIX}press", "value": button.do}
            yield join(tag("button", button.label, **press, class_=button.kind, formnovalidate=True), " ")


def beside(view: View, summary: Sequence[SummaryLine], questions: Iterable[Question], locale: Locale) -> Markup:
    """Show everything else that a view has."""
    return join(
        _section("questions", _bullets(_questions(questions, locale)), locale),
        _quotes(view, locale),
        _section("recap", _pairs((line.label, line.value) for line in view.recap), locale),
        _section("needs", _pairs((line.label, line.value) for line in view.needs), locale),
        _section("deadlines", _bullets(_deadlines(view)), locale),
        _section("to_prepare", _bullets(tag("li", text) for text in view.to_prepare), locale),
        _section("answers", _bullets(map(_answer, summary)), locale),
        _section("not_offered", _bullets(_not_offered(view, locale)), locale),
        _section("links", _bullets(tag("li", tag("a", link.label, href=link.url)) for link in view.links), locale),
    )


def _questions(questions: Iterable[Question], locale: Locale) -> Iterator[Markup]:
    for question in questions:
        yield tag("li", question.question.in_(locale), " ", tag("small", question.why.in_(locale)))


def _not_offered(view: View, locale: Locale) -> Iterator[Markup]:
    """Say of each command that is not offered why not, and what would help."""
    for offer in view.commands:
        if not offer.offered:
            reasons = [f"{finding.text(locale)} {finding.remedy(locale)}" for finding in offer.verdict.blocking]
            yield tag("li", http_texts()["page"]["why_not"].say(locale, label=offer.label, why=" ".join(reasons)))


def _deadlines(view: View) -> Iterator[Markup]:
    for deadline in view.deadlines:
        yield tag("li", deadline.sentence)


def _quotes(view: View, locale: Locale) -> Markup:
    """Show what each formula costs, and whom: an amount that is not known is never nothing."""
    if not view.quotes:
        return Markup()
    header = tag("tr", tag("td"), [tag("th", words(channel.value, locale), scope="col") for channel in Channel])
    rows = [_quote_row(formula.value, quote, view, locale) for formula, quote in view.quotes.items()]
    reason = [tag("p", view.recommendation)] if view.recommendation else []
    return _section("quotes", [*reason, tag("table", header, rows)], locale)


def _quote_row(formula: str, quote: Quote, view: View, locale: Locale) -> Markup:
    totals = quote.as_json()
    cells = [_amount(totals[channel.value], locale) for channel in Channel]
    notes = [words("recommended", locale)] if formula in view.recommended else []
    return tag("tr", tag("th", formula, " ", *notes, scope="row"), [tag("td", cell) for cell in cells])


def _amount(amount: str | None, locale: Locale) -> str:
    if amount is None:
        return words("unknown", locale)
    return f"{amount.replace('.', ',')} €" if locale == "fr" else f"€{amount}"


def _answer(line: SummaryLine) -> Markup:
    return tag("li", line.section, " — ", line.question, " ", tag("strong", line.answer))


def _bullets(lines: Iterable[Markup]) -> list[Markup]:
    listed = list(lines)
    return [tag("ul", listed)] if listed else []


def _pairs(lines: Iterable[tuple[str, str]]) -> list[Markup]:
    listed = [join(tag("dt", label), tag("dd", value)) for label, value in lines]
    return [tag("dl", listed)] if listed else []


def _section(name: str, content: list[Markup], locale: Locale) -> Markup:
    """Write a part of the page under its heading; nothing if it is empty."""
    if not content:
        return Markup()
    return tag("section", tag("h2", words(name, locale)), content, class_=name.replace("_", "-"))
