"""
Matches that leave a command or an effect out: what is left is no ``Never``.
"""

from typing import assert_never

from psc_workflow import Command, Effect, commands, effects


def about(effect: Effect) -> str:
    match effect:
        case effects.Mail():
            return "mail"
        case effects.ProduceDocument() | effects.AskForReview():
            return "task"
        case effects.OpenRetireeWindow() | effects.InformSurvivors():
            return "letter"
        case _:
            assert_never(effect)  # arg-type, reportArgumentType


def is_tick(command: Command) -> bool:
    match command:
        case commands.Tick():
            return True
        case _:
            assert_never(command)  # arg-type, reportArgumentType
