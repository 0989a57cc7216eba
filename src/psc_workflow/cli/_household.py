"""
The options that describe a household and its tariff: the same for every command that prices one.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter

from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.people import Child, Household, Partner
from psc_workflow._model.vocabulary import Certainty, Formula, PositionKind, Regime
from psc_workflow.cli._arguments import amount, choice, day, day_or_none


@dataclass(frozen=True, kw_only=True)
class HouseholdOptions:
    """
    What is priced.

    Parameters
    ----------
    contract
        Id of a built-in contract, or path of a TOML file.
    formula
        One of the contract, such as base, option_1 or option_2; the first that it offers if left out.
    gross
        Gross pay, in euros a month: 2800.50, or 2800,50 in French.
    position
        active, paid_leave, unpaid_leave or not_concerned; active if left out, but beside a pay of 0 then unknown.
    regime
        The agent's regime: general, alsace_moselle, msa, military, mayotte, cps, cafat, spm, wallis_futuna, or one that
        the contract adds.
    birth_date
        The agent's birth date, YYYY-MM-DD.
    partner
        Birth date of the partner to cover.
    child
        Birth date of a child to cover; repeat it for each child.
    retired_on
        First day of retirement.
    least_certainty
        Amounts less certain than this stay unknown: published, derived, announced, estimated, assumed, illustrative,
        unknown.
    """

    contract: str
    formula: str | None = None
    gross: str | None = None
    position: str | None = None
    regime: str = Regime.GENERAL.value
    birth_date: str | None = None
    partner: str | None = None
    child: Annotated[list[str] | None, Parameter(negative=())] = None
    retired_on: str | None = None
    least_certainty: str = Certainty.ILLUSTRATIVE.value

    def find_contract(self) -> Contract:
        """Find the contract."""
        return find_contract(self.contract)

    def read_certainty(self) -> Certainty:
        """Read the least certainty."""
        return choice(Certainty, self.least_certainty, "--least-certainty")

    def read_formula(self, contract: Contract, on: dt.date) -> Formula:
        """Read the formula; the first that *contract* offers on that day if it is left out."""
        if self.formula is None:
            return contract.value("formulas", on)[0]
        return choice(contract.all_formulas, self.formula, "--formula")

    def read_household(self, contract: Contract, locale: Locale) -> Household:
        """Read the household, in the words of *contract*."""
        return Household(
            regime=choice(contract.regimes, self.regime, "--regime"),
            birth_date=day_or_none(self.birth_date, "--birth-date"),
            gross_cents=amount(self.gross, "--gross", locale),
            retired_on=day_or_none(self.retired_on, "--retired-on"),
            partner=Partner(birth_date=day(self.partner, "--partner")) if self.partner is not None else None,
            children=[Child(birth_date=day(child, "--child")) for child in self.child or ()],
            position=None if self.position is None else choice(PositionKind, self.position, "--position"),
        )


Priced = Annotated[HouseholdOptions, Parameter(name="*")]


def first_day_of(contract: Contract, text: str | None, option: str) -> dt.date:
    """Read a day; that on which the contract takes effect if it is left out."""
    return contract.effect.values[-1].known_value if text is None else day(text, option)
