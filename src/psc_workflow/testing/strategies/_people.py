"""
People whom a contract can cover: valid by construction, no draw is thrown away.

They shrink to the guide's family: Claudia, the spouse, and Carla, six years old.

>>> from hypothesis import find
>>> family = find(households(), lambda _: True)
>>> family.partner == CLAUDIA, family.children == (CARLA,)
(True, True)
"""

import datetime as dt
from collections.abc import Iterator

import attrs
from hypothesis import strategies as st

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Agent, Child, Household, Partner
from psc_workflow._model.vocabulary import Civility, Employment, Kinship, Link, Parent, PositionKind, Situation
from psc_workflow.rules.ages import birthday
from psc_workflow.rules.child import EXTENDING
from psc_workflow.testing.people import CARLA, CLAUDIA, HIRED
from psc_workflow.testing.strategies._numbers import NAMES
from psc_workflow.testing.strategies._setting import NUMBERS, Lot, Setting, setting

AGENT_BIRTH = dt.date(1970, 3, 12)
CLAUDIA_BIRTH = CLAUDIA.birth_date or AGENT_BIRTH
CARLA_BIRTH = CARLA.birth_date or AGENT_BIRTH
"""Days towards which births shrink."""

_ONE_DAY = dt.timedelta(days=1)
_YEARS_PAST_ALL_LIMITS = 15
_FAMILY_SIZES = (1, 0, 2, 3, 4)
_USUAL_PAY = 280_000
_HIGHEST_USUAL_PAY = 1_000_000
_CONCERNED = (Employment.CIVIL_SERVANT, Employment.PUBLIC_CONTRACT, Employment.OUVRIER_ETAT)
HOMES = (
    (("12 rue des Tiare",), "98714", "Papeete", "PF", "+689 40 00 00 00"),
    (("Servitude Teʻaitu", "PK 5,2"), "98704", "Faʻaʻā", "PF", "+689 87 00 00 00"),
    (("3 place de l’Église",), "29200", "Brest", "FR", "+33 6 00 00 00 00"),
    (("Bâtiment B", "1 allée d'Orléans"), "97400", "Saint-Denis", "RE", "+262 692 00 00 00"),
)
"""Address, postcode, city, country, telephone."""

FIRST_NAMES = ("Benoît", "Hina", "Teʻura", "Zoé")


def agents(
    *, contract: Contract | None = None, on: dt.date | None = None, known: float = 1.0
) -> st.SearchStrategy[Agent]:
    """
    Draw an agent as an employer prefills one: ``Dossier.check_agent`` finds nothing.

    Args:
        contract: That of the guide if ``None``.
        on: Civil day on which ages are taken; the first day of cover if
            ``None``.
        known: Share of the facts that are known, from 0 to 1; the others are
            ``None``.
    """
    return _agents(setting(contract, on, known))


@st.composite
def _agents(draw: st.DrawFn, place: Setting) -> Agent:
    lot, hiring = Lot(draw(NUMBERS)), Lot(draw(NUMBERS))
    born = _agent_birth(lot, place)
    civility, name = lot.choose((Civility.MONSIEUR, Civility.MADAME)), lot.choose(NAMES)
    address, postal_code, city, country, phone = hiring.choose(HOMES)
    facts = {
        "civility": civility,
        "first_name": hiring.choose(FIRST_NAMES),
        "usage_name": name,
        "birth_name": name,
        "birth_date": born,
        "professional_email": "agent@ac-polynesie.example",
        "email": "agent@example.org",
        "phone": phone,
        "address": address,
        "postal_code": postal_code,
        "city": city,
        "country": country,
        "hired_on": _adult_day(hiring, born, place, simplest=HIRED),
        "employment": hiring.choose(_CONCERNED),
    }
    return Agent(**place.known_facts(draw, facts))


def _agent_birth(lot: Lot, place: Setting) -> dt.date:
    oldest, youngest = place.limit("oldest_agent"), place.limit("youngest_agent")
    return lot.day(place.born(oldest) + _ONE_DAY, place.born(youngest + 3), simplest=AGENT_BIRTH)


def _adult_day(lot: Lot, born: dt.date, place: Setting, *, simplest: dt.date) -> dt.date:
    """Choose a day on which an agent can have been hired, or can have retired."""
    first = birthday(born, place.limit("youngest_agent") + 1)
    return lot.day(min(first, place.on), place.on, simplest=simplest)


def partners(
    *, contract: Contract | None = None, on: dt.date | None = None, known: float = 1.0
) -> st.SearchStrategy[Partner]:
    """
    Draw a partner whom the contract covers; arguments as for :func:`agents`.

    If everything is known, ``rules.partner`` finds nothing.
    """
    return _partners(setting(contract, on, known))


@st.composite
def _partners(draw: st.DrawFn, place: Setting) -> Partner:
    lot = Lot(draw(NUMBERS))
    oldest, youngest = place.limit("oldest_partner"), place.limit("youngest_partner")
    facts = {
        "birth_date": lot.day(place.born(oldest) + _ONE_DAY, place.born(youngest + 3), simplest=CLAUDIA_BIRTH),
        "regime": lot.choose(place.regimes),
        "link": lot.choose((Link.MARRIED, Link.PACS, Link.COHABITING)),
        "state_civil_servant": False,
        "judicially_separated": False,
    }
    return Partner(**place.known_facts(draw, facts))


def children(
    *, contract: Contract | None = None, on: dt.date | None = None, known: float = 1.0
) -> st.SearchStrategy[Child]:
    """
    Draw a child whom the contract covers; arguments as for :func:`agents`.

    It is small, in training or looking for work, or recognised by the CDAPH;
    if everything is known, ``rules.child`` finds nothing. It has no ``ref``.
    """
    return _children(setting(contract, on, known))


@st.composite
def _children(draw: st.DrawFn, place: Setting) -> Child:
    return _child(draw, place, place.born(place.limit("oldest_agent")), (Parent.AGENT,))


def _child(draw: st.DrawFn, place: Setting, born_from: dt.date, parents: tuple[Parent, ...]) -> Child:
    """Draw a child born on *born_from* at the earliest."""
    lot = Lot(draw(NUMBERS))
    kinds = [kind for kind in _kinds(place) if max(kind[2], born_from) <= kind[3]]
    situation, disabled, earliest, latest = lot.choose(kinds)
    facts = {
        "birth_date": lot.day(max(earliest, born_from), latest, simplest=CARLA_BIRTH),
        "regime": lot.choose(place.regimes),
        "situation": situation,
        "disabled": disabled,
        "kinship": lot.choose((Kinship.CHILD, Kinship.GRANDCHILD, Kinship.ENTRUSTED)),
        "parent": lot.choose(parents),
        "covered_by_own_work": False,
    }
    return Child(**place.known_facts(draw, facts))


def _kinds(place: Setting) -> Iterator[tuple[Situation, bool, dt.date, dt.date]]:
    """List what children can be covered as: situation, recognised by the CDAPH, earliest and latest birth."""
    first, last = place.limit("child_age_limit"), place.limit("dependent_child_age_limit")
    asked = place.born(place.limit("situation_asked_from"))
    yield Situation.NONE, False, place.born(first) + _ONE_DAY, place.on
    for situation in EXTENDING:
        yield situation, False, place.born(last) + _ONE_DAY, asked
    for situation in (Situation.NONE, Situation.WORKING):
        yield situation, True, place.born(last + _YEARS_PAST_ALL_LIMITS), asked


@attrs.frozen
class Family:
    """
    An agent's birth, and beneficiaries whose births go with it.

    Args:
        birth_date: The agent's; ``None`` if unknown.
    """

    birth_date: dt.date | None
    partner: Partner | None
    children: tuple[Child, ...]


@st.composite
def families(
    draw: st.DrawFn, place: Setting, agent_birth: dt.date | None = None, shape: tuple[bool, int] | None = None
) -> Family:
    """
    Draw a partner or none, and up to four children, none born years before they can have been.

    As many are drawn in any case: were there fewer draws for a small family,
    everything would shrink to that and not to the guide's.

    Args:
        agent_birth: The agent's; drawn if ``None``.
        shape: Whether there is a partner, and how many children; drawn if
            ``None``.
    """
    lot = Lot(draw(NUMBERS))
    has_partner, count = (lot.choose((True, False)), lot.choose(_FAMILY_SIZES)) if shape is None else shape
    born = _agent_birth(lot, place) if agent_birth is None else agent_birth
    partner = draw(_partners(place))
    births = [born, *([partner.birth_date] if has_partner and partner.birth_date else [])]
    born_from = min(birthday(max(births), place.limit("youngest_parent")), place.on)
    parents = (Parent.BOTH, Parent.AGENT, Parent.PARTNER) if has_partner else (Parent.AGENT,)
    drawn = [_child(draw, place, born_from, parents) for _ in range(max(count, *_FAMILY_SIZES))]
    family = drawn[
        len(drawn) - count :
    ]  # the last: Hypothesis moves what is simple to the front, where it can fall off
    named = tuple(attrs.evolve(child, ref=_ref(number)) for number, child in enumerate(family, 1))
    known_birth = place.known_facts(draw, {"birth_date": born})["birth_date"]
    return Family(known_birth, partner if has_partner else None, named)


def _ref(number: int) -> str:
    return "carla" if number == 1 else f"child-{number}"


def households(
    *, contract: Contract | None = None, on: dt.date | None = None, known: float = 1.0
) -> st.SearchStrategy[Household]:
    """
    Draw what a premium depends on: an agent, active or retired, with a family whose ages go together.

    Arguments as for :func:`agents`; ``declare-beneficiaries`` accepts partner
    and children as they are.
    """
    return _households(setting(contract, on, known))


@st.composite
def _households(draw: st.DrawFn, place: Setting) -> Household:
    family, lot, retirement = draw(families(place)), Lot(draw(NUMBERS)), Lot(draw(NUMBERS))
    is_retired = retirement.choose((False, False, False, True))
    last_day = _adult_day(retirement, family.birth_date or AGENT_BIRTH, place, simplest=place.on)
    facts = {
        "gross_cents": lot.number(1, _HIGHEST_USUAL_PAY, simplest=_USUAL_PAY),
        "regime": lot.choose(place.regimes),
    }
    return Household(
        birth_date=family.birth_date,
        retired_on=last_day if is_retired else None,
        position=None if is_retired else retirement.choose((None, PositionKind.ACTIVE, PositionKind.PAID_LEAVE)),
        partner=family.partner,
        children=family.children,
        **place.known_facts(draw, facts),
    )
