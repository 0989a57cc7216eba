"""
The demo: four stories that somebody who does not know the project can read, under any contract.
"""

import contextlib
import datetime as dt
import functools
import io
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from documents import OWN_CONTRACT, write_contract
from paths import REFERENCE_FAMILY, ROOT
from psc_workflow import contracts
from psc_workflow._model.commands import ALL
from psc_workflow._model.effects import SendAutomaticAffiliation
from psc_workflow.cli import _demo, main
from psc_workflow.cli._printing import Printer
from psc_workflow.stores import SQLiteStore
from psc_workflow.testing import scenarios

EXAMPLES = sorted((ROOT / "examples" / "contracts").glob("*.toml"))


@functools.cache
def printed(*options: str) -> str:
    """Run the demo, once for the same options, and give what it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["demo", *options]) == 0
    return out.getvalue()


def shown(*options: str) -> str:
    """Give what the demo prints, with lines that were broken joined again."""
    return re.sub(r"\s+", " ", printed(*options))


def stories(*options: str) -> list[str]:
    """Give the four stories; each begins with its number on a line of its own."""
    return [re.sub(r"\s+", " ", story) for story in re.split(r"(?m)^(?=\d\. )", printed(*options))[1:]]


def test_the_first_story_is_a_refusal_with_its_reason() -> None:
    first = stories()[0]
    assert "J'indique mon régime : CPS (Polynésie française) refusé" in first.replace("’", "'")
    assert "ce contrat ne peut pas vous couvrir" in first
    assert "Que faire ? Demandez à votre employeur" in first
    assert "Décret n° 2022-633 du 22 avril 2022, art. 6 al. 2" in first
    assert "Dossier clos : non concerné(e)" in first


def test_the_family_goes_from_the_invitation_to_the_confirmation_and_sees_three_amounts() -> None:
    family = stories("--lang", "en")[1]
    assert family.count("accepted") == 15
    assert "accepted → Confirmation" in family
    assert "We have received your request for affiliation dated 8 April 2026." in family
    for words in ("Paid by the employer", "Taken from pay", "Debited from the bank account (illustrative)"):
        assert words in family
    assert "16.00 €/month 36.00 €/month 55.00 €/month" in family
    assert "not published" in family
    assert "0.00 €" not in family.replace("2,800.00 €", "").replace("10.00", "")


def test_one_is_dispensed_and_one_is_affiliated_by_silence() -> None:
    _, _, exempt, silent = stories("--lang", "en")
    assert "We have received your request for an exemption" in exempt
    assert "New invitation" in exempt
    assert silent.count("Reminder: please complete your affiliation by 27 April 2026") == 2
    assert "you have been affiliated automatically on the formula Base" in silent
    assert "1 May 2026 00:00 Automatic The cover begins" in silent


def test_a_warning_stands_under_its_step_with_the_day_that_it_rests_on() -> None:
    _, family, exempt, _ = stories("--lang", "en")
    assert re.search(r"accepted → Confirmation[^!]* ! Part of what you will pay.* The file is received", family)
    assert re.search(
        r"last day of the ground: 31 August 2026 ! The cover begins in the past, on 1 September 2026.* New invitation",
        exempt,
    )


@pytest.mark.parametrize("days", [14, 21, 30, 60])
def test_silence_ends_before_the_cover_begins_however_long_the_time_to_answer(tmp_path: Path, days: int) -> None:
    window = (
        '[affiliation_window]\nunit = "day"\nchecked_on = 2026-01-01\n[[affiliation_window.values]]\n'
        f'in_force_from = 2025-01-01\nvalue = {days}\ncertainty = "assumed"\nsources = [{{ title = "x" }}]\n'
    )
    contract = contracts.load(write_contract(tmp_path, OWN_CONTRACT + window))
    *_, silence = _demo.load().stories(contract)
    run = scenarios.run(silence.scenario)
    (mail,) = (
        effect
        for decision in run.decisions
        for effect in decision.effects
        if isinstance(effect, SendAutomaticAffiliation)
    )
    assert contract.local(mail.due_at).date() < mail.effective_on


def test_the_demo_is_french_unless_another_language_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert "16,00 €/mois" in shown()
    assert "16.00 €/month" in shown("--lang", "en")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_machine_word_is_printed(lang: str) -> None:
    text = shown("--lang", lang)
    for command in ALL:
        assert not re.search(rf"(?<![\w-]){command.do}(?![\w-])", text.replace("sign-in", "")) or command.do in (
            "sign",
            "attest",
            "resume",
            "suspend",
            "transfer",
            "tick",
        )
    assert not re.search(
        r"\w+_\w+|\b[a-z]+-[a-z]+-[a-z]+\b|[A-Z][a-z]+[A-Z]\w+|\bNone\b|[{}]",
        re.sub(r"https://\S+", "", text.replace("SQLite", "")),
    )


@pytest.mark.parametrize("contract", [*contracts.builtin, *map(str, EXAMPLES)])
def test_every_story_comes_to_its_end_under_any_contract(contract: str) -> None:
    refused, family, exempt, silent = stories("--contract", contract, "--lang", "en")
    assert "refused" in refused
    assert "accepted → File closed: not concerned" in refused
    has_no_tariff = "cfdt" in contract  # for a partner: the reason is printed
    assert (
        "✗ This contract’s tariff does not say whether anything will be debited"
        if has_no_tariff
        else "accepted → Confirmation"
    ) in family
    assert "refused" not in family + exempt
    assert "affiliated automatically" in silent
    assert_time_runs_forwards(printed("--contract", contract, "--lang", "en"))


def assert_time_runs_forwards(text: str) -> None:
    """Read every heading of a day and every time below it: none is before the one above."""
    for story in re.split(r"^\d\. ", text, flags=re.MULTILINE)[1:]:
        day, instants = None, []
        for line in story.splitlines():
            if re.fullmatch(r"  \d+ \w+ \d{4}", line):
                day = dt.datetime.strptime(line.strip(), "%d %B %Y").date()  # noqa: DTZ007 -- a day
            elif (match := re.match(r"  (\d\d):(\d\d)  ", line)) and day is not None:
                instants.append(dt.datetime.combine(day, dt.time(int(match[1]), int(match[2]))))
        assert instants
        assert instants == sorted(instants)
        assert instants[0].time() == dt.time(8)  # in the contract's zone, wherever it is


def test_a_contract_s_own_formula_is_chosen_by_its_place(tmp_path: Path) -> None:
    formulas = (
        '[formulas]\nunit = "formula"\nchecked_on = 2026-01-01\n[[formulas.values]]\nin_force_from = 2025-01-01\n'
        'value = ["option_1", "base"]\ncertainty = "assumed"\nsources = [{ title = "x" }]\n'
        '[recommended_formula]\nunit = "formula"\nchecked_on = 2026-01-01\n[[recommended_formula.values]]\n'
        'in_force_from = 2025-01-01\ncertainty = "unknown"\nsources = [{ title = "x" }]\n'
    )
    text = shown("--contract", str(write_contract(tmp_path, OWN_CONTRACT + formulas)), "--lang", "en")
    assert "Option 1 (chosen) Base" in text


def test_the_family_is_the_one_of_the_scenario() -> None:
    """The steps of the guide's example, but for the rating at its end."""
    demo = _demo.load()
    (family,) = (story for story in demo.stories(contracts.get(demo.contract)) if story.name == "family")
    ran = scenarios.run(family.scenario)
    expected = scenarios.run(scenarios.read(REFERENCE_FAMILY))
    assert [decision.outcome for decision in ran.decisions] == [decision.outcome for decision in expected.decisions][
        :-1
    ]
    assert ran.dossier.states == expected.dossier.states
    quotes = [run.dossier.quote(at=run.ended_at) for run in (ran, expected)]
    assert quotes[0].as_json() == quotes[1].as_json()


def test_every_step_is_read_from_sqlite_and_written_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    for name in ("decide", "create"):
        original = getattr(SQLiteStore, name)
        monkeypatch.setattr(
            SQLiteStore,
            name,
            lambda *a, _name=name, _original=original, **k: (calls.append(_name), _original(*a, **k))[1],
        )
    printed.cache_clear()
    demo = _demo.load()
    steps = [step for story in demo.stories(contracts.get(demo.contract)) for step in story.scenario.steps]
    assert "These lines are read from the database" in shown("--lang", "en")
    assert (calls.count("create"), calls.count("decide")) == (4, len(steps))


def test_a_contract_that_does_not_exist_is_an_error(call: Any) -> None:
    result = call("demo", "--contract", "mars")
    assert (result.status, result.out) == (2, "")
    assert "guide-illustration" in result.err


def test_the_demo_is_short_enough_to_be_read() -> None:
    assert len(printed().splitlines()) < 145
    assert len(printed().split()) < 1550


def test_paragraphs_follow_a_narrow_terminal() -> None:
    out = io.StringIO()
    console = Console(force_terminal=True, no_color=True, width=60, highlight=False, soft_wrap=True, file=out)
    Printer("fr", console).wrapped("mot " * 100, "  ✉ ", "    ")
    assert {len(line) > 40 for line in out.getvalue().splitlines()[:-1]} == {True}
    assert max(map(len, out.getvalue().splitlines())) <= 60
    whole = io.StringIO()
    Printer("fr", Console(file=whole, width=60, highlight=False, soft_wrap=True)).wrapped("mot " * 100)
    assert len(whole.getvalue().splitlines()) == 1


def test_an_encoding_that_lacks_a_character_is_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    assert main(["demo", "--lang", "fr"]) == 0
    assert b"16,00\xa0\x80/mois" in raw.getvalue()
    assert b"Que faire ?" in raw.getvalue()
    assert b"u202f" not in raw.getvalue()
