"""
Quotes: a household priced, its amounts explained, priced again with other facts, and compared.

>>> import datetime as dt
>>> from psc_workflow._catalogue import contracts
>>> from psc_workflow._model.vocabulary import Regime
>>> from psc_workflow.pricing import price
>>> alone = Household(regime=Regime.GENERAL)
>>> base = price(alone, contract=contracts.get("guide-illustration"), formula=Formula.BASE, on=dt.date(2026, 5, 1))
>>> option = base.simulate(formula=Formula.OPTION_1)
>>> [(change.component, change.why, change.difference) for change in base.diff(option).changes]
[('agent-option-1', 'added', 1200)]
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import showing
from psc_workflow._model.money import Locale, check_locale, show
from psc_workflow._model.people import Household
from psc_workflow._model.quote import Quote
from psc_workflow._model.templates import with_fields
from psc_workflow._model.text import format_value
from psc_workflow._model.vocabulary import Certainty, Channel, Formula
from psc_workflow._retired import former_names
from psc_workflow._structuring.arguments import check_kind, member
from psc_workflow.exceptions import HostError
from psc_workflow.pricing._bounds import Bounds, bounds
from psc_workflow.pricing._comparison import Comparison, compare
from psc_workflow.pricing._explaining import explain
from psc_workflow.pricing._explanation import Explanation, Register
from psc_workflow.pricing._people import family
from psc_workflow.pricing._plans import Plan, find_plan, stored_plan
from psc_workflow.pricing._requests import find_covered, find_requested
from psc_workflow.pricing._siblings import match, match_names
from psc_workflow.pricing._situations import Situation
from psc_workflow.pricing._totals import Totals

_ANY_CERTAINTY = Certainty.ILLUSTRATIVE
"""The least certainty of an amount that is known at all."""


@attrs.frozen(slots=False, repr=False)  # so that quotes can be made from templates
class PricedQuote(Quote):
    """
    What one household pays a month, on one day, and what that was worked out from.

    Args:
        household: The people who were priced.
        source: The contract whose tariff was used.
        least_certainty: Amounts less certain than this were left unknown.
    """

    household: Household = attrs.field(kw_only=True)
    source: Contract = attrs.field(kw_only=True)
    least_certainty: Certainty = attrs.field(kw_only=True)
    _plan: Plan | None = attrs.field(default=None, init=False, eq=False)
    """What wrote the lines, so that their explanation need not be written again; no copy has it."""

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_plan": None}

    def __str__(self) -> str:
        """Say in French who pays what a month."""
        totals = ", ".join(f"{label.lower()} {amount}" for label, amount in self._totals())
        return f"{self._title()}\N{NO-BREAK SPACE}: {totals}"

    def _repr_html_(self) -> str:
        """Show the quote in a notebook, in French: every line, then who pays what."""
        rows = [
            (line.label.fr, self.source.wording.term("Channel", line.channel.value).fr, _shown(line.cents))
            for line in self.lines
        ]
        return showing.table(self._title(), rows, [(label, "", amount) for label, amount in self._totals()])

    def _title(self) -> str:
        return f"{self.source.word(self.formula).fr}, {format_value(self.on, 'fr')}"

    def _totals(self) -> list[tuple[str, str]]:
        wording = self.source.wording
        return [(wording.term("Channel", channel.value).fr, _shown(self.total(channel))) for channel in Channel]

    def explain(self, locale: Locale = "fr", register: Register | str = Register.MEMBER) -> Explanation:
        """
        Explain every amount.

        Args:
            register: ``member`` for the person who pays, in plain words;
                ``auditor`` with the component, the unrounded amount, the
                certainty and the sources of every line.

        Raises:
            HostError: There is no such locale or register.
        """
        check_locale(locale)
        if type(register) is not Register:
            register = member(Register, register, "register")
        plan = self._plan and self._plan.named(self.household.children)
        return explain(self, locale, register, contract=self.source, plan=plan)

    def between(self, channel: Channel | str) -> Bounds | None:
        """
        Find between which amounts the total of *channel* lies.

        A total that is known is both. Where lines are unknown, what is published of
        their sum counts in their place; it is not split, nor narrowed by what is
        known of the pay.

        Returns:
            The bounds; ``None`` if an amount is unknown of which nothing is published.

        Raises:
            HostError: No such channel.

        >>> import datetime as dt
        >>> from psc_workflow import Formula, Household, Regime, contracts
        >>> from psc_workflow.pricing import price
        >>> nobody_knows = Household(regime=Regime.GENERAL)  # the pay
        >>> men, on = contracts.get("men-2026"), dt.date(2026, 5, 1)
        >>> between = price(nobody_knows, contract=men, formula=Formula.BASE, on=on).between("payroll")
        >>> between.lowest, between.highest, between.ranges[0].label.en
        (2854, 4888, 'The agent’s base cover, taken from pay')
        """
        total = self.total(channel)
        if total is not None or self.gaps:
            return None if total is None else Bounds(total, total, self.certainty(channel))
        tariff, regime = self.source.tariff, self.household.regime
        in_force = [(table, dated) for table in tariff.ranges if (dated := table.on(self.on))]
        if tariff.excluded_regimes and (regime is None or regime in tariff.excluded_regimes):
            in_force = []  # the range is of another grid
        certain = [each for each in in_force if each[1].certainty.rank <= self.least_certainty.rank]
        return bounds([line for line in self.lines if line.channel == channel], self.structure, certain)

    def simulate(self, *, formula: Formula | None = None, on: dt.date | None = None, **facts: Any) -> "PricedQuote":
        """
        Price again with other facts.

        Args:
            formula: Another formula.
            on: Another day.
            facts: Fields of the household, such as ``gross_cents`` or
                ``partner``.

        Raises:
            FormulaNotOfferedError: The contract does not offer *formula* then.
            HostError: The household has no such field, a value does not
                fit it, or *formula* or *on* is of another type.
        """
        unknown = set(facts) - {field.name for field in attrs.fields(Household)}
        if unknown:
            raise HostError(f"a household has no {', '.join(sorted(unknown))}")
        day = self.on if on is None else on
        make = price_existing_cover if formula is None else price  # an existing formula is kept, offered or not
        return make(
            attrs.evolve(self.household, **facts),
            contract=self.source,
            formula=self.formula if formula is None else formula,
            on=day,
            least_certainty=self.least_certainty,
        )

    def diff(self, other: Quote) -> Comparison:
        """
        List what changes from this quote to *other*, line by line, and why.

        Children without a ``ref`` are the same if they are born on the same
        day, whatever their place; ``ambiguous`` names those of whom that
        cannot be told.

        Raises:
            HostError: *other* is no quote.
        """
        check_kind(other, Quote, "other")
        if isinstance(other, PricedQuote):
            return compare(self, other, match(self.household.children, other.household.children))
        return compare(self, other, match_names(line.who for line in (*self.lines, *other.lines)))


def _shown(cents: int | None) -> str:
    """Write an amount for a French reader."""
    return "inconnu" if cents is None else show(cents, "fr")


def price(
    household: Household,
    *,
    contract: Contract,
    formula: Formula,
    on: dt.date,
    least_certainty: Certainty = _ANY_CERTAINTY,
) -> PricedQuote:
    """
    Price *household*.

    Args:
        household: Everybody in it is priced; the rules say who may be covered.
        formula: For the agent and all beneficiaries.
        on: Day whose tariff is used, and on which ages are taken.
        least_certainty: Amounts less certain than this stay unknown.

    Returns:
        The quote: the agent's lines, the partner's, the children's in the
        order declared.

    Raises:
        FormulaNotOfferedError: The contract does not offer *formula* then.
        HostError: An argument is of another type, or a regime is of another
            contract.
        NoValueInForceError: The tariff says nothing about that day.

    Not modelled:
        The year and the pay of reference: pay is what the caller states.
    """
    return write_quote(household, find_requested(household, contract, formula, on, least_certainty), on)


def totals(
    household: Household,
    *,
    contract: Contract,
    formula: Formula,
    on: dt.date,
    least_certainty: Certainty = _ANY_CERTAINTY,
) -> Totals:
    """
    Add up what *household* pays, without writing its lines: several times as fast as :func:`price`.

    It takes what :func:`price` takes, raises what it raises, and gives the
    totals, certainties and codes of its quote.

    >>> import datetime as dt
    >>> from psc_workflow import contracts
    >>> agent = Household(regime=Regime.GENERAL, gross_cents=280000)
    >>> totals(agent, contract=contracts.get("men-2026"), formula=Formula.BASE, on=dt.date(2026, 5, 1)).payroll
    3770
    """
    situation = find_requested(household, contract, formula, on, least_certainty)
    return stored_plan(situation, family(household, situation, on)).totals(household.gross_cents)


def price_existing_cover(
    household: Household,
    *,
    contract: Contract,
    formula: Formula,
    on: dt.date,
    least_certainty: Certainty = _ANY_CERTAINTY,
) -> PricedQuote:
    """
    Price a cover that somebody already has, whether or not its formula is still offered.

    Raises:
        HostError: An argument is of another type, or a regime is of another
            contract.
        NoValueInForceError: The tariff says nothing about that day.
    """
    return write_quote(household, find_covered(household, contract, formula, on, least_certainty), on)


def write_quote(household: Household, situation: Situation, on: dt.date) -> PricedQuote:
    """Write the quote of a household in this situation."""
    plan = find_plan(household, situation, on)
    template = plan.memory.get(_TEMPLATE)
    if template is None:
        template = plan.memory[_TEMPLATE] = _template(situation, plan)
    return with_fields(template, on=on, lines=plan.lines(household), household=household)


_TEMPLATE = "quote"
"""The key under which a plan remembers the template of its quotes."""


def _template(situation: Situation, plan: Plan) -> PricedQuote:
    """Write what is the same in all quotes of *plan*."""
    contract = situation.charges.contract
    quote = PricedQuote(
        contract.id,
        dt.date.min,
        situation.formula,
        contract.tariff.structure,
        (),
        plan.gaps,
        household=Household(),
        source=contract,
        least_certainty=situation.least_certainty,
    )
    return with_fields(quote, _plan=plan)


__getattr__: Callable[[str], Any] = former_names(
    __name__,
    {
        "quoted": "price_existing_cover",
        "Change": "psc_workflow.pricing._comparison.Change",
    },
)
