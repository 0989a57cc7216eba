"""
A collective contract (contrat collectif) as its file has it: its parameters, its tariff, its insurer.
"""

import datetime as dt
import functools
import operator
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import attrs

from psc_workflow._catalogue import contract_checks, contract_words, hypotheses, own_texts
from psc_workflow._catalogue.amounts import Amount
from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contract_words import Named
from psc_workflow._catalogue.forms import ID_FORM, TERRITORY_FORM, is_id, is_territory
from psc_workflow._catalogue.hypotheses import Euros
from psc_workflow._catalogue.insurer import UNNAMED, Insurer
from psc_workflow._catalogue.lookup import Lookup
from psc_workflow._catalogue.pages import Page
from psc_workflow._catalogue.periods import Periods, find_periods
from psc_workflow._catalogue.tariff import Tariff
from psc_workflow._catalogue.time_zones import zone
from psc_workflow._catalogue.values import Consistent, Dated, Parameter
from psc_workflow._model.open_lists import has_additions
from psc_workflow._model.personal import PersonalKind
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty, DocumentKind, Employment, Formula, PaymentScheme, Regime
from psc_workflow._structuring import StructureError
from psc_workflow._structuring.arguments import all_of, check_day, check_kind, in_utc, member
from psc_workflow.exceptions import Fault, HostError

_SUPPOSED = "+hypothesis"
"""What the version of a contract with other amounts ends in."""


@attrs.frozen
class Heading(Consistent):
    """
    Table ``contract``: the contract's id, version and label.

    Args:
        based_on: Contract whose tables apply wherever this file has none.
    """

    id: str
    version: str
    territory: str
    label: Text
    based_on: str | None = None

    def _faults(self) -> Iterator[Fault]:
        if not is_id(self.id):
            yield Fault("id", ID_FORM)
        for name in ("version", "label.fr", "label.en"):
            if not operator.attrgetter(name)(self).strip():
                yield Fault(name, "must not be blank")
        if not is_territory(self.territory):
            yield Fault("territory", TERRITORY_FORM)


@attrs.frozen(cache_hash=True)
class Contract(Lookup, Consistent):
    """
    The parameters of one collective contract, as in its file.

    Args:
        effect: First day of cover for agents in post at the start.
        time_zone: Time zone in which civil days are counted.
        affiliation_window: Days to act; the day of the invitation is day 0,
            the last one counts.
        accepted_regimes: Regimes covered without question.
        local_regimes: Regimes that are not French social security's general
            system and cannot be covered.
        default_code_organisme: Code that a blank one stands for.
        recommended_formula: Shown as recommended, never preselected; offered
            on every day on which both are known.
        recommendation: Why it is recommended.
        insurer: Whom texts name; "your insurer" if the file does not say.
        formula_names: What people read for the formulas, by id: those of the
            contract's own, and built-in ones that it calls otherwise.
        regime_names: The same for regimes.
        base_formula: The formula of an automatic affiliation.
        links: Pages that a portal shows beside the screens, by name.
        sources: Sources in place of those of this library, by short name.
        texts: Texts in place of those of this library, as in the file.
        formula_minimum_term: Years for which a chosen formula is kept; it can
            change from the anniversary on. While the term is unknown, a chosen
            formula cannot change.
        reminders: Days after the invitation on which the agent is reminded.
        not_concerned_employments: Employments that the contract does not
            concern, whatever else is known.
        documents_to_sign: Documents to read before signing, except the mandate.
        payment_schemes: Schemes through which an account can be reached.
        retention_after_membership_end: Months for which a dossier is kept, from
            the first day without membership.
        retention_after_closed_file: The same, from the day on which a file that
            concerns nobody is closed.
        withheld_from_employer: Kinds of personal data that the employer has no
            business with, and is not shown; none if the file does not say.
        withheld_from_insurer: Likewise.
    """

    contract: Heading
    effect: Parameter[dt.date]
    time_zone: Parameter[str]
    affiliation_window: Parameter[int]
    accepted_regimes: Parameter[tuple[Regime, ...]]
    local_regimes: Parameter[tuple[Regime, ...]]
    formulas: Parameter[tuple[Formula, ...]]
    documents_to_sign: Parameter[tuple[DocumentKind, ...]]
    payment_schemes: Parameter[tuple[PaymentScheme, ...]]
    tariff: Tariff
    default_code_organisme: Parameter[str] | None = None
    recommended_formula: Parameter[tuple[Formula, ...]] | None = None
    reminders: Parameter[tuple[int, ...]] | None = None
    not_concerned_employments: Parameter[tuple[Employment, ...]] | None = None
    formula_minimum_term: Parameter[int] | None = None
    retention_after_membership_end: Parameter[int] | None = None
    retention_after_closed_file: Parameter[int] | None = None
    withheld_from_employer: Parameter[tuple[PersonalKind, ...]] | None = None
    withheld_from_insurer: Parameter[tuple[PersonalKind, ...]] | None = None
    recommendation: Text | None = None
    insurer: Insurer = UNNAMED
    formula_names: dict[str, Named] = attrs.field(factory=dict, hash=False)
    regime_names: dict[str, Named] = attrs.field(factory=dict, hash=False)
    base_formula: Formula = Formula.BASE
    links: dict[str, Page] = attrs.field(factory=dict, hash=False)
    sources: dict[str, Source] = attrs.field(factory=dict, hash=False)
    texts: dict[str, Any] = attrs.field(factory=dict, hash=False, repr=False)

    def _faults(self) -> Iterator[Fault]:
        yield from contract_checks.faults_of(self)

    @property
    def id(self) -> str:
        """Permanent identifier of the contract."""
        return self.contract.id

    @property
    def version(self) -> str:
        """Version of the contract's data."""
        return self.contract.version

    @property
    def territory(self) -> str:
        """Two-letter code of the territory whose agents the contract covers."""
        return self.contract.territory

    @property
    def regimes(self) -> tuple[Regime, ...]:
        """All regimes that can be declared: the built-in ones, then those that the contract adds."""
        return (*Regime, *(word for word in map(Regime, self.regime_names) if not word.is_builtin))

    @property
    def all_formulas(self) -> tuple[Formula, ...]:
        """All formulas that the contract has ever offered, in its order."""
        return tuple(dict.fromkeys(formula for dated in self.formulas.values for formula in dated.value or ()))

    def word(self, member: Enum) -> Text:
        """Return what people read under this contract for a member of a list: a formula, a regime, a link, …"""
        return self.wording.word(member)

    def foreign_words(self, value: object) -> tuple[Fault, ...]:
        """List the formulas and regimes in *value* that only other contracts have, each with its path."""
        if not has_additions() or not contract_words.may_be_foreign(self):
            return ()
        return tuple(contract_words.foreign_words(value, self))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 -- the protocol of IPython and Hypothesis
        """Name the contract alone: whoever reads a dossier in a failing test knows where to look its tables up."""
        printer.text(f"<contract {self.id}>")

    @functools.cached_property
    def periods(self) -> Periods:
        """The periods during which everything in the tariff stays the same."""
        return find_periods(self)

    @functools.cached_property
    def wording(self) -> Wording:
        """The words and sentences that people read under this contract."""
        return Wording(
            insurer=self.insurer,
            base_formula=self.base_formula,
            own={**own_texts.read(self.texts), **self._labels_of_words()},
            own_sources=self.sources,
            contract_source=Source(self.contract.label.fr, title_en=self.contract.label.en),
        )

    def _labels_of_words(self) -> dict[str, Text]:
        """Return what people read for formulas and regimes, by the key of the text."""
        return {
            f"vocabulary.{kind}.{word}": named.label
            for kind, words in (("Formula", self.formula_names), ("Regime", self.regime_names))
            for word, named in words.items()
        }

    def with_values(
        self,
        values: Mapping[str, Euros],
        *,
        certainty: Certainty | str = Certainty.ASSUMED,
        since: dt.date | None = None,
    ) -> "Contract":
        """
        Return the contract with other amounts, to see what they would change. It is meant for quotes, not for dossiers.

        Lines that use them cite the hypothesis and nothing else for them, and
        the version says so.

        Args:
            values: Euros a month by the id of a parameter or of a component of
                the tariff, such as ``{"ce": "80.10"}``; no floats. ``None``
                for a value that is not known. An id and ``.coefficient`` is the
                coefficient of the pay alone: each cap stays on its days.
            certainty: How certain they are.
            since: First day of the values; those before it stay. ``None``: they
                replace all others.

        Raises:
            HostError: The tariff has no such name, a value is no amount in
                euros and cents or no ratio, there is no such certainty, the contract
                would contradict itself, or an argument is of another type.

        >>> from psc_workflow import contracts
        >>> supposed = contracts.get("men-2026").with_values({"ce": "80.10"})
        >>> supposed.tariff.parameter("ce").values[0].value, supposed.version
        (Decimal('80.10'), '2026.1+hypothesis')
        """
        certainty = member(Certainty, certainty, "certainty")
        check_kind(values, Mapping, "values")
        all_of(values, str, "values")
        if since is not None:
            check_day(since, "since")
        try:
            tariff = hypotheses.supposed(self.tariff, values, certainty, since)
            heading = attrs.evolve(self.contract, version=f"{self.version.removesuffix(_SUPPOSED)}{_SUPPOSED}")
            return attrs.evolve(self, tariff=tariff, contract=heading)
        except StructureError as error:
            raise HostError(f"`values`: {'; '.join(map(str, error.faults))}") from None

    def every_value(self) -> Iterator[tuple[str, Dated[Any] | Amount]]:
        """Walk all dated values and amounts, each with the path of its parameter or component."""
        for name in (field.name for field in attrs.fields(Contract)):
            parameter = getattr(self, name)
            for dated in parameter.values if isinstance(parameter, Parameter) else ():
                yield name, dated
        for parameter in self.tariff.parameters:
            for value in parameter.values:
                yield f"tariff.parameters.{parameter.id}", value
        for component in self.tariff.components:
            for amount in component.values:
                yield f"tariff.{component.id}", amount

    def local(self, at: dt.datetime) -> dt.datetime:
        """
        Convert *at* to the contract's time zone.

        Raises:
            NaiveInstantError: *at* has no time zone: that of the machine means nothing here.
            HostError: It is no instant, or lies outside the calendar there.
        """
        instant = in_utc(at, "at")
        try:
            return instant.astimezone(zone(self.value("time_zone", instant.date())))
        except OverflowError:
            raise HostError("an instant must not lie at an end of the calendar") from None

    def civil_day(self, at: dt.datetime) -> dt.date:
        """Return the calendar day of *at* in the contract's time zone; errors as for :meth:`local`."""
        return self.local(at).date()

    def start_of(self, day: dt.date) -> dt.datetime:
        """Return the first instant of the civil day *day*."""
        return dt.datetime.combine(day, dt.time.min, zone(self.value("time_zone", day)))
