"""
Everybody in the household of a dossier, with what a command says of them: who is compared with whom.

What the command says takes the place of what was said before. People whom it
does not speak of are as they stand in the answers, or in the cover in force.
"""

from typing import Any

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.answers import same_child, same_partner
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.verdict import NOTHING, Verdict
from psc_workflow.rules import beneficiary_addition, distinct_people, generations, nir
from psc_workflow.rules._persons import Person
from psc_workflow.rules.beneficiary import PARTNER
from psc_workflow.states._context import Context

AGENT = "agent"


def assess(context: Context, command: do.Command) -> Verdict:
    """Compare the people of whom *command* says something with everybody else in the household."""
    people = people_of(context, command)
    if not any(person.is_in_command for person in people):
        return NOTHING
    return generations.assess(people, today=context.today) + distinct_people.assess(people)


def people_of(context: Context, command: do.Command) -> tuple[Person, ...]:
    """List the agent, the partner and the children, as *command* leaves them; nobody if it speaks of nobody."""
    people: tuple[Person, ...] = ()
    match command:
        case do.DeclareBeneficiaries():
            people = _declared(context, command)
        case do.AddBeneficiary():
            people = _household_before(context) + _newcomer(context, command)
        case do.CompleteBeneficiary():
            people = _completed(_household_before(context), command)
        case do.DeclareChild():
            people = _with_details(_household_before(context), command.ref, command)
        case do.DeclarePartner():
            people = _with_details(_household_before(context), PARTNER, command)
        case do.ConfirmIdentity() | do.DeclareSocialSecurity():
            people = _with_details(_household_before(context), AGENT, command)
    return people


def _declared(context: Context, command: do.DeclareBeneficiaries) -> tuple[Person, ...]:
    """List everybody as step 2 has them."""
    partner = command.partner if isinstance(command.partner, Partner) else None
    people = _household(context, partner, command.children or ())
    paths = {"agent": "", "partner": "partner.birth_date"}
    return tuple(
        attrs.evolve(person, birth_path=paths.get(person.role, f"children.{person.number - 1}.birth_date"))
        for person in people
    )


def _household_before(context: Context) -> tuple[Person, ...]:
    """List everybody as they stand: on the screens, or in the cover in force."""
    answers, cover = context.record.answers, context.record.membership.cover
    if context.counts_answers or cover is None:
        return _household(context, answers.partner, answers.children)
    return _household(context, cover.partner, cover.children)


def _household(context: Context, partner: Partner | None, children: tuple[Child, ...]) -> tuple[Person, ...]:
    """List the agent, *partner* and *children*."""
    partners = () if partner is None else (_partner(context, partner),)
    several = len(children) > 1
    listed = (_child(context, child, number, several=several) for number, child in enumerate(children, start=1))
    return (_agent(context), *partners, *listed)


def _agent(context: Context) -> Person:
    answers, prefilled = context.record.answers, context.record.agent
    status = answers.identity or prefilled
    number = answers.social_security.nir if answers.social_security else None
    return Person("agent", AGENT, birth_date=status.birth_date, first_name=status.first_name, nir=number)


def _partner(context: Context, partner: Partner) -> Person:
    details = next((each for each in context.record.answers.partner_details if same_partner(each, partner)), None)
    return _as_stored(context, Person("partner", PARTNER, birth_date=partner.birth_date), details)


def _child(context: Context, child: Child, number: int, *, several: bool) -> Person:
    details = next((each for each in context.record.answers.children_details if same_child(each, child)), None)
    person = Person(
        "child",
        child.ref or "",
        number,
        is_one_of_several=several,
        birth_date=child.birth_date,
        kinship=child.kinship,
        parent=child.parent,
    )
    return _as_stored(context, person, details)


def _as_stored(context: Context, person: Person, details: do.DeclarePartner | do.DeclareChild | None) -> Person:
    """Add the name and the number that the dossier has of *person*."""
    numbers = context.record.membership.numbers
    later = next((n.nir for n in numbers if (n.ref, n.birth_date) == (person.ref, person.birth_date)), None)
    number = details.nir if details is not None and details.nir is not None else later
    return attrs.evolve(person, first_name=details.first_name if details else None, nir=number)


def _with_details(people: tuple[Person, ...], ref: str | None, details: Any, path: str = "") -> tuple[Person, ...]:
    """Put *details*, which stand at *path* of the command, in place of what was known of the person called *ref*."""
    return tuple(_detailed(person, details, path) if person.ref == ref else person for person in people)


def _detailed(person: Person, details: Any, path: str) -> Person:
    """
    Add *details* to *person*.

    Details of a beneficiary repeat the birth that was declared: that says
    nothing new, or every twin would be compared once more.
    """
    changes: dict[str, Any] = {}
    for name, place in (("birth_date", "birth_path"), ("first_name", "name_path"), ("nir", "nir_path")):
        value = getattr(details, name, None)
        is_repeated = name == "birth_date" and person.role != AGENT and value == person.birth_date
        if value is not None and not is_repeated:
            changes |= {name: nir.normalise(value) if name == "nir" else value, place: f"{path}{name}"}
    return attrs.evolve(person, **changes)


def _newcomer(context: Context, command: do.AddBeneficiary) -> tuple[Person, ...]:
    """List the person to add, with the details that come along."""
    details: do.DeclarePartner | do.DeclareChild | None
    if command.partner is not None:
        newcomer, details = _partner(context, command.partner), command.partner_details
    elif command.child is not None:
        child = attrs.evolve(command.child, ref=beneficiary_addition.child_ref(command))
        number = len(context.cover_in_force.children) + 1
        newcomer, details = _child(context, child, number, several=number > 1), command.child_details
    else:
        return ()
    if details is not None:
        (newcomer,) = _with_details((newcomer,), newcomer.ref, details, f"{newcomer.role}_details.")
    return (attrs.evolve(newcomer, birth_path=f"{newcomer.role}.birth_date"),)


def _completed(people: tuple[Person, ...], command: do.CompleteBeneficiary) -> tuple[Person, ...]:
    """Add the number or the details that come later."""
    path = "partner_details" if command.partner_details is not None else "child_details"
    details = command.partner_details or command.child_details
    people = _with_details(people, command.ref, details, f"{path}.") if details is not None else people
    return _with_details(people, command.ref, command) if command.nir is not None else people
