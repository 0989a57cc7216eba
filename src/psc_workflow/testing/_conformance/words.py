"""
What a contract lets people answer, on every screen.

>>> from psc_workflow import contracts
>>> words = Words.of(contracts.get("guide-illustration"))
>>> words.invited_at.isoformat(), words.day(30)
('2026-04-06T18:00:00.123457+00:00', '2026-05-06')
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow.exceptions import HostError, NoValueInForceError
from psc_workflow.testing._conformance import people

Request = dict[str, Any]
Step = Request | int | tuple[Request, ...]
"""A request; days that pass; or requests of which the first that is accepted is given."""

_SPARE_DAYS = 4
"""Between the last day to answer and the first day of cover."""

_TIME = dt.timedelta(hours=8, microseconds=123457)


@attrs.frozen
class Words:
    """
    What a contract lets people answer.

    Args:
        window: Days to answer.
        invited_on: Civil day of the invitation.
        agent: Who answers.
    """

    formulas: tuple[str, ...]
    documents: tuple[str, ...]
    regime: str
    window: int
    invited_on: dt.date
    invited_at: dt.datetime
    agent: Request = attrs.field(factory=people.AGENT.copy)

    @classmethod
    def of(cls, contract: Contract, agent: Request = people.AGENT) -> "Words":
        """
        Read the words of *contract*, for *agent*.

        Raises:
            HostError: It is silent about what every journey needs.
        """
        try:
            effect = contract.effect.values[-1].known_value
            window = contract.value("affiliation_window", effect)
            day = _first_day(contract, effect - dt.timedelta(days=window + _SPARE_DAYS))
            regimes = [regime.value for regime in contract.value("accepted_regimes", effect)]
            return cls(
                tuple(formula.value for formula in contract.value("formulas", effect)),
                tuple(kind.value for kind in contract.value("documents_to_sign", effect)),
                "general" if "general" in regimes else regimes[0],
                window,
                day,
                (contract.start_of(day) + _TIME).astimezone(dt.UTC),
                agent,
            )
        except NoValueInForceError as error:
            raise HostError(
                f"the kit has no journeys under the contract {contract.id}, which lacks what they need: {error}"
            ) from None

    def day(self, count: int) -> str:
        """Return the civil day *count* days after the invitation."""
        return (self.invited_on + dt.timedelta(days=count)).isoformat()

    def household(self, partner: Request | None, children: list[Request]) -> list[Step]:
        """Answer the first two screens."""
        regime = {"regime": self.regime}
        partner = None if partner is None else {**partner, **regime}
        children = [{**child, **regime} for child in children]
        return [
            {"do": "start-affiliation"},
            {"do": "declare-regime", **regime},
            {"do": "declare-beneficiaries", "partner": partner, "children": children},
        ]

    def formula(self, place: int) -> list[Step]:
        """Choose a formula."""
        return [{"do": "choose-formula", "formula": self.formulas[place]}]

    @property
    def contact(self) -> Request:
        """The contact details as prefilled."""
        names = ("address", "postal_code", "city", "country", "email", "phone")
        return {name: self.agent[name] for name in names}

    def subscription(self, partner: Request | None, children: list[Request]) -> Iterator[Step]:
        """Answer every screen from the formula to the signature."""
        code = {"code_organisme": "91 919 0000"}
        yield from self.formula(0)
        yield {"do": "validate-affiliation"}
        yield {"do": "confirm-identity", **civil_status(self.agent)}
        yield {"do": "declare-social-security", "nir": people.NIRS["agent"], **code, "teletransmission": True}
        if partner is not None:
            person = {**people.PARTNER, **_PARTNER_NAMES}
            numbers = {"regime": self.regime, "nir": people.NIRS["partner"], **code}
            yield {"do": "declare-partner", **civil_status(person), **numbers}
        for child in children:
            yield {"do": "declare-child", **_child(child), **code}
        yield {"do": "confirm-contact-details", **self.contact}
        yield {"do": "give-consents", "partner_offers": True}
        yield {"do": "give-bank-details", "holder": "M. ou Mme Teʻaitu", "iban": people.IBAN}
        yield tuple(self._signature(documents) for documents in (self.documents, (*self.documents, "mandat_sepa")))

    @staticmethod
    def _signature(documents: Iterable[str]) -> Request:
        evidence = {"certified": True, "accepted": True, "evidence": "proof-1"}
        return {"do": "sign", "documents_read": [*documents], **evidence}

    def attestation(self, do: str, ends: int, signed: int = 0) -> Request:
        """Attest the motive; days are counted from the invitation."""
        return {
            "do": do,
            "full_name": f"{self.agent['first_name']} {self.agent['birth_name']}",
            "address": self.agent["address"],
            "motive": "partner_collective",
            "end_date": self.day(ends),
            "signed_on": self.day(signed),
            "signed_at_place": "Paʻea",
            "signed": True,
        }


_PARTNER_NAMES = {
    "civility": "madame",
    "first_name": "Poerava",
    "usage_name": "Tāne-Dufourmantelle",
    "birth_name": "Dufourmantelle",
}


def civil_status(person: Request, place: str = "Uturoa") -> Request:
    """Return what a screen asks of an adult."""
    names = ("civility", "usage_name", "birth_name", "first_name", "birth_date")
    return {**{name: person[name] for name in names}, "birth_country": "PF", "birth_city": place}


def _child(child: Request) -> Request:
    return {
        "ref": child["ref"],
        "civility": "madame",
        "first_name": "Heimiti",
        "last_name": "Tāvana-Dufourmantelle",
        "birth_date": child["birth_date"],
        "birth_country": "PF",
        "birth_city": "Uturoa",
        "nir": people.NIRS["child"] if child["ref"] == people.CHILD["ref"] else None,
    }


def _first_day(contract: Contract, day: dt.date) -> dt.date:
    """Return *day*, or the first later one for which the contract has what an invitation needs."""
    needs = ("effect", "time_zone", "affiliation_window", "reminders")
    days: list[dt.date] = [getattr(contract, name).values[0].in_force_from for name in needs]
    return max([day, *days])
