"""
What the library writes fits its schemas.
"""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers import EVERY_STATE, at_state, dossier_in, now_of
from households import ALL_CONTRACTS, DRAWN_ROWS, household
from people import NOW, TODAY
from psc_workflow import Formula, effects
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.quote import Quote, QuoteLine
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Certainty, Channel, Role
from psc_workflow.pricing import price
from schema_checks import COMMANDS, EFFECTS, as_document, schema_faults
from strategies import CHILDREN, PARTNERS, QUOTES, maybe
from tariffs import tariffs


@pytest.mark.parametrize("name", EVERY_STATE)
def test_the_document_of_every_state_passes(name: str) -> None:
    assert schema_faults("snapshot", json.loads(dossier_in(name).dump())) == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.do)
def test_every_command_passes_and_can_be_parsed(command: Command) -> None:
    document = as_document(command)
    assert schema_faults("commands", document) == []
    assert do.parse(document.pop("do"), document) == command


@given(st.builds(do.DeclareBeneficiaries, partner=maybe(PARTNERS), children=st.lists(CHILDREN, max_size=3)))
def test_every_household_passes(command: Command) -> None:
    assert schema_faults("commands", as_document(command)) == []


def test_null_is_not_known_for_a_field_that_has_no_null_of_its_own() -> None:
    document = {"do": "choose-motive", "motive": "c2s", "facts": None}
    assert schema_faults("commands", document) == []
    assert do.parse("choose-motive", {"motive": "c2s", "facts": None}) == do.parse("choose-motive", {"motive": "c2s"})


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: type(effect).__name__)
def test_every_effect_passes_and_can_be_parsed(effect: effects.Effect) -> None:
    document = effects.as_json(effect)
    assert schema_faults("effects", document) == []
    assert effects.parse(document) == effect


@pytest.mark.parametrize("name", EVERY_STATE)
def test_whatever_comes_by_itself_passes(name: str) -> None:
    dossier = dossier_in(name)
    milestones = dossier.timeline(until=now_of(dossier) + dt.timedelta(days=900))
    for effect in [dossier.invitation, *(effect for milestone in milestones for effect in milestone.effects)]:
        assert schema_faults("effects", effects.as_json(effect)) == []


STARTS = [(contract, contract.tariff.components[0].values[-1].in_force_from) for contract in ALL_CONTRACTS]
OFFERED = [(contract, on, formula) for contract, on in STARTS for formula in contract.value("formulas", on)]


@given(DRAWN_ROWS, st.sampled_from(OFFERED))
def test_a_quote_under_every_contract_passes(row: dict[str, Any], asked: tuple[Any, dt.date, Formula]) -> None:
    contract, on, formula = asked
    assert schema_faults("quote", price(household(row), contract=contract, formula=formula, on=on).as_json()) == []


@given(DRAWN_ROWS, tariffs())
def test_a_quote_under_any_tariff_passes(row: dict[str, Any], contract: Any) -> None:
    quote = price(household(row), contract=contract, formula=Formula.BASE, on=TODAY)
    assert schema_faults("quote", quote.as_json()) == []


@given(QUOTES)
def test_a_quote_with_whatever_is_unknown_passes(quote: Any) -> None:
    assert schema_faults("quote", quote.as_json()) == []


@given(st.sampled_from(EVERY_STATE), st.sampled_from(COMMANDS))
def test_every_decision_passes_and_says_what_it_says_in_python(name: str, command: Command) -> None:
    dossier = dossier_in(name)
    decision = dossier.decide(command, at=now_of(dossier), role=command.roles[0])
    document = decision.as_json()
    assert schema_faults("decision", document) == []
    assert json.loads(json.dumps(document)) == document
    assert (document["outcome"], document["codes"]) == (decision.outcome.value, list(decision.codes))
    assert [finding["text"]["fr"] for finding in document["findings"]] == [
        finding.text("fr") for finding in decision.findings
    ]
    assert tuple(map(effects.parse, document["effects"])) == decision.effects


def test_the_decisions_that_no_rule_gives_pass() -> None:
    dossier = at_state("regime")
    resumed = dossier.decide(do.Resume(), at=NOW, key="k", role=Role.AGENT).dossier
    assert schema_faults("decision", resumed.decide(do.Resume(), at=NOW, key="k", role=Role.AGENT).as_json()) == []
    assert (
        schema_faults("decision", resumed.decide(do.Resume(), at=NOW, expected_revision=0, role=Role.AGENT).as_json())
        == []
    )


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_of_a_quote_passes_however_decimals_write_it(number: Decimal) -> None:
    line = QuoteLine("agent", "c", Text("c", "c"), Channel.PAYROLL, None, Certainty.UNKNOWN, base=number, exact=number)
    quote = Quote("men-2026", TODAY, Formula.BASE, Certainty.UNKNOWN, (line,))
    assert schema_faults("quote", quote.as_json()) == []


# -- what is only handed out ------------------------------------------------------------------------------


def assert_passes(name: str, document: Any) -> None:
    assert schema_faults(name, document) == []
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize("name", EVERY_STATE)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_view_of_every_state_passes(name: str, locale: Any) -> None:
    dossier = dossier_in(name)
    view = dossier.view(at=now_of(dossier), locale=locale, role=Role.AGENT)
    assert_passes("view", view.as_json())


@pytest.mark.parametrize("name", EVERY_STATE)
def test_the_questions_and_the_timeline_of_every_state_pass(name: str) -> None:
    dossier = dossier_in(name)
    now = now_of(dossier)
    assert_passes("questions", [question.as_json() for question in dossier.next_questions(at=now, draft={})])
    milestones = dossier.timeline(until=now + dt.timedelta(days=900))
    assert_passes("timeline", [milestone.as_json() for milestone in milestones])


@given(st.sampled_from(EVERY_STATE), st.sampled_from(COMMANDS))
def test_every_preview_passes_and_says_what_it_says_in_python(name: str, command: Command) -> None:
    dossier = dossier_in(name)
    preview = dossier.preview(command, at=now_of(dossier), role=command.roles[0])
    document = preview.as_json()
    assert_passes("preview", document)
    assert document["outcome"] == preview.outcome.value
    assert [finding["code"] for finding in document["findings"]] == [
        finding.code for finding in preview.verdict.findings
    ]


@given(DRAWN_ROWS, DRAWN_ROWS, st.sampled_from(OFFERED))
def test_every_comparison_passes_and_its_differences_are_those_of_its_totals(
    before: dict[str, Any], after: dict[str, Any], asked: tuple[Any, dt.date, Formula]
) -> None:
    options: dict[str, Any] = dict(zip(("contract", "on", "formula"), asked, strict=True))
    document = price(household(before), **options).diff(price(household(after), **options)).as_json()
    assert_passes("comparison", document)
    for channel, difference in document["differences"].items():
        totals = document["before"][channel], document["after"][channel]
        assert difference == (None if None in totals else str(Decimal(totals[1]) - Decimal(totals[0])))


def test_a_view_says_as_data_what_it_says_in_python() -> None:
    dossier = at_state("formula")
    view = dossier.view(at=NOW, locale="en", role=Role.AGENT)
    document = view.as_json()
    assert list(document) == [field.name for field in attrs.fields(type(view))]
    assert document["where"]["label"] == view.where.label
    assert document["answers"] | {"quote": view.answers["quote"]} == view.answers
    assert [(offer["do"], offer["offered"]) for offer in document["commands"]] == [
        (offer.do, offer.offered) for offer in view.commands
    ]
    assert {name: quote["debited"] for name, quote in document["quotes"].items()} == {
        formula.value: quote.as_json()["debited"] for formula, quote in view.quotes.items()
    }
