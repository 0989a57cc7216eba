"""
Everybody in a household is somebody else (personnes distinctes).

Nobody is covered twice, and nobody has another person's number: the same number,
or the same birth date and first name, are two names for one person, or a slip.
Nothing is refused: only a person can tell twins from a child added twice. Twins
are declared together, so children of one answer may be born on one day.

Two numbers are the same without a warning if they are provisional, or if a child
has no number of its own yet and uses a parent's: a number that fits the birth of
neither child is taken for that.

Legal source:
    None: a choice of this library. Structure of the NIR, through the rule
    ``nir``.

Not modelled:
    The same person in two dossiers; two first names of one person.

>>> import datetime as dt
>>> carla = dt.date(2019, 9, 9)
>>> people = (
...     Person("child", ref="carla", number=1, birth_date=carla),
...     Person("child", ref="child-2", number=2, birth_date=carla, birth_path="child.birth_date"),
... )
>>> [finding.code for finding in assess(people).findings]
['perhaps-same-person']
"""

from collections.abc import Iterator, Sequence

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import compulsory_text, nir
from psc_workflow.rules._persons import Person
from psc_workflow.rules.comparing import same


def assess(people: Sequence[Person]) -> Verdict:
    """
    Compare everybody whom a command speaks of with everybody else.

    Args:
        people: Everybody in the household, with what the command changes.

    Returns:
        A verdict that holds, with the warnings ``number-of-another-person``,
        ``same-person-twice``, ``perhaps-same-person``, each at the field of
        the command, and with the other's reference.
    """
    pairs = ((left, right) for place, right in enumerate(people) for left in people[:place])
    return Verdict.of(each for left, right in pairs for each in _compare(left, right))


def _compare(left: Person, right: Person) -> Iterator[Finding]:
    """Compare two people; *right* is the later one."""
    path, other = _place(left, right, "nir_path")
    if path and _share_number(left, right):
        yield finding("number-of-another-person", path, person=other.words, ref=other.ref)
    path, other = _place(left, right, "name_path", "birth_path")
    if path and left.birth_date is not None and left.birth_date == right.birth_date:
        if _is_named(left) and _is_named(right):
            code = "same-person-twice" if same(left.first_name, right.first_name) else ""
        else:
            code = "perhaps-same-person" if _may_be_one(left, right) else ""
        if code:
            yield finding(code, path, person=other.words, ref=other.ref)


def _place(left: Person, right: Person, *names: str) -> tuple[str, Person]:
    """Find where the command speaks of one of two people, the later one first, and who the other is."""
    for name in names:
        for person, other in ((right, left), (left, right)):
            if path := getattr(person, name):
                return path, other
    return "", left


def _share_number(left: Person, right: Person) -> bool:
    """Whether both have one number, which neither should have from the other."""
    if left.nir is None or left.nir != right.nir or nir.is_provisional(left.nir):
        return False
    children = [person for person in (left, right) if person.role == "child"]
    return not children or any(nir.fits(left.nir, child.birth_date) for child in children)


def _is_named(person: Person) -> bool:
    return person.first_name is not None and not compulsory_text.is_blank(person.first_name)


def _may_be_one(left: Person, right: Person) -> bool:
    """Whether two who are born on one day may be one person, as long as their names are unknown."""
    if {left.role, right.role} == {"agent", "partner"}:
        return bool(left.birth_path or right.birth_path)
    both_in_command = left.birth_path and right.birth_path
    return left.role == right.role == "child" and bool(left.birth_path or right.birth_path) and not both_in_command
