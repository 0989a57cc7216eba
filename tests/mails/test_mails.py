"""
Every effect has its message, in both languages, as text and as HTML.
"""

import datetime as dt
import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import get_args

import attrs
import pytest

from every_effect import DAY, NOW, every_effect
from psc_workflow import Locale, Text, contracts
from psc_workflow._catalogue import mail_texts
from psc_workflow._catalogue.insurer import UNNAMED
from psc_workflow._model import effects as to
from psc_workflow._model.language import Language
from psc_workflow._model.text import write_day
from psc_workflow.contracts import Contract, Insurer
from psc_workflow.effects import AnyEffect
from psc_workflow.exceptions import HostError
from psc_workflow.mails import Message, render

CONTRACT = contracts.get("men-2026-pf")
EFFECTS = list(dict.fromkeys(every_effect()))
LOCALES: tuple[Locale, ...] = get_args(Locale)
LINK = "https://portal.example/join?a=1&b=2"
HOSTILE = '<script>alert("1")</script>\r\nBcc: x@y.z\u2028\u202e\x00\x1b{on}&'
"""A fact that would run, begin a line of its own, turn the direction of writing, or name another fact."""


def without_local_regimes() -> Contract:
    regimes = CONTRACT.local_regimes
    values = tuple(attrs.evolve(value, value=()) for value in regimes.values)
    return attrs.evolve(CONTRACT, local_regimes=attrs.evolve(regimes, values=values))


WITHOUT_LOCAL_REGIMES = without_local_regimes()
MAIL = {"recipient": to.Recipient.CONTACT, "address": None}
LATER = dt.datetime(2026, 4, 28, 10, tzinfo=dt.UTC)  # the day after DAY, at midnight in Papeete


def affiliated(effective_on: dt.date | None, at: dt.datetime = NOW, locale: Locale = "fr") -> Message:
    return render(to.SendAutomaticAffiliation("e", at, None, **MAIL, effective_on=effective_on), CONTRACT, locale)


def messages(contract: Contract = CONTRACT, text: str = "text", **options: str) -> Iterator[Message]:
    for effect in every_effect(text):
        for locale in LOCALES:
            yield render(effect, contract, locale, **options)


def with_insurer(insurer: Insurer) -> Contract:
    return attrs.evolve(CONTRACT, insurer=insurer)


def with_label(label: str) -> Contract:
    return attrs.evolve(CONTRACT, contract=attrs.evolve(CONTRACT.contract, label=Text(label, label)))


def test_there_is_an_effect_of_every_class() -> None:
    assert {type(effect) for effect in EFFECTS} == set(to.ALL)


@pytest.mark.parametrize("cls", to.ALL)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_effect_has_a_subject_and_a_body(cls: type[AnyEffect], locale: Locale) -> None:
    for effect in EFFECTS:
        if type(effect) is cls:
            message = render(effect, CONTRACT, locale, link=LINK, dossier_id="A-1")
            assert message.subject.strip()
            assert LINK in message.text
            for part in (message.subject, message.text, message.html):
                assert not set(part) & {"{", "}"}
                assert not re.search(r"\bNone\b|\w+_\w+", re.sub(r"https://\S+", "", part.replace("max_", "")))


def test_every_text_is_that_of_some_effect() -> None:
    shown = {message.name for contract in (CONTRACT, WITHOUT_LOCAL_REGIMES) for message in messages(contract)}
    assert shown | {affiliated(DAY, at=LATER).name} == set(mail_texts.names())


def test_both_languages_say_the_same_facts() -> None:
    def facts(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for name in mail_texts.names():
        texts = mail_texts.texts(name)
        for text in (texts.subject, texts.body, texts.action):
            assert facts(text.fr) == facts(text.en), name
        assert {texts.subject.fr, texts.body.fr, texts.action.fr} & {
            texts.subject.en,
            texts.body.en,
            texts.action.en,
        } == set(), name


def test_the_page_is_well_formed_in_its_language_and_loads_nothing() -> None:
    for effect in EFFECTS:
        for locale in LOCALES:
            message = render(effect, CONTRACT, locale, link=LINK)
            page = ET.fromstring(message.html)  # noqa: S314 -- our own
            assert page.get("lang") == locale
            assert page.findtext("head/title") == message.subject
            assert [heading.text for heading in page.iter("h1")] == [message.subject]
            assert [link.get("href") for link in page.iter("a")] == [LINK]
            assert all(link.text for link in page.iter("a"))
            assert not [element.tag for element in page.iter() if element.get("src") or element.tag in ("link", "img")]
            assert "url(" not in message.html


def test_the_page_says_what_the_text_says() -> None:
    for message in messages(dossier_id="A-1"):
        page = ET.fromstring(message.html)  # noqa: S314 -- our own
        paragraphs = ["\n".join(paragraph.itertext()) for paragraph in page.iter("p")]
        assert "\n\n".join(paragraphs) + "\n" == message.text


def test_a_hostile_fact_is_inert() -> None:
    contract = attrs.evolve(with_label("<script>x</script>&"), insurer=Insurer("<script>x</script>", "<img src=x>"))
    for message in messages(contract, HOSTILE, dossier_id=HOSTILE):
        assert "<script" not in message.html
        assert "<img" not in message.html
        page = ET.fromstring(message.html)  # noqa: S314 -- our own
        assert {"script", "img"}.isdisjoint(element.tag for element in page.iter())
        assert len(message.subject.splitlines()) == 1
        assert all(character.isprintable() or character in "\n\u00a0\u202f" for character in message.text)
        assert not re.search("^Bcc", message.text, re.MULTILINE)


def test_no_message_shows_an_address_or_who_a_child_is() -> None:
    private = "Teʻaitu@example"
    for effect in every_effect(private):
        if not isinstance(effect, to.ContinueUnder):
            message = render(effect, CONTRACT, dossier_id="A-1")
            assert private not in message.subject + message.text + message.html


def test_what_a_message_says_is_not_in_its_repr() -> None:
    birthday = next(effect for effect in EFFECTS if isinstance(effect, to.SendChildAgeNotice))
    assert repr(render(birthday, CONTRACT, link=LINK)) == "Message(name='child-age-notice')"


def test_a_deadline_is_the_last_minute_of_its_day() -> None:
    reminder = next(effect for effect in EFFECTS if isinstance(effect, to.SendReminder))
    assert (
        "au plus tard le 27 avril 2026 à 23\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}59."
        in render(reminder, CONTRACT, "fr").text
    )
    assert "by 11:59 pm on 27 April 2026." in render(reminder, CONTRACT, "en").text


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_is_written_with_the_name_of_its_month(month: int) -> None:
    first, second = (write_day(dt.date(2026, month, day)) for day in (1, 2))
    assert re.fullmatch(r"1er [a-zéû]+ 2026", first.fr)
    assert re.fullmatch(r"2 [a-zéû]+ 2026", second.fr)
    assert second.en == f"{dt.date(2026, month, 2):%-d %B %Y}"


def test_an_unknown_day_is_said_to_be_unknown() -> None:
    assert "n’est pas encore fixée" in affiliated(None).text
    assert "prend effet le 27 avril 2026" in affiliated(DAY).text


@pytest.mark.parametrize(
    ("minutes", "is_past"), [(-1, False), (0, True)], ids=["the last minute of the first day of cover", "the day after"]
)
def test_a_cover_that_begins_before_the_day_of_the_mail_is_said_to_begin_in_the_past(
    minutes: int, is_past: bool
) -> None:
    at = LATER + dt.timedelta(minutes=minutes)
    assert ("prend effet rétroactivement, le 27 avril 2026" in affiliated(DAY, at).text) == is_past
    assert ("begins in the past, on 27 April 2026" in affiliated(DAY, at, "en").text) == is_past
    assert ("est due depuis cette date" in affiliated(DAY, at).text) == is_past


@pytest.mark.parametrize("day", [None, DAY, dt.date(2026, 1, 1)])
def test_silence_costs_and_has_a_way_out(day: dt.date | None) -> None:
    mail = affiliated(day)
    assert "retenue sur votre paie" in mail.text
    assert not re.search(r"\d\s*€", mail.text)
    reminder = render(to.SendReminder("e", NOW, None, **MAIL, last_day=DAY), CONTRACT)
    for text in (mail.text, reminder.text):
        assert "Si ce contrat ne vous concerne pas, signalez-le" in text
        assert "dispense" in text
    assert "vous reprenez" not in reminder.text


def test_whoever_is_not_concerned_may_still_have_a_refund_to_ask_for() -> None:
    upheld = to.SendReviewOutcome("e", NOW, None, **MAIL, concerned=False, last_day=None)
    texts = [render(upheld, contract).text for contract in (CONTRACT, WITHOUT_LOCAL_REGIMES)]
    assert ["Si vous relevez d’un régime local" in text for text in texts] == [True, False]
    assert ["le remboursement prévu par le décret" in text for text in texts] == [True, False]
    assert not any("rien à faire" in text for text in texts)


@pytest.mark.parametrize(
    ("refs", "fr", "en"),
    [
        (("agent",), "vous concerne, et ne concerne personne d’autre", "concerns you, and nobody else"),
        (("agent", "p"), "ainsi que la personne que vous couvrez", "you and the person whom you cover"),
        (("agent", "p", "c"), "ainsi que 2 personnes que vous couvrez", "you and 2 people whom you cover"),
        (("c",), "une personne que vous couvrez, et non vous-même", "a person whom you cover, and not yourself"),
        (("p", "c"), "2 personnes que vous couvrez, et non vous-même", "2 people whom you cover, and not yourself"),
        ((), "Votre dossier montre qui est concerné", "Your file shows who is concerned"),
    ],
)
@pytest.mark.parametrize("last_day", [DAY, None])
@pytest.mark.parametrize("next_covers", [(), (to.NextCover.ADDITION,)])
def test_the_end_of_a_cover_says_whose_it_is_and_repeats_nothing(
    refs: tuple[str, ...], fr: str, en: str, last_day: dt.date | None, next_covers: tuple[to.NextCover, ...]
) -> None:
    end = to.SendCoverEndNotice("e", NOW, None, **MAIL, refs=refs, last_day=last_day, next_covers=next_covers)
    french, english = (render(end, CONTRACT, locale).text for locale in LOCALES)
    assert fr in french
    assert en in english
    assert french.count("sur demande") == english.count("on request") == len(next_covers)


def test_the_insurer_of_the_contract_signs() -> None:
    lagon = with_insurer(Insurer("Mutuelle du Lagon", "3677", "https://lagon.example/aide"))
    for message in messages(lagon):
        assert "MGEN" not in message.text + message.html
    texts = [render(effect, lagon).text for effect in EFFECTS if isinstance(effect, to.Mail)]
    assert all("Bien à vous,\nMutuelle du Lagon" in text for text in texts)
    assert all(
        "https://lagon.example/aide ou contactez Mutuelle du Lagon\N{NO-BREAK SPACE}: 3677." in text for text in texts
    )


def test_an_insurer_without_a_name_is_your_insurer() -> None:
    unnamed = with_insurer(UNNAMED)
    reset = next(effect for effect in EFFECTS if isinstance(effect, to.SendPasswordReset))
    assert "Consultez le site de votre mutuelle." in render(reset, unnamed).text
    assert "See the website of your insurer." in render(reset, unnamed, "en").text


def test_only_tasks_name_the_dossier() -> None:
    for effect in EFFECTS:
        assert ("A-1" in render(effect, CONTRACT, dossier_id="A-1").text) == (not isinstance(effect, to.Mail))


def test_french_has_its_apostrophes_and_no_break_spaces() -> None:
    tables = [mail_texts.texts(name) for name in mail_texts.names()]
    texts = [getattr(table, field.name) for table in tables for field in attrs.fields(mail_texts.MailText)]
    texts += [getattr(mail_texts.frame(), field.name) for field in attrs.fields(mail_texts.Frame)]
    for text in filter(None, texts):
        words = re.sub(r"https://\S+", "", text.fr)
        assert not re.search(r"'|(?<!\u00a0):|(?<!\u202f)[;?!]|«(?!\u00a0)|(?<!\u00a0)»", words), text.fr


@pytest.mark.parametrize(
    "link",
    ["http://portal.example", "javascript:alert(1)", "https://portal.example/a b", "https://x.example/\nBcc:", ""],
)
def test_a_link_that_is_no_address_is_a_mistake_of_the_host(link: str) -> None:
    with pytest.raises(HostError, match="`link` must be an address") as caught:
        render(EFFECTS[0], CONTRACT, link=link)
    assert not link or link not in str(caught.value)


def test_an_unknown_language_and_another_object_are_mistakes_of_the_host() -> None:
    for locale in ("de", "", 0):
        with pytest.raises(HostError, match="`locale`"):
            render(EFFECTS[0], CONTRACT, locale)  # type: ignore[arg-type]
    with pytest.raises(HostError, match="`effect`"):
        render("an effect", CONTRACT)  # type: ignore[arg-type]


def test_a_mail_is_in_the_language_that_the_agent_wishes_unless_the_host_says_otherwise() -> None:
    in_french, in_english = (attrs.evolve(REMINDER, locale=language) for language in Language)
    assert render(in_english, CONTRACT) == render(in_french, CONTRACT, "en") != render(in_french, CONTRACT)
    assert render(attrs.evolve(REMINDER, locale=None), CONTRACT) == render(in_english, CONTRACT, "fr")


def test_a_task_shows_the_dossier_that_it_names_and_a_mail_does_not() -> None:
    assert "A-7" in render(attrs.evolve(TASK, dossier="A-7"), CONTRACT).text
    assert "A-7" not in render(attrs.evolve(REMINDER, dossier="A-7"), CONTRACT).text


REMINDER = next(effect for effect in EFFECTS if isinstance(effect, to.SendReminder))
TASK = next(effect for effect in EFFECTS if isinstance(effect, to.AskForReview))
