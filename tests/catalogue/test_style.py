"""
Every text is typeset by one rule and keeps to the words of the field: what can be held mechanically.

CONTRIBUTING has the rule; ``scripts/typeset.py`` applies the typography. The
words that are banned here were jargon, calques or another way of writing gender.
"""

import importlib.util
import re
import string
from collections.abc import Iterable

import pytest

import texts
from paths import ROOT
from psc_workflow._catalogue import wording
from psc_workflow._catalogue.reading import DATA
from psc_workflow._model.commands import ALL
from psc_workflow._model.text import Text

NARROW, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"

SENTENCES = list(texts.sentence_texts())
SHOWN = [
    *SENTENCES,
    *texts.question_texts(),
    *texts.label_texts(),
]
EVERYTHING = [*SHOWN, *texts.texts_in_code(for_testers=True), *texts.schema_texts(), *texts.raw_texts()]

FRENCH = {
    "a straight apostrophe or quote": r"['\"]",
    "a median point": "·",
    "; ? or ! without a narrow no-break space": rf"(?<!{NARROW})[;?!]",
    ": without a no-break space": rf"(?<![{WIDE}\d]):|(?<=\d):(?!\d)",
    "» % or € without a no-break space": rf"(?<!{WIDE})[»%€]",
    "« without a no-break space": rf"«(?!{WIDE})",
    "n° without a no-break space": rf"\b[nN]°(?!{WIDE})",
    "two spaces": rf"[ {WIDE}{NARROW}]{{2}}",
    "three dots": r"\.\.\.",
    "a space before a comma or a full stop": rf"[ {WIDE}{NARROW}][,.](?!\d)",
}
ENGLISH = {
    "a straight apostrophe or quote": r"['\"]",
    "French quotes": "[«»]",
    "a space before punctuation": rf"[ {WIDE}{NARROW}][;:?!,.](?!\d)",
    "two spaces": rf"[ {WIDE}{NARROW}]{{2}}",
    "three dots": r"\.\.\.",
    "n°": r"\b[nN]°",
}

FRENCH_WORDS = {
    "jargon": r"\bqualité\b|\bse trouve\b|\bà défaut\b|\bde ceux que l’on\b|\ben sus\b|\bOn ne sait pas\b",
    "a question that may have been asked": r"la question n’a pas été posée",
    "whose manager it is": r"\bgestionnaire\b(?! RH)",
    "a participle without its feminine": (
        r"\b[Vv]ous (?:êtes|serez|étiez|soyez|avez été|pouvez être)(?: de nouveau| déjà)? "
        r"(?:affilié|invité|dispensé|obligé|concerné|couvert|remboursé|contacté|joint|adhérent|employé)(?![\w(])"
    ),
    "an adjective of gender": r"\b(?:conjoint|concubin|adhérent|apprenti|étudiant|retraité)\b(?!\()",
    "the State": r"fonctionnaires? d’État\b",
}
ENGLISH_WORDS = {
    "another word for ground, exemption or title": r"\b(?:[Mm]otives?|[Dd]ispensations?|[Dd]ispensed|[Cc]ivility|Mrs)\b",
    "a dossier": r"\b[Dd]ossiers?\b",
    "whose manager it is": r"(?<!HR )\bmanager\b",
    "join": r"\baffiliate\b",
    "a calque": r"\bis not (?:said|given)\b|\bgoes on\b|\bgo over\b|\bcannot be told\b|\bmeant is\b",
    "who somebody is": r"\bwhat you are\b",
}
ALLOWED = {
    "Employment.contrat_etudiant": "the name of a contract",
    "demo.stories.dispensation.about": "Maeva’s husband",
    "pricing.gaps.status-not-in-tariff": "agents retraités, in general",
}


def without_code(text: str) -> str:
    """Leave out code, the names of facts and addresses of the web."""
    return re.sub(r"`[^`]*`|\{\w+:[\w.-]+\}|https?://\S+|\b\w+\.fr/\S+", "x", re.sub(r"\{\w*\}", "x", text))


def mistakes(text: str, patterns: dict[str, str]) -> list[str]:
    """Name what is wrong with *text*."""
    return [name for name, pattern in patterns.items() if re.search(pattern, without_code(text))]


def all_mistakes(
    shown: Iterable[tuple[str, Text]], french: dict[str, str], english: dict[str, str]
) -> dict[str, list[str]]:
    """Name what is wrong with each text, by its place."""
    reported = {
        place: [f"fr: {name}" for name in mistakes(text.fr, french)]
        + [f"en: {name}" for name in mistakes(text.en, english)]
        for place, text in shown
    }
    return {place: names for place, names in reported.items() if names}


def test_every_text_is_typeset_in_its_language() -> None:
    assert len(EVERYTHING) > 1500
    assert all_mistakes(EVERYTHING, FRENCH, ENGLISH) == {}


def test_every_text_keeps_to_the_words_of_the_field() -> None:
    reported = all_mistakes(SHOWN, FRENCH_WORDS, ENGLISH_WORDS)
    assert {place: names for place, names in reported.items() if place not in ALLOWED} == {}


def test_every_finding_with_its_facts_is_typeset_too() -> None:
    """Amounts, dates, names of children and lists of labels come in at run time."""
    assert all_mistakes(texts.filled_texts(), FRENCH, ENGLISH) == {}


def test_every_title_of_a_source_is_typeset_in_french() -> None:
    titles = {(place, source.title) for place, source in texts.source_titles()}
    assert {title: mistakes(title, FRENCH) for _, title in titles if mistakes(title, FRENCH)} == {}


def begins_well(sentence: str) -> bool:
    """Whether it begins with a capital, a quote, a fact or a figure."""
    return sentence[0].isupper() or sentence[0] in "«“{" or sentence[0].isdecimal()


def ends_well(sentence: str) -> bool:
    return sentence.endswith((".", "?", f"?{WIDE}»", "?”"))


def test_sentences_begin_with_a_capital_and_end_with_a_stop() -> None:
    for place, text in SENTENCES:
        for sentence in (text.fr, text.en):
            assert begins_well(sentence), (place, sentence)
            assert ends_well(sentence), (place, sentence)
            assert sentence == sentence.strip(), (place, sentence)
    for place, text in texts.filled_texts():
        assert begins_well(text.fr), (place, text.fr)
        assert begins_well(text.en), (place, text.en)


def facts_in(sentence: str) -> set[str]:
    """List the facts and placeholders of *sentence*."""
    return {f"{name}:{form}" for _, name, form, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_facts() -> None:
    for place, text in EVERYTHING:
        assert facts_in(text.fr) == facts_in(text.en), place


def test_a_manager_s_commands_are_infinitives_and_an_agent_s_are_not_all() -> None:
    infinitive = re.compile(r"^\w+(?:er|ir|re) ")
    for command in ALL:
        labels = [
            wording.journey(journey).commands[command.event].fr
            for journey in texts.JOURNEYS
            if command.event in wording.journey(journey).commands
        ]
        roles = {role.value for role in command.roles}
        for label in labels:
            if not roles & {"agent", "clock"}:
                assert infinitive.match(label), label
            elif not label.startswith(("Je ", "J’")):
                assert label in OF_THE_GUIDE, label


OF_THE_GUIDE = {
    "Créer mon identifiant",
    "Accéder à mon compte",
    "Connexion",
    "Mot de passe oublié",
    "Étape précédente",
    "Retour",
    "Enregistrer et reprendre plus tard",
    "Valider ma demande de dispense",
}
"""Buttons of the guide that are not in the first person."""


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ("L'agent est là.", "a straight apostrophe or quote"),
        ("Vous êtes affilié·e.", "a median point"),
        ("Qui ? Moi.", "; ? or ! without a narrow no-break space"),
        ("Voici : rien.", ": without a no-break space"),
        ("C’est «\N{NO-BREAK SPACE}oui ».", "» % or € without a no-break space"),
        ("C’est « oui\N{NO-BREAK SPACE}».", "« without a no-break space"),
        ("Il coûte 3 €.", "» % or € without a no-break space"),
        ("Le n° 2.", "n° without a no-break space"),
        ("Deux  mots.", "two spaces"),
        ("Et puis...", "three dots"),
    ],
)
def test_a_planted_mistake_of_typography_is_reported(planted: str, name: str) -> None:
    assert name in mistakes(planted, FRENCH)


@pytest.mark.parametrize(
    "planted",
    [
        "Vous êtes affilié depuis lundi.",
        "Cette qualité est la bonne.",
        "Demandez à votre gestionnaire.",
        "Votre conjoint est couvert.",
        "Un fonctionnaire d’État.",
        "La signature le certifie, à défaut.",
    ],
)
def test_a_planted_word_of_jargon_is_reported(planted: str) -> None:
    assert mistakes(planted, FRENCH_WORDS)


@pytest.mark.parametrize(
    "planted", ["The motive is over.", "Ask your manager.", "Choose another ground, or affiliate."]
)
def test_a_planted_calque_is_reported(planted: str) -> None:
    assert mistakes(planted, ENGLISH_WORDS)


# -- the script that typesets ------------------------------------------------------------


def load_script() -> object:
    spec = importlib.util.spec_from_file_location("typeset", ROOT / "scripts" / "typeset.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("file", sorted(DATA.rglob("*.toml")), ids=lambda file: file.name)  # type: ignore[attr-defined]
def test_the_script_leaves_what_is_typeset_as_it_is(file: object) -> None:
    toml = file.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert load_script().typeset(toml) == toml  # type: ignore[attr-defined]


def test_the_script_typesets_plain_texts() -> None:
    script = load_script()
    toml = 'a = { fr = "L\'un ou l\'autre ? « Oui » ; n° 2 : 3 %...", en = "The \\"one\\"\'s `a \'b\'`" }'
    expected = (
        f'a = {{ fr = "L’un ou l’autre{NARROW}? «{WIDE}Oui{WIDE}»{NARROW}; n°{WIDE}2{WIDE}: 3{WIDE}%…", '
        "en = \"The “one”’s `a 'b'`\" }"
    )
    assert script.typeset(toml) == expected  # type: ignore[attr-defined]
    assert mistakes(script.french("Qui ? L'agent : n° 2 !"), FRENCH) == []  # type: ignore[attr-defined]
