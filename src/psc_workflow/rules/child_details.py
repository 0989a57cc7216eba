"""
A child's details agree with what was declared at step 2 (informations foyer 2/2).

The child is matched by its reference, not by its place in the list. A child who
has no social-security number yet is accepted: the number remains to be
completed.

Legal source:
    The guide, subscription step 2 (2/2).

Not modelled:
    A parent's number entered for a young child.

>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> carla = Child(dt.date(2019, 9, 9), ref="child-1")
>>> command = DeclareChild(ref="child-2")
>>> [finding.code for finding in assess(command, declared=(carla,), contract=pf, on=dt.date(2026, 4, 7)).findings][0]
'child-unknown'
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import DeclareChild
from psc_workflow._model.people import Child
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import child as child_rule
from psc_workflow.rules import code_organisme, identity, nir


def assess(command: DeclareChild, *, declared: tuple[Child, ...], contract: Contract, on: dt.date) -> Verdict:
    """
    Check the details of one child.

    Args:
        declared: The children as declared at step 2.
        on: Civil day of the request.

    Returns:
        A verdict that holds, with the warning ``child-nir-pending``; or
        ``child-ref-missing``, ``child-unknown``, ``child-birth-date-differs``,
        and what the rules ``identity``, ``nir`` and ``code_organisme`` find.

    Raises:
        NoValueInForceError: The code is blank, and the contract is silent about
            its default on that day.
    """
    return (
        Verdict.of(_reference(command, declared))
        + identity.assess(command, on=on)
        + Verdict.of(_number(command, declared))
        + code_organisme.assess(command.code_organisme, contract=contract, on=on)
    )


def _reference(command: DeclareChild, declared: tuple[Child, ...]) -> Iterator[Finding]:
    child = _find_child(command.ref, declared)
    if command.ref is None:
        yield finding("child-ref-missing", "ref", count=len(declared))
    elif child is None:
        yield finding("child-unknown", "ref", count=len(declared))
    elif None not in (command.birth_date, child.birth_date) and command.birth_date != child.birth_date:
        yield finding(
            "child-birth-date-differs",
            "birth_date",
            child=_name(child, declared),
            birth_date=command.birth_date,
            declared=child.birth_date,
        )


def _number(command: DeclareChild, declared: tuple[Child, ...]) -> Iterator[Finding]:
    if command.nir is not None:
        yield from nir.assess(command.nir, birth_date=command.birth_date, civility=command.civility).findings
    elif (child := _find_child(command.ref, declared)) is not None:
        yield finding("child-nir-pending", "nir", child=_name(child, declared))


def _name(child: Child, declared: tuple[Child, ...]) -> Text:
    return child_rule.name(child_rule.number_among(declared.index(child), len(declared)))


def _find_child(ref: str | None, declared: tuple[Child, ...]) -> Child | None:
    return next((child for child in declared if child.ref is not None and child.ref == ref), None)
