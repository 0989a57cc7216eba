"""
Why goals are not reached: as declared, or because they lie beyond the horizon of the search.

>>> reason_of("code deadline-not-due")
'a deadline is taken only once it has come'
>>> can_be_reached("code deadline-not-due"), can_be_reached("code nir-missing")
(False, True)
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from psc_workflow._structuring.sharing import shared

BEYOND = "beyond the horizon"
"""The search has not come that far: nothing is known to make the goal impossible."""


@shared
def _every_reason() -> Mapping[str, Mapping[str, str]]:
    text = files("psc_workflow.testing").joinpath("_data", "not-reached.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def declared(kind: str) -> Mapping[str, str]:
    """
    Return the reasons of *kind*.

    Args:
        kind: ``codes`` that no decision gives, ``contracts`` for codes that
            some contracts cannot give, ``goals`` for transitions and answers of guards.
    """
    return _every_reason()[kind]


def reason_of(goal: str) -> str:
    """Say why no journey reaches *goal*."""
    kind, _, name = goal.partition(" ")
    if kind == "code":
        return declared("codes").get(name) or declared("contracts").get(name) or BEYOND
    return declared("goals").get(name, BEYOND)


def can_be_reached(goal: str) -> bool:
    """Whether some decision, under some contract, can reach *goal*."""
    kind, _, name = goal.partition(" ")
    return name not in declared("codes" if kind == "code" else "goals")
