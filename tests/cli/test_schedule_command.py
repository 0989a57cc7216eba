"""
``psc-workflow schedule``, and the bounds that ``quote`` prints.
"""

from typing import Any

import pytest

SCHEDULE = ["schedule", "--contract", "men-2026", "--gross", "2800"]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_schedule_is_a_table_in_the_language_of_the_reader(call: Any) -> None:
    french = plain(call(*SCHEDULE, "--to", "2027-01-31", "--lang", "fr").out)
    assert french.startswith("Échéancier men-2026, du 1er mai 2026 au 31 janvier 2027")
    assert "inconnu, dont 301,60 € connus" in french
    assert "1er janvier 2027 : nouvelles valeurs du tarif" in french
    english = plain(call(*SCHEDULE, "--from", "2026-06-01", "--to", "2026-06-30", "--lang", "en").out)
    assert english.startswith("Schedule men-2026, from 1 June 2026 to 30 June 2026")
    assert "37.70 € (estimated)" in english


@pytest.mark.parametrize("arguments", [SCHEDULE, ["quote", *SCHEDULE[1:], "--explain", "auditor"]])
def test_a_text_of_several_lines_is_printed_on_several_lines(call: Any, arguments: list[str]) -> None:
    out = call(*arguments, "--lang", "en").out
    assert "u000a" not in out
    assert len(out.splitlines()) > 5


def test_a_schedule_begins_with_the_contract_and_ends_with_the_year(call: Any) -> None:
    answer = call(*SCHEDULE, "--json").json()
    assert (answer["whole"]["first_day"], answer["whole"]["last_day"]) == ("2026-05-01", "2026-12-31")
    assert answer["whole"]["payroll"] == "301.60"
    assert len(answer["months"]) == 8


def test_every_fact_of_a_household_counts(call: Any) -> None:
    options = [
        "--child",
        "2019-09-09",
        "--partner",
        "1972-10-09",
        "--formula",
        "option_1",
        "--birth-date",
        "1970-01-01",
    ]
    guide = ["schedule", "--contract", "guide-illustration", "--json"]
    assert call(*guide, *options).json()["months"][0]["debited"] == "36.00"
    retired = call(*SCHEDULE, "--retired-on", "2026-09-01", "--json").json()
    assert [move["cause"] for move in retired["moves"]] == ["retirement"]
    unpaid = call("schedule", "--contract", "men-2026", "--gross", "0", "--position", "unpaid_leave", "--json").json()
    assert unpaid["months"][0]["debited"] == "37.70"
    sure = call(*SCHEDULE, "--least-certainty", "derived", "--json").json()
    assert sure["months"][0]["payroll"] is None
    elsewhere = call(*SCHEDULE, "--regime", "alsace_moselle", "--json").json()
    assert elsewhere["months"][0]["employer"] is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--to", "2026-04-30"], "`last` must not be before `first`"),
        (["--from", "2026-04-30"], "2026-04-30"),
        (["--from", "soon"], "--from: must be a date"),
        (["--to", "2026-13-01"], "--to: is no day"),
        (["--formula", "gold"], "--formula: must be one of"),
        (["--on", "2026-05-01"], "--on"),
    ],
)
def test_bad_input_is_one_clear_error_with_status_2(call: Any, options: list[str], message: str) -> None:
    result = call(*SCHEDULE, *options)
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


def test_a_quote_says_between_which_amounts_a_total_lies(call: Any) -> None:
    unknown = ["quote", "--contract", "men-2026", "--lang"]
    assert "Retenu sur la paie : inconnu, entre 28,54 € et 48,88 €/mois (publié)" in plain(call(*unknown, "fr").out)
    assert "Taken from pay: unknown, between 28.54 € and 48.88 €/month (published)" in plain(call(*unknown, "en").out)
    assert "between" not in call(*unknown, "en", "--gross", "2800").out
