"""
The insurer of a contract (organisme assureur), whom texts name: no portal speaks in the name of another one.

>>> expand(Text("Écrivez à {insurer}.", "Write to {insurer}."), Insurer("Mutuelle du Lagon").facts).fr
'Écrivez à Mutuelle du Lagon.'
>>> expand(Text("{insurer} vous répond.", "{insurer} will answer you."), UNNAMED.facts)
Text(fr='Votre mutuelle vous répond.', en='Your insurer will answer you.')
"""

import re
from collections.abc import Iterator, Mapping

import attrs

from psc_workflow._catalogue.forms import ADDRESS_FORM, is_address
from psc_workflow._catalogue.reading import DATA, read_toml
from psc_workflow._catalogue.values import Consistent
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Source, Text
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import Fault


@attrs.frozen
class Insurer(Consistent):
    """
    Table ``insurer`` of a contract: whom the agent deals with.

    Args:
        name: As people are to read it; on one line.
        contact: How people reach the insurer: a telephone number, or the name of a
            page; ``None`` if it is not published.
        site: Address of its site, which begins with ``https://``; ``None`` if it
            is not published.
        mail_sender: Address from which its mails come; ``None`` if it is not
            published.
    """

    name: str
    contact: str | None = None
    site: str | None = None
    mail_sender: str | None = None

    @property
    def label(self) -> Text:
        """The name in both languages: an insurer without one is "your insurer"."""
        return _NO_NAME if self == UNNAMED else Text(self.name, self.name)

    @property
    def facts(self) -> dict[str, Text]:
        """What texts can name, by placeholder: in words where it is not published."""
        name = self.label
        return {
            "insurer": name,
            "insurer_site": Text(self.site, self.site)
            if self.site
            else Text(_NO_SITE.fr.format(name.fr), _NO_SITE.en.format(name.en)),
            "insurer_contact": Text(self.contact, self.contact) if self.contact else name,
        }

    def _faults(self) -> Iterator[Fault]:
        for field in attrs.fields(Insurer):
            value = getattr(self, field.name)
            if value is not None and (not value.strip() or not value.isprintable() or {*value} & {*"{}"}):
                yield Fault(field.name, "must be text on one line, not blank, without braces")
        if self.site is not None and not is_address(self.site):
            yield Fault("site", ADDRESS_FORM)
        if self.mail_sender is not None and not re.fullmatch(r"[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+", self.mail_sender):
            yield Fault("mail_sender", "must be an e-mail address, such as contact@example.org")


_NO_NAME = Text("votre mutuelle", "your insurer")
_NO_SITE = Text("le site de {}", "the website of {}")

UNNAMED = Insurer(_NO_NAME.fr)
"""The insurer of a contract that does not say which it is."""

NAMES = ("insurer", "insurer_site", "insurer_contact", "base_formula")
"""Placeholders that every text may hold: of the insurer, and the label of the formula of an automatic affiliation."""

_PLACEHOLDER = re.compile(r"(?P<start>\A|[.!?] )?\{(?P<name>" + "|".join(NAMES) + r")\}")


def expand(text: Text, facts: Mapping[str, Text]) -> Text:
    """
    Replace the placeholders that every text may hold, and leave all others; a sentence begins with a capital letter.

    Args:
        facts: By placeholder; one that is not here is left.
    """
    if "{" not in text.fr and "{" not in text.en:
        return text

    def write(match: re.Match[str], locale: Locale) -> str:
        if match["name"] not in facts:
            return match.group()
        start, words = match["start"], facts[match["name"]].in_(locale)
        return words if start is None else start + words[:1].upper() + words[1:]

    return Text(
        fr=_PLACEHOLDER.sub(lambda match: write(match, "fr"), text.fr),
        en=_PLACEHOLDER.sub(lambda match: write(match, "en"), text.en),
    )


def has_placeholder(*texts: Text) -> bool:
    """Whether any of *texts* holds a placeholder that every text may hold."""
    return any(_PLACEHOLDER.search(f"{text.fr} {text.en}") for text in texts)


def is_the_one_cited(insurer: Insurer) -> bool:
    """Whether the catalogue cites no other insurer than *insurer*."""
    return _cited_names() == (insurer.name.casefold(),)


@shared
def _cited_names() -> tuple[str, ...]:
    """List the insurers whose pages, or pages about whom, the catalogue cites."""
    return tuple(table["name"].casefold() for table in read_toml(DATA / "insurers.toml").values())


def is_of_another(source: Source, insurer: Insurer) -> bool:
    """Whether *source* names an insurer that the catalogue cites, and that is not *insurer*."""
    text = f"{source.title} {source.url}".casefold()
    return any(name in text and name != insurer.name.casefold() for name in _cited_names())
