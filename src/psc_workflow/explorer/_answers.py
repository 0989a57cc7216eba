"""
What the page asks of Python when it is served: the price of a household, and a decision at one of its moments.

Nothing is kept between two questions.
"""

import datetime as dt
import re
import secrets
from decimal import Decimal
from typing import Any

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import parse
from psc_workflow._model.money import Locale, cents
from psc_workflow._model.people import Child, Household, Partner
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import parse_date, parse_json
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError
from psc_workflow.explorer._assembly import write
from psc_workflow.explorer._masking import Mask
from psc_workflow.explorer._moments import Moments, Outlook
from psc_workflow.explorer._money import Money
from psc_workflow.explorer._page import fill
from psc_workflow.explorer._pools import Pools
from psc_workflow.explorer._subjects import Subject
from psc_workflow.pricing import price

_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


class Answers:
    """
    Answers the questions of one page.

    Args:
        token: What the page must show; a new one for every server.
    """

    def __init__(self, subject: Subject, locale: Locale, *, with_personal_data: bool = False) -> None:
        self._mask = None if with_personal_data else Mask(subject)
        self._subject = subject if self._mask is None else self._mask.subject()
        self.token = secrets.token_urlsafe(16)
        shown = write(self._subject, self._mask)
        self._sources: list[Any] = shown["pools"]["sources"]
        self.page = fill(shown, subject, locale, token=self.token).encode()

    def price(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Price a household."""
        contract = next((each for each in self._subject.contracts if each.id == asked.get("contract")), None)
        if contract is None:
            raise HostError("`contract` must be one of the page")
        quote = price(
            _household(asked, contract),
            contract=contract,
            formula=_member(contract.all_formulas, asked, "formula"),
            on=_day(asked, "on") or contract.effect.values[-1].known_value,
        )
        return Money(self._pools()).plain(quote)

    def decide(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Decide on a command at one moment of the page; the dossier of that moment stays what it is."""
        dossier, at = self._moment(asked.get("moment"))
        fields = parse_json(str(asked.get("fields") or "{}").encode())
        if not isinstance(fields, dict):
            raise HostError("`fields` must be an object")
        decision = dossier.decide(parse(asked.get("do"), fields), at=at, role=_member(Role, asked, "role"))
        writer = Moments(self._subject, self._pools(), self._mask)
        return {
            "outcome": decision.outcome.value,
            "findings": [writer.finding(finding) for finding in decision.findings],
            "effects": [type(effect).__name__ for effect in decision.effects],
            "states": decision.dossier.as_of(at).states,
        }

    def _moment(self, number: Any) -> tuple[Dossier, dt.datetime]:
        """Find the dossier as it stands at a moment, whether somebody did something then or nobody has to."""
        *_, (_, latest, at) = situations = list(self._subject.situations())
        moments = [(dossier, instant) for _, dossier, instant in situations]
        moments += [(latest, instant) for instant, _ in Outlook.of(latest, at, self._mask).instants()]
        if type(number) is not int or not 0 <= number < len(moments):
            raise HostError("`moment` must be one of the page")
        return moments[number]

    def _pools(self) -> Pools:
        """Make pools that begin with the sources of the page; what is new in them is not shown."""
        pools = Pools()
        for source in self._sources:
            pools.place("sources", source)
        return pools


def _household(asked: dict[str, Any], contract: Contract) -> Household:
    partner, children = _day(asked, "partner"), asked.get("children") or []
    gross = str(asked.get("gross") or "").strip().replace(",", ".")
    return Household(
        regime=_member(contract.regimes, asked, "regime"),
        birth_date=_day(asked, "birth_date"),
        gross_cents=cents(_number(gross)) if gross else None,
        partner=None if partner is None else Partner(birth_date=partner),
        children=[Child(birth_date=_day({"children": child}, "children")) for child in children],
    )


def _number(text: str) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        raise HostError("`gross` must be an amount in euros with at most two decimals, such as 2800.50")
    return Decimal(text)


def _member(members: Any, asked: dict[str, Any], name: str) -> Any:
    by_value = {str(member.value): member for member in members}
    if asked.get(name) not in by_value:
        raise HostError(f"`{name}` must be one of: {', '.join(by_value)}")
    return by_value[str(asked[name])]


def _day(asked: dict[str, Any], name: str) -> dt.date | None:
    text = asked.get(name)
    if text in (None, ""):
        return None
    try:
        return parse_date(text)
    except ValueError as error:
        raise HostError(f"`{name}`: {error}") from None
