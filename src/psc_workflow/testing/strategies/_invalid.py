"""
Values that a rule refuses, each with the codes of its blocking findings: one thing is wrong, all else is right.

>>> from hypothesis import find
>>> twin = find(invalid_nirs(), lambda _: True)
>>> twin.title, twin.codes
('a wrong key', ('nir-key-wrong',))
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import attrs
from hypothesis import strategies as st

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands as do
from psc_workflow._model.people import Agent, Child, Partner
from psc_workflow._model.vocabulary import Link, Parent, Regime, Situation
from psc_workflow.testing.strategies._numbers import ibans, nirs
from psc_workflow.testing.strategies._people import agents, children, families, partners
from psc_workflow.testing.strategies._setting import Setting, setting

T = TypeVar("T")

_ONE_DAY = dt.timedelta(days=1)


@attrs.frozen
class Labelled(Generic[T]):
    """
    A value that a rule refuses.

    Args:
        title: What is wrong with it, in a few words.
        codes: Codes of the findings that block it, each once, in their order.
    """

    title: str
    value: T
    codes: tuple[str, ...]


Spoil = Callable[[Any, Setting], Any]
"""Takes a right value, and makes one thing in it wrong."""

Spoiler = tuple[str, tuple[str, ...], Spoil]
"""What is wrong, the codes of it, and how it comes about."""


def _without(name: str, *codes: str) -> Spoiler:
    return f"{name} not known", codes, lambda value, _: attrs.evolve(value, **{name: None})


def _with(title: str, code: str, **facts: Any) -> Spoiler:
    return title, (code,), lambda value, _: attrs.evolve(value, **facts)


def _spoilt(
    values: st.SearchStrategy[T], place: Setting, spoilers: tuple[Spoiler, ...]
) -> st.SearchStrategy[Labelled[T]]:
    return st.tuples(values, st.sampled_from(spoilers)).map(
        lambda pair: Labelled(pair[1][0], pair[1][2](pair[0], place), pair[1][1])
    )


# -- numbers and accounts --------------------------------------------------------------------------------


_NIRS: tuple[Spoiler, ...] = (
    ("a wrong key", ("nir-key-wrong",), lambda number, _: number[:13] + f"{(int(number[13:]) + 1) % 98:02}"),
    ("no key", ("nir-key-missing",), lambda number, _: number[:13]),
    ("one digit too few", ("nir-form-wrong",), lambda number, _: number[:-1]),
    ("a letter in the key", ("nir-form-wrong",), lambda number, _: number[:-1] + "X"),
    ("month 13", ("nir-form-wrong",), lambda number, _: f"{number[:3]}13{number[5:]}"),
)

_IBANS: tuple[Spoiler, ...] = (
    (
        "wrong check digits",
        ("iban-key-wrong",),
        lambda iban, _: iban[:2] + f"{(int(iban[2:4]) - 1) % 97 + 2:02}" + iban[4:],
    ),
    ("one character too few", ("iban-form-wrong",), lambda iban, _: iban[:-1]),
    ("a country that has none", ("iban-form-wrong",), lambda iban, _: "ZZ" + iban[2:]),
    ("an account in Tunisia", ("iban-not-reachable",), lambda *_: "TN5910006035183598478831"),
)


def invalid_nirs() -> st.SearchStrategy[Labelled[str]]:
    """Draw a social-security number that the rule ``nir`` refuses."""
    return _spoilt(nirs(), setting(None, None, 1.0), _NIRS)


def invalid_ibans() -> st.SearchStrategy[Labelled[str]]:
    """Draw an account that the rule ``iban`` refuses."""
    return _spoilt(ibans(), setting(None, None, 1.0), _IBANS)


# -- people ----------------------------------------------------------------------------------------------

_TWO_CENTURIES = 73_050 * _ONE_DAY

_AGENTS: tuple[Spoiler, ...] = (
    (
        "born after today",
        ("agent-birth-in-future",),
        lambda agent, place: attrs.evolve(agent, birth_date=place.on + _ONE_DAY),
    ),
    (
        "born two centuries ago",
        ("birth-too-long-ago",),
        lambda agent, place: attrs.evolve(agent, birth_date=place.on - _TWO_CENTURIES),
    ),
    _with("a line end in the name", "control-character", usage_name="Dupond\nBcc: x@example.org"),
    _with("no country", "contact-country-wrong", country="France"),
    _with("no e-mail address", "email-form-wrong", email="agent"),
    _with("no telephone number", "phone-form-wrong", phone="12"),
)

_PARTNERS: tuple[Spoiler, ...] = (
    *(_without(name, "partner-fact-missing") for name in ("birth_date", "regime", "link", "state_civil_servant")),
    _with("a State civil servant", "partner-state-civil-servant", state_civil_servant=True),
    _with("separated by a court", "partner-judicially-separated", link=Link.MARRIED, judicially_separated=True),
    _with("not on French social security", "partner-regime-not-covered", regime=Regime.FOREIGN),
    (
        "born after today",
        ("birth-in-future",),
        lambda partner, place: attrs.evolve(partner, birth_date=place.on + _ONE_DAY),
    ),
)


def _grown_up(child: Child, place: Setting) -> Child:
    """Make the child as old as the first limit, neither in training nor looking for work."""
    born = place.born(place.limit("child_age_limit"))
    return attrs.evolve(child, birth_date=born, situation=Situation.NONE, disabled=False, parent=Parent.AGENT)


def _past_training(child: Child, place: Setting) -> Child:
    """Make the child a student as old as the last limit."""
    born = place.born(place.limit("dependent_child_age_limit"))
    return attrs.evolve(child, birth_date=born, situation=Situation.STUDENT, disabled=False)


_CHILDREN: tuple[Spoiler, ...] = (
    ("at the first age limit", ("child-past-age-limit",), _grown_up),
    ("a student at the last age limit", ("child-past-last-age-limit",), _past_training),
    _without("birth_date", "child-fact-missing"),
    _without("regime", "child-fact-missing"),
    _with("covered through own work", "child-covered-by-own-work", covered_by_own_work=True),
    _with("not on French social security", "child-regime-not-covered", regime=Regime.FOREIGN),
)


def invalid_agents(
    *, contract: Contract | None = None, on: dt.date | None = None
) -> st.SearchStrategy[Labelled[Agent]]:
    """Draw an agent about whom ``Dossier.check_agent`` finds a fault; arguments as for ``agents``."""
    return _spoilt(agents(contract=contract, on=on), setting(contract, on, 1.0), _AGENTS)


def invalid_partners(
    *, contract: Contract | None = None, on: dt.date | None = None
) -> st.SearchStrategy[Labelled[Partner]]:
    """Draw a partner whom the rule ``partner`` does not let be covered; arguments as for ``agents``."""
    return _spoilt(partners(contract=contract, on=on), setting(contract, on, 1.0), _PARTNERS)


def invalid_children(
    *, contract: Contract | None = None, on: dt.date | None = None
) -> st.SearchStrategy[Labelled[Child]]:
    """Draw a child whom the rule ``child`` does not let be covered; arguments as for ``agents``."""
    return _spoilt(children(contract=contract, on=on), setting(contract, on, 1.0), _CHILDREN)


def invalid_households(
    *, contract: Contract | None = None, on: dt.date | None = None
) -> st.SearchStrategy[Labelled[do.DeclareBeneficiaries]]:
    """
    Draw an answer to step 2 that the rule ``household`` does not let pass; arguments as for ``agents``.

    One person, or one question, is wrong.
    """
    return _invalid_households(setting(contract, on, 1.0))


@st.composite
def _invalid_households(draw: st.DrawFn, place: Setting) -> Labelled[do.DeclareBeneficiaries]:
    family = draw(families(place))
    right = do.DeclareBeneficiaries(family.partner, family.children)
    spoilers: list[Spoiler] = [
        ("the question about children not answered", ("children-unanswered",), _without_children),
        *(_of_partner(each) for each in _PARTNERS if family.partner is not None),
        *(_of_last_child(each) for each in _CHILDREN if family.children),
    ]
    title, codes, spoil = draw(st.sampled_from(spoilers))
    return Labelled(title, spoil(right, place), codes)


def _without_children(answer: do.DeclareBeneficiaries, _: Setting) -> do.DeclareBeneficiaries:
    return attrs.evolve(answer, children=None)


def _of_partner(spoiler: Spoiler) -> Spoiler:
    title, codes, spoil = spoiler
    return (
        f"the partner: {title}",
        codes,
        lambda answer, place: attrs.evolve(answer, partner=spoil(answer.partner, place)),
    )


def _of_last_child(spoiler: Spoiler) -> Spoiler:
    title, codes, spoil = spoiler

    def spoil_answer(answer: do.DeclareBeneficiaries, place: Setting) -> do.DeclareBeneficiaries:
        *others, last = answer.children or ()
        return attrs.evolve(answer, children=[*others, spoil(last, place)])

    return f"the last child: {title}", codes, spoil_answer
