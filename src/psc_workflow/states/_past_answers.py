"""
What was answered on the screens of the affiliation, as the commands that gave the answers: to be judged once more.

>>> from psc_workflow._model.vocabulary import Regime
>>> command = do.DeclareRegime(Regime.GENERAL)
>>> [(past.screen, past.command == command) for past in past_answers(Answers(regime=command))]
[('regime', True)]
"""

from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command
from psc_workflow.states._screens import path


@attrs.frozen
class PastAnswer:
    """
    One answer.

    Args:
        screen: Where it was given.
        before: The answers of the screens before, and no others.
        command: The command that gave it.
    """

    screen: str
    before: Answers
    command: Command


def past_answers(answers: Answers) -> Iterator[PastAnswer]:
    """List those of *answers* that count for this household, in the order of the screens."""
    before = Answers()
    for screen in path(answers):
        for field, value, command in _of_screen(answers, before, screen):
            yield PastAnswer(screen, before, command)
            before = attrs.evolve(before, **{field: value})


def _of_screen(answers: Answers, before: Answers, screen: str) -> Iterator[tuple[str, Any, Command]]:
    """List the answers of one screen: the field that keeps each, its value, the command that gave it."""
    match screen:
        case "formula":
            if answers.formula is not None:
                yield "formula", answers.formula, do.ChooseFormula(answers.formula)
        case "partner_details":
            if (partner := answers.current_partner_details) is not None:
                yield "partner_details", (partner,), partner
        case "children_details":
            earlier: tuple[do.DeclareChild, ...] = before.children_details
            for child in answers.children:
                if (details := answers.details_of(child)) is not None:
                    earlier = (*earlier, details)
                    yield "children_details", earlier, details
        case "home" | "solo_warning" | "confirmed" | "signature":
            return
        case _:
            if (command := getattr(answers, screen)) is not None:
                yield screen, command, command
