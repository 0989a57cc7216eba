"""
The check before any timing: every peer must return our cents on thousands of households.
"""

from collections.abc import Iterable

import polars as pl

from benchmarks import households, tariff
from benchmarks.peers import arrays, by_hand, openfisca, zen_engine
from benchmarks.tariff import CHANNELS
from psc_workflow import Channel, Formula
from psc_workflow.pricing import frame, price
from psc_workflow.pricing.frame import RESULTS

AMOUNTS = [f"{name}_cents" for name in CHANNELS]


class DifferentAnswerError(Exception):
    """A peer does not price the same tariff."""


def samples(size: int = 4000, seed: int = 20) -> dict[str, pl.DataFrame]:
    """Draw households of every kind: usual, rare, and, for peers that check rows, faulty."""
    return {
        "usual": households.make(size, seed),
        "rare": households.edges(size, seed + 1),
        "faulty": households.faulty(size, seed + 2),
    }


def check_peers() -> int:
    """
    Compare all peers with the library.

    Returns:
        How many households were compared.

    Raises:
        DifferentAnswerError: One differs; the message shows the household.
    """
    samples_by_kind, contract = samples(), tariff.contract()
    for kind, sample in samples_by_kind.items():
        ours = frame.price(sample, contract, tariff.ON)
        check_equal(
            sample, ours.select(RESULTS), by_hand.price_columns(sample).select(RESULTS), by_hand.NAME_OF_COLUMNS
        )
        if kind == "faulty":
            continue
        amounts = ours.select(AMOUNTS)
        check_equal(sample, amounts, price_one_by_one(sample), "price, one household at a time")
        of_zen = [zen_engine.answer_one(zen_engine.price_one(zen_engine.prepare_one(row))) for row in sample.to_dicts()]
        created = [
            zen_engine.answer_one(zen_engine.price_one_created(zen_engine.prepare_one(row)))
            for row in sample.head(500).to_dicts()
        ]
        check_equal(sample, amounts, _frame(of_zen), zen_engine.NAME)
        check_equal(sample.head(500), amounts.head(500), _frame(created), zen_engine.NAME)
        check_frames(sample, amounts)
    return sum(map(len, samples_by_kind.values()))


def check_frames(sample: pl.DataFrame, ours: pl.DataFrame) -> None:
    """Compare the peers that price many at once with *ours*, three amounts a household."""
    check_equal(sample, ours, by_hand.answers(by_hand.price(sample)), by_hand.NAME)
    check_equal(sample, ours, arrays.answers(arrays.price(arrays.prepare(sample))), arrays.NAME)
    population = openfisca.prepare(sample)
    check_equal(sample, ours, openfisca.answers(openfisca.price(population)), openfisca.NAME)
    check_equal(sample, ours, openfisca.answers(openfisca.price_by_person(population)), openfisca.NAME_BY_PERSON)


def price_one_by_one(sample: pl.DataFrame) -> pl.DataFrame:
    """Price each household on its own."""
    contract = tariff.contract()
    quotes = (
        price(tariff.household(row), contract=contract, formula=Formula(row["formula"]), on=tariff.ON)
        for row in sample.to_dicts()
    )
    return _frame([tuple(quote.total(channel) for channel in Channel) for quote in quotes])


def check_equal(sample: pl.DataFrame, ours: pl.DataFrame, theirs: pl.DataFrame, peer: str) -> None:
    """Raise an error if two answers differ."""
    if ours.equals(theirs):
        return
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name} of {peer}")) for name in ours.columns)
    side_by_side = sample.hstack(ours).hstack(theirs.rename(lambda name: f"{name} of {peer}")).filter(differs)
    first = "\n".join(f"  {name}: {value}" for name, value in side_by_side.row(0, named=True).items())
    raise DifferentAnswerError(
        f"{peer} differs on {len(side_by_side)} of {len(sample)} households; the first:\n{first}"
    )


def _frame(rows: Iterable[tuple[int | None, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(AMOUNTS, pl.Int64), orient="row")
