"""
A contract replaces any text by one of its own that names the same facts; it may be based on another file.
"""

import datetime as dt
from pathlib import Path

import pytest

from documents import OWN_CONTRACT, own_value, write_contract
from people import NOW
from psc_workflow import Agent, Contract, Dossier, Formula, Household, Regime, Role, contracts, mails, to_problem
from psc_workflow import commands as do
from psc_workflow._catalogue import own_texts
from psc_workflow._model.text import Text
from psc_workflow.exceptions import InvalidDocumentError
from psc_workflow.pricing import price

INSURER = '[insurer]\nname = "Mutuelle du Lagon"\n'


def load(folder: Path, text: str) -> Contract:
    return contracts.load(write_contract(folder, OWN_CONTRACT + text))


def toml(key: str, text: Text) -> str:
    """Write the text called *key* as a contract does: each part of the key is quoted."""
    parts = ".".join(f'"{part}"' for part in key.split("."))
    return f"[texts.{parts}]\nfr = {text.fr!r}\nen = {text.en!r}\n".replace("\\'", "'")


# -- every text ------------------------------------------------------------------------------------


def test_every_text_can_be_replaced_and_its_own_words_are_right() -> None:
    texts = own_texts.builtin_texts()
    assert len(texts) > 900
    tables: dict[str, object] = {}
    for key, text in texts.items():
        branch = tables
        for part in key.split("."):
            branch = branch.setdefault(part, {})  # type: ignore[assignment]  # a branch is a table
        branch |= {"fr": text.fr, "en": text.en}
    assert list(own_texts.faults_of(tables)) == []
    assert own_texts.read(tables) == texts


def test_all_kinds_of_texts_have_keys() -> None:
    assert {key.partition(".")[0] for key in own_texts.builtin_texts()} == {
        *("findings", "questions", "journeys", "vocabulary", "pricing", "mails")
    }


@pytest.mark.parametrize("label", ["{command:{formula}}", "{field:{formula}}", "{command!r:go-back}", "{state:}"])
def test_a_label_that_could_not_be_shown_is_a_mistake_of_the_file(label: str) -> None:
    text = {"fr": f"{{formula}} {label}", "en": f"{{formula}} {label}"}
    assert list(own_texts.faults_of({"findings": {"formula-not-offered": text}}))


def test_a_similar_key_is_looked_for_only_as_often_as_anybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    lookups: list[str] = []
    monkeypatch.setattr(own_texts, "_suggestion", lambda path: lookups.append(path) or "")
    wrong = {f"no-such-{number}": {"fr": "x", "en": "x"} for number in range(500)}
    assert len(list(own_texts.faults_of({"findings": wrong}))) == 500
    assert len(lookups) == 20


# -- where they are shown ----------------------------------------------------------------------------


def test_a_sentence_a_question_a_label_and_a_mail_of_the_contract_are_shown(tmp_path: Path) -> None:
    own = load(
        tmp_path,
        INSURER
        + '[texts.findings.regime-missing]\nfr = "{insurer} attend."\nen = "{insurer} waits."\n'
        + 'remedy = { fr = "Choisissez « {field:regime} ».", en = "Choose “{field:regime}”." }\n'
        + '[texts.questions.declare_regime.regime.question]\nfr = "Votre caisse ?"\nen = "Your fund?"\n'
        + '[texts.vocabulary.Field]\nregime = { fr = "caisse", en = "fund" }\n'
        + '[texts.journeys.affiliation.commands]\ndeclare_regime = { fr = "Je dis tout", en = "Say all" }\n'
        + '[texts.journeys.affiliation.states]\nregime = { fr = "La caisse", en = "The fund" }\n'
        + '[texts.mails.invitation]\nsubject = { fr = "Avant le {last_day}", en = "By {last_day}" }\n'
        + '[texts.pricing.explain]\nfixed = { fr = "forfait ({certainty})", en = "flat ({certainty})" }\n',
    )
    dossier = Dossier.open(own, id="D1", agent=Agent(), invited_at=NOW)
    assert mails.render(dossier.invitation, own, "en").subject.startswith("By ")
    dossier = dossier.decide(do.StartAffiliation(), at=NOW, role=Role.AGENT).dossier
    view = dossier.view(at=NOW, locale="fr", role=Role.AGENT)
    assert view.where.label == "La caisse"
    assert "Je dis tout" in {offer.label for offer in view.commands}
    problem = to_problem(dossier.decide(do.DeclareRegime(), at=NOW, role=Role.AGENT), "fr")
    assert problem is not None
    assert problem["errors"][0]["detail"] == "Mutuelle du Lagon attend."
    assert problem["errors"][0]["remedy"] == "Choisissez « caisse »."
    assert dossier.next_questions(at=NOW)[0].question == Text("Votre caisse ?", "Your fund?")
    assert dossier.why_asked("regime").question.fr == "Votre caisse ?"
    quote = price(Household(regime=Regime.GENERAL), contract=own, formula=Formula.OPTION_1, on=dt.date(2026, 5, 1))
    assert "flat (illustrative)" in str(quote.explain("en"))


# -- mistakes ------------------------------------------------------------------------------------------

MISTAKES = {
    "a key that does not exist": (toml("findings.regime-mising", Text("x", "x")), "texts.findings.regime-mising", "did you mean findings.regime-missing"),
    "one language": ('[texts.vocabulary.Link.pacs]\nfr = "x"\n', "texts.vocabulary.Link.pacs", "in each language"),
    "a number": ("[texts.vocabulary.Link.pacs]\nfr = 1\nen = 2\n", "texts.vocabulary.Link.pacs", "in each language"),
    "a text alone": ('[texts.vocabulary.Link]\npacs = "x"\n', "texts.vocabulary.Link.pacs", "in each language"),
    "an empty table": ("[texts.findings.regime-missing]\n", "texts.findings.regime-missing", "in each language"),
    "texts that are no table": ("[texts]\nx = 1\n", "texts.x", "in each language"),
    "a fact left out": (toml("findings.regime-to-confirm", Text("{regime}", "{regime} {accepted}")), "texts.findings.regime-to-confirm.fr", "must name the fact {accepted}"),
    "a fact that there is not": (toml("vocabulary.Link.pacs", Text("{nir}", "x")), "texts.vocabulary.Link.pacs.fr", "names a fact that there is not: 'nir'"),
    "a fact in a form": (toml("findings.regime-to-confirm", Text("{regime:>99999999} {accepted}", "{regime} {accepted}")), "texts.findings.regime-to-confirm.fr", "there is not"),
    "an attribute of a fact": (toml("findings.regime-to-confirm", Text("{regime.__class__} {accepted}", "{regime} {accepted}")), "texts.findings.regime-to-confirm.fr", "there is not"),
    "half a brace": (toml("vocabulary.Link.pacs", Text("{", "x")), "texts.vocabulary.Link.pacs.fr", "brace"),
    "a blank text": (toml("vocabulary.Link.pacs", Text("x", " ")), "texts.vocabulary.Link.pacs.en", "must not be blank"),
    "a text too long": (toml("vocabulary.Link.pacs", Text("x", "x" * 4001)), "texts.vocabulary.Link.pacs.en", "longer than"),
    "a line end in a label": ('[texts.vocabulary.Link.pacs]\nfr = "a\\nb"\nen = "x"\n', "texts.vocabulary.Link.pacs.fr", "on one line"),
    "a hidden character": ('[texts.vocabulary.Link.pacs]\nfr = "a\\u202eb"\nen = "x"\n', "texts.vocabulary.Link.pacs.fr", "cannot be seen"),
    "a label of no command": (toml("findings.regime-missing", Text("{command:fly}", "{command:fly}")), "texts.findings.regime-missing.fr", "no label"),
    "a label in one language only": (toml("findings.regime-missing", Text("{field:regime}", "x")), "texts.findings.regime-missing.fr", "both languages"),
    "a label made of labels": (toml("journeys.affiliation.commands.start_affiliation", Text("{field:nir}", "{field:nir}")), "texts.journeys.affiliation.commands.start_affiliation.fr", "other labels"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "path", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_text_is_reported_with_its_key(tmp_path: Path, text: str, path: str, message: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        load(tmp_path, text)
    assert any(fault.path == path and message in fault.message for fault in caught.value.faults), str(caught.value)


# -- based on a file -------------------------------------------------------------------------------------


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def based_on(base: str, text: str = "") -> str:
    return OWN_CONTRACT.replace("own", "second").replace("guide-illustration", base) + text


def test_a_contract_based_on_a_file_takes_over_its_insurer_and_its_texts_one_by_one(tmp_path: Path) -> None:
    pacs = toml("vocabulary.Link.pacs", Text("Pacs", "Pacs"))
    write(tmp_path, "first.toml", OWN_CONTRACT + INSURER + pacs + own_value("affiliation_window", "30"))
    (tmp_path / "below").mkdir()
    married = toml("vocabulary.Link.married", Text("Noces", "Wedding"))
    second = contracts.load(write(tmp_path / "below", "second.toml", based_on("../first.toml", married)))
    assert (second.id, second.insurer.name) == ("second", "Mutuelle du Lagon")
    assert second.affiliation_window.values[0].value == 30
    assert second.wording.term("Link", "pacs").fr == "Pacs"
    assert second.wording.term("Link", "married").fr == "Noces"
    assert second.tariff == contracts.get("guide-illustration").tariff


def test_a_contract_based_on_a_file_takes_over_its_regimes_and_formulas_one_by_one(tmp_path: Path) -> None:
    """What a file adds takes nothing away from what its base has."""
    regime = '[regimes.{0}]\nlabel = {{ fr = "{0}", en = "{0}" }}\n'
    formula = '[formulas.{0}]\nlabel = {{ fr = "{0}", en = "{0}" }}\n'
    offered = own_value("formulas", '["base", "option_2", "confort"]').replace("[[", formula.format("confort") + "[[")
    write(tmp_path, "first.toml", OWN_CONTRACT + regime.format("enim") + regime.format("cavimac") + offered)
    more = own_value("formulas", '["base", "option_2", "confort", "luxe"]').replace("[[", formula.format("luxe") + "[[")
    second = contracts.load(write(tmp_path, "second.toml", based_on("first.toml", regime.format("cnmss") + more)))
    assert {*second.regime_names} == {"enim", "cavimac", "cnmss"}
    assert {*second.formula_names} == {"confort", "luxe"}
    alone = contracts.load(write(tmp_path, "third.toml", based_on("first.toml", formula.format("confort"))))
    assert alone.all_formulas == second.all_formulas[:3]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.toml": based_on("missing.toml")}, "names missing.toml, which cannot be read"),
        ({"a.toml": based_on("a.toml")}, "does not lead back"),
        ({"a.toml": based_on("b.toml"), "b.toml": based_on("a.toml")}, "does not lead back"),
        ({"a.toml": based_on("b.toml"), "b.toml": "[contract"}, "names b.toml, which is not TOML"),
        ({"a.toml": based_on("b.txt")}, "must be another built-in contract"),
        ({"a.toml": based_on(f"{0}.toml"), **{f"{n}.toml": based_on(f"{n + 1}.toml") for n in range(12)}}, "more than 8 contracts"),
    ],
    ids=["missing", "itself", "a circle", "not TOML", "no contract", "too many"],
)  # fmt: skip
def test_a_base_that_cannot_be_used_is_reported(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        write(tmp_path, name, text)
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(tmp_path / "a.toml")
    (fault,) = caught.value.faults
    assert fault.path == "contract.based_on"
    assert message in fault.message


def test_a_mistake_in_the_file_it_is_based_on_is_reported_with_where_it_comes_from(tmp_path: Path) -> None:
    write(tmp_path, "first.toml", OWN_CONTRACT + own_value("affiliation_window", "367"))
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(write(tmp_path, "second.toml", based_on("first.toml")))
    (fault,) = caught.value.faults
    assert fault.path == "affiliation_window.values.0.value"
    assert "this table comes from first.toml" in fault.message
