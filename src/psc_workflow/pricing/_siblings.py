"""
Which child of one household is which of another: by the names of the host, else by birth date.

Children without a name are called by their place, which changes as soon as an
elder one is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import attrs

from psc_workflow._model.people import Child
from psc_workflow.pricing._people import ADULT_NAMES, CHILD_NAMES, names

Named = tuple[str, Child]
"""A child, and what it is called in its quote."""


@attrs.frozen
class Siblings:
    """
    Who is who.

    Args:
        before: By what a child is called in the later household, what it is
            called in the earlier one.
        ambiguous: What children are called who cannot be told apart: they have
            no names, share a birth date, and are not as many before as after;
            those who come first are taken for the same. Or their birth dates
            are not known.
    """

    before: dict[str, str] = attrs.field(factory=dict)
    ambiguous: tuple[str, ...] = ()


def match(before: Sequence[Child], after: Sequence[Child]) -> Siblings:
    """Find the children of *after* among those of *before*."""
    earlier = list(zip(names(tuple(before)), before, strict=True))
    later = list(zip(names(tuple(after)), after, strict=True))
    refs = {child.ref for _, child in earlier if child.ref} & {child.ref for _, child in later if child.ref}
    pairs, ambiguous = {ref: ref for ref in refs}, set()
    births_before, births_after = (_by_birth(children, refs) for children in (earlier, later))
    for birth in births_before.keys() & births_after.keys():
        old, new = births_before[birth], births_after[birth]
        if all(child.ref for _, child in old) and all(child.ref for _, child in new):
            continue  # names that differ are different people
        both = zip(new, old, strict=False)
        pairs |= {name: other for (name, child), (other, was) in both if not (child.ref and was.ref)}
        if len(old) != len(new) or (len(old) > 1 and any(child.ref for _, child in (*old, *new))):
            ambiguous |= {name for name, _ in (*old, *new)}
    return Siblings(pairs, tuple(sorted(ambiguous)))


def match_names(who: Iterable[str]) -> Siblings:
    """Take people for the same who are called the same, where nothing else is known of them."""
    children = set(who) - ADULT_NAMES
    return Siblings({name: name for name in children}, tuple(sorted(children.intersection(CHILD_NAMES))))


def _by_birth(children: Iterable[Named], matched: set[str]) -> dict[object, list[Named]]:
    """Group the children by birth date, apart from those who are *matched* and those without one."""
    result: defaultdict[object, list[Named]] = defaultdict(list)
    for name, child in children:
        if child.birth_date is not None and child.ref not in matched:
            result[child.birth_date].append((name, child))
    return result
