"""
The stories that the kit knows by itself: right answers alone, from the invitation on.

Each is tried on the library while it is written, so that it is right under a
host's own contract too, whose formulas and documents to sign are others.

>>> from psc_workflow import contracts
>>> [story.name for story in stories(contracts.get("guide-illustration"))][:3]
['a family', 'alone', 'two children and a change of formula']
"""

import datetime as dt
import functools
from collections.abc import Iterable

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.decision import Outcome
from psc_workflow._model.vocabulary import Role
from psc_workflow.testing._conformance import people
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.mirror import Mirror
from psc_workflow.testing._conformance.words import Request, Step, Words

PAUSE = dt.timedelta(minutes=2)

_MOST_SCREENS = 20


@attrs.frozen
class Story:
    """
    What somebody goes through.

    Args:
        actions: The first one opens the dossier.
        is_whole: Whether everything in it is accepted under the contract.
    """

    name: str
    actions: tuple[Action, ...]
    is_whole: bool = True


@functools.lru_cache(maxsize=4)
def stories(contract: Contract) -> tuple[Story, ...]:
    """Tell every story under *contract*, of the agent of the kit: the same for each class that is judged."""
    return stories_of(contract, people.AGENT, prefilled=people.AGENT)


def stories_of(contract: Contract, agent: Request, *, prefilled: Request) -> tuple[Story, ...]:
    """
    Tell every story of *agent* under *contract*.

    Args:
        agent: Who answers.
        prefilled: What the employer knows of them.
    """
    plots = _plots(Words.of(contract, agent))
    return tuple(_write(contract, name, steps, prefilled) for name, steps in plots.items())


def _write(contract: Contract, name: str, steps: Iterable[Step], agent: Request) -> Story:
    writer = Writer(contract, agent)
    for step in steps:
        writer.add(step)
    return Story(name, tuple(writer.actions), writer.is_whole)


class Writer:
    """Writes a story: each request some minutes after the one before, and tried on the library."""

    def __init__(self, contract: Contract, agent: Request = people.AGENT, id: str = "D1") -> None:  # noqa: A002
        self.at, self._id, self.is_whole = Words.of(contract).invited_at, id, True
        self.actions = [Action("open", self.at, id, agent=agent)]
        self._mirror = Mirror(contract)
        self._mirror.open(id, agent, self.at)

    def add(self, step: Step) -> None:
        """Let days pass, or give a request."""
        if isinstance(step, int):
            self.at += dt.timedelta(days=step)
            self._mirror.move(self.at)
            self.actions.append(Action("run-due", self.at, self._id))
            return
        self.at += PAUSE
        self._mirror.move(self.at)
        choices = step if isinstance(step, tuple) else (step,)
        actions = [self._action(choice) for choice in choices]
        accepted = next((action for action in actions if self._accept(action)), None)
        self.is_whole = self.is_whole and accepted is not None
        self.actions.append(accepted or actions[0])

    def back_to(self, state: str) -> None:
        """Go back to a screen of the affiliation."""
        for _ in range(_MOST_SCREENS):
            if self._mirror.files[self._id].dossier.states["affiliation"] == state:
                return
            self.add({"do": "go-back"})

    def _action(self, request: Request) -> Action:
        fields = {name: value for name, value in request.items() if name != "as"}
        return Action("give", self.at, self._id, request=fields, role=request.get("as", "agent"))

    def _accept(self, action: Action) -> bool:
        answer = self._mirror.answers(
            action.id, action.request or {}, at=self.at, role=Role(action.role), key=None, is_stale=False
        )[-1]
        self._mirror.accept(action.id, answer.decision, self.at)
        return answer.outcome == Outcome.ACCEPTED


# -- plots ----------------------------------------------------------------------------------------


def _plots(words: Words) -> dict[str, list[Step]]:
    family = [*words.household(people.PARTNER, [people.CHILD]), *words.subscription(people.PARTNER, [people.CHILD])]
    days = words.window + 1
    motive = {"do": "choose-motive", "motive": "partner_collective"}
    asked = [{"do": "start-dispensation"}, motive, words.attestation("attest", 269)]
    granted = [*asked, {"do": "request-dispensation", "warning_read": True}]
    leave = {"reason": "disponibilite_convenances_personnelles", "as": "manager"}
    return {
        "a family": [*family, {"do": "rate-experience", "rating": "happy"}],
        "alone": [*words.household(None, []), {"do": "confirm-solo"}, *words.subscription(None, [])],
        "two children and a change of formula": [
            *words.household(None, [people.CHILD, people.STUDENT]),
            *words.formula(-1),
            *words.subscription(None, [people.CHILD, people.STUDENT]),
        ],
        "three children": [
            *words.household(people.PARTNER, [people.CHILD, people.STUDENT, people.BABY]),
            *words.formula(0),
            *words.formula(-1),
        ],
        "seven children": [*words.household(None, people.SEVEN), *words.formula(-1), {"do": "validate-affiliation"}],
        "a death while mails are owed": [
            *family,
            {"do": "request-document", "kind": "devis"},
            {"do": "end-membership", "reason": "death", "on": words.day(0), "as": "manager"},
            30,
        ],
        "an account": [
            {"do": "open-invitation", "membership": "none"},
            {"do": "create-account", "email": words.agent["email"], **_PASSWORDS},
            {"do": "continue-to-login"},
            {"do": "report-login", "success": False},
            {"do": "report-login", "success": True},
            {"do": "sign-out"},
            {"do": "forget-password"},
            {"do": "reset-password", **_PASSWORDS},
        ],
        "silence": [
            7,
            7,
            days - 14,
            {"do": "complete-affiliation"},
            words.household(None, [])[1],
            {"do": "go-back"},
        ],
        "silence, and in force": [days, 10, {"do": "request-document", "kind": "notice_information"}],
        "a dispensation": [*granted, 200, {"do": "renounce-dispensation"}],
        "a dispensation that runs out": [*granted, 230, 40, 40],
        "a dispensation, renewed": [
            *granted,
            239,
            words.attestation("renew-dispensation", 543, 239),
            300,
        ],
        "a member": [
            *family,
            {"do": "report-processing", "outcome": "validé", "as": "manager"},
            30,
            {"do": "update-bank-details", "holder": people.LONG_NAME, "iban": people.IBAN},
            {"do": "update-contact-details", **words.contact, "city": "Faʻaʻa"},
            {"do": "withdraw-consent", "kind": "partner_offers"},
            {"do": "suspend", **leave, "on": words.day(30)},
            {"do": "reinstate", "on": words.day(30), "as": "manager"},
            {"do": "remove-beneficiary", "ref": "child-1", "reason": "own cover", "on": words.day(30), "as": "manager"},
            {"do": "end-membership", "reason": "departure", "on": words.day(56), "as": "manager"},
            60,
        ],
        "not concerned": [
            *words.household(None, [])[:1],
            {"do": "report-not-concerned", "reason": "J’ai quitté l’enseignement."},
            5,
            {"do": "reject-report", "as": "manager"},
            days,
        ],
    }


_PASSWORDS = {"password": people.PASSWORD, "confirmation": people.PASSWORD}
