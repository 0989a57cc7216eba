"""
Since when somebody can have been covered: a cover lists people without their first day.

The signature covers everybody declared; whoever joins later does so by a
command of their own, on the day of which their cover begins. The steps tell
when such commands came, not for whom: so the first of them bounds everybody
who was not declared. Older steps than the dossier carries tell nothing.
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.answers import same_child, same_partner
from psc_workflow._model.record import Record
from psc_workflow.rules.beneficiary import PARTNER


def earliest_day(record: Record, contract: Contract, ref: str) -> dt.date | None:
    """Find the earliest day on which the cover of the beneficiary can have begun; ``None`` if nothing bounds it."""
    removals = (removal.on for removal in record.membership.removals if removal.ref == ref)
    additions = () if _is_declared(record, ref) else _additions(record, contract)
    return max([*removals, *list(additions)[:1]], default=None)


def _is_declared(record: Record, ref: str) -> bool:
    """Whether the person covered under *ref* was declared on the screens, so that a signature may have covered them."""
    cover, answers = record.membership.cover, record.answers
    if cover is None:
        return False
    if ref == PARTNER:
        return (
            cover.partner is not None and answers.partner is not None and same_partner(cover.partner, answers.partner)
        )
    covered = [child for child in cover.children if child.ref == ref]
    return any(same_child(child, declared) for child in covered for declared in answers.children)


def _additions(record: Record, contract: Contract) -> Iterator[dt.date]:
    """Yield the days on which somebody joined this membership, if every step since it began is carried."""
    since, steps = record.membership.affiliated_at, record.history.steps
    if since is not None and steps and steps[0].at <= since:
        yield from (
            contract.civil_day(step.at) for step in steps if step.command == "add-beneficiary" and step.at >= since
        )
