"""
People read the words of the contract they are under: its insurer in every text, and no page of another insurer.
"""

import datetime as dt
import json
from pathlib import Path

import pytest

import texts
from documents import OWN_CONTRACT, write_contract
from people import NOW
from psc_workflow import Agent, Dossier, Formula, Household, Regime, Role, contracts, history, to_problem
from psc_workflow import commands as do
from psc_workflow._catalogue import law, mail_texts, questions, wording
from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.insurer import is_of_another
from psc_workflow._model.text import Source, Text, Word
from psc_workflow.contracts import Contract, Insurer
from psc_workflow.exceptions import DefinitionError
from psc_workflow.pricing import price
from psc_workflow.rules import regime

MGEN = "mgen"
LAGON = Insurer("Mutuelle du Lagon")
GUIDE = contracts.get("guide-illustration")


@pytest.fixture
def own(tmp_path: Path) -> Contract:
    return contracts.load(write_contract(tmp_path, OWN_CONTRACT + '[insurer]\nname = "Mutuelle du Lagon"\n'))


def test_no_text_of_the_library_names_an_insurer() -> None:
    every_text = [
        *(*texts.sentence_texts(), *texts.question_texts(), *texts.label_texts()),
        *(*mail_texts.raw_texts(), *questions.raw_texts()),
    ]
    assert len(every_text) > 1000
    assert [place for place, text in every_text if MGEN in f"{text.fr} {text.en}".casefold()] == []


def test_the_question_on_consent_names_the_insurer_of_the_contract(own: Contract) -> None:
    def controller(contract: Contract | None) -> str:
        words = contract.wording if contract is not None else Wording()
        return questions.question("give_consents", "partner_offers", words).question.fr

    assert "par MGEN ou" in controller(GUIDE)
    assert "par Mutuelle du Lagon ou" in controller(own)
    assert "par votre mutuelle ou" in controller(None)


def every_source() -> set[Source]:
    values = [dated for parameter in law.parameters() for dated in parameter.values]
    values += [dated for contract in contracts.builtin.values() for _, dated in contract.every_value()]
    tariffs = [source for contract in contracts.builtin.values() for source in contract.tariff.sources]
    return {*wording.sources().values(), *tariffs, *(source for dated in values for source in dated.sources)}


def test_under_another_insurer_no_source_names_mgen(own: Contract) -> None:
    """Whatever a built-in value or text rests on: this walks over all of them."""
    assert sum(is_of_another(source, LAGON) for source in every_source()) > 20
    for source in every_source():
        (shown,) = own.wording.cite((source,))
        assert MGEN not in f"{shown.title} {shown.url}".casefold()
        assert shown == source or shown == Source("Le nôtre", title_en="Ours")
        assert GUIDE.wording.cite((source,)) == (source,)


def test_a_source_of_law_stays_and_nothing_is_added_beside_it(own: Contract) -> None:
    guide, decret = wording.sources()["guide-ecrans"], wording.sources()["decret-2022-633-art-3"]
    assert own.wording.cite((guide, decret)) == (decret,)
    assert own.wording.cite(()) == ()


def test_a_contract_cites_its_own_source_in_place_of_the_guide_s() -> None:
    ours = Source("Notre notice, p. 3")
    words = Wording(insurer=LAGON, own_sources={"guide-ecrans": ours}, contract_source=Source("x"))
    assert words.cite((wording.sources()["guide-ecrans"],)) == (ours,)


def test_a_finding_is_put_into_the_words_of_the_contract() -> None:
    words = Wording(
        own={
            "findings.regime-not-covered": Text("Pas {regime}.", "Not {regime}."),
            "vocabulary.Regime.cps": Text("la caisse", "the fund"),
        },
        contract_source=Source("x"),
    )
    (refusal,) = regime.assess(Regime.CPS, contract=GUIDE, on=dt.date(2026, 5, 1)).findings
    reworded = words.reword_finding(refusal)
    assert (reworded.text("fr"), reworded.text("en")) == ("Pas la caisse.", "Not the fund.")
    assert isinstance(reworded.facts["regime"], Word)
    assert (reworded.code, reworded.path, reworded.certainty) == (refusal.code, refusal.path, refusal.certainty)
    assert words.reword_finding(reworded) == reworded


def test_an_overridden_label_stands_in_the_sentences_that_name_it() -> None:
    name = "journeys.affiliation.commands.report_not_concerned"
    words = Wording(own={name: Text("Je passe mon tour", "Skip")})
    naming = [code for code, text in wording.finding_texts().items() if "report-not-concerned" in text.suggests]
    assert naming
    remedies = [words.finding_text(code) for code in naming]
    assert any("Je passe mon tour" in f"{text.fr} {text.remedy.fr}" for text in remedies)


def test_what_needs_no_other_words_stays_the_same_object() -> None:
    verdict = regime.assess(Regime.CPS, contract=GUIDE, on=dt.date(2026, 5, 1))
    assert GUIDE.wording.reword(verdict) is verdict


def test_views_problems_history_and_quotes_of_another_insurer_never_say_mgen(own: Contract) -> None:
    dossier = Dossier.open(own, id="D1", agent=Agent(), invited_at=NOW)
    decisions = [dossier.decide(do.StartAffiliation(), at=NOW, role=Role.AGENT)]
    dossier = decisions[-1].dossier
    decisions += [
        dossier.decide(command, at=NOW, role=command.roles[0])
        for command in (do.DeclareRegime(), do.DeclareRegime(Regime.CPS), do.Sign())
    ]
    outputs: list[object] = [to_problem(decision, "en") for decision in decisions]
    outputs += [
        dossier.view(at=NOW, role=Role.AGENT),
        dossier.next_questions(at=NOW),
        history.describe_steps(decisions[0].steps, contract=own),
    ]
    quote = price(Household(regime=Regime.GENERAL), contract=own, formula=Formula.BASE, on=dt.date(2026, 5, 1))
    outputs += [quote.gaps, str(quote.explain("fr", "auditor"))]
    for output in outputs:
        text = json.dumps(output, default=repr) if isinstance(output, dict) else repr(output)
        assert MGEN not in text.casefold()


def test_a_text_with_a_placeholder_that_has_no_label_is_an_error_of_the_library() -> None:
    text = Text("{command:fly}", "{command:fly}")
    with pytest.raises(DefinitionError):
        Wording(own={"pricing.explain.free": text}).pricing_text("explain", "free")
