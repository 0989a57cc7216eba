"""
For how long a dossier is kept: when a period begins, its last day, and what is not known of it.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from documents import OWN_CONTRACT, own_value, write_contract
from dossiers import EVERY_STATE, accept, at_state, dossier_in, dossier_under_review, now_of, open_dossier, tick
from paths import EXAMPLE_CONTRACT_FILES
from people import AFTER_DEADLINE, DISPENSATION_REQUEST, GUIDE, IN_FORCE, MEN, NOW, REPORT_CPS, TAHITI, instant
from psc_workflow import Dossier, EndReason, Role, contracts
from psc_workflow import commands as do
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.steps import MOST_CARRIED
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, RetentionStart
from psc_workflow._views.retention import Retention, parameter
from psc_workflow.cli import main
from psc_workflow.exceptions import InvalidDocumentError

END, CLOSING = RetentionStart
RULE = (Source("Nobody's rule"),)


def months(*values: tuple[dt.date, int | None]) -> Parameter[int]:
    certainty = {False: Certainty.ILLUSTRATIVE, True: Certainty.UNKNOWN}
    dated = tuple(Dated(since, certainty[value is None], RULE, value) for since, value in values)
    return Parameter("month", dt.date(2026, 1, 1), dated)


def keeping(end: int | None = 60, closing: int | None = 12, base: Contract = GUIDE) -> Contract:
    """Give *base* with periods of a host's own."""
    first = dt.date(2025, 1, 1)
    return attrs.evolve(
        base,
        retention_after_membership_end=months((first, end)),
        retention_after_closed_file=months((first, closing)),
    )


OURS = keeping()


def retention_of(
    dossier: Dossier, contract: Contract = OURS, *, at: dt.datetime | None = None, locale: str = "en"
) -> tuple[Retention, ...]:
    """Return the retention periods of *dossier* under *contract*, now unless *at* says otherwise."""
    under = attrs.evolve(dossier, contract=contract)
    return under.view(at=at or now_of(dossier), locale=locale, role=Role.AGENT).retention  # type: ignore[arg-type]  # fr or en


def since(*lines: Retention) -> list[tuple[RetentionStart, dt.date | None, dt.date | None]]:
    return [(period.after, period.since, period.until) for period in lines if period.begun]


def leaving(reason: EndReason, on: dt.date | None) -> Dossier:
    """Give the dossier of somebody under cover whose membership is said to end on 4 May 2026."""
    return accept(dossier_in("membership.in_force"), do.EndMembership(reason, on), at=IN_FORCE)


# -- when it begins -------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_STATE)
def test_a_period_has_begun_in_two_states_only(name: str) -> None:
    """While none has, both that may are told, with their length and without a date."""
    periods = retention_of(dossier_in(name))
    begun = {"membership.ended": [END], "affiliation.not_concerned": [CLOSING]}
    if name in begun:
        assert [(period.after, period.begun) for period in periods] == [(after, True) for after in begun[name]]
    else:
        assert [(period.after, period.begun, period.months) for period in periods] == [
            (END, False, 60),
            (CLOSING, False, 12),
        ]
        assert [(period.since, period.until) for period in periods] == [(None, None), (None, None)]


FOURTH = dt.date(2026, 5, 4)
SITUATIONS: dict[str, tuple[Callable[[], Dossier], list[tuple[RetentionStart, dt.date, dt.date]]]] = {
    "departure": (
        lambda: leaving(EndReason.DEPARTURE, dt.date(2026, 5, 3)),
        [(END, dt.date(2026, 5, 3), dt.date(2031, 5, 2))],
    ),
    "retirement": (lambda: leaving(EndReason.RETIREMENT, FOURTH), [(END, FOURTH, dt.date(2031, 5, 3))]),
    "death": (
        lambda: leaving(EndReason.DEATH, dt.date(2026, 4, 30)),
        [(END, dt.date(2026, 4, 30), dt.date(2031, 4, 29))],
    ),
    "transfer": (
        lambda: accept(dossier_in("membership.in_force"), do.Transfer("men-2026", FOURTH), at=IN_FORCE),
        [(END, FOURTH, dt.date(2031, 5, 3))],
    ),
    "departure of somebody who never was a member": (
        lambda: accept(open_dossier(), do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 4, 7))),
        [(END, dt.date(2026, 4, 7), dt.date(2031, 4, 6))],
    ),
    "departure to come": (lambda: leaving(EndReason.DEPARTURE, dt.date(2026, 5, 5)), []),
    "departure while dispensed": (
        lambda: accept(
            open_dossier(), *DISPENSATION_REQUEST, do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 4, 7))
        ),
        [(END, dt.date(2026, 4, 7), dt.date(2031, 4, 6))],
    ),
    "dispensation of a member": (
        lambda: accept(dossier_in("affiliation.auto_affiliated"), *later(DISPENSATION_REQUEST), at=AFTER_DEADLINE),
        [],
    ),
    "dispensation renounced": (lambda: dossier_in("dispensation.renounced"), []),
    "report that is looked at": (dossier_under_review, []),
    "file of no member closed": (
        lambda: accept(dossier_under_review(), do.CloseFile(), at=instant(2026, 4, 9)),
        [(CLOSING, dt.date(2026, 4, 9), dt.date(2027, 4, 8))],
    ),
    "file of a member closed": (
        lambda: accept(silent(), REPORT_CPS, do.CloseFile(), at=AFTER_DEADLINE),
        [(CLOSING, dt.date(2026, 4, 28), dt.date(2027, 4, 27))],
    ),
    "file closed, then opened again": (lambda: accept(dossier_under_review(), do.CloseFile(), do.RejectReport()), []),
    "file of a member closed, then opened again": (
        lambda: accept(silent(), REPORT_CPS, do.CloseFile(), do.RejectReport(), at=AFTER_DEADLINE),
        [],
    ),
    "file closed twice": (
        lambda: accept(
            accept(dossier_under_review(), do.CloseFile(), do.RejectReport(), REPORT_CPS),
            do.CloseFile(),
            at=instant(2026, 4, 10),
        ),
        [(CLOSING, dt.date(2026, 4, 10), dt.date(2027, 4, 9))],
    ),
    "file closed, then ended": (
        lambda: accept(
            dossier_under_review(),
            do.CloseFile(),
            do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 4, 8)),
            at=instant(2026, 4, 9),
        ),
        [(END, dt.date(2026, 4, 8), dt.date(2031, 4, 7))],
    ),
}


def silent() -> Dossier:
    return tick(at_state("formula"), AFTER_DEADLINE)


def later(asked: tuple[do.Command, ...]) -> tuple[do.Command, ...]:
    """Ask after the affiliation: the event that opened the motive is told, and the attestation is of that day."""
    start, motive, attestation, request = asked
    facts = do.MotiveFacts(opened_on=AFTER_DEADLINE.date())
    return start, attrs.evolve(motive, facts=facts), attrs.evolve(attestation, signed_on=AFTER_DEADLINE.date()), request


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_end_has_its_first_and_its_last_day(situation: str) -> None:
    made, expected = SITUATIONS[situation]
    assert since(*retention_of(made())) == expected


def test_a_planned_end_begins_the_period_on_its_own_day_whether_or_not_anybody_ticks() -> None:
    planned = leaving(EndReason.RETIREMENT, dt.date(2026, 9, 1))
    assert since(*retention_of(planned, at=dt.datetime(2026, 8, 31, 23, 59, tzinfo=TAHITI))) == []
    midnight = dt.datetime(2026, 9, 1, tzinfo=TAHITI)
    assert since(*retention_of(planned, at=midnight)) == [(END, dt.date(2026, 9, 1), dt.date(2031, 8, 31))]
    assert retention_of(planned, at=midnight) == retention_of(tick(planned, midnight), at=midnight)


def test_the_day_of_a_closing_is_told_as_long_as_the_history_has_it() -> None:
    """Later steps push it out of the document; a member's closing ended the membership, and that day stays."""

    def busied(dossier: Dossier, steps: int) -> Dossier:
        return accept(dossier, *[do.ReportLogin(success=False)] * steps, at=now_of(dossier))

    outsider = accept(dossier_in("access.login"), do.StartAffiliation(), REPORT_CPS, do.CloseFile())
    assert since(*retention_of(busied(outsider, MOST_CARRIED - 1))) == [(CLOSING, NOW.date(), dt.date(2027, 4, 6))]
    (undated,) = retention_of(busied(outsider, MOST_CARRIED))
    assert (undated.begun, undated.since, undated.until, undated.months) == (True, None, None, 12)
    (nothing,) = retention_of(busied(outsider, MOST_CARRIED), GUIDE)
    assert (nothing.begun, nothing.since, nothing.until, nothing.months) == (True, None, None, None)

    member = tick(dossier_in("access.login"), AFTER_DEADLINE)
    member = accept(member, REPORT_CPS, do.CloseFile(), at=AFTER_DEADLINE)
    assert since(*retention_of(busied(member, MOST_CARRIED))) == [(CLOSING, dt.date(2026, 4, 28), dt.date(2027, 4, 27))]


# -- its last day -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "length", "last"),
    [
        (dt.date(2026, 5, 1), 1, dt.date(2026, 5, 31)),
        (dt.date(2026, 5, 1), 12, dt.date(2027, 4, 30)),
        (dt.date(2026, 5, 31), 1, dt.date(2026, 6, 30)),
        (dt.date(2027, 1, 31), 1, dt.date(2027, 2, 28)),
        (dt.date(2027, 12, 31), 2, dt.date(2028, 2, 29)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2028, 2, 29), 48, dt.date(2032, 2, 28)),
        (dt.date(2027, 3, 1), 12, dt.date(2028, 2, 29)),
        (dt.date(2026, 6, 15), 1200, dt.date(2126, 6, 14)),
    ],
    ids=str,
)
def test_the_last_day_is_the_eve_of_the_same_day_or_the_last_of_a_month_without_it(
    first: dt.date, length: int, last: dt.date
) -> None:
    noon = dt.datetime.combine(first, dt.time(12), TAHITI)
    left = accept(dossier_in("membership.in_force"), do.EndMembership(EndReason.DEPARTURE, first), at=noon)
    assert since(*retention_of(left, keeping(end=length), at=noon)) == [(END, first, last)]


def test_days_are_those_of_the_contract_s_own_zone() -> None:
    """A closing at 9:59 UTC is of the day before in Papeete, and of the day itself in Paris."""
    at = dt.datetime(2026, 4, 8, 9, 59, tzinfo=dt.UTC)
    dossier = accept(dossier_under_review(), do.CloseFile(), at=at)
    assert since(*retention_of(dossier)) == [(CLOSING, dt.date(2026, 4, 7), dt.date(2027, 4, 6))]
    paris = attrs.evolve(OURS, time_zone=MEN.time_zone)
    assert since(*retention_of(dossier, paris)) == [(CLOSING, dt.date(2026, 4, 8), dt.date(2027, 4, 7))]


def test_the_period_runs_to_the_last_instant_of_its_last_day() -> None:
    closed = accept(dossier_under_review(), do.CloseFile())
    (last,) = retention_of(closed, at=dt.datetime(2027, 4, 6, 23, 59, 59, tzinfo=TAHITI))
    (after,) = retention_of(closed, at=dt.datetime(2027, 4, 7, tzinfo=TAHITI))
    assert last.why.startswith("The file is kept")
    assert after.why.startswith("The file was to be kept")
    assert attrs.evolve(last, why=after.why) == after


# -- what the contract says -----------------------------------------------------------------


@pytest.mark.parametrize(
    "contract",
    [
        contract
        for contract in (*contracts.builtin.values(), *map(contracts.load, EXAMPLE_CONTRACT_FILES))
        if contract.retention_after_closed_file
    ],
    ids=lambda contract: contract.id,
)
def test_no_contract_that_comes_with_the_library_says_how_long(contract: Contract) -> None:
    for made in (open_dossier, lambda: dossier_in("membership.ended"), lambda: dossier_in("affiliation.not_concerned")):
        for period in retention_of(made(), contract):
            assert (period.months, period.until, period.certainty) == (None, None, Certainty.UNKNOWN)
            assert [source.title for source in period.sources] == [
                "Durée non trouvée : aucune source lue ne dit combien de temps un dossier se conserve"
            ]
            assert "does not say" in period.why


def test_a_contract_without_the_tables_says_nothing_either() -> None:
    bare = attrs.evolve(GUIDE, retention_after_membership_end=None, retention_after_closed_file=None)
    (ended,) = retention_of(dossier_in("membership.ended"), bare)
    assert (ended.since, ended.until) == (dt.date(2026, 5, 3), None)
    assert (ended.months, ended.certainty, ended.sources) == (None, Certainty.UNKNOWN, ())


def test_one_period_may_be_known_and_the_other_not() -> None:
    end, closing = retention_of(open_dossier(), keeping(closing=None))
    assert (end.months, end.certainty, end.sources) == (60, Certainty.ILLUSTRATIVE, RULE)
    assert (closing.months, closing.certainty, closing.sources) == (None, Certainty.UNKNOWN, RULE)


def test_the_value_in_force_on_the_day_one_asks_counts_and_before_the_first_there_is_none() -> None:
    changing = attrs.evolve(
        OURS,
        retention_after_membership_end=months((dt.date(2026, 5, 1), 60), (dt.date(2027, 1, 1), 24)),
    )
    left = accept(open_dossier(), do.EndMembership(EndReason.DEPARTURE, NOW.date()))
    for at, length, until in (
        (instant(2026, 4, 30), None, None),
        (instant(2026, 5, 1), 60, dt.date(2031, 4, 6)),
        (instant(2026, 12, 31), 60, dt.date(2031, 4, 6)),
        (instant(2027, 1, 1), 24, dt.date(2028, 4, 6)),
    ):
        (period,) = retention_of(left, changing, at=at)
        assert (period.since, period.months, period.until) == (NOW.date(), length, until)


@pytest.mark.parametrize("after", RetentionStart)
@pytest.mark.parametrize(
    ("value", "unit", "faults"),
    [
        ("1", "month", []),
        ("1200", "month", []),
        ("0", "month", ["values.0.value: must be a number of months from 1 to 1200"]),
        ("1201", "month", ["values.0.value: must be a number of months from 1 to 1200"]),
        ("5", "year", ["unit: must be 'month'"]),
        ('"5"', "month", ["values.0.value: must be a whole number"]),
    ],
)
def test_a_host_writes_its_own_periods(
    tmp_path: Path, after: RetentionStart, value: str, unit: str, faults: list[str]
) -> None:
    name = parameter(after)
    file = write_contract(tmp_path, OWN_CONTRACT + own_value(name, value, unit))
    if faults:
        with pytest.raises(InvalidDocumentError) as caught:
            contracts.load(file)
        assert [str(fault) for fault in caught.value.faults] == [f"{name}.{fault}" for fault in faults]
    else:
        own = contracts.load(file)
        assert [period.months for period in retention_of(open_dossier(), own) if period.after is after] == [int(value)]


def test_check_names_the_periods_that_are_left_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_contract(tmp_path, OWN_CONTRACT + own_value(parameter(END), "60"))
    assert main(["check", str(file), "--lang", "en"]) == 0
    named = [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]]
    assert parameter(CLOSING) in named
    assert parameter(END) not in named


# -- what is said and stored --------------------------------------------------------------------


LEFT = leaving(EndReason.DEPARTURE, FOURTH)
SAID = {
    "ahead": (
        open_dossier(), OURS, NOW,
        "Le dossier sera alors conservé pendant 60 mois ; ce délai ne court pas encore.",
        "The file is then kept for a 60-month period, which has not begun.",
    ),
    "unknown": (
        open_dossier(), GUIDE, NOW,
        "Le contrat n’indique pas combien de temps le dossier sera alors conservé.",
        "The contract does not say how long the file is then kept.",
    ),
    "running": (
        LEFT, OURS, IN_FORCE,
        "Le dossier est conservé pendant 60 mois : du 4 mai 2026 au 3 mai 2031 inclus.",
        "The file is kept for a 60-month period: from 4 May 2026 to 3 May 2031 inclusive.",
    ),
    "over": (
        LEFT, OURS, instant(2031, 5, 4),
        "Le dossier devait être conservé pendant 60 mois : du 4 mai 2026 au 3 mai 2031 inclus. Il revient désormais à l’organisme qui le détient de l’effacer.",
        "The file was to be kept for a 60-month period: from 4 May 2026 to 3 May 2031 inclusive. It is now for whoever stores it to erase it.",
    ),
    "running, until nobody knows": (
        LEFT, GUIDE, IN_FORCE,
        "La durée de conservation court depuis le 4 mai 2026 ; le contrat n’indique pas quand elle prend fin.",
        "The file has been kept since 4 May 2026; the contract does not say until when.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_it_is_said_in_the_reader_s_language(name: str) -> None:
    dossier, contract, at, *expected = SAID[name]
    periods = [retention_of(dossier, contract, at=at, locale=locale)[0] for locale in ("fr", "en")]
    assert [period.why for period in periods] == expected
    assert [period.label for period in periods] == ["Après la fin de l’adhésion", "After the end of the membership"]


def test_a_day_that_is_lost_is_said_to_be() -> None:
    dossier = dossier_in("affiliation.not_concerned")
    history = attrs.evolve(dossier.record.history, steps=())
    dossier = attrs.evolve(dossier, record=attrs.evolve(dossier.record, history=history))
    assert [retention_of(dossier, locale=locale)[0].why for locale in ("fr", "en")] == [
        "Le dossier est conservé pendant 12 mois ; le jour où ce délai a commencé n’y figure plus.",
        "The file is kept for a 12-month period; the day on which it began is no longer in the file.",
    ]
    assert retention_of(dossier, locale="fr")[0].label == "Après la clôture du dossier (agent non concerné)"


@pytest.mark.parametrize("name", EVERY_STATE)
def test_a_stored_dossier_tells_the_same_and_holds_no_date_for_it(name: str) -> None:
    dossier = dossier_in(name)
    assert retention_of(Dossier.load(dossier.dump())) == retention_of(dossier)
    assert b"retention" not in dossier.dump()
    assert attrs.evolve(dossier, contract=OURS).dump() == dossier.dump()
