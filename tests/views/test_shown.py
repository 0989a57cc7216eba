"""
What a host is handed shows itself: short in a log, in words to people, as a small table in a notebook.
"""

import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest

from dossiers import at_state
from people import NOW
from psc_workflow import Formula, Household, Outcome, Preview, Regime, Role, Verdict, contracts
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import word
from psc_workflow._model import showing
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Severity
from psc_workflow.exceptions import HostError
from psc_workflow.pricing import PricedQuote, price

BORN = dt.date(1972, 10, 9)
HOSTILE = "<script>alert('x')</script> & \"fin\""


class Texts(HTMLParser):
    """Collects the texts and the tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, _: Any) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def quote() -> PricedQuote:
    household = Household(regime=Regime.GENERAL)
    contract = contracts.get("guide-illustration")
    return price(household, contract=contract, formula=Formula.OPTION_1, on=dt.date(2026, 5, 1))


def refusal() -> Any:
    return at_state("regime").decide(do.DeclareRegime(Regime.CPS), at=NOW, role="agent")


# -- in a log ----------------------------------------------------------------------------------


def test_a_quote_is_one_line_with_its_totals() -> None:
    assert repr(quote()) == (
        "<quote guide-illustration option_1 on 2026-05-01: employer unknown, payroll unknown, debited 12.00>"
    )


def test_a_decision_and_its_findings_are_their_codes() -> None:
    decision = refusal()
    assert repr(decision) == "<decision refused: regime-not-covered>"
    assert repr(decision.findings[0]) == "<finding regime-not-covered: refused at regime>"
    accepted = at_state("regime").decide(do.DeclareRegime(Regime.GENERAL), at=NOW, role="agent")
    assert repr(accepted) == "<decision accepted>"


def test_a_view_and_a_dossier_are_where_they_stand() -> None:
    dossier = at_state("regime")
    view = dossier.view(at=NOW, role="agent")
    offered = sum(offer.offered for offer in view.commands)
    assert repr(view) == f"<view of affiliation at regime: {offered} commands offered>"
    assert repr(dossier).startswith(
        f"<dossier {dossier.id!r} under {dossier.contract.id}, revision {dossier.revision}: "
    )
    assert "affiliation regime" in repr(dossier)


def test_an_offer_a_question_and_a_milestone_say_what_they_are() -> None:
    dossier = at_state("regime")
    offer = next(offer for offer in dossier.view(at=NOW, role="agent").commands if offer.do == "declare-regime")
    assert (repr(offer), str(offer)) == ("<offer declare-regime of affiliation: offered>", offer.label)
    (question, *_) = dossier.next_questions(at=NOW)
    assert repr(question) == "<question declare_regime.regime: required>"
    assert str(question) == question.question.fr
    (milestone, *_) = dossier.timeline(until=NOW + dt.timedelta(days=60))
    assert str(milestone) == f"{milestone.due_at.date()}\N{NO-BREAK SPACE}: {milestone.what.fr}"


@pytest.mark.parametrize(
    "value", [quote(), refusal(), at_state("confirmed"), at_state("regime").view(at=NOW, role=Role.AGENT)]
)
def test_what_is_logged_is_short_whatever_it_holds(value: object) -> None:
    assert len(repr(value)) < 240
    assert "\n" not in repr(value)


# -- to people ---------------------------------------------------------------------------------


def test_a_quote_says_in_french_who_pays_what() -> None:
    assert str(quote()) == (
        "Option 1, 1er mai 2026\N{NO-BREAK SPACE}: payé par l’employeur inconnu, "
        "retenu sur la paie inconnu, prélevé sur le compte bancaire 12,00\N{NO-BREAK SPACE}€"
    )


@pytest.mark.parametrize(
    ("locale", "unknown", "difference"), [("fr", "inconnu", "12,00\N{NO-BREAK SPACE}€"), ("en", "unknown", "12.00 €")]
)
def test_a_comparison_says_each_total_and_each_line_that_differs(locale: Any, unknown: str, difference: str) -> None:
    comparison = quote().simulate(formula=Formula.BASE).diff(quote())
    title, employer, payroll, debited, line = comparison.show(locale).splitlines()
    assert title.count("guide-illustration") == 2
    assert unknown in employer
    assert unknown in payroll
    assert debited.endswith(f"(+{difference})")
    assert line.endswith(f"→ {difference}")
    assert str(comparison) == comparison.show("fr")


@pytest.mark.parametrize("severity", Severity)
def test_a_finding_says_in_french_what_it_does_and_where_and_not_its_facts(severity: Severity) -> None:
    (finding,) = refusal().findings
    shown = str(attrs.evolve(finding, severity=severity, facts={"born": BORN}, texts=Text("{born}", "{born}")))
    assert shown == f"{word(severity).fr}\N{NO-BREAK SPACE}: regime-not-covered (regime)"


def test_a_preview_says_what_would_come_of_a_command_and_of_the_answers() -> None:
    premiums = {"premium_before": 1600, "premium_after": 1000}
    answers = {"parked": ("partner", "children"), "unparked": ("consents",), "reopened": ("formula",)}
    accepted = Preview(Outcome.ACCEPTED, Verdict(), **answers, **premiums)
    assert accepted.show("en").splitlines() == [
        "Accepted",
        "Debited per month: 16.00 € → 10.00 €",
        "Answers that would no longer count: partner, children",
        "Answers that would count again: consents",
        "Screens to pass again: formula",
    ]
    refused = at_state("regime").preview(do.DeclareRegime(Regime.CPS), at=NOW, role="agent")
    assert str(refused) == "Demande refusée\N{NO-BREAK SPACE}: regime-not-covered"


@pytest.mark.parametrize("value", [quote().diff(quote()), Preview(Outcome.STALE, Verdict(), (), (), (), None, None)])
def test_what_is_shown_in_an_unknown_language_is_the_hosts_mistake(value: Any) -> None:
    with pytest.raises(HostError, match="locale"):
        value.show("de")


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_words(outcome: Outcome) -> None:
    decision = attrs.evolve(refusal(), outcome=outcome)
    assert str(decision).endswith("regime-not-covered")
    assert outcome.value not in str(decision)


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_view_says_in_its_language_what_may_be_done(locale: Any) -> None:
    view = at_state("regime").view(at=NOW, locale=locale, role="agent")
    first, *others = str(view).splitlines()
    assert first == view.where.label
    assert others == [f"→ {offer.label}" for offer in view.commands if offer.offered]


# -- in a notebook -----------------------------------------------------------------------------


def test_a_notebook_shows_every_line_of_a_quote_and_its_totals() -> None:
    shown = Texts(quote()._repr_html_()).texts
    assert [line.label.fr for line in quote().lines] == [
        text for text in shown if text in {line.label.fr for line in quote().lines}
    ]
    assert "12,00\N{NO-BREAK SPACE}€" in shown
    cells = [row.count("<td") for row in quote()._repr_html_().split("<tr")[1:] if "<td" in row]
    assert set(cells) == {3}, "what it is, by what way it is paid, the amount"


def test_a_notebook_shows_why_and_what_would_help() -> None:
    decision = refusal()
    (finding,) = decision.findings
    assert f"{finding.text('fr')} {finding.remedy('fr')}" in Texts(decision._repr_html_()).texts


def test_a_notebook_shows_what_is_offered_and_what_is_to_come() -> None:
    view = at_state("regime").view(at=NOW, locale="en", role="agent")
    shown = Texts(view._repr_html_()).texts
    assert {offer.label for offer in view.commands if offer.offered} <= {*shown}
    assert {deadline.label for deadline in view.deadlines} <= {*shown}


def test_whatever_stands_in_a_table_is_text() -> None:
    page = Texts(showing.table(HOSTILE, [(HOSTILE, HOSTILE)], [(HOSTILE,)]))
    assert page.tags == {"table", "caption", "tr", "td"}
    assert page.texts == [HOSTILE] * 4


@pytest.mark.parametrize("value", [quote(), refusal(), at_state("regime").view(at=NOW, role=Role.AGENT)])
def test_a_table_has_the_colours_of_the_page(value: Any) -> None:
    colours = re.findall(r"(?:color|background|solid) ?:? ?([#a-zA-Z0-9]+)", value._repr_html_())
    assert {*colours} <= {"currentColor", "1px"}
