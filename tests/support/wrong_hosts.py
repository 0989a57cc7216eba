"""
Hosts with a fault, each a right one but for a line or two, and the oracles that may tell it.
"""

import datetime as dt
import json
import logging
import time
import unicodedata
import warnings
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import attrs

from psc_workflow import Agent, Decision, Dossier, Effect, Formula, Outcome, Role
from psc_workflow import commands as do
from psc_workflow.contracts import builtin
from psc_workflow.exceptions import HostError, KeyReusedError
from psc_workflow.testing import JourneyConformance, Reply, Screen, reply_of
from right_hosts import DictPortal, EagerStore, SQLiteHost

FAULTS: dict[type[JourneyConformance], set[str]] = {}

LOG = logging.getLogger("portal")


def told_by(*oracles: str) -> Callable[[type[JourneyConformance]], type[JourneyConformance]]:
    """List a host among the wrong ones."""

    def add(host: type[JourneyConformance]) -> type[JourneyConformance]:
        FAULTS[host] = set(oracles)
        return host

    return add


def each_text(data: Any, change: Callable[[str], str]) -> Any:
    """Change every text of a document."""
    if isinstance(data, dict):
        return {name: each_text(value, change) for name, value in data.items()}
    if isinstance(data, list):
        return [each_text(value, change) for value in data]
    return change(data) if isinstance(data, str) else data


class _OtherTexts(DictPortal):
    """Changes the texts of the people when it stores them."""

    @staticmethod
    def change(text: str) -> str:
        return text

    def keep(self, dossier: Dossier) -> None:
        document = json.loads(dossier.dump())
        document["record"]["agent"] = each_text(document["record"]["agent"], self.change)
        document["record"]["answers"] = each_text(document["record"]["answers"], self.change)
        self.documents[dossier.id] = json.dumps(document).encode()


# -- what is stored -----------------------------------------------------------------------------


@told_by("stored")
class ComposesNames(_OtherTexts):
    @staticmethod
    def change(text: str) -> str:
        return unicodedata.normalize("NFC", text)


@told_by("stored")
class DecomposesNames(_OtherTexts):
    @staticmethod
    def change(text: str) -> str:
        return unicodedata.normalize("NFD", text)


@told_by("stored")
class StraightensApostrophes(_OtherTexts):
    @staticmethod
    def change(text: str) -> str:
        return text.replace("’", "'")


@told_by("stored")
class LosesTheEta(_OtherTexts):
    @staticmethod
    def change(text: str) -> str:
        return text.replace("ʻ", "")


@told_by("stored")
class TruncatesNames(_OtherTexts):
    @staticmethod
    def change(text: str) -> str:
        return text[:80]


@told_by("stored")
class LosesTheDraft(DictPortal):
    def keep(self, dossier: Dossier) -> None:
        document = json.loads(dossier.dump())
        document["record"]["drafts"] = []
        self.documents[dossier.id] = json.dumps(document).encode()


@told_by("stored", "state", "outcome", "offered")
class LosesTheLastSave(DictPortal):
    def keep(self, dossier: Dossier) -> None:
        self.before = dict(self.documents)
        super().keep(dossier)

    def restart(self) -> None:
        self.documents = {**self.documents, **self.before}


@told_by("stored", "state", "outcome")
class KeepsInMemory(DictPortal):
    def restart(self) -> None:
        self.documents = {id: self.opened[id] for id in self.documents}  # noqa: A001 -- as Dossier.open

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        super().open(id, agent)
        self.opened = {**getattr(self, "opened", {}), id: self.documents[id]}


@told_by("stored")
class ShowsWhatItReadFirst(SQLiteHost):
    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        self.cache: dict[str, Dossier] = getattr(self, "cache", {})
        return self.cache.setdefault(id, super().load(id))


@told_by("stored")
class LosesADossierWithTheProcess(SQLiteHost):
    def restart(self) -> None:
        self.start()


@told_by("crash")
class BreaksDownOverMalformedRequests(DictPortal):
    def give(self, id: str, request: dict[str, Any], **options: Any) -> Any:  # noqa: A002 -- as Dossier.open
        try:
            return super().give(id, request, **options)
        except HostError:
            return reply_of(500, None)


@told_by("stored", "state", "crash", "outcome", "leak", "offered")
class MixesIdsThatBeginAlike(DictPortal):
    def keep(self, dossier: Dossier) -> None:
        self.documents[dossier.id[:2]] = dossier.dump()

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        return super().load(id[:2])


@told_by("stored", "crash", "state", "outcome", "effects")
class KeepsSecondsOnly(DictPortal):
    def set_clock(self, at: dt.datetime) -> None:
        self.now = at.replace(microsecond=0)


@told_by("stale")
class OverwritesLateSaves(SQLiteHost):
    def save(self, dossier: Dossier, *, decision: Decision[Dossier] | None, expected_revision: int | None) -> None:
        if decision is not None and expected_revision is not None:
            self.store.delete(dossier.id)
            self.store.create(dossier)
        else:
            super().save(dossier, decision=decision, expected_revision=expected_revision)


# -- answers ------------------------------------------------------------------------------------


@told_by("outcome")
class LetsAnybodyAct(DictPortal):
    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        return super().decide(id, command, **{**options, "role": getattr(command, "command", command).roles[0]})


@told_by("outcome")
class IgnoresKeys(DictPortal):
    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        return super().decide(id, command, **{**options, "key": None})


@told_by("outcome", "stored")
class ForgetsKeysOnRestart(DictPortal):
    def restart(self) -> None:
        for id in self.documents:  # noqa: A001 -- as Dossier.open
            dossier = self.load(id)
            self.keep(attrs.evolve(dossier, record=attrs.evolve(dossier.record, accepted=())))


@told_by("outcome")
class TakesOldTabs(DictPortal):
    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        return super().decide(id, command, **{**options, "expected_revision": None})


@told_by("outcome")
class DropsNulls(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        return super().read({name: value for name, value in request.items() if value is not None})


@told_by("outcome", "codes")
class TakesNoAnswerForNo(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        for name in ("teletransmission", "partner_offers"):
            if name in request and request[name] is None:
                request = {**request, name: False}
        return super().read(request)


@told_by("outcome", "codes")
class ReadsTextsAsBooleans(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        booleans = {"true": True, "false": True}
        return super().read(
            {k: booleans.get(v, v) if isinstance(v, str) and k != "do" else v for k, v in request.items()}
        )


@told_by("outcome", "codes")
class DropsUnknownFields(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        return super().read({name: value for name, value in request.items() if not name.startswith("unknown")})


@told_by("outcome")
class AcceptsDuplicates(DictPortal):
    def reply(self, decision: Decision[Dossier]) -> Any:
        outcome = Outcome.ACCEPTED if decision.outcome is Outcome.DUPLICATE else decision.outcome
        return Reply(outcome, decision.codes, decision.missing)


@told_by("codes")
class TellsTheFirstCodeOnly(DictPortal):
    def reply(self, decision: Decision[Dossier]) -> Any:
        return Reply(decision.outcome, decision.codes[:1], decision.missing)


@told_by("codes")
class TellsWarningsAsReasons(DictPortal):
    def reply(self, decision: Decision[Dossier]) -> Any:
        return Reply(decision.outcome, (*decision.codes, *decision.warnings), decision.missing)


@told_by("codes")
class TellsNothingMissing(DictPortal):
    def reply(self, decision: Decision[Dossier]) -> Any:
        return Reply(decision.outcome, decision.codes, ())


# -- time ---------------------------------------------------------------------------------------


@told_by("outcome", "state", "stored", "offered")
class CountsInParis(DictPortal):
    def set_clock(self, at: dt.datetime) -> None:
        self.now = at + dt.timedelta(hours=11)


@told_by("outcome", "state", "stored", "offered")
class CountsTheLastMicrosecond(DictPortal):
    def set_clock(self, at: dt.datetime) -> None:
        self.now = at + dt.timedelta(microseconds=1)


@told_by("state", "offered")
class ShowsWhatIsStored(DictPortal):
    def look(self, id: str, *, role: Role) -> Any:  # noqa: A002 -- as Dossier.open
        screen = super().look(id, role=role)
        return attrs.evolve(screen, states=self.load(id).states)


# -- screens ------------------------------------------------------------------------------------


@told_by("offered")
class OffersWhatIsRefused(DictPortal):
    def screen(self, dossier: Dossier, role: Role) -> Any:
        offered = [offer.do for offer in dossier.view(at=self.now, role=role).commands]
        return attrs.evolve(super().screen(dossier, role), offered=offered)


@told_by("offered")
class ShowsManagersTheAgentsScreen(DictPortal):
    def screen(self, dossier: Dossier, role: Role) -> Any:
        return super().screen(dossier, Role.AGENT)


@told_by("premium")
class ShowsAFloat(DictPortal):
    def screen(self, dossier: Dossier, role: Role) -> Any:
        screen = super().screen(dossier, role)
        return attrs.evolve(screen, premium=screen.premium and float(screen.premium))


@told_by("premium")
class ShowsTheBasePremium(DictPortal):
    def screen(self, dossier: Dossier, role: Role) -> Any:
        screen = super().screen(dossier, role)
        quote = dossier.quote(at=self.now, formula=Formula.BASE) if screen.premium else None
        return attrs.evolve(screen, premium=quote and quote.as_json()["debited"])


@told_by("premium")
class ShowsZeroForUnknown(DictPortal):
    def screen(self, dossier: Dossier, role: Role) -> Any:
        screen = super().screen(dossier, role)
        return attrs.evolve(screen, premium=screen.premium or "0.00")


# -- effects ------------------------------------------------------------------------------------


@told_by("effects")
class NeverTicks(DictPortal):
    def run_due(self) -> None:
        self.deliver()


@told_by("effects")
class DeliversTwice(DictPortal):
    def deliver(self) -> None:
        outbox = dict(self.outbox)
        super().deliver()
        self.outbox = outbox if len(self.sent) < 2 else self.outbox


@told_by("effects")
class LosesEffectsOnRestart(DictPortal):
    def restart(self) -> None:
        self.outbox = {}


@told_by("effects")
class OwesAgainOnDuplicates(DictPortal):
    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        decision = super().decide(id, command, **options)
        if decision.outcome is Outcome.DUPLICATE:
            self.sent += self.sent[-1:]
        return decision


@told_by("effects")
class SendsUselessReminders(DictPortal):
    def deliver(self) -> None:
        for _, effect in self.outbox.values():
            self.send(effect)
        self.outbox = {}


@told_by("effects")
class WritesToTheOldAddress(EagerStore):
    def delivered(self) -> Sequence[str | Effect]:
        return [attrs.evolve(effect, address="x@example.org") for effect in self.sent if hasattr(effect, "address")]


@told_by("effects")
class IdsOfItsOwn(DictPortal):
    def send(self, effect: Effect) -> None:
        self.sent.append(f"mail-{len(self.sent)}")


# -- leaks --------------------------------------------------------------------------------------


@told_by("leak")
class LogsRequests(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        LOG.info("received %s", request)
        return super().read(request)


@told_by("leak")
class PrintsNumbers(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        if "nir" in request:
            print(str(request["nir"]).replace(" ", ""))  # noqa: T201 -- the fault
        return super().read(request)


@told_by("leak", "crash")  # where pytest turns warnings into errors, this one is raised
class WarnsWithTheAccount(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        if "iban" in request:
            warnings.warn(f"account {request['iban']}", stacklevel=2)
        return super().read(request)


@told_by("leak")
class RepeatsThePassword(DictPortal):
    def give(self, id: str, request: dict[str, Any], **options: Any) -> Any:  # noqa: A002 -- as Dossier.open
        return attrs.evolve(super().give(id, request, **options), text=f"<pre>{json.dumps(request)}</pre>")


@told_by("leak")
class ShowsTheLastAgent(DictPortal):
    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        super().open(id, agent)
        self.name = agent.usage_name

    def screen(self, dossier: Dossier, role: Role) -> Any:
        return attrs.evolve(super().screen(dossier, role), text=f"<h1>{self.name}</h1>")


# -- crashes and hosts that are no good -----------------------------------------------------------


@told_by("crash")
class FailsOnADispensation(DictPortal):
    def screen(self, dossier: Dossier, role: Role) -> Any:
        labels = {"home": "", "motive": "", "attestation": "", "closed": ""}
        return attrs.evolve(super().screen(dossier, role), text=labels[dossier.as_of(self.now).states["dispensation"]])


@told_by("crash")
class Hangs(DictPortal):
    step_limit = 2.0

    def read(self, request: dict[str, Any]) -> Any:
        if request.get("do") == "choose-formula":
            time.sleep(60)
        return super().read(request)


@told_by("crash")
class ReturnsADictionary(DictPortal):
    def reply(self, decision: Decision[Dossier]) -> Any:
        return {"outcome": decision.outcome}


@told_by("isolation")
class KeepsWhatWasThere(DictPortal):
    everything: dict[str, bytes] = {}  # noqa: RUF012 -- the fault

    def start(self) -> None:
        super().start()
        self.documents = self.everything

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        if id not in self.documents:
            super().open(id, agent)


@told_by("outcome", "state", "stored")
class OtherContract(DictPortal):
    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        return attrs.evolve(super().load(id), contract=builtin["men-2026"])


@told_by("outcome", "codes", "premium")
class UnderstandsScreensOnly(DictPortal):
    """Takes whatever the screen has for right: it never looks at the formula."""

    def read(self, request: dict[str, Any]) -> Any:
        if request.get("do") == "choose-formula":
            return do.ChooseFormula(Formula.BASE)
        return super().read(request)


@told_by("state", "outcome", "stored", "offered")
class GoesBackTwice(DictPortal):
    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        decision = super().decide(id, command, **options)
        if isinstance(getattr(command, "command", None), do.GoBack) and decision.outcome is Outcome.ACCEPTED:
            super().decide(id, do.GoBack(), role=Role.AGENT)
        return decision


@told_by("state")
class ShowsNoMembership(DictPortal):
    def screen(self, dossier: Dossier, role: Role) -> Screen:
        screen: Screen = super().screen(dossier, role)
        states: Any = screen.states
        return attrs.evolve(screen, states={**states, "membership": "none"})


class Races(DictPortal):
    """Lets others read a dossier while a decision on it is being saved; only threads show it."""

    threads = 4

    def keep(self, dossier: Dossier) -> None:
        time.sleep(0.01)
        super().keep(dossier)


@told_by("outcome")
class AnswersAKeyWithItsFirstAnswer(DictPortal):
    def give(self, id: str, request: dict[str, Any], *, key: str | None, **options: Any) -> Any:  # noqa: A002
        answers = self.__dict__.setdefault("answers", {})
        if key is None or (id, key) not in answers:
            answers[id, key] = super().give(id, request, key=key, **options)
        return answers[id, key]


@told_by("outcome")
class SharesKeysAmongDossiers(DictPortal):
    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        owner = self.__dict__.setdefault("owner", {}).setdefault(options.get("key"), id)
        if options.get("key") is not None and owner != id:
            raise KeyReusedError("this key is another's")
        return super().decide(id, command, **options)


@told_by("outcome", "stored")
class CountsRefusalsAsRevisions(DictPortal):
    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        refused = self.__dict__.setdefault("refused", set())
        if options.get("expected_revision") is not None and id in refused:
            options["expected_revision"] = -1
        decision = super().decide(id, command, **options)
        (refused.discard if decision.outcome is Outcome.ACCEPTED else refused.add)(id)
        return decision


@told_by("stale")
class ComparesTheNewRevision(SQLiteHost):
    """Takes a save for a late one only if it does not lead further than what is stored."""

    def save(self, dossier: Dossier, *, decision: Decision[Dossier] | None, expected_revision: int | None) -> None:
        if decision is not None and dossier.revision > self.load(dossier.id).revision:
            self.store.delete(dossier.id)
            self.store.create(dossier)
        else:
            super().save(dossier, decision=decision, expected_revision=expected_revision)


@told_by("effects")
class SendsMailsToTheDead(DictPortal):
    def deliver(self) -> None:
        for _, effect in self.outbox.values():
            if effect.useful_until is None or self.now < effect.useful_until:
                self.send(effect)
        self.outbox = {}


@told_by("stored", "outcome")
class SortsChildren(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        children = request.get("children")
        if isinstance(children, list) and all(isinstance(child, dict) for child in children):
            request = {**request, "children": sorted(children, key=lambda child: str(child.get("birth_date")))}
        return super().read(request)


@told_by("isolation")
class KeepsWhatWasSent(DictPortal):
    all_sent: list[str] = []  # noqa: RUF012 -- the fault

    def start(self) -> None:
        super().start()
        self.sent = self.all_sent


@told_by("outcome", "state", "stored")
class CutsKeys(DictPortal):
    """Keeps keys in a column of eight characters."""

    def decide(self, id: str, command: Any, *, key: str | None = None, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        return super().decide(id, command, key=key[:8] if key else None, **options)


@told_by("outcome", "state", "stored")
class FoldsKeys(DictPortal):
    """Keeps keys in a column that takes "k" for "K"."""

    def decide(self, id: str, command: Any, *, key: str | None = None, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        return super().decide(id, command, key=key.lower() if key else None, **options)


class _LooksAtTheKeyAlone(DictPortal):
    """Looks at nothing else where a request has a key."""

    def decide(self, id: str, command: Any, *, key: str | None = None, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        return super().decide(id, command, key=key, **(self.with_key(command, options) if key else options))

    def with_key(self, command: Any, options: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError


@told_by("outcome", "state", "stored")
class TakesOldTabsWithAKey(_LooksAtTheKeyAlone):
    def with_key(self, command: Any, options: dict[str, Any]) -> dict[str, Any]:
        return options | {"expected_revision": None}


@told_by("outcome", "codes", "state", "stored")
class TakesAnyRoleWithAKey(_LooksAtTheKeyAlone):
    def with_key(self, command: Any, options: dict[str, Any]) -> dict[str, Any]:
        roles = getattr(command, "command", command).roles
        return options if options["role"] in roles else options | {"role": roles[0]}


@told_by("outcome", "state", "stored")
class TakesOldTabsOfTheManager(DictPortal):
    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        ignored = {"expected_revision": None} if options["role"] is Role.MANAGER else {}
        return super().decide(id, command, **options | ignored)


@told_by("outcome", "state", "stored", "effects")
class IgnoresKeysOfTheManager(DictPortal):
    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        ignored = {"key": None} if options["role"] is Role.MANAGER else {}
        return super().decide(id, command, **options | ignored)


class _KeepsNoMoreThan(DictPortal):
    """Keeps dossiers in a column that is too short, and says nothing of it."""

    most: ClassVar[int]

    def keep(self, dossier: Dossier) -> None:
        if len(dossier.dump()) <= self.most:
            super().keep(dossier)


@told_by("state", "offered", "stored", "outcome")
class KeepsSixteenKilobytes(_KeepsNoMoreThan):
    most = 2**14 - 1


@told_by("state", "offered", "stored", "outcome")
class KeepsSixtyFourKilobytes(_KeepsNoMoreThan):
    most = 2**16 - 1


@told_by("outcome", "stored")
class StripsTexts(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        return super().read(each_text(request, str.strip))


@told_by("crash")
class TakesACommandForGranted(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        return super().read({**request, "do": request["do"].strip()})


@told_by("outcome", "stale", "stored")
class ForgetsKeysAfterADay(DictPortal):
    def decide(self, id: str, command: Any, *, key: str | None = None, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        return super().decide(id, command, key=f"{self.now:%d}-{key}" if key else None, **options)


@told_by("stored", "outcome")
class TakesFiveChildren(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        children = request.get("children")
        return super().read({**request, "children": children[:5]} if isinstance(children, list) else request)


@told_by("stored", "state", "outcome", "leak")
class FoldsIds(DictPortal):
    """Keeps dossiers in a column that takes "d1" for "D1"."""

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        names = [name for name in self.documents if name.casefold() == id.casefold()]
        return super().load(names[0])


@told_by("leak")
class LogsNumbersWithoutTheirKeys(DictPortal):
    def read(self, request: dict[str, Any]) -> Any:
        LOG.info("number %s", str(request.get("nir", "")).replace(" ", "")[:13])
        return super().read(request)


@told_by("effects")
class RemindsADayEarly(DictPortal):
    """Plans the mails of a deadline from the timeline, and sends them the day before."""

    def deliver(self) -> None:
        super().deliver()
        for id in self.documents:  # noqa: A001 -- as Dossier.open
            for milestone in self.load(id).timeline(until=self.now + dt.timedelta(days=1)):
                self.sent += [effect.id for effect in milestone.effects if effect.id not in self.sent]


@told_by("effects")
class SendsBeforeItIsDue(SQLiteHost):
    """Sends whatever is in its outbox, whenever that is due."""

    def start(self) -> None:
        super().start()
        self.outbox: dict[str, Effect] = {}
        self.sent: list[str] = []

    def save(self, dossier: Dossier, *, decision: Decision[Dossier] | None, expected_revision: int | None) -> None:
        super().save(dossier, decision=decision, expected_revision=expected_revision)
        self.outbox |= {effect.id: effect for effect in (decision.effects if decision is not None else ())}

    def run_due(self) -> None:
        super().run_due()
        self.sent += self.outbox
        self.outbox = {}

    def delivered(self) -> Sequence[str | Effect]:
        return self.sent


class _OtherPremium(DictPortal):
    """Works its premiums out anew."""

    def premium(self, amount: str) -> str:
        raise NotImplementedError

    def screen(self, dossier: Dossier, role: Role) -> Any:
        shown = super().screen(dossier, role)
        return attrs.evolve(shown, premium=self.premium(shown.premium)) if shown.premium is not None else shown


@told_by("premium")
class CutsAFloatToCents(_OtherPremium):
    def premium(self, amount: str) -> str:
        return f"{int(float(amount) * 100) / 100:.2f}"


@told_by("premium")
class RoundsToEuros(_OtherPremium):
    def premium(self, amount: str) -> str:
        return f"{float(amount):.0f}.00"


@told_by("premium")
class CutsCents(_OtherPremium):
    def premium(self, amount: str) -> str:
        return f"{amount.partition('.')[0]}.00"


@told_by("premium")
class RoundsToTenths(_OtherPremium):
    def premium(self, amount: str) -> str:
        return f"{float(amount):.1f}0"


@told_by("premium")
class TakesATwelfthOfAYear(_OtherPremium):
    """Shares a year among its months with floats."""

    def premium(self, amount: str) -> str:
        return f"{int(float(amount) * 100 / 12 * 12) / 100:.2f}"
