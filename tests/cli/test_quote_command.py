"""
``psc-workflow quote``.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from documents import write_contract

QUOTE = ["quote", "--contract", "guide-illustration", "--on", "2026-05-01", "--formula"]
COUPLE_AND_CHILD = ["--partner", "1972-10-09", "--child", "2019-09-09"]


@pytest.mark.parametrize(("formula", "debited"), [("base", "16.00"), ("option_1", "36.00"), ("option_2", "55.00")])
def test_the_quote_of_the_guide_s_family(call: Any, formula: str, debited: str) -> None:
    answer = call(*QUOTE, formula, *COUPLE_AND_CHILD, "--json").json()
    assert set(answer) == {"employer", "payroll", "debited", "debits", "certainty", "lines", "incomplete"}
    assert answer["debited"] == debited


def test_a_second_child_costs_six_euros_and_a_third_nothing(call: Any) -> None:
    two = [*QUOTE, "base", *COUPLE_AND_CHILD, "--child", "2021-01-01", "--json"]
    assert call(*two).json()["debited"] == "22.00"
    assert call(*two, "--child", "2023-01-01").json()["debited"] == "22.00"


def test_a_quote_under_the_contract_of_polynesia_says_what_is_unknown(call: Any) -> None:
    options = ["quote", "--contract", "men-2026-pf", "--on", "2026-05-01", "--gross", "4200", "--json", "--formula"]
    base = call(*options, "base").json()
    assert (base["debited"], base["payroll"], base["debits"]) == ("0.00", None, "no")
    assert "16-1" in json.dumps(base["lines"])
    option = call(*options, "option_2").json()
    assert (option["debited"], option["debits"]) == (None, "yes")
    assert "agent-option-unknown" in option["incomplete"]


def test_a_path_serves_as_a_contract(call: Any, tmp_path: Path) -> None:
    own = write_contract(tmp_path)
    answer = call("quote", "--contract", own, "--on", "2026-05-01", "--formula", "base", *COUPLE_AND_CHILD, "--json")
    assert answer.json()["debited"] == "16.00"


def test_unpaid_leave_is_debited_and_not_taken_from_pay(call: Any) -> None:
    answer = call("quote", "--contract", "men-2026", "--gross", "0", "--position", "unpaid_leave", "--json").json()
    assert (answer["payroll"], answer["debited"], answer["debits"]) == ("0.00", "37.70", "yes")


def test_a_pay_of_nothing_without_a_position_has_no_amount(call: Any) -> None:
    answer = call("quote", "--contract", "men-2026", "--gross", "0", "--json").json()
    assert (answer["payroll"], answer["debited"], answer["incomplete"]) == (None, None, ["position-unknown"])
    assert (
        "la position de l’agent n’est pas connue"
        in call("quote", "--contract", "men-2026", "--gross", "0", "--lang", "fr").out
    )


@pytest.mark.parametrize("command", [("quote",), ("quote", "--explain", "member"), ("schedule",)])
def test_a_quote_that_waits_for_the_pay_names_the_option_that_gives_it(call: Any, command: tuple[str, ...]) -> None:
    name, *options = command
    for language in ("fr", "en"):
        arguments = [name, "--contract", "men-2026", "--lang", language, *options]
        assert "--gross" in call(*arguments).out
        assert "--gross" not in call(*arguments, "--gross", "2800").out


def test_a_day_and_a_formula_that_are_left_out_are_the_contract_s_first(call: Any) -> None:
    stated = ["--on", "2026-05-01", "--formula", "base", "--json"]
    assert (
        call("quote", "--contract", "men-2026", "--json").json()
        == call("quote", "--contract", "men-2026", *stated).json()
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([*QUOTE, "gold"], "--formula: must be one of: base, option_1, option_2"),
        ([*QUOTE, "base", "--child", "20190909"], "--child: must be a date"),
        ([*QUOTE, "base", "--partner", "2019-02-30"], "--partner: is no day"),
        ([*QUOTE, "base", "--gross", "12.345"], "--gross"),
        ([*QUOTE, "base", "--gross", "-1"], "--gross"),
        ([*QUOTE, "base", "--gross", "NaN"], "--gross"),
        ([*QUOTE, "base", "--gross", "Infinity"], "--gross"),
        ([*QUOTE, "base", "--gross", "many"], "--gross"),
        ([*QUOTE, "base", "--regime", "mars"], "--regime: must be one of"),
        ([*QUOTE, "base", "--position", "Active"], "--position: must be one of: active, paid_leave, unpaid_leave, not_concerned"),
        ([*QUOTE, "base", "--lang", "de"], "--lang"),
        ([*QUOTE, "base", "--colour", "blue"], "--colour"),
        ([*QUOTE], "--formula"),
        (["quote", "--contract", "mars", "--on", "2026-05-01", "--formula", "base"], "men-2026-pf"),
        (["quote", "--contract", "mars.toml", "--on", "2026-05-01", "--formula", "base"], "mars.toml"),
        (["quote", "--contract", "guide-illustration", "--on", "2026-04-30", "--formula", "base"], "guide-illustration.tariff"),
        (["quote", "--contract", "guide-illustration", "--on", "tomorrow", "--formula", "base"], "--on: must be a date"),
        (["quote", "--contract", "a" * 5000 + ".toml", "--on", "2026-05-01", "--formula", "base"], "cannot be read"),
        (["charts", "mars"], "affiliation"),
        (["charts", "--format", "png"], "--format"),
        (["fly"], "fly"),
        (["run"], "file"),
        (["run", "missing.json"], "cannot be read"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_error_with_status_2(call: Any, arguments: list[str], message: str) -> None:
    result = call(*arguments)
    assert (result.status, result.out) == (2, "")
    assert message.casefold() in result.err.casefold()
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("lang", "text", "cents"),
    [
        ("fr", "2800,50", 280050),
        ("fr", "2800.50", 280050),
        ("fr", "2800,5", 280050),
        ("fr", "2 800,50", 280050),
        ("fr", "2\N{NO-BREAK SPACE}800,50", 280050),
        ("fr", "2\N{NARROW NO-BREAK SPACE}800", 280000),
        ("fr", "1 234 567", 123456700),
        ("en", "2800.50", 280050),
        ("en", "2,800.50", 280050),
        ("en", "1,234,567", 123456700),
        ("en", "0", 0),
    ],
)
def test_a_pay_is_read_as_its_language_writes_it(call: Any, lang: str, text: str, cents: int) -> None:
    options = ["quote", "--contract", "men-2026", "--on", "2026-05-01", "--formula", "base", "--json"]
    base = f"{cents // 100}.{cents % 100:02}"
    lines = call(*options, "--gross", text, "--lang", lang).json()["lines"]
    assert lines == call(*options, "--gross", base, "--lang", "en").json()["lines"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("fr", text) for text in ("2,800", "2800,505", "2.800,50", "28 00,50", " 2800", "2800,", "2,800.50", "٢٨٠٠")],
        *[("en", text) for text in ("2800,50", "2,80", "28,00.50", "2 800.50", "2800.505", ",800", "2800 €")],
    ],
)
def test_a_pay_that_is_not_written_so_is_refused_with_an_example(call: Any, lang: str, text: str) -> None:
    """A comma in English and three digits after it in French could mean a thousand times as much."""
    result = call(*QUOTE, "base", "--gross", text, "--lang", lang)
    assert result.status == 2
    assert ("comme 2800,50" if lang == "fr" else "such as 2800.50") in result.err


@pytest.mark.parametrize("options", [("quote",), ("quote", "--explain", "member"), ("schedule",)], ids=" ".join)
def test_whoever_reads_of_an_unknown_amount_reads_which_fact_is_missing(call: Any, options: tuple[str, ...]) -> None:
    base = (*options, "--contract", "men-2026", "--formula", "base", "--lang", "en")
    without = call(*base).out
    assert "unknown" in without
    assert "solidarity part: The amount depends on the gross pay, which is not known." in without
    assert "Why amounts" not in call(*base, "--gross", "2800").out


def test_an_amount_that_is_less_certain_than_requested_is_said_to_be(call: Any) -> None:
    options = ("--contract", "men-2026", "--formula", "base", "--gross", "2800", "--least-certainty", "published")
    assert (
        "solidarity part: The amount is less certain than you asked for." in call("quote", *options, "--lang", "en").out
    )
