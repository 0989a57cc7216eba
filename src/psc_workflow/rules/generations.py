"""
The ages of a household go together (vraisemblance des âges du foyer).

An agent is old enough to work, and not long past it, by the birth date and by the
two figures of the year in the social-security number, in whichever century; a
partner is neither a child nor beyond the age of nearly everybody;
and a child is born years after whoever it is the child of. What cannot be, or
hardly, is accepted with a warning: a date may be mistyped, but also a life may be
unusual. A child of the partner is compared with the partner, an entrusted child or
another of the household with nobody. An unknown birth is compared with nothing.

Legal source:
    None: the bounds are the catalogue's ``youngest_agent``, ``oldest_agent``,
    ``youngest_partner``, ``oldest_partner`` and ``youngest_parent`` (all ``assumed``).

Not modelled:
    A parent who is not in the household; the age of a grandparent.

>>> agent = Person("agent", birth_date=dt.date(1980, 6, 14))
>>> child = Person("child", birth_date=dt.date(1970, 1, 1), birth_path="children.0.birth_date")
>>> [finding.code for finding in assess((agent, child), today=dt.date(2026, 4, 7)).findings]
['child-older-than-parent']
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from psc_workflow._catalogue import law
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Kinship, Parent
from psc_workflow.rules import ages, birth_date, nir
from psc_workflow.rules._persons import Person


def assess(people: Sequence[Person], *, today: dt.date) -> Verdict:
    """
    Compare the births that a command states, with today and with one another.

    Args:
        people: Everybody in the household; births that cannot be are left to
            the rule ``birth_date``.
        today: Civil day of the request.

    Returns:
        A verdict that holds, with the warnings ``agent-age-unlikely``,
        ``agent-number-unlikely``, ``partner-very-young``,
        ``partner-very-old``, ``child-older-than-parent``,
        ``child-born-soon-after-parent``.
    """
    alive = [person for person in people if person.birth_date and birth_date.assess(person.birth_date, on=today).holds]
    findings = [each for person in alive if person.birth_path for each in _age(person, today)]
    findings += [each for person in people if person.nir_path for each in _number(person, today)]
    for child in alive:
        for parent in (person for person in alive if _is_parent(person, child)):
            if path := child.birth_path or parent.birth_path:
                findings += _generation(child, parent, path, today)
    return Verdict.of(findings)


def _age(person: Person, today: dt.date) -> Iterator[Finding]:
    """Check the age of an adult."""
    years = _years(person.birth_date, today)
    if person.role == "agent":
        youngest, oldest = law.dated("youngest_agent", today), law.dated("oldest_agent", today)
        if not youngest.known_value <= years <= oldest.known_value:
            yield finding("agent-age-unlikely", person.birth_path, rests_on=(youngest, oldest), years=years)
    elif person.role == "partner":
        youngest, oldest = law.dated("youngest_partner", today), law.dated("oldest_partner", today)
        if years < youngest.known_value:
            yield finding("partner-very-young", person.birth_path, rests_on=(youngest,), years=years)
        elif years > oldest.known_value:
            yield finding("partner-very-old", person.birth_path, rests_on=(oldest,), years=years)


def _number(agent: Person, today: dt.date) -> Iterator[Finding]:
    """Check that somebody of the year in the agent's number, in whichever century, is of an age to work."""
    if agent.role != "agent" or agent.nir is None:
        return
    youngest, oldest = law.dated("youngest_agent", today), law.dated("oldest_agent", today)
    turning = nir.ages_in(agent.nir, today.year)  # this year: until the birthday, one year less
    if turning and not any(youngest.known_value <= age <= oldest.known_value + 1 for age in turning):
        yield finding("agent-number-unlikely", agent.nir_path, rests_on=(youngest, oldest))


def _is_parent(person: Person, child: Person) -> bool:
    """Whether *child* descends from *person*, as far as the answers say; the agent's, if they do not."""
    if child.role != "child" or child.kinship in (Kinship.ENTRUSTED, Kinship.OTHER):
        return False
    if person.role == "partner":
        return child.parent in (Parent.PARTNER, Parent.BOTH)
    return person.role == "agent" and child.parent is not Parent.PARTNER


def _generation(child: Person, parent: Person, path: str, today: dt.date) -> Iterator[Finding]:
    youngest = law.dated("youngest_parent", today)
    years = _years(parent.birth_date, child.birth_date or today)
    if years < 0:
        yield finding("child-older-than-parent", path, child=child.words, parent=parent.words)
    elif years < youngest.known_value:
        yield finding(
            "child-born-soon-after-parent",
            path,
            rests_on=(youngest,),
            child=child.words,
            parent=parent.words,
            years=youngest.known_value,
        )


def _years(born: dt.date | None, on: dt.date) -> int:
    """Count full years; fewer than none if *on* comes before."""
    return ages.years(born or on, on=on)
