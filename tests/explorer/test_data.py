"""
What an explorer shows: described by its schema, without personal data unless asked for, and evidence that runs.
"""

import contextlib
import datetime as dt
import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import jsonschema
import pytest

import planted
from effort import IS_THOROUGH
from leaks import find_birth_dates, find_leaks, spellings
from paths import ROOT
from people import INVITED
from planted import Mint, Tour
from psc_workflow import contracts, explorer
from psc_workflow._model.money import LOCALES
from psc_workflow._model.steps import Step
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import unstructure
from psc_workflow.explorer._money import grid
from psc_workflow.pricing import PricedQuote, Register
from psc_workflow.stores import SQLiteStore
from psc_workflow.testing import scenarios

SCENARIOS = ROOT / "examples" / "scenarios"
EXAMPLES = sorted(file.stem for file in SCENARIOS.glob("*.json")) if IS_THOROUGH else ["nobody-to-cover"]
TOURS = {name: tour for name, tour in vars(planted).items() if name.endswith("_tour") and callable(tour)}
SOME_TOURS = TOURS if IS_THOROUGH else {name: TOURS[name] for name in ("affiliation_tour", "dispensation_tour")}


def of_example(name: str) -> explorer.Subject:
    return explorer.of_scenario(scenarios.read(SCENARIOS / f"{name}.json"), name=f"{name}.json")


def of_tour(mint: Mint, tour: Tour, folder: Path) -> explorer.Subject:
    """Explore a scenario whose personal fields all hold values of *mint*."""
    steps = [{"at": at.isoformat(), "do": command.do, **unstructure(command)} for command, at in tour(mint)]
    agent, invited_at = unstructure(planted.agent(mint)), INVITED.isoformat()
    about = mint.made["agent's first name"] + " joins."
    data = {"contract": "guide-illustration", "id": "D1", "agent": agent, "invited_at": invited_at, "steps": steps}
    file = folder / "tour.json"
    file.write_text(json.dumps(data | {"about": about}), encoding="utf-8")
    return explorer.of_scenario(scenarios.read(file))


@functools.cache
def data_of(name: str, *, with_personal_data: bool) -> dict[str, Any]:
    """Return the data of an example; no test changes it."""
    return explorer.data(of_example(name), with_personal_data=with_personal_data)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_schema_describes_the_data(name: str) -> None:
    shown = data_of(name, with_personal_data=True)
    jsonschema.Draft202012Validator(explorer.schema()).validate(json.loads(json.dumps(shown)))


def unknown_labels(name: str) -> list[list[str]]:
    """Return, for each quote of an example, the labels of its lines without an amount."""
    quotes = data_of(name, with_personal_data=True)["pools"]["quotes"]
    return [[line["label"] for line in quote["lines"] if line["cents"] is None] for quote in quotes]


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_unknown_amount_of_a_page_has_its_reason(name: str) -> None:
    quotes = data_of(name, with_personal_data=True)["pools"]["quotes"]
    pool = data_of(name, with_personal_data=True)["pools"]["reasons"]
    reasons = [[pool[place]["label"] for place in quote["reasons"] if pool[place]["label"]] for quote in quotes]
    assert reasons == unknown_labels(name)
    assert all(reason["text"]["fr"] and reason["text"]["en"] for reason in pool)


def test_the_examples_have_unknown_amounts() -> None:
    """So that the test above can fail."""
    assert any(labels for name in EXAMPLES for labels in unknown_labels(name))


def test_the_schema_closes_every_object_that_has_names() -> None:
    shown = explorer.data(explorer.of_contracts([contracts.get("men-2026")]))
    shown["moments"][0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(explorer.schema()).validate(shown)


@pytest.mark.parametrize("tour", SOME_TOURS.values(), ids=SOME_TOURS)
def test_no_planted_value_is_in_a_page_without_personal_data(tour: Tour, tmp_path: Path) -> None:
    mint = Mint(11)
    subject = of_tour(mint, tour, tmp_path)
    page = [("the page", explorer.page(subject))]
    assert find_leaks(mint, page) == []
    assert find_birth_dates(page) == []


def test_a_page_with_personal_data_has_what_the_other_leaves_out(tmp_path: Path) -> None:
    """So that the test above can fail."""
    mint = Mint(11)
    subject = of_tour(mint, planted.affiliation_tour, tmp_path)
    page = explorer.page(subject, with_personal_data=True)
    absent = {
        name
        for name, value in mint.made.items()
        if not spellings(value) & {value for value in spellings(value) if value in page}
    }
    assert {
        name for name in absent if "password" not in name and "domain" not in name and "13 signs" not in name
    } == set()


def test_the_host_s_names_of_children_are_replaced_by_numbers(tmp_path: Path) -> None:
    shown = explorer.data(of_tour(Mint(3), planted.affiliation_tour, tmp_path))
    who = {line["who"] for quote in shown["pools"]["quotes"] for line in quote["lines"]}
    assert {"child-1", "child-2"} <= who
    assert not {"one", "two"} & who


def test_a_birthday_ahead_is_shown_by_its_month_alone() -> None:
    subject = of_example("child-turns-21-and-25")
    subject = attrs.evolve(subject, acts=subject.acts[:13])  # up to the signature
    for with_personal_data, lengths in ((False, {7}), (True, {25})):
        shown = explorer.data(subject, with_personal_data=with_personal_data)
        nears = [each for each in shown["pools"]["milestones"] if each["event"] == "child_birthday_nears"]
        assert {len(each["at"]) for each in nears} == lengths
        assert all(bool(each["sentence"]["en"]) is with_personal_data for each in nears)


# -- evidence -------------------------------------------------------------------------------------


def python_of(shown: dict[str, Any], number: int) -> str:
    """Put together the Python of a moment, as the page does."""
    evidence, moment = shown["evidence"], shown["moments"][number]
    steps = moment["steps"]
    setup = evidence["setup"].replace("[:STEPS]", f"[:{steps}]")
    return "\n".join([setup, *evidence["acts"][:steps], moment["check"]])


def run(program: str, folder: Path) -> None:
    with contextlib.chdir(folder):
        exec(compile(program, "evidence", "exec"), {})  # noqa: S102 -- our own


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("with_personal_data", [False, True])
def test_the_python_of_every_moment_runs(name: str, with_personal_data: bool) -> None:
    shown = data_of(name, with_personal_data=with_personal_data)
    for number in range(len(shown["moments"])):
        run(python_of(shown, number), SCENARIOS)


def test_the_python_of_a_moment_fails_if_the_answer_is_another_one() -> None:
    shown = data_of("password-too-weak", with_personal_data=True)
    number = next(
        place for place, moment in enumerate(shown["moments"]) if (moment["act"] or {}).get("outcome") == "refused"
    )
    program = python_of(shown, number)
    with pytest.raises(AssertionError):
        run(program.replace('"refused"', '"accepted"'), SCENARIOS)


def test_the_scenario_of_a_page_runs_and_gives_what_was_shown(tmp_path: Path) -> None:
    shown = data_of("reference-family", with_personal_data=True)
    (tmp_path / "again.json").write_text(json.dumps(shown["evidence"]["scenario"]), encoding="utf-8")
    result = scenarios.run(scenarios.read(tmp_path / "again.json"))
    assert result.dossier.as_of(result.ended_at).states == shown["moments"][len(result.decisions)]["states"]


def test_a_stored_dossier_is_explored_where_it_stands(tmp_path: Path) -> None:
    dossier = of_example("reference-family").acts[-1].decision.dossier
    with SQLiteStore(tmp_path / "agents.db") as store:
        store.create(dossier)
    shown = explorer.data(explorer.of_dossier(dossier, store="agents.db"))
    assert [step["command"] for step in shown["history"]][-1] == "rate-experience"
    assert shown["evidence"]["scenario"] is None
    for number in range(len(shown["moments"])):
        run(python_of(shown, number), tmp_path)


# -- time and money -------------------------------------------------------------------------------


def test_the_clock_is_turned_on_to_each_deadline_ahead() -> None:
    subject = explorer.of_contracts([contracts.get("guide-illustration")])
    moments = explorer.data(subject)["moments"]
    foreseen = [event for moment in moments for event in moment["foreseen"]]
    assert "affiliation_window_ends" in foreseen
    assert moments[-1]["states"]["membership"] != "none"
    instants = [dt.datetime.fromisoformat(moment["at"]) for moment in moments]
    assert instants == sorted(instants)


def test_a_deadline_that_passed_before_a_refusal_does_not_lie_ahead(tmp_path: Path) -> None:
    scenario = json.loads((SCENARIOS / "reference-family.json").read_text(encoding="utf-8"))
    late = scenario["steps"][1] | {"at": "2026-07-01T08:00:00-10:00"}
    (tmp_path / "late.json").write_text(
        json.dumps(scenario | {"steps": [scenario["steps"][0], late]}), encoding="utf-8"
    )
    shown = explorer.data(explorer.of_scenario(scenarios.read(tmp_path / "late.json")))
    refused = shown["moments"][2]
    assert refused["act"]["outcome"] == "not_available"
    assert all(moment["at"] >= refused["at"] for moment in shown["moments"][3:])
    assert all(shown["pools"]["milestones"][place]["at"] > refused["at"] for place in refused["ahead"])


@pytest.mark.parametrize("id_", ["men-2026", "guide-illustration"])
def test_a_cell_of_the_grid_is_the_quote_of_its_household(id_: str) -> None:
    from psc_workflow import Child, Household, Partner, Regime  # noqa: PLC0415 -- of this test alone
    from psc_workflow.pricing import price  # noqa: PLC0415

    contract = contracts.get(id_)
    grid = explorer.data(explorer.of_contracts([contract]))["grids"][id_]
    axes = grid["axes"]
    place = {"on": 0, "regime": axes["regime"].index("general"), "formula": 1, "gross": 4, "partner": 2, "children": 2}
    number = 0
    for name in axes:
        number = number * len(axes[name]) + place[name]
    on = dt.date.fromisoformat(axes["on"][0])
    household = Household(
        regime=Regime.GENERAL,
        gross_cents=axes["gross"][4],
        partner=Partner(birth_date=on.replace(year=on.year - axes["partner"][2])),
        children=[Child(birth_date=on.replace(year=on.year - 8)), Child(birth_date=on.replace(year=on.year - 9))],
    )
    quote = price(household, contract=contract, formula=contract.all_formulas[1], on=on)
    assert grid["cells"][number][:3] == [quote.employer, quote.payroll, quote.debited]
    assert len(grid["cells"]) == len(axes["on"]) * len(axes["regime"]) * len(axes["formula"]) * 8 * 4 * 5


def again(values: Any, on: dt.date) -> Any:
    """Return dated *values*, the last of which is stated again from a day on."""
    return (*values, attrs.evolve(values[-1], in_force_from=on))


def with_a_parameter_of(on: dt.date) -> Any:
    contract = contracts.get("men-2026")
    first, *others = contract.tariff.parameters
    changed = attrs.evolve(first, values=again(first.values, on))
    return attrs.evolve(contract, tariff=attrs.evolve(contract.tariff, parameters=(changed, *others)))


def with_an_amount_of(on: dt.date) -> Any:
    contract = contracts.get("men-2026")
    first, *others = contract.tariff.components
    changed = attrs.evolve(first, values=again(first.values, on))
    return attrs.evolve(contract, tariff=attrs.evolve(contract.tariff, components=(changed, *others)))


def with_formulas_of(on: dt.date) -> Any:
    contract = contracts.get("men-2026")
    return attrs.evolve(contract, formulas=attrs.evolve(contract.formulas, values=again(contract.formulas.values, on)))


@pytest.mark.parametrize("make", [with_a_parameter_of, with_an_amount_of, with_formulas_of])
def test_the_grid_has_each_day_on_which_the_tariff_or_the_offer_changes(make: Callable[[dt.date], Any]) -> None:
    day = dt.date(2028, 3, 1)
    assert day.isoformat() in grid(make(day))["axes"]["on"]
    assert day.isoformat() not in grid(contracts.get("men-2026"))["axes"]["on"]


# -- the page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_is_one_file_that_may_connect_to_nothing(name: str) -> None:
    page = explorer.page(of_example(name))
    assert len(page.encode()) < 1_000_000
    head = page[: page.index("</head>")]
    assert "default-src 'none'" in head
    assert "connect-src 'none'" in head
    assert page.count("<script>") == 1
    assert not [text for text in ("src=", "@import", "url(") if text in page.partition('id="data"')[0]]


def of_weeks(count: int, folder: Path) -> explorer.Subject:
    """Explore the family, and a step in each of *count* weeks after it."""
    scenario = json.loads((SCENARIOS / "reference-family.json").read_text(encoding="utf-8"))
    first = dt.datetime.fromisoformat("2026-05-02T10:00:00-10:00")
    scenario["steps"] += [
        {
            "at": (first + dt.timedelta(weeks=week)).isoformat(),
            "do": "update-teletransmission",
            "teletransmission": bool(week % 2),
        }
        for week in range(count)
    ]
    (folder / "weeks.json").write_text(json.dumps(scenario), encoding="utf-8")
    return explorer.of_scenario(scenarios.read(folder / "weeks.json"))


def test_a_page_grows_by_little_with_each_step(tmp_path: Path) -> None:
    short, long = (len(explorer.page(of_weeks(count, tmp_path)).encode()) for count in (2, 12))
    assert (long - short) / 10 < 2_000


def test_a_title_names_the_day_of_its_moment(tmp_path: Path) -> None:
    subject = of_weeks(3, tmp_path)
    shown = explorer.data(subject, with_personal_data=True)
    for number, (_, dossier, at) in enumerate(subject.situations()):
        moment = shown["moments"][number]
        for formula, quote in dossier.view(at=at, role=Role.AGENT).quotes.items():
            assert isinstance(quote, PricedQuote)
            placed = shown["pools"]["quotes"][moment["quotes"][formula]]
            for register in Register:
                for locale in LOCALES:
                    title = shown["pools"]["explanations"][placed["explanations"][register][locale]]["title"]
                    assert "{on}" in title
                    title = title.replace("{on}", moment["priced_on"]["words"][locale])
                    assert title == quote.explain(locale, register).title
            assert moment["priced_on"]["day"] == quote.on.isoformat()


def test_nothing_in_the_data_can_end_the_script_it_stands_in(tmp_path: Path) -> None:
    scenario = json.loads((SCENARIOS / "reference-family.json").read_text(encoding="utf-8"))
    scenario["about"] = "</script><script>alert(1)</script><!--"
    file = tmp_path / "</script>.json".replace("/", "-")
    file.write_text(json.dumps(scenario), encoding="utf-8")
    page = explorer.page(explorer.of_scenario(scenarios.read(file)), with_personal_data=True)
    _, _, rest = page.partition('id="data">')
    shown = json.loads(rest.partition("</script>")[0])
    assert shown["subject"]["about"] == scenario["about"]
    assert "alert(1)</script>" not in page


def test_every_contract_of_the_examples_has_a_page() -> None:
    own = [contracts.load(path) for path in sorted((ROOT / "examples" / "contracts").glob("*.toml"))]
    for contract in [*contracts.builtin.values(), *own] if IS_THOROUGH else own[:1]:
        shown = explorer.data(explorer.of_contracts([contract]))
        assert shown["contracts"][0]["id"] == contract.id
        assert shown["moments"]


def test_a_step_that_somebody_gave_does_not_show_who() -> None:
    subject = of_example("reference-family")
    step = attrs.evolve(subject.acts[0].decision.steps[0], by="person-4711")
    stored = attrs.evolve(subject, kind="store", history=(step,))
    assert isinstance(step, Step)
    assert "person-4711" not in json.dumps(explorer.data(stored))


def test_a_source_that_opens_elsewhere_than_on_the_official_site_says_where() -> None:
    pool = explorer.data(of_example("reference-family"))["pools"]["sources"]
    elsewhere = [source for source in pool if source["address"] and "Légifrance" in source["note"]["fr"]]
    assert elsewhere
    for source in elsewhere:
        site = urlsplit(source["address"]).netloc.removeprefix("www.")
        assert (site in source["note"]["fr"], site in source["note"]["en"]) == (True, True)
    assert all(source["note"] == {"fr": "", "en": ""} for source in pool if source["is_official"])
