"""
Households of a frame on one day: their totals, and their lines.
"""

import datetime as dt
from typing import TypeVar

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty
from psc_workflow._structuring.arguments import check_kind, member
from psc_workflow.pricing._charges import charges, check_arguments
from psc_workflow.pricing.frame._entries import BY_CHANNEL, Accounts
from psc_workflow.pricing.frame._rows import price_rows, write_lines

Frame = TypeVar("Frame")


def price(
    frame: Frame,
    contract: Contract,
    on: dt.date,
    *,
    least_certainty: Certainty = Certainty.ILLUSTRATIVE,
    lines: bool = False,
) -> Frame:
    """
    Price every household of *frame*.

    Args:
        frame: Eager or lazy, of any engine that narwhals supports.
            ``gross_cents`` is monthly; a null birth date of the partner or of
            a child means that there is none.
        on: The day whose tariff is used, and on which ages are taken.
        least_certainty: Amounts less certain than this stay unknown.
        lines: Whether to add a column for each component of the tariff, too,
            such as ``line_agent_base_solidarity_cents``, in its order.

    Returns:
        The same kind of frame, with its columns as they came and three amounts in cents a month (null
        where unknown), how certain each is, and the codes of what is unknown,
        each once, joined by ``;`` in alphabetical order. A formula that is not offered,
        a regime or a position that does not exist, and a pay that is negative
        or beyond ``HIGHEST_PAY`` are such codes, too. A frame without rows
        stays without. A component is for the agent, for the partner or for
        children: its column has the sum for these people, 0 for a household
        without such a line, and null if the amount of one is unknown. The
        columns of a channel's components add up to its total.

    Raises:
        InvalidFrameError: *frame* is not a frame; a column is missing,
            duplicated or of a type that is not in the closed list
            (``docs/how-to/price-many-households.md``); one of those that are added is
            there already; a column looks like one of ours and is not; there are
            more children's columns than a household can have; a ratio of the
            tariff has too many digits for whole numbers; or, with *lines*, two
            components would have the same column.
        HostError: *contract*, *on* or *lines* is of another type, or there is
            no such certainty.
        NoValueInForceError: The tariff says nothing about that day.
    """
    check_arguments(contract, on)
    check_kind(lines, bool, "lines")
    least_certainty = member(Certainty, least_certainty, "least_certainty")
    accounts = Accounts.by_line(charges(contract, on)) if lines else BY_CHANNEL
    return price_rows(frame, contract, on, least_certainty, accounts)  # type: ignore[no-any-return]  # of the same engine


def price_lines(
    frame: Frame, contract: Contract, on: dt.date, *, least_certainty: Certainty = Certainty.ILLUSTRATIVE
) -> Frame:
    """
    List the lines of every household of *frame*, one a row: what a ledger or a payroll import is made from.

    They are those of the quotes of ``pricing.price``, whatever the engine; no row of a household
    depends on another household.

    Args:
        frame: Households, as ``price`` takes them.
        on: The day whose tariff is used, and on which ages are taken.
        least_certainty: Amounts less certain than this stay unknown.

    Returns:
        The same kind of frame, with a row for each household, person, component and
        channel: ``household_id`` as it came; ``who`` pays, ``agent``, ``partner`` or, for
        ``child_2_birth_date``, ``child-2``; ``component`` and ``channel``; ``cents`` a
        month, null where unknown; its ``certainty``; its ``source``, the titles of what is
        cited, in French, joined by ``; ``; ``incomplete``, the code of what is unknown,
        empty if nothing is. The rows of a household and a channel add up to what ``price``
        says, unknown if one of them is. A household of which nothing can be known, or whose
        row is wrong, has a row for each channel, with null cents, the codes in
        ``incomplete``, and an empty ``who`` and ``component``: it is never left out. Rows are in the order of
        households, people and tariff; PySpark, DuckDB and lazy frames promise none.

    Raises:
        InvalidFrameError: *frame* cannot be priced.
        HostError: *contract* or *on* is of another type, or there is no such
            certainty.
        NoValueInForceError: The tariff says nothing about that day.

    >>> import datetime as dt
    >>> import polars
    >>> from psc_workflow import contracts
    >>> households = polars.DataFrame({"household_id": ["a"], "gross_cents": [None]}).with_columns(
    ...     polars.lit("option_1").alias("formula"),
    ...     polars.lit("general").alias("regime"),
    ...     *(polars.lit(None, polars.Date).alias(name) for name in ("birth_date", "retired_on")),
    ...     polars.lit(dt.date(1972, 10, 9)).alias("partner_birth_date"),
    ... )
    >>> by_line = price_lines(households, contracts.get("guide-illustration"), dt.date(2026, 5, 1))
    >>> by_line.select("who", "component", "cents").rows()[2:]
    [('agent', 'agent-option-1', 1200), ('partner', 'partner-option-1', 1400)]
    """
    check_arguments(contract, on)
    least_certainty = member(Certainty, least_certainty, "least_certainty")
    return write_lines(frame, contract, on, least_certainty)  # type: ignore[no-any-return]  # of the same engine
