"""
Mails and tasks in words: the message of each effect, as plain text and as HTML, in French and in English.

The library sends nothing. A host renders an effect of its outbox, and sends the
message to ``effect.address`` (a mail) or shows it to whoever manages dossiers (a
task). The facts are those of the effect and those that the contract publishes;
no message holds a name, a number or an address of the agent or the family.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, contracts
>>> contract = contracts.get("men-2026-pf")
>>> invited_at = dt.datetime(2026, 4, 6, 18, 0, tzinfo=dt.UTC)
>>> invitation = Dossier.open(contract, id="D1", agent=Agent(), invited_at=invited_at).invitation
>>> message = render(invitation, contract, "en", link="https://portal.example/join")
>>> message.subject
'Compulsory health cover: please answer by 27 April 2026'
>>> "https://portal.example/join" in message.text
True
"""

import datetime as dt
import html
import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum

import attrs

from psc_workflow._catalogue import mail_choice, mail_texts
from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.dates import write_deadline
from psc_workflow._catalogue.forms import ADDRESS_FORM, is_address
from psc_workflow._catalogue.mail_texts import MailText
from psc_workflow._model import effects as to
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.language import Language
from psc_workflow._model.money import Locale, check_locale
from psc_workflow._model.text import Text, write_day
from psc_workflow.exceptions import HostError

__all__ = ["Message", "render"]


@attrs.frozen
class Message:
    """
    A mail or a task, ready to send.

    Its ``repr`` shows the name alone: the rest may hold a birthday, or a link
    that lets whoever has it act for the agent.

    Args:
        name: Name of its texts, such as ``reminder``; stable.
        subject: One line.
        text: Body as plain text.
        html: The same body as a whole HTML page, which loads nothing.
    """

    name: str
    subject: str = attrs.field(repr=False)
    text: str = attrs.field(repr=False)
    html: str = attrs.field(repr=False)


def render(
    effect: AnyEffect,
    contract: Contract,
    locale: Locale | None = None,
    *,
    link: str | None = None,
    dossier_id: str | None = None,
) -> Message:
    """
    Put *effect* into words.

    Days are civil days of the contract's time zone; a deadline is written as
    the last minute of its day.

    Args:
        contract: The contract of the dossier that *effect* comes from.
        link: Address of the page on which the reader acts, over https; without
            one, the message says where to go.
        locale: Language of the message; if left out, that which *effect* has,
            else French.
        dossier_id: How readers of tasks find the dossier, if not by the id
            that *effect* has; mails do not show it.

    Raises:
        HostError: *effect* is no effect, *locale* is not a locale, or *link*
            is not an address that begins with ``https://``.
    """
    if not isinstance(effect, to.ALL):
        raise HostError("`effect` must be one of the effects of a decision")
    locale = _locale_of(effect) if locale is None else locale
    check_locale(locale)
    if link is not None and not is_address(link):
        raise HostError(f"`link` {ADDRESS_FORM}")
    name, dossier_id = mail_choice.name_of(effect, contract), effect.dossier if dossier_id is None else dossier_id
    facts = _facts(effect, contract, dossier_id)

    def say(text: Text) -> str:
        return _clean(text.say(locale, **facts))

    texts = mail_texts.texts(name, contract.wording)
    subject = " ".join(say(texts.subject).split("\n"))
    before, after = _paragraphs(effect, texts, contract, dossier_id)
    parts = _Parts(
        [part for text in before for part in say(text).split("\n\n")],
        say(texts.action) if link else say(texts.without_link) if texts.without_link else "",
        link,
        [say(text) for text in after],
    )
    return Message(name, subject, _as_text(parts), _as_html(subject, parts, locale))


def _locale_of(effect: AnyEffect) -> Locale:
    return "en" if isinstance(effect, to.Mail) and effect.locale is Language.EN else "fr"


_NOT_SHOWN = {
    "id",
    "due_at",
    "useful_until",
    "dossier",
    "contract",
    "recipient",
    "locale",
    "address",
    "ref",
    "refs",
    "change",
    "role",
    "capacity",
    "beneficiaries",
    "request",
    "concerned",
    "about",
    "on_request",
}
"""Fields of effects that are for the host, that the reader does not need, or by which the texts are chosen."""


def _facts(effect: AnyEffect, contract: Contract, dossier_id: str | None) -> dict[str, Text]:
    """Write what the texts may name; ``deadline`` is the last minute of ``last_day``."""
    fields = {field.name: getattr(effect, field.name) for field in attrs.fields(type(effect))}
    facts = {name: _write(value, contract.wording) for name, value in fields.items() if name not in _NOT_SHOWN}
    if isinstance(last_day := fields.get("last_day"), dt.date):
        facts["deadline"] = write_deadline(last_day)
    if isinstance(effect, to.SendCoverEndNotice):
        facts["whose"] = mail_choice.whose_cover(effect.refs, contract.wording)
    if isinstance(effect, to.ContinueUnder):
        facts["contract"] = _write(effect.next_contract, contract.wording)  # as a contract's own words name it
    return _one_line(
        {**facts, "contract_label": contract.contract.label, "dossier": _write(dossier_id, contract.wording)}
    )


def _write(value: object, wording: Wording) -> Text:
    if isinstance(value, dt.date):
        return write_day(value)
    if isinstance(value, Enum):
        return wording.word(value)
    if isinstance(value, tuple):
        return _write_list(value, wording)
    return Text(str(value), str(value))


def _write_list(values: tuple[object, ...], wording: Wording) -> Text:
    """Write a list on one line, with a semicolon between its members, which may hold commas."""
    members = [_write(value, wording) for value in values]
    return Text("\u202f; ".join(text.fr for text in members), "; ".join(text.en for text in members))


def _one_line(facts: Mapping[str, Text]) -> dict[str, Text]:
    """Keep a fact from beginning a line: one of a host's own contract may hold anything."""
    return {
        name: Text(_clean(text.fr).replace("\n", " "), _clean(text.en).replace("\n", " "))
        for name, text in facts.items()
    }


def _clean(text: str) -> str:
    """Take out what neither a header of a mail nor HTML may hold: characters that control, hide or break lines."""
    return "".join(character for character in text if character.isprintable() or _is_blank(character))


def _is_blank(character: str) -> bool:
    """Whether it is a line break or a space of any width; of those, Python calls only U+0020 printable."""
    return character == "\n" or unicodedata.category(character) == "Zs"


# -- the parts of a message -----------------------------------------------------


@attrs.frozen
class _Parts:
    """
    A message in parts.

    Args:
        action: Words of the link or, where there is none, what to do instead;
            may be empty.
    """

    before: list[str]
    action: str
    link: str | None
    after: list[str]


def _paragraphs(
    effect: AnyEffect, texts: MailText, contract: Contract, dossier_id: str | None
) -> tuple[list[Text], list[Text]]:
    """Choose what stands before the link and after it."""
    frame = mail_texts.frame(contract.wording)
    if isinstance(effect, to.Mail):
        question = frame.question if contract.insurer.contact is None else frame.question_contact
        return [frame.greeting, texts.body, *_changed_by(effect, contract)], [question, frame.closing, frame.contract]
    dossier = [] if dossier_id is None else [frame.dossier]
    return [frame.greeting, texts.body, *dossier], [frame.contract]


def _changed_by(effect: to.Mail, contract: Contract) -> list[Text]:
    """Say in which capacity a representative made a change."""
    if not isinstance(effect, to.SendChangeNotice) or effect.capacity is None:
        return []
    sentence = contract.wording.term("ChangedBy", "representative")
    return [sentence.fill({"capacity": contract.wording.word(effect.capacity)})]


def _as_text(parts: _Parts) -> str:
    action = f"{parts.action}\n{parts.link}" if parts.link else parts.action
    return "\n\n".join(filter(None, [*parts.before, action, *parts.after])) + "\n"


_PAGE = """\
<!DOCTYPE html>
<html lang="{locale}">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>{subject}</title>
</head>
<body style="margin: 0; padding: 1.5em; font-family: sans-serif; font-size: 1em; line-height: 1.5">
<main style="max-width: 38em; margin: 0 auto">
<h1 style="font-size: 1.3em; line-height: 1.3">{subject}</h1>
{paragraphs}
</main>
</body>
</html>
"""


def _as_html(subject: str, parts: _Parts, locale: Locale) -> str:
    paragraphs = [
        *map(_paragraph, parts.before),
        *_action(parts),
        *map(_paragraph, parts.after),
    ]
    return _PAGE.format(locale=locale, subject=html.escape(subject), paragraphs="\n".join(paragraphs))


def _action(parts: _Parts) -> Iterable[str]:
    if not parts.link:
        return [_paragraph(parts.action)] if parts.action else []
    style = "display: inline-block; padding: 0.6em 1em; border: 2px solid; border-radius: 4px; font-weight: bold"
    return [f'<p><a href="{html.escape(parts.link)}" style="{style}">{html.escape(parts.action)}</a></p>']


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text).replace(chr(10), '<br/>')}</p>"
