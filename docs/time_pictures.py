"""
Timelines: what happens by itself to a file, as the library says, or as a store lets it happen.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from page_code import names_of
from picture import Kind, Picture
from plotting import Moment, happenings, timeline
from writing import COLON, say

from psc_workflow import Agent, Contract, Dossier, contracts, mails
from psc_workflow._catalogue import contracts as catalogue
from psc_workflow._model.effects import Effect
from psc_workflow._model.money import Locale
from psc_workflow.pricing.plots import as_svg
from psc_workflow.stores import SQLiteStore

OWN = Path(__file__).parents[1] / "examples" / "contracts" / "mutuelle-du-lagon.toml"
BEFORE_COVER, AFTER_INVITATION = dt.timedelta(days=25), dt.timedelta(days=120)
"""How long before the cover begins the person of the picture is invited; how far the picture goes."""

Lanes = list[tuple[str, list[Moment]]]


def pictures() -> dict[str, Picture]:
    """Return the timelines of pages, by name."""
    of_contracts = {f"timeline-{contract.id}": of_contract(contract) for contract in catalogue.builtin.values()}
    return of_contracts | {
        "timeline-of-own-contract": of_contract(contracts.load(OWN)),
        "timeline": picture(lambda locale: [("", list(moments(named_dossier(), locale)))], if_nobody),
        "ticks": picture(lambda locale: [("", list(ticks(locale)))], of_ticks),
        "waves": picture(waves, of_waves),
    }


def picture(lanes: Callable[[Locale], Lanes], heading: Callable[[Locale], tuple[str, str]]) -> Picture:
    """Make a picture of lanes."""

    def draw(locale: Locale) -> str:
        return as_svg(timeline(heading(locale), lanes(locale), locale))

    def about(locale: Locale) -> str:
        title, subtitle = heading(locale)
        said = [
            f"{name}{COLON[locale]} " * bool(name) + "; ".join(happenings(each, locale)) for name, each in lanes(locale)
        ]
        return f"{title}, {subtitle}{COLON[locale]} {'. '.join(said)}."

    return Picture(Kind.PLOT, about, draw)


# -- one file ----------------------------------------------------------------------------------


def moments(dossier: Dossier, locale: Locale) -> Iterator[Moment]:
    """List what happens to a file by itself, the invitation first."""
    invited_at = dossier.invitation.due_at.astimezone(zone_of(dossier.contract))
    yield Moment(invited_at.date(), say("Invitation", "Invitation", locale), is_sent=True)
    for milestone in dossier.timeline(until=invited_at + AFTER_INVITATION):
        yield Moment(milestone.day, milestone.what.in_(locale), bool(milestone.effects))


def of_contract(contract: Contract) -> Picture:
    """Draw what happens to somebody who is invited under *contract* some weeks before the cover begins."""

    def heading(locale: Locale) -> tuple[str, str]:
        return if_nobody(locale)[0], contract.contract.label.in_(locale)

    def lanes(locale: Locale) -> Lanes:
        return [("", list(moments(opened(contract, "A-1", invitation_of(contract)), locale)))]

    return picture(lanes, heading)


def invitation_of(contract: Contract) -> dt.datetime:
    """Return when somebody may be invited under *contract*."""
    first_day: dt.date = contract.effect.values[-1].known_value
    return dt.datetime.combine(first_day - BEFORE_COVER, dt.time(8), zone_of(contract))


def zone_of(contract: Contract) -> ZoneInfo:
    """Return where the days of *contract* are counted."""
    return ZoneInfo(contract.time_zone.values[-1].known_value)


def opened(contract: Contract, name: str, invited_at: dt.datetime) -> Dossier:
    """Invite an agent about whom nothing else is known."""
    agent = Agent(professional_email="agent@ministry.example", hired_on=invited_at.date().replace(year=2010))
    return Dossier.open(contract, id=name, agent=agent, invited_at=invited_at)


def named_dossier() -> Dossier:
    """Return the file of the page about time."""
    dossier: Dossier = names_of("how-to/let-time-pass", blocks=1)["dossier"]
    return dossier


def if_nobody(locale: Locale) -> tuple[str, str]:
    """Return the heading."""
    title = say("Si personne ne fait rien", "If nobody does anything", locale)
    return title, named_dossier().contract.contract.label.in_(locale)


# -- a store, a campaign -------------------------------------------------------------------------


def ticks(locale: Locale) -> Iterator[Moment]:
    """List what a store of three files sends when it is ticked every evening, and nobody answers."""
    at = dt.datetime(2026, 4, 6, 18, 0, tzinfo=dt.UTC)
    contract = contracts.get("men-2026-pf")
    sent: Counter[str] = Counter()

    def send(effect: Effect) -> None:
        sent[mails.render(effect, contract, locale).subject] += 1

    with SQLiteStore(":memory:") as store:
        for number in range(3):
            dossier = opened(contract, f"A-{number}", at)
            store.create(dossier, effects=[dossier.invitation])
        for day in range(AFTER_INVITATION.days):
            evening = at + dt.timedelta(days=day)
            while not store.tick(evening, limit=200).is_idle:
                pass
            sent.clear()
            store.deliver(send, at=evening)
            yield from (Moment(evening.date(), what, is_sent=True, note=f"× {number}") for what, number in sent.items())


def of_ticks(locale: Locale) -> tuple[str, str]:
    """Return the heading."""
    title = say("Ce que chaque soir fait envoyer", "What each evening has sent", locale)
    return title, say("Trois dossiers, sans aucune réponse", "Three files, of which nobody answers", locale)


def waves(locale: Locale) -> Lanes:
    """Return what happens to the first one invited of each wave of the page."""
    names: Mapping[str, object] = names_of("how-to/run-a-campaign", blocks=2)
    spring, invitees = names["spring"], names["invitees"]
    lanes: Lanes = []
    for wave in spring.waves:  # type: ignore[attr-defined]
        (invitee, *_) = invitees(wave.name, "", 1)  # type: ignore[operator]
        dossier = opened(contracts.get(invitee.contract), invitee.id, wave.opens_at)
        lanes.append((wave.name, list(moments(dossier, locale))))
    return lanes


def of_waves(locale: Locale) -> tuple[str, str]:
    """Return the heading."""
    title = say("Deux vagues, si personne ne répond", "Two waves, if nobody answers", locale)
    return title, say("La première personne invitée de chacune", "The first one invited of each", locale)
