"""
A match over all effects that leaves none out, as a host writes it that performs them.
"""

import datetime as dt
from typing import assert_never

from psc_workflow import Decision, Dossier, Effect, effects
from psc_workflow.stores import Store


def what(effect: Effect) -> str:  # noqa: C901, PLR0911, PLR0912 -- one case each
    match effect:
        case effects.ProduceDocument(kind=kind):
            return kind.value
        case effects.AskForReview(about=about):
            return about.value
        case effects.SendInvitation():
            return "SendInvitation"
        case effects.SendReminder():
            return "SendReminder"
        case effects.SendPasswordReset():
            return "SendPasswordReset"
        case effects.SendAcknowledgement():
            return "SendAcknowledgement"
        case effects.SendReviewOutcome():
            return "SendReviewOutcome"
        case effects.SendChangeNotice():
            return "SendChangeNotice"
        case effects.SendCoverEndNotice():
            return "SendCoverEndNotice"
        case effects.SendAutomaticAffiliation():
            return "SendAutomaticAffiliation"
        case effects.SendRenewalNotice():
            return "SendRenewalNotice"
        case effects.SendChildAgeNotice():
            return "SendChildAgeNotice"
        case effects.OpenRetireeWindow():
            return "OpenRetireeWindow"
        case effects.InformSurvivors():
            return "InformSurvivors"
        case effects.ContinueUnder():
            return "ContinueUnder"
        case _:
            assert_never(effect)


def mails(decision: Decision[Dossier]) -> list[str | None]:
    what(decision.dossier.invitation)
    return [effect.address for effect in decision.effects if isinstance(effect, effects.Mail)]


def perform(store: Store, at: dt.datetime) -> list[str]:
    store.deliver(what, at=at)
    return [what(effect) for effect in store.pending(at)] + [what(effects.parse({}))]
