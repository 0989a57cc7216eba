"""
Where each transition of the charts is taken: in a scenario of real life first, then on a tour.

The tours go to every state, in several households, and try everything there;
then they let time pass. The documentation shows the resulting table.
"""

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from dossiers import EVERY_STATE, PLACES, accept, at_state, dossier_in, now_of, represented, tick
from paths import SCENARIOS
from people import (
    ALONE,
    CARLA,
    CLAUDIA,
    COUPLE,
    DISPENSATION_REQUEST,
    FAMILY,
    IBAN_SOCREDO,
    IN_FORCE,
    LARGE_FAMILY,
    LATE_ARRIVAL,
    REPORT_CPS,
    SINGLE_PARENT,
    SUSPENDING_LEAVE,
    details_of,
    instant,
)
from pool import ANYWHERE, RIGHT, of_the_day
from psc_workflow import Dossier, PositionKind, Role, states
from psc_workflow import commands as do
from psc_workflow._model.commands import EVENTS
from psc_workflow._model.money import Locale
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.states._engine import table
from psc_workflow.states._screens import OPEN, path
from psc_workflow.testing import scenarios

AWAY = do.RecordPosition(PositionKind.NOT_CONCERNED, dt.date(2026, 4, 1), dt.date(2026, 8, 31))
BANK_UPDATED = do.UpdateBankDetails("M. Dupond", IBAN_SOCREDO)
NEARLY_21 = attrs.evolve(CARLA, birth_date=dt.date(2005, 6, 20), ref="teva", covered_by_own_work=False)

Transition = tuple[str, str, str, str]
"""Journey, state, event, next state."""


def declared() -> set[Transition]:
    """List every transition of every chart."""
    return {
        (journey, state, event, branch.target)
        for journey, chart in states.JOURNEYS.items()
        for state, events in table(chart).items()
        for event, row in events.items()
        for branch in row.branches
    }


def of_steps(before: dict[str, str], decision: object) -> Iterator[Transition]:
    """List the transitions that the steps of *decision* took, from the states *before*."""
    now = dict(before)
    for step in decision.steps:
        yield step.journey, now[step.journey], step.command.replace("-", "_"), step.state
        now[step.journey] = step.state


def of_scenario(file: Path) -> Iterator[Transition]:
    """List the transitions that the scenario in *file* takes."""
    scenario = scenarios.read(file)
    before = scenario.dossier.states
    for decision in scenarios.run(scenario).decisions:
        yield from of_steps(before, decision)
        before = decision.dossier.states


def starting_points() -> Iterator[tuple[str, Dossier]]:
    """List a dossier in every state, for each household that passes there, and some with a past."""
    for name in EVERY_STATE:
        journey, _, state = name.partition(".")
        if name in PLACES or journey != "affiliation":
            yield name, dossier_in(name)
            continue
        for household in (ALONE, COUPLE, FAMILY, SINGLE_PARENT, LARGE_FAMILY):
            if state in path(at_state("formula", household).record.answers):
                yield name, at_state(state, household)
    for household in (FAMILY, LARGE_FAMILY):
        yield "details, all but one", accept(at_state("children_details", household), details_of(CARLA))
    for state in OPEN:
        open_screen = at_state(state, ALONE if state == "solo_warning" else FAMILY)
        yield f"away at {state}", accept(open_screen, AWAY)
        yield f"reported at {state}", accept(open_screen, REPORT_CPS)
        yield f"closed, reported at {state}", accept(open_screen, REPORT_CPS, do.CloseFile())
        yield f"dispensed at {state}", accept(open_screen, *DISPENSATION_REQUEST)
    automatic = dossier_in("affiliation.auto_affiliated")
    at = now_of(automatic)
    yield "completing", accept(automatic, do.CompleteAffiliation(), at=at)
    reported = accept(automatic, REPORT_CPS, at=at)
    yield "reported after all", reported
    yield "closed after all", accept(reported, do.CloseFile(), at=at)
    event = attrs.evolve(DISPENSATION_REQUEST[1], facts=do.MotiveFacts(opened_on=at.date()))
    for name in ("affiliation.confirmed", "affiliation.auto_affiliated"):
        member = dossier_in(name)
        yield f"{name}, dispensed", accept(member, DISPENSATION_REQUEST[0], event, *DISPENSATION_REQUEST[2:], at=at)
    yield (
        "automatic, in force",
        accept(tick(automatic, IN_FORCE), do.AddBeneficiary(partner=CLAUDIA), BANK_UPDATED, at=IN_FORCE),
    )
    alone = accept(at_state("confirmed", ALONE), do.AddBeneficiary(partner=CLAUDIA))
    yield "something debited at last", alone
    yield "something debited at last, in force", tick(alone, IN_FORCE)
    leave = do.Suspend(SUSPENDING_LEAVE, IN_FORCE.date())
    yield "something debited at last, suspended", accept(tick(alone, IN_FORCE), leave, at=IN_FORCE)
    arrived = at_state("confirmed", ALONE, agent=LATE_ARRIVAL)
    yield "a later arrival", arrived
    family_arrived = at_state("confirmed", FAMILY, agent=LATE_ARRIVAL)
    to_leave = do.RemoveBeneficiary("carla", "own cover", now_of(family_arrived).date() + dt.timedelta(days=9))
    yield "somebody will leave before cover begins", accept(family_arrived, to_leave)
    away = tick(at_state("confirmed"), IN_FORCE)
    to_leave = do.RemoveBeneficiary("carla", "own cover", IN_FORCE.date() + dt.timedelta(days=9))
    yield "somebody will leave during a suspension", accept(away, to_leave, leave, at=IN_FORCE)
    in_september = instant(2026, 9, 3)
    recorded = accept(arrived, do.RecordEffectiveDate(dt.date(2026, 9, 1)), at=in_september)
    yield "a later arrival, in force", recorded
    expired = dossier_in("dispensation.expired")
    at = now_of(expired)
    for_a_day = attrs.evolve(DISPENSATION_REQUEST[2], end_date=expired.contract.civil_day(at))
    yield "dispensed for a day", accept(expired, *DISPENSATION_REQUEST[:2], for_a_day, DISPENSATION_REQUEST[3], at=at)
    leaving = do.DeclareBeneficiaries(CLAUDIA, [NEARLY_21])
    yield "a child nearly 21", at_state("confirmed", leaving)


def of_employment() -> Iterator[tuple[str, Dossier]]:
    """List dossiers of agents who have left, who are to leave, or for whom somebody acts."""
    for state in OPEN:
        open_screen = at_state(state, ALONE if state == "solo_warning" else FAMILY)
        yield f"left at {state}", left_today(open_screen)
    for name in ("affiliation.under_review", "affiliation.not_concerned", "affiliation.auto_affiliated"):
        yield f"left at {name}", left_today(dossier_in(name))
    yield "left while covered", left_today(dossier_in("membership.in_force"))
    for state in ("none", "received", "in_force", "suspended"):
        dossier = dossier_in(f"membership.{state}")
        at = now_of(dossier)
        to_leave = do.EndMembership(EndReason.DEPARTURE, at.date() + dt.timedelta(days=10))
        yield f"{state}, to leave", accept(dossier, to_leave, at=at)
        yield f"{state}, represented", represented(dossier)
    automatic = dossier_in("affiliation.auto_affiliated")
    closed = accept(automatic, REPORT_CPS, do.CloseFile(), at=now_of(automatic))
    yield "closed after all, represented", represented(closed)


def left_today(dossier: Dossier) -> Dossier:
    """End the employment on the day as of which *dossier* stands."""
    at = now_of(dossier)
    return accept(dossier, do.EndMembership(EndReason.DEPARTURE, dossier.contract.civil_day(at)), at=at)


def of_tours() -> Iterator[tuple[str, Transition]]:
    """Try everything in every state, and let time pass."""
    for name, dossier in (*starting_points(), *of_employment()):
        at = now_of(dossier)
        rows = {event for journey, state in dossier.states.items() for event in table(states.JOURNEYS[journey])[state]}
        for command in (*RIGHT, *of_the_day(at.date()), *ANYWHERE):
            if command.event in rows:
                decision = dossier.decide(command, at=at, role=command.roles[0])
                yield from ((f"tour: {name}", transition) for transition in of_steps(dossier.states, decision))
        later = dossier.decide(do.Tick(), at=at + dt.timedelta(days=1500), role=Role.CLOCK)
        yield from ((f"tour: {name}", transition) for transition in of_steps(dossier.states, later))


@functools.cache
def first_places() -> dict[Transition, str]:
    """Map every transition taken to the first place where it is."""
    places: dict[Transition, str] = {}
    for file in sorted(SCENARIOS.glob("*.json")):
        for transition in of_scenario(file):
            places.setdefault(transition, file.stem)
    for name, transition in of_tours():
        places.setdefault(transition, name)
    return places


WORDS: Mapping[Locale, tuple[str, str, str, str]] = {
    "en": (
        "Transitions taken",
        (
            "Every transition of every chart, and where the tests take it first: in a scenario of `examples/scenarios`, or on a "
            "tour that goes to every state and tries everything there. These pages are written by what the tests run."
        ),
        "| State | Command or deadline | Next | Taken in |",
        "nowhere",
    ),
    "fr": (
        "Transitions parcourues",
        (
            "Chaque transition de chaque diagramme, et où les tests la franchissent d’abord\N{NO-BREAK SPACE}: dans un scénario de "
            "`examples/scenarios`, ou lors d’une tournée qui va dans chaque état et y essaie tout. Ces pages sont écrites par ce que les tests exécutent."
        ),
        "| État | Commande ou échéance | Ensuite | Franchie dans |",
        "nulle part",
    ),
}

MOST_ROWS = 100
"""Transitions of one page."""


def pages(locale: Locale = "en") -> dict[str, str]:
    """Write the tables for the documentation, and the page that leads to them."""
    each = {name: page(name, rows, locale) for name, rows in parts()}
    title, introduction, *_ = WORDS[locale]
    lines = [f"# {title}\n", f"{introduction}\n", *(f"- [{named(name)}]({name}.md)" for name in each)]
    return {"transitions-taken": "\n".join([*lines, ""]), **each}


def parts() -> Iterator[tuple[str, list[Transition]]]:
    """Part the transitions by journey, and those of a long one into several pages."""
    for journey in states.JOURNEYS:
        rows = sorted(transition for transition in declared() if transition[0] == journey)
        for number, first in enumerate(range(0, len(rows), MOST_ROWS), start=1):
            name = f"transitions-taken-{journey}"
            yield f"{name}-{number}" if number > 1 else name, rows[first : first + MOST_ROWS]


def named(page: str) -> str:
    """Return the journey of a page, with a number from the second page on."""
    journey, _, number = page.removeprefix("transitions-taken-").partition("-")
    return f"{journey} ({number})" if number else journey


def page(name: str, rows: list[Transition], locale: Locale) -> str:
    """Write the table of a journey, or of a part of one."""
    title, _, headings, nowhere = WORDS[locale]
    colon = "\N{NO-BREAK SPACE}:" if locale == "fr" else ":"
    lines = [f"---\norphan: true\n---\n\n# {title}{colon} {named(name)}\n", headings, "| --- | --- | --- | --- |"]
    for transition in rows:
        _, state, event, target = transition
        do = f"`{event.replace('_', '-')}`" if event in EVENTS else f"⏱ `{event}`"
        where = first_places().get(transition, f"**{nowhere}**")
        lines.append(f"| `{state}` | {do} | `{target}` | {where} |")
    return "\n".join([*lines, ""])
