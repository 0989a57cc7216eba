"""
The commands that add up what the households of a file pay, and compare two tariffs.
"""

from pathlib import Path
from typing import Annotated, Any

import attrs
from cyclopts import Parameter

from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.cli._arguments import ArgumentError, AsJson, Lang, choice, day, locale, print_json
from psc_workflow.cli._batch import check_population, interrupt_on_termination, report_missing_extra
from psc_workflow.cli._printing import Printer

Suppositions = Annotated[list[str] | None, Parameter(negative=())]


def summary(
    file: Path,
    /,
    *,
    contract: str,
    on: str,
    rejects: Path | None = None,
    least_certainty: str = Certainty.ILLUSTRATIVE.value,
    json: AsJson = False,
    lang: Lang = None,
) -> None:
    """
    Add up what the households of a file pay, by channel, pay decile, formula and family.

    Parameters
    ----------
    file
        Households, one a row, CSV or Parquet by its suffix, as for price.
    contract
        Id of a built-in contract, or path of a TOML file.
    on
        Day whose tariff is used, YYYY-MM-DD.
    rejects
        CSV file of the rows that cannot be priced, each with its number and the reason; not written if left out.
    least_certainty
        Amounts less certain than this stay unknown: published, derived, announced, estimated, assumed, illustrative,
        unknown.
    json
        Print the sums as one JSON object.
    lang
        fr or en.
    """
    printer, tariff, tariff_day = Printer(locale(lang)), find_contract(contract), day(on, "--on")
    least = choice(Certainty, least_certainty, "--least-certainty")
    check_population(file, rejects)
    with report_missing_extra("summary"):
        from psc_workflow.cli._files.populations import read_population  # noqa: PLC0415 -- the extra may be missing
        from psc_workflow.pricing import frame  # noqa: PLC0415 -- as above
    with interrupt_on_termination():
        households, rejected = read_population(file, rejects, tariff, tariff_day, printer.locale)
        answer = frame.summary(frame.price(households, tariff, tariff_day, least_certainty=least))
    if json:
        print_json({**answer.as_json(), "rejected": rejected})
        return
    printer.block(attrs.evolve(answer, wording=tariff.wording).table(printer.locale))
    printer.meanings(answer.total.incomplete, [tariff])
    printer.rejected(rejected, rejects)


def compare(
    file: Path,
    /,
    *,
    contract: str,
    on: str,
    after: str | None = None,
    suppose: Suppositions = None,
    on_after: str | None = None,
    rejects: Path | None = None,
    least_certainty: str = Certainty.ILLUSTRATIVE.value,
    json: AsJson = False,
    lang: Lang = None,
) -> None:
    """
    Compare what the households of a file pay under two tariffs, or on two days.

    Parameters
    ----------
    file
        Households, one a row, CSV or Parquet by its suffix, as for price.
    contract
        The first contract: id of a built-in one, or path of a TOML file.
    on
        Day whose tariff is used, YYYY-MM-DD.
    after
        The second contract; the first one if left out.
    suppose
        A value that the second contract is supposed to have, such as ce=80.10; repeat it for each value.
    on_after
        Day for the second contract; that of --on if left out.
    rejects
        CSV file of the rows that cannot be priced, each with its number and the reason; not written if left out.
    least_certainty
        Amounts less certain than this stay unknown: published, derived, announced, estimated, assumed, illustrative,
        unknown.
    json
        Print the comparison as one JSON object.
    lang
        fr or en.
    """
    printer, before = Printer(locale(lang)), find_contract(contract)
    if after is None and not suppose and on_after is None:
        raise ArgumentError("compare: give what differs, with --after, --suppose or --on-after")
    second = _suppose(before if after is None else find_contract(after), suppose or ())
    first_day, least = day(on, "--on"), choice(Certainty, least_certainty, "--least-certainty")
    second_day = first_day if on_after is None else day(on_after, "--on-after")
    check_population(file, rejects)
    with report_missing_extra("compare"):
        from psc_workflow.cli._files.populations import read_population  # noqa: PLC0415 -- the extra may be missing
        from psc_workflow.pricing import frame  # noqa: PLC0415 -- as above
    with interrupt_on_termination():
        households, rejected = read_population(file, rejects, before, first_day, printer.locale)
        answer = frame.compare(households, before, second, first_day, on_after=second_day, least_certainty=least)
    if json:
        print_json({**answer.as_json(), "rejected": rejected})
        return
    printer.block(answer.table(printer.locale))
    printer.meanings({**answer.before.total.incomplete, **answer.after.total.incomplete}, [before, second])
    printer.rejected(rejected, rejects)


def _suppose(contract: Contract, suppositions: Any) -> Contract:
    """Give a contract the values that are supposed, each written as a name, an equals sign and a number."""
    values = {}
    for text in suppositions:
        name, equals, value = text.partition("=")
        if not (name and equals and value) or name in values:
            raise ArgumentError("--suppose: must be a name and a number, such as ce=80.10, each name once")
        values[name] = value
    return contract.with_values(values) if values else contract
