"""
What was answered on the screens of the affiliation, as the commands that gave it: to be judged once more.

>>> from psc_workflow._model.vocabulary import Regime
>>> given = do.DeclareRegime(Regime.GENERAL)
>>> [(one.screen, one.command == given) for one in answered(Answers(regime=given))]
[('regime', True)]
"""

from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command
from psc_workflow.states._path import path


@attrs.frozen
class Answered:
    """
    One answer.

    Args:
        screen: Where it was given.
        before: The answers of the screens before, and no others.
        command: What gave it.
    """

    screen: str
    before: Answers
    command: Command


def answered(answers: Answers) -> Iterator[Answered]:
    """Give each of *answers* that counts for this household, in the order of the screens."""
    before = Answers()
    for screen in path(answers):
        for field, value, command in _given(answers, before, screen):
            yield Answered(screen, before, command)
            before = attrs.evolve(before, **{field: value})


def _given(answers: Answers, before: Answers, screen: str) -> Iterator[tuple[str, Any, Command]]:
    """Give the answers of one screen: the field that keeps each, its value, the command that gave it."""
    match screen:
        case "formula":
            if answers.formula is not None:
                yield "formula", answers.formula, do.ChooseFormula(answers.formula)
        case "partner_details":
            if (partner := answers.current_partner_details) is not None:
                yield "partner_details", (partner,), partner
        case "children_details":
            told: tuple[do.DeclareChild, ...] = before.children_details
            for child in answers.children:
                if (details := answers.details_of(child)) is not None:
                    told = (*told, details)
                    yield "children_details", told, details
        case "home" | "solo_warning" | "confirmed" | "signature":
            return
        case _:
            if (given := getattr(answers, screen)) is not None:
                yield screen, given, given
