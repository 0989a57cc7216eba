"""
What is watched while a history is played: leases on effects, and what the mail server receives.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

import attrs

from psc_workflow import effects
from psc_workflow.effects import AnyEffect
from psc_workflow.stores import Claim, Store

LEASE = dt.timedelta(minutes=5)
"""What everybody asks for."""


@attrs.frozen
class Violation:
    """
    What a store did that it must not do.

    Args:
        rule: Name of the rule, kebab-case.
        what: What happened, with ids of dossiers and effects alone.
    """

    rule: str
    what: str


@attrs.define
class Watch:
    """
    Leases, receipts, and what was wrong with them.

    Args:
        leases: When the lease on an effect runs out, while it holds.
        recorded: Ids of the effects whose delivery was acknowledged.
        receipts: Id and digest of whatever the mail server received, in order.
    """

    leases: dict[str, dt.datetime] = attrs.field(factory=dict)
    recorded: set[str] = attrs.field(factory=set)
    receipts: list[tuple[str, str]] = attrs.field(factory=list)
    violations: list[Violation] = attrs.field(factory=list)

    def violate(self, rule: str, what: str) -> None:
        """Note a violation."""
        self.violations.append(Violation(rule, what))

    def receive(self, effect: AnyEffect) -> None:
        """Note what the mail server receives."""
        content = json.dumps(effects.as_json(effect), sort_keys=True).encode()
        self.receipts.append((effect.id, hashlib.sha256(content).hexdigest()))

    def attach(self, store: Store) -> None:
        """Watch every claim of *store*, and every end of one."""
        claim, put_back = store._claim, store._put_back  # noqa: SLF001 -- of a store: `deliver` claims by it
        failed, delivered = store.mark_failed, store.mark_delivered

        def watched_claim(at: dt.datetime, limit: int, until: dt.datetime) -> Any:
            claims, faults = claim(at, limit, until)
            for one_claim in claims:
                self._lease(one_claim, at)
            return claims, faults

        def watched_put_back(claims: Any, at: dt.datetime) -> None:
            for one_claim in claims:
                self.leases.pop(one_claim.effect.id, None)
            put_back(claims, at)

        def watched_failed(claim: Claim, *arguments: Any, **options: Any) -> bool:
            if self.leases.get(claim.effect.id) == claim.until:
                del self.leases[claim.effect.id]
            return failed(claim, *arguments, **options)

        def watched_delivered(effect: AnyEffect | Claim, *, at: dt.datetime) -> bool:
            id_ = effect.effect.id if isinstance(effect, Claim) else effect.id
            self.leases.pop(id_, None)
            answer = delivered(effect, at=at)
            self.recorded.add(id_)
            return answer

        _replace(store, _claim=watched_claim, _put_back=watched_put_back)
        _replace(store, mark_failed=watched_failed, mark_delivered=watched_delivered)

    def _lease(self, claim: Claim, at: dt.datetime) -> None:
        id_ = claim.effect.id
        until = self.leases.get(id_)
        if until is not None and until > at:
            self.violate("two-leases", f"effect {id_} is claimed at {at}, and its lease holds until {until}")
        if claim.until < at + LEASE:
            self.violate("short-lease", f"effect {id_} is claimed at {at}, and its lease runs out at {claim.until}")
        if id_ in self.recorded:
            self.violate("delivered-again", f"effect {id_} is claimed, and its delivery is recorded")
        self.leases[id_] = claim.until


def _replace(store: Store, **methods: Callable[..., Any]) -> None:
    for name, method in methods.items():
        setattr(store, name, method)
