"""
No sentence has a machine word: no name of a command, a field or a state, no identifier, no word of JSON or Python.
"""

import datetime as dt
import re
from collections.abc import Iterator

import attrs
import pytest

import texts
from dossiers import at_state, dossier_in_force, now_of
from people import NOW
from psc_workflow import Role
from psc_workflow import commands as do
from psc_workflow._catalogue import contract_wording, raw_texts, wording
from psc_workflow._catalogue.placeholders import commands_in, expand, merge_journeys
from psc_workflow._model.commands import ALL
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Severity
from psc_workflow.exceptions import DefinitionError

FRENCH = re.compile(
    r"-(?:t-)?(?:vous|nous|je|tu|il|elle|ils|elles|on|ce|le|la|les|lui|leur|en|y|ci|là)\b|"
    r"\b(?:point-virgule|petit-enfant|petits-enfants|entre-temps|vingt-et-un|celui-ci|elle-même)\b"
)
"""French words with a hyphen: verbs with a pronoun, and those named."""

ENGLISH = {
    *("social-security", "e-mail", "fixed-term", "two-digit", "follow-up", "sign-in", "upper-case", "lower-case"),
    *("public-law", "private-law", "civic-service", "task-based", "built-in", "tax-free", "no-break", "two-letter"),
    *(
        "right-to-left",
        "zero-width",
        "day-to-day",
        "one-off",
        "pre-filled",
        "so-called",
        "well-formed",
        "up-to-date",
        "mock-up",
        "x-month",
    ),
}
"""English words with a hyphen. One that is missing here and is English may be added."""

MACHINE = [
    re.compile(r"\w*_\w*"),  # snake_case
    re.compile(r"\b[a-zàâçéèêëîïôûùü]+[A-Z]\w*"),  # camelCase
    re.compile(r"\b[A-Z][a-z]+[A-Z]\w*"),  # ClassNames
    re.compile(r"\b(?:null|true|false|None|True|False|undefined|NaN|nil)\b"),
    re.compile(r"\b[a-z_]+\.[a-z_]+(?:\.[a-z_0-9]+)+\b|\b[a-z_]+\.\d+\.[a-z_]+\b"),  # dotted.paths.of.fields
    re.compile(r"[`\[\]]|\(\)|#/"),
]
NAMES_OF_THINGS = {"SNUipp", "eIDAS", "FranceConnect"}
KEBAB = re.compile(r"(?<![\w-])[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?![\w-])")

AUDITOR = {"pricing.explain.title-auditor", "pricing.explain.component"}
"""What an auditor reads: the contract and the line of the tariff, as its file calls them."""

SHOWN = [
    (place, text)
    for walk in (texts.sentence_texts, texts.question_texts, texts.label_texts)
    for place, text in walk()
    if place not in AUDITOR
]


def machine_words(sentence: str, locale: str) -> list[str]:
    """List the machine words of a sentence; placeholders of facts and of addresses, and addresses, are not read."""
    bare = re.sub(r"\{\w*\}|\{address:[^{}]*\}|https://[^\s)]+", "x", sentence)
    hyphenated = KEBAB.findall(FRENCH.sub("", bare) if locale == "fr" else bare)
    others = [word for pattern in MACHINE for word in pattern.findall(bare)]
    return [word for word in hyphenated if word not in ENGLISH] + [
        word for word in others if word not in NAMES_OF_THINGS
    ]


def mistakes(text: Text) -> list[str]:
    return machine_words(text.fr, "fr") + machine_words(text.en, "en")


def test_no_text_has_a_machine_word() -> None:
    assert len(SHOWN) > 1000
    assert {place: mistakes(text) for place, text in SHOWN if mistakes(text)} == {}


def test_no_finding_with_its_facts_has_a_machine_word() -> None:
    filled = list(texts.filled_texts())
    assert {place.partition(" ")[0].rstrip(",") for place, _ in filled} == set(wording.finding_texts())
    assert {place: mistakes(text) for place, text in filled if mistakes(text)} == {}


def refusals() -> Iterator[tuple[str, Text]]:
    """List the sentences of each command out of place, as each role, on a screen and during a membership."""
    for dossier in (at_state("formula"), dossier_in_force()):
        for command in ALL:
            for role in Role:
                decision = dossier.decide(command(), at=now_of(dossier), role=role)
                for finding in decision.findings:
                    yield f"{command.do} by {role}: {finding.code}", Text(finding.text("fr"), finding.text("en"))
                    yield f"{command.do} by {role}: remedy", Text(finding.remedy("fr"), finding.remedy("en"))


def test_no_refusal_of_a_command_out_of_place_has_a_machine_word() -> None:
    sentences = list(refusals())
    assert {place: mistakes(text) for place, text in sentences if mistakes(text)} == {}
    assert any("command-not-available" in place for place, _ in sentences)
    assert any("role-not-allowed" in place for place, _ in sentences)


@pytest.mark.parametrize(
    "planted",
    [
        "Choisissez report-not-concerned.",
        "Indiquez birth_date.",
        "La valeur est null.",
        "La date est None.",
        "Voir UpdateBankDetails.",
        "Voir children.0.birth_date.",
        "Voir `sign`.",
        "Ce n’est pas frobnicate-now.",
    ],
)
def test_a_planted_machine_word_is_reported(planted: str) -> None:
    assert mistakes(Text(planted, "Nothing."))
    assert mistakes(Text("Rien.", planted))


def test_a_machine_word_planted_in_the_catalogue_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = wording.finding_texts()
    planted = attrs.evolve(whole["nir-missing"], remedy=Text("Choisissez go-back.", "Choose it."))
    monkeypatch.setattr(wording, "finding_texts", lambda: {**whole, "nir-missing": planted})
    assert {place for place, text in texts.sentence_texts() if mistakes(text)} == {"nir-missing, remedy"}
    reported = {place for place, text in texts.filled_texts() if mistakes(text)}
    assert reported
    assert all(place.startswith("nir-missing (") for place in reported)


@pytest.mark.parametrize(
    "natural",
    [
        Text("Donnez-la-lui, s’il y a lieu, au petit-enfant.", "Give the two-digit key of the social-security number."),
        Text("Souhaitez-vous couvrir {child} ?", "Do you wish to cover {child}?"),
        Text("A-t-elle réussi ?", "Born on 2026-05-01 {on}."),
    ],
)
def test_words_with_a_hyphen_are_no_machine_words(natural: Text) -> None:
    assert not mistakes(natural)


# -- what stands in their place ----------------------------------------------------------

LABELS = {
    "command": merge_journeys(
        {
            "access": {"go-back": Text("Retour", "Back")},
            "affiliation": {"go-back": Text("Étape précédente", "Previous"), "sign": Text("Signer", "Sign")},
        }
    ),
    "field": {"iban": Text("IBAN", "IBAN")},
}


def test_a_placeholder_is_replaced_by_the_label_of_its_language() -> None:
    text = Text("« {command:sign} » : {field:iban}, {on}", "“{command:sign}”: {field:iban}, {on}")
    assert expand(text, LABELS) == Text("« Signer » : IBAN, {on}", "“Sign”: IBAN, {on}")


def test_a_name_that_journeys_label_differently_needs_its_journey() -> None:
    text = Text("{command:affiliation.go-back}", "{command:affiliation.go-back}")
    assert expand(text, LABELS).fr == "Étape précédente"
    assert commands_in(text) == ("go-back",)
    with pytest.raises(DefinitionError, match="go-back"):
        expand(Text("{command:go-back}", "{command:go-back}"), LABELS)


@pytest.mark.parametrize("name", ["command:fly", "field:colour", "colour:iban", "command:", "screen:formula"])
def test_a_placeholder_without_a_label_is_a_mistake_of_ours(name: str) -> None:
    with pytest.raises(DefinitionError, match=name):
        expand(Text(f"{{{name}}}", f"{{{name}}}"), LABELS)


def test_both_languages_name_the_same_things() -> None:
    with pytest.raises(DefinitionError, match="both languages"):
        expand(Text("{command:sign}", "{field:iban}"), LABELS)


# -- what is suggested -------------------------------------------------------------------


def test_a_finding_suggests_the_commands_that_its_remedy_names_and_those_declared() -> None:
    refusal = wording.finding("dispensation-in-force", until=dt.date(2026, 12, 31))
    assert refusal.suggests == ("renounce-dispensation", "report-motive-end")
    assert "Je renonce à ma dispense" in refusal.remedy("fr")
    assert refusal.as_json()["suggests"] == ["renounce-dispensation", "report-motive-end"]
    assert wording.finding("file-closed").suggests == ("reject-report",)


def test_every_command_suggested_exists_and_is_labelled() -> None:
    names = {command.do for command in ALL}
    for code, text in wording.finding_texts().items():
        assert set(text.suggests) <= names, code
    assert sum(bool(text.suggests) for text in wording.finding_texts().values()) >= 9


def test_a_command_that_does_not_exist_is_never_suggested() -> None:
    text = attrs.evolve(raw_texts.findings()["nir-missing"], suggests=("fly",))
    assert text.severity is Severity.MISSING
    with pytest.raises(DefinitionError, match="fly"):
        contract_wording.with_labels(text, wording.labels())


def test_no_label_has_a_placeholder_itself() -> None:
    for kind, labels in wording.labels().items():
        for name, text in labels.items():
            assert not {"{", "}"} & set(text.fr + text.en), (kind, name)


def test_a_refusal_out_of_place_tells_labels_and_keeps_names_as_data() -> None:
    decision = at_state("formula").decide(do.RateExperience(), at=NOW, role=Role.AGENT)
    assert "choose-formula" in decision.available
    assert "“Choose my formula”" in decision.findings[0].remedy("en")
    assert "Give my opinion" in decision.findings[0].text("en")
