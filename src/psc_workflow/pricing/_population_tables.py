"""
What a population pays, as tables for people.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._model.money import Locale
from psc_workflow._model.vocabulary import Channel
from psc_workflow.pricing._population_words import PopulationWords

if TYPE_CHECKING:  # they write themselves with these functions
    from psc_workflow.pricing._populations import (
        PopulationComparison,
        PopulationSummary,
        PremiumGroup,
        Shift,
        ShiftGroup,
    )

Row = list[str]

_COUNTS = ("winners", "losers", "unchanged")


def write_summary(summary: "PopulationSummary", wording: Wording, locale: Locale) -> str:
    """Write sums by channel, whole and by group, then why amounts are unknown."""
    say = PopulationWords(wording, locale)
    blocks = [_sums([summary.total], channel, say) for channel in Channel]
    for groups in _by_dimension(summary.groups):
        blocks += [_sums(groups, channel, say) for channel in Channel]
    return "\n\n".join([*map(_aligned, blocks), *_reasons("reasons", summary.total.incomplete, say)])


def write_comparison(comparison: "PopulationComparison", wording: Wording, locale: Locale) -> str:
    """Write what changes for each payer, then by group, then why amounts are unknown."""
    say = PopulationWords(wording, locale)
    payers = [
        [say.payer(payer), *_shift(comparison.total, shift, say)] for payer, shift in comparison.total.shifts.items()
    ]
    blocks = [[["", *_shift_headings(say)], *payers]]
    for groups in _by_dimension(comparison.groups):
        for payer in _payers(comparison.total):
            heading = f"{say.dimension(groups[0])} – {say.payer(payer)}"
            rows = [[say.key(group), *_shift(group, group.shifts[payer], say)] for group in groups]
            blocks.append([[heading, *_shift_headings(say)], *rows])
    before, after = comparison.before.total.incomplete, comparison.after.total.incomplete
    reasons = [*_reasons("reasons-before", before, say), *_reasons("reasons-after", after, say)]
    return "\n\n".join([*map(_aligned, blocks), *reasons])


def _sums(groups: "Sequence[PremiumGroup]", channel: Channel, say: PopulationWords) -> list[Row]:
    """Write what the groups pay in one channel."""
    name = say.payer(channel.value)
    heading = name if groups[0].dimension is None else f"{say.dimension(groups[0])} – {name}"
    rows = [[heading, say("households"), say("known"), say("unknown"), say("amount"), say("certainty")]]
    for group in groups:
        premiums = group.sums[channel]
        counts = [say.count(number) for number in (group.households, premiums.households, premiums.unknown)]
        amount = say.amount(premiums.cents) if premiums.households else "–"
        rows.append([say.key(group), *counts, amount, say.wording.word(premiums.certainty).in_(say.locale)])
    return rows


def _payers(total: "ShiftGroup") -> list[str]:
    """List whose payments are shown by group: the household's; if none can be compared, those of the channels."""
    compared = [payer for payer, shift in total.shifts.items() if shift.households]
    return ["household"] if "household" in compared or not compared else compared


def _shift_headings(say: PopulationWords) -> Row:
    counts = ("households", "compared", "unknown", *_COUNTS)
    return [*map(say, counts), *map(say, ("before", "after", "gains", "losses"))]


def _shift(group: "ShiftGroup", shift: "Shift", say: PopulationWords) -> Row:
    counts = (group.households, shift.households, shift.unknown, *(getattr(shift, name) for name in _COUNTS))
    amounts = (shift.before, shift.after, shift.gains, shift.losses)
    return [*map(say.count, counts), *(say.amount(cents) if shift.households else "–" for cents in amounts)]


def _reasons(title: str, incomplete: Mapping[str, int], say: PopulationWords) -> Iterator[str]:
    """Write how many households have each code, if any has one."""
    if incomplete:
        lines = [f"  {code}: {say.count(number)}" for code, number in incomplete.items()]
        yield "\n".join([say(title), *lines])


def _by_dimension(groups: "Iterable[PremiumGroup] | Iterable[ShiftGroup]") -> Iterator[list]:  # type: ignore[type-arg]
    by_dimension: dict[object, list[object]] = {}
    for group in groups:
        by_dimension.setdefault(group.dimension, []).append(group)
    yield from by_dimension.values()


def _aligned(rows: Sequence[Row]) -> str:
    """Align the cells of a table: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        [f"{first:<{widths[0]}}", *(f"{cell:>{width}}" for cell, width in zip(rest, widths[1:], strict=True))]
        for first, *rest in rows
    )
    return "\n".join("  ".join(cells).rstrip() for cells in lines)
