"""
References of children: given by the host, or by us; always the same for the same child.

>>> carla = Child(dt.date(2019, 9, 9))
>>> [child.ref for child in with_refs((carla, carla), Answers())]
['child-1', 'child-2']
"""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Collection, Iterator

import attrs

from psc_workflow._model.answers import Answers
from psc_workflow._model.people import Child


def with_refs(children: tuple[Child, ...], answers: Answers) -> Iterator[Child]:
    """
    Give each child that has no reference its earlier one if it was declared before, else a new one.

    Children of the same facts keep theirs in order as long as there are no
    fewer of them than before; otherwise nobody can say who is left, and new
    references make sure that no details go to the wrong child. A child left
    out earlier takes its parked details up again if no other has its birth
    date.
    """
    named = {child.ref for child in children if child.ref is not None}
    declared = {child.ref for child in answers.children}
    in_use = declared | {details.ref for details in answers.children_details}
    earlier: dict[Child, list[str | None]] = {}
    for child in answers.children:
        if child.ref not in named:
            earlier.setdefault(_nameless(child), []).append(child.ref)
    left_out: dict[dt.date | None, list[str | None]] = {}
    for details in answers.children_details:
        if details.ref not in named | declared:
            left_out.setdefault(details.birth_date, []).append(details.ref)
    alike = Counter(_nameless(child) for child in children if child.ref is None)
    new = (ref for number in itertools.count(1) if (ref := f"child-{number}") not in named | in_use)
    for child in children:
        refs = earlier.get(_nameless(child), [])
        if child.ref is not None:
            yield child
        elif refs and alike[_nameless(child)] >= len(refs):
            alike[_nameless(child)] -= 1
            yield attrs.evolve(child, ref=refs.pop(0))
        elif len(left_out.get(child.birth_date, [])) == 1:
            yield attrs.evolve(child, ref=left_out.pop(child.birth_date)[0])
        else:
            yield attrs.evolve(child, ref=next(new))


def new_ref(in_use: Collection[str | None]) -> str:
    """
    Make a reference that no child has or had.

    >>> new_ref({"child-1", "carla"})
    'child-2'
    """
    return next(ref for number in itertools.count(1) if (ref := f"child-{number}") not in in_use)


def _nameless(child: Child) -> Child:
    return attrs.evolve(child, ref=None)
