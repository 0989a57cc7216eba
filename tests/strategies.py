"""
What Hypothesis draws facts from: people, names of every script, days around the limits, half-known answers.
"""

import datetime as dt
from typing import Any

import attrs
from hypothesis import strategies as st

from people import GUIDE, PF
from psc_workflow import Child, Partner
from psc_workflow.model.unanswered import UNANSWERED
from psc_workflow.model.vocabulary import Kinship, Link, Parent, Regime, Situation

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2031, 12, 31))
"""Civil days of requests, since the first day the built-in contracts know."""

BIRTH_DATES = st.dates(dt.date(1920, 1, 1), dt.date(2032, 12, 31))
"""Births of the living, and some that are still to come."""

CONTRACTS = st.sampled_from([PF, GUIDE])

PRINTED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
"""Text of every script, blank or not."""

NAMES = st.sampled_from(
    [
        "Duzu",
        "d'Orléans",
        "Le Goff-Martin",
        "Teʻaitu",
        "Tāvana",
        "Ngūyễn",
        "Ωmega",
        "Мария",
        "王",
        "محمد",
        "Ñandú",
        "O’Neil",
    ]
) | st.text(st.characters(categories=["L"]), min_size=1, max_size=40)
"""Names: apostrophes, hyphens, glottal stops, macrons, any letters there are."""

BLANK = st.text(st.sampled_from(" \t\n\u00a0\u200b\u2003\u2060\ufeff"), max_size=6)
"""Text in which nothing is to be seen."""


def maybe(known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw what is *known*, or not known."""
    return st.none() | known


def near(day: dt.date, span: int = 3) -> st.SearchStrategy[dt.date]:
    """Draw days close to *day*, where rules change their answer."""
    return st.integers(-span, span).map(lambda days: day + dt.timedelta(days=days))


ANSWERS = maybe(st.booleans())
LEFT_OUT = ANSWERS | st.just(UNANSWERED)

PARTNERS = st.builds(
    Partner,
    birth_date=maybe(BIRTH_DATES),
    regime=maybe(st.sampled_from(Regime)),
    link=maybe(st.sampled_from(Link)),
    state_civil_servant=ANSWERS,
    judicially_separated=LEFT_OUT,
)
CHILDREN = st.builds(
    Child,
    birth_date=maybe(BIRTH_DATES),
    regime=maybe(st.sampled_from(Regime)),
    situation=maybe(st.sampled_from(Situation)),
    disabled=ANSWERS,
    kinship=maybe(st.sampled_from(Kinship)),
    parent=maybe(st.sampled_from(Parent)),
    covered_by_own_work=LEFT_OUT,
)


def fields_of(given: Any) -> dict[str, Any]:
    """Give the facts of *given* by name."""
    return {field.name: getattr(given, field.name) for field in attrs.fields(type(given))}
