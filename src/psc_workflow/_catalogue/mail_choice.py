"""
Which texts an effect has, where a fact may be unknown or changes what is to be done.

The choice rests on the effect and on what the contract says on the day of the effect.

>>> import datetime as dt
>>> from psc_workflow._catalogue import contracts
>>> contract = contracts.get("men-2026-pf")
>>> at = dt.datetime(2026, 6, 2, tzinfo=dt.UTC)
>>> mail = {"recipient": to.Recipient.CONTACT, "address": None}
>>> name_of(to.SendAutomaticAffiliation("e", at, None, effective_on=dt.date(2026, 5, 1), **mail), contract)
'automatic-affiliation-past'
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import effects as to
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Role
from psc_workflow.exceptions import NoValueInForceError


def name_of(effect: AnyEffect, contract: Contract) -> str:
    """Return the name of the texts of *effect* under *contract*."""
    return _NAMES[type(effect)](effect, contract)


def whose_cover(refs: tuple[str, ...], wording: Wording) -> Text:
    """Say whose cover ends, the agent's or that of how many others, without a name or a reference."""
    others = len([ref for ref in refs if ref != Role.AGENT])
    is_agent_too = len(refs) > others
    number = "" if not others else "one" if others == 1 else "several"
    form = "_and_".join(filter(None, ["agent" if is_agent_too else "", number])) or "unstated"
    return wording.term("CoverEnd", form).fill({"count": others})


def _dated(name: str, day: dt.date | None) -> str:
    return name if day is not None else f"{name}-undated"


def _automatic(effect: to.SendAutomaticAffiliation, contract: Contract) -> str:
    day = effect.effective_on
    is_past = day is not None and day < contract.local(effect.due_at).date()
    return "automatic-affiliation-past" if is_past else _dated("automatic-affiliation", day)


def _survivors(effect: to.InformSurvivors) -> str:
    """Leave the rights out of an effect of an earlier release, which has none."""
    return "survivors-rights" if effect.rights and effect.last_day is not None else "survivors"


def _cover_end(effect: to.SendCoverEndNotice) -> str:
    name = _dated("cover-end", effect.last_day)
    return name if effect.next_covers else f"{name}-alone"


def _outcome(effect: to.SendReviewOutcome, contract: Contract) -> str:
    if not effect.concerned:
        return "report-upheld-refund" if _has_local_regimes(effect, contract) else "report-upheld"
    return "report-rejected" if effect.last_day is None else "report-rejected-answer-due"


def _has_local_regimes(effect: to.SendReviewOutcome, contract: Contract) -> bool:
    """Whether the contract has regimes whose people are refunded instead; what it leaves open is not taken for no."""
    try:
        return contract.value("local_regimes", contract.local(effect.due_at).date()) != ()
    except NoValueInForceError:
        return True


_NAMES: dict[type[AnyEffect], Callable[[Any, Contract], str]] = {
    to.SendInvitation: lambda *_: "invitation",
    to.SendReminder: lambda *_: "reminder",
    to.SendPasswordReset: lambda *_: "password-reset",
    to.SendAcknowledgement: lambda effect, _: f"{effect.request.value}-received",
    to.SendReviewOutcome: _outcome,
    to.SendAutomaticAffiliation: _automatic,
    to.SendRenewalNotice: lambda *_: "renewal-notice",
    to.SendChildAgeNotice: lambda *_: "child-age-notice",
    to.SendChangeNotice: lambda effect, _: f"change-{effect.change.value.replace('_', '-')}",
    to.SendCoverEndNotice: lambda effect, _: _cover_end(effect),
    to.ProduceDocument: lambda effect, _: "document-to-produce" if effect.on_request else "document-due",
    to.AskForReview: lambda effect, _: f"review-{effect.about.value.replace('_', '-')}",
    to.OpenRetireeWindow: lambda effect, _: _dated("retiree-window", effect.last_day),
    to.InformSurvivors: lambda effect, _: _dated(_survivors(effect), effect.on),
    to.ContinueUnder: lambda *_: "transfer",
}
