"""
What a command is called, what it is for, and where it stands on a page.
"""

from collections.abc import Mapping

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._forms.form import Button, ButtonKind
from psc_workflow._forms.texts import NO_TEXT, form_texts
from psc_workflow._model.money import Locale
from psc_workflow.states._offers import Offer

_KINDS: Mapping[str, ButtonKind] = {
    "go-back": "back",
    "save-and-quit": "save",
    **dict.fromkeys(
        ("sign-out", "end-membership", "renounce-dispensation", "remove-beneficiary", "close-file", "withdraw-consent"),
        "end",
    ),
}


def button(offer: Offer, wording: Wording, locale: Locale, *, is_answer: bool) -> Button:
    """
    Make the button of *offer*.

    Args:
        wording: As whoever it is offered to reads it.
        is_answer: Whether the present screen asks for the command.
    """
    event, texts = offer.command.event, form_texts()
    kind = _KINDS.get(offer.do, "answer" if is_answer else "aside")
    purpose = texts.purposes.get(event, NO_TEXT) if kind in ("aside", "end") else NO_TEXT
    label = wording.command_label(event, offer.journey).in_(locale)
    return Button(offer.do, label, kind, wording.expand(purpose).in_(locale), texts.subject(offer.do))
