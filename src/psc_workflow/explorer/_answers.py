"""
What the page asks of Python when it is served: the price of a household, and a decision at one of its moments.

Nothing is kept between two questions.
"""

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import parse
from psc_workflow._model.money import Locale, read_amount
from psc_workflow._model.people import HIGHEST_PAY, Child, Household, Partner
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import StructureError, parse_json, structure
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError
from psc_workflow.explorer._assembly import write
from psc_workflow.explorer._masking import Mask
from psc_workflow.explorer._moments import Moments, Outlook
from psc_workflow.explorer._money import Money, priced_on
from psc_workflow.explorer._page import fill
from psc_workflow.explorer._pools import Pools
from psc_workflow.explorer._subjects import Subject
from psc_workflow.pricing import price

Q = TypeVar("Q")


@attrs.frozen
class _Household:
    """A household to price: what is not known is left out."""

    contract: str
    formula: str
    regime: str
    on: dt.date | None = None
    gross: str = ""
    birth_date: dt.date | None = None
    partner: dt.date | None = None
    children: tuple[dt.date, ...] = ()


@attrs.frozen
class _Command:
    """A command to decide on; its fields are the text of a JSON object, as somebody typed it."""

    moment: int
    role: str
    do: str
    fields: str = "{}"


class Answers:
    """
    Answers the questions of one page.

    Args:
        in_french: Returns the sentence of an error in French.
        token: What the page must show; a new one for every server.
        locale: Language in which the page opens.
    """

    def __init__(
        self,
        subject: Subject,
        locale: Locale,
        *,
        with_personal_data: bool = False,
        in_french: Callable[[str], str] = str,
    ) -> None:
        self.locale, self.in_french = locale, in_french
        self._mask = None if with_personal_data else Mask(subject)
        self._subject = subject if self._mask is None else self._mask.subject()
        self.token = secrets.token_urlsafe(16)
        shown = write(self._subject, self._mask)
        self._sources: list[Any] = shown["pools"]["sources"]
        self.page = fill(shown, subject, locale, token=self.token).encode()

    def price(self, asked: dict[str, Any], locale: Locale) -> dict[str, Any]:
        """
        Price a household.

        Args:
            locale: Language in which its pay is written.

        Raises:
            StructureError: A field is missing, or of another type.
            PscWorkflowError: It has a value that cannot be.
        """
        question = _read(asked, _Household)
        contract = next((each for each in self._subject.contracts if each.id == question.contract), None)
        if contract is None:
            ids = ", ".join(each.id for each in self._subject.contracts)
            raise HostError(f"contract: must be one of: {ids}")
        quote = price(
            _household(question, contract, locale),
            contract=contract,
            formula=_member(contract.all_formulas, question.formula, "formula"),
            on=question.on or contract.effect.values[-1].known_value,
        )
        pools = self._pools()
        answer = Money(pools).plain(quote) | {"priced_on": priced_on(quote)}
        return answer | {"pools": {name: pools.lists.get(name, []) for name in ("reasons", "explanations")}}

    def decide(self, asked: dict[str, Any], _locale: Locale) -> dict[str, Any]:
        """
        Decide on a command at one moment of the page; the dossier of that moment stays what it is.

        Raises:
            StructureError: A field is missing, or of another type.
            PscWorkflowError: It has a value that cannot be.
        """
        question = _read(asked, _Command)
        dossier, at = self._moment(question.moment)
        command = parse(question.do, _fields(question.fields))
        decision = dossier.decide(command, at=at, role=_member(Role, question.role, "role"))
        writer = Moments(self._subject, self._pools(), self._mask)
        return {
            "outcome": decision.outcome.value,
            "findings": [writer.finding(finding) for finding in decision.findings],
            "effects": [type(effect).__name__ for effect in decision.effects],
            "states": decision.dossier.as_of(at).states,
        }

    def _moment(self, number: int) -> tuple[Dossier, dt.datetime]:
        """Find the dossier as it stands at a moment, whether somebody did something then or nobody has to."""
        *_, (_, latest, at) = situations = list(self._subject.situations())
        moments = [(dossier, instant) for _, dossier, instant in situations]
        moments += [(latest, instant) for instant, _ in Outlook.of(latest, at, self._mask).instants()]
        if not 0 <= number < len(moments):
            raise HostError(f"moment: must be a whole number from 0 to {len(moments) - 1}")
        return moments[number]

    def _pools(self) -> Pools:
        """Make pools that begin with the sources of the page; what is new in them is not shown."""
        pools = Pools()
        for source in self._sources:
            pools.place("sources", source)
        return pools


def _read(asked: dict[str, Any], kind: type[Q]) -> Q:
    """Read a question of the page, in which a field that is left empty is not answered."""
    return structure({name: value for name, value in asked.items() if value not in (None, "")}, kind)


def _fields(text: str) -> dict[str, Any]:
    try:
        fields = parse_json(text)
    except StructureError as error:
        raise StructureError([fault.below("fields") for fault in error.faults]) from None
    if not isinstance(fields, dict):
        raise HostError("fields: must be an object")
    return fields


def _household(asked: _Household, contract: Contract, locale: Locale) -> Household:
    return Household(
        regime=_member(contract.regimes, asked.regime, "regime"),
        birth_date=asked.birth_date,
        gross_cents=_pay(asked.gross.strip(), locale),
        partner=None if asked.partner is None else Partner(birth_date=asked.partner),
        children=[Child(birth_date=birth_date) for birth_date in asked.children],
    )


def _pay(text: str, locale: Locale) -> int | None:
    try:
        return read_amount(text, locale, most=HIGHEST_PAY) if text else None
    except ValueError as error:
        raise HostError(f"gross: {error}") from None


def _member(members: Any, value: str, name: str) -> Any:
    by_value = {str(member.value): member for member in members}
    if value not in by_value:
        raise HostError(f"{name}: must be one of: {', '.join(by_value)}")
    return by_value[value]
