"""
The catalogue is whole, cited and dated; a mistake in a file is told with its file, table and field.
"""

import ast
import datetime as dt
import functools
import importlib
import string
from collections.abc import Callable
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any

import attrs
import pytest

import psc_workflow
from documents import OWN_CONTRACT, own_value, write_contract
from junk import DISTANT, NAIVE, Right, not_refused
from people import NOW
from psc_workflow import contracts
from psc_workflow._catalogue import law, wording
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model import vocabulary
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Formula
from psc_workflow._structuring import StructureError
from psc_workflow.exceptions import InvalidDocumentError, NaiveInstantError, NoValueInForceError, UnknownContractError
from psc_workflow.rules import module_of

SOURCES = Path(psc_workflow.__file__).parent
BUILTIN = sorted(contracts.builtin)


def parameters(holder: object) -> dict[str, Parameter]:
    return {
        field.name: getattr(holder, field.name)
        for field in attrs.fields(type(holder))
        if isinstance(getattr(holder, field.name), Parameter)
    }


def all_dated() -> dict[str, Dated]:
    values = {}
    for holder, name in [(law.law(), "law"), *((contracts.get(name), name) for name in BUILTIN)]:
        for key, parameter in parameters(holder).items():
            for dated in parameter.values:
                values[f"{name}.{key}.{dated.in_force_from}"] = dated
    for name in BUILTIN:
        for component in contracts.get(name).tariff.components:
            for dated in component.values:
                values[f"{name}.{component.id}.{dated.in_force_from}"] = dated
    return values


@pytest.mark.parametrize("dated", all_dated().values(), ids=all_dated())
def test_every_value_has_a_source_and_is_unknown_exactly_when_it_has_none(dated: Dated) -> None:
    assert all(source.title.strip() for source in dated.sources)
    assert dated.sources
    assert dated.is_known == (dated.certainty is not Certainty.UNKNOWN)


@pytest.mark.parametrize("name", BUILTIN)
def test_every_day_from_the_start_of_a_contract_has_one_value_of_each_parameter(name: str) -> None:
    contract = contracts.get(name)
    start = contract.effect.values[-1].value
    for day in (start, start + dt.timedelta(days=1), start.replace(year=start.year + 4)):
        for key in parameters(contract):
            assert contract.dated(key, day)
        for key in parameters(law.law()):
            assert law.dated(key, day)


def test_the_guide_s_contract_is_that_of_polynesia_but_for_its_tariff() -> None:
    pf, guide = contracts.get("men-2026-pf"), contracts.get("guide-illustration")
    assert attrs.evolve(guide, contract=pf.contract, tariff=pf.tariff) == pf


def test_no_amount_of_men_2026_pf_is_known_but_the_free_third_child() -> None:
    components = contracts.get("men-2026-pf").tariff.components
    assert {component.id for component in components if component.values[0].value is not None} == {"child-free"}


def test_civil_days_are_counted_in_tahiti() -> None:
    pf = contracts.get("men-2026-pf")
    assert pf.civil_day(dt.datetime(2026, 4, 7, 9, 59, tzinfo=dt.UTC)) == dt.date(2026, 4, 6)
    assert pf.civil_day(dt.datetime(2026, 4, 7, 10, 0, tzinfo=dt.UTC)) == dt.date(2026, 4, 7)


# -- a host's own contract ------------------------------------------------------------


def test_a_host_s_own_contract_takes_what_it_does_not_say_from_the_one_it_is_based_on(tmp_path: Path) -> None:
    own = contracts.load(write_contract(tmp_path, OWN_CONTRACT))
    assert (own.id, own.tariff) == ("own", contracts.get("guide-illustration").tariff)
    catalogue = contracts.builtin.including(own)
    assert catalogue["own"] is own
    assert set(catalogue) == {*BUILTIN, "own"}


def test_a_file_read_again_gives_the_same_object_and_a_changed_one_what_it_says_now(tmp_path: Path) -> None:
    first = contracts.load(write_contract(tmp_path, OWN_CONTRACT))
    assert contracts.load(write_contract(tmp_path, OWN_CONTRACT)) is first
    changed = contracts.load(write_contract(tmp_path, OWN_CONTRACT.replace("Ours", "Yours")))
    assert (first.contract.label.en, changed.contract.label.en) == ("Ours", "Yours")


VALUE = '[[effect.values]]\nin_force_from = 2025-01-01\nvalue = 2026-05-01\ncertainty = "published"\nsources = [{ title = "x" }]\n'
EFFECT = '[effect]\nunit = "date"\nchecked_on = 2026-01-01\n'
COMPONENT = (
    '[tariff]\nstructure = "assumed"\nstatuses = ["active"]\nsources = [{ title = "x" }]\n'
    '[[tariff.components]]\nid = "a"\nwho = "agent"\nchannel = "debited"\nlabel = { fr = "a", en = "a" }\n'
    '[[tariff.components.values]]\nin_force_from = 2026-05-01\nvalue = 1.00\ncertainty = "assumed"\nsources = [{ title = "x" }]\n'
)

MISTAKES = {
    "not TOML": ("[contract", "", "is not TOML"),
    "unknown table": (OWN_CONTRACT + "[colours]\n", "colours", "is unknown here"),
    "unknown table like one that there is": (OWN_CONTRACT + "[local_regime]\n", "local_regime", "did you mean [local_regimes]?"),
    "unknown table like one of words": (OWN_CONTRACT + "[regime.x]\n", "regime", "did you mean [regimes]?"),
    "unknown field": (OWN_CONTRACT + 'colour = "blue"\n', "contract.colour", "is unknown here"),
    "number for text": (OWN_CONTRACT.replace('"1"', "1"), "contract.version", "must be text"),
    "missing language": (OWN_CONTRACT.replace(', en = "Ours"', ""), "contract.label.en", "is missing"),
    "blank id": (OWN_CONTRACT.replace('"own"', '" "'), "contract.id", "small letters"),
    "unknown base": (OWN_CONTRACT.replace("guide-illustration", "mars"), "contract.based_on", "another built-in contract"),
    "no base and no tables": (OWN_CONTRACT.replace('based_on = "guide-illustration"\n', ""), "tariff", "is missing"),
    "text for date": (OWN_CONTRACT + EFFECT + VALUE.replace("2026-05-01", '"2026-05-01"'), "effect.values.0.value", "a date"),
    "certainty not in the list": (
        OWN_CONTRACT + EFFECT + VALUE.replace("published", "sure"),
        "effect.values.0.certainty",
        "must be one of",
    ),
    "another unit": (OWN_CONTRACT + EFFECT.replace('"date"', '"month"') + VALUE, "effect.unit", "must be 'date'"),
    "free and priced at once": (
        OWN_CONTRACT + COMPONENT.replace('"agent"', '"child"') + COMPONENT[COMPONENT.index("[[tariff.components]]") :]
        .replace('"agent"', '"child"\nfrom_rank = 3\nfree = true').replace('id = "a"', 'id = "b"').replace("1.00", "0"),
        "tariff.b.free", "the same person is priced by a",
    ),
    "no source": (OWN_CONTRACT + EFFECT + VALUE.replace('[{ title = "x" }]', "[]"), "effect.values.0.sources", "at least one"),
    "unknown but with a value": (
        OWN_CONTRACT + EFFECT + VALUE.replace("published", "unknown"),
        "effect.values.0.certainty",
        "if and only if",
    ),
    "two values of the same day": (OWN_CONTRACT + EFFECT + VALUE + VALUE, "effect.values", "in order"),
    "no value": (OWN_CONTRACT + EFFECT + "values = []\n", "effect.values", "at least one value"),
    "time zone that does not exist": (
        OWN_CONTRACT + VALUE.replace("effect", "time_zone").replace("2026-05-01", '"Mars/Olympus"').join(
            ['[time_zone]\nunit = "zone"\nchecked_on = 2026-01-01\n', ""]
        ),
        "time_zone.values.0.value",
        "time zone",
    ),
    "regime that does not exist": (
        OWN_CONTRACT + VALUE.replace("effect", "local_regimes").replace("2026-05-01", '["mars"]').join(
            ['[local_regimes]\nunit = "regime"\nchecked_on = 2026-01-01\n', ""]
        ),
        "local_regimes.values.0.value.0",
        "must be one of",
    ),
    "fraction of a cent": (OWN_CONTRACT + COMPONENT.replace("1.00", "1.005"), "tariff.a.values.0.value", "cent"),
    "rank of an adult": (OWN_CONTRACT + COMPONENT.replace('"agent"', '"agent"\nto_rank = 2'), "tariff.a.who", "rank"),
    "free but priced": (OWN_CONTRACT + COMPONENT.replace('"agent"', '"agent"\nfree = true'), "tariff.a.values.0.value", "must be 0"),
    "who is nobody": (OWN_CONTRACT + COMPONENT.replace('"agent"', '"dog"'), "tariff.a.who", "must be one of"),
    "amount in quotes": (OWN_CONTRACT + COMPONENT.replace("1.00", '"1.00"'), "tariff.a.values.0.value", "must be a number"),
    "infinite amount": (OWN_CONTRACT + COMPONENT.replace("1.00", "inf"), "tariff.a.values.0.value", "must be a number"),
    "negative amount": (OWN_CONTRACT + COMPONENT.replace("1.00", "-1.00"), "tariff.a.values.0.value", "negative"),
    "ranks upside down": (OWN_CONTRACT + COMPONENT.replace('"agent"', '"child"\nfrom_rank = 3\nto_rank = 2'), "tariff.a.from_rank", "not above"),
    "rank nought": (OWN_CONTRACT + COMPONENT.replace('"agent"', '"child"\nfrom_rank = 0'), "tariff.a.from_rank", "1 or more"),
    "no component": (OWN_CONTRACT + COMPONENT[: COMPONENT.index("[[")] + "components = []\n", "tariff.components", "must not be empty"),
    "parameter that must be known": (
        OWN_CONTRACT + EFFECT + VALUE.replace("published", "unknown").replace("value = 2026-05-01\n", ""),
        "effect.values.0.value", "must be known",
    ),
    "window of no day": (OWN_CONTRACT + own_value("affiliation_window", "-1"), "affiliation_window.values.0.value", "from 1 to"),
    "window of ages": (OWN_CONTRACT + own_value("affiliation_window", "10" * 15), "affiliation_window.values.0.value", "from 1 to"),
    "default code of the wrong form": (OWN_CONTRACT + own_value("default_code_organisme", '"x"'), "default_code_organisme.values.0.value", "nine digits"),
    "no formula": (OWN_CONTRACT + own_value("formulas", "[]"), "formulas.values.0.value", "must not be empty"),
    "formula twice": (OWN_CONTRACT + own_value("formulas", '["base", "base"]'), "formulas.values.0.value", "twice"),
    "regimes that begin after the effect": (
        OWN_CONTRACT + own_value("accepted_regimes", '["general"]').replace("2025-01-01", "2026-05-02"),
        "accepted_regimes", "takes effect (2026-05-01), but begins on 2026-05-02",
    ),
    "amount that begins after the effect": (OWN_CONTRACT + COMPONENT.replace("2026-05-01", "2026-05-02"), "tariff.a", "begins on 2026-05-02"),
    "no base formula": (OWN_CONTRACT + own_value("formulas", '["option_1"]'), "formulas.values.0.value", "must include base"),
    "a regime accepted and local": (OWN_CONTRACT + own_value("accepted_regimes", '["general", "cps"]'), "local_regimes.values.0.value", "must not name accepted regimes: cps"),
    "a formula recommended and not offered": (
        OWN_CONTRACT + own_value("formulas", '["base"]') + own_value("recommended_formula", '["base", "option_2"]'),
        "recommended_formula.values.0.value", "must be offered by formulas, which from 2025-01-01 on lacks option_2",
    ),
    "a formula that the base recommends and that is not offered": (
        OWN_CONTRACT + own_value("formulas", '["base", "option_1"]'),
        "recommended_formula.values.0.value", "comes from guide-illustration; write your own [recommended_formula] table",
    ),
    "a reminder after the window": (OWN_CONTRACT + own_value("reminders", "[7, 22]"), "reminders.values.0.value", "beyond the affiliation window (day 21)"),
    "a blank source": (OWN_CONTRACT + EFFECT + VALUE.replace('"x"', '" "'), "effect.values.0.sources", "at least one"),
    "a blank label": (OWN_CONTRACT.replace('"Ours"', '""'), "contract.label.en", "must not be blank"),
    "territory in words": (OWN_CONTRACT.replace('"PF"', '"Polynesia"'), "contract.territory", "two capital letters"),
    "same component twice": (OWN_CONTRACT + COMPONENT + COMPONENT[COMPONENT.index("[[tariff.components]]") :], "tariff.components.1.id", "used twice"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "path", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_file_table_and_field(tmp_path: Path, text: str, path: str, message: str) -> None:
    file = write_contract(tmp_path, text)
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(file)
    assert str(file) in str(caught.value)
    assert any(fault.path == path and message in fault.message for fault in caught.value.faults)


def dated(*values: tuple[str, tuple[Formula, ...] | None]) -> Parameter:
    """Give a parameter with these values, each with its first day."""
    sources = (Source("x"),)
    return Parameter(
        "formula",
        dt.date(2026, 1, 1),
        tuple(
            Dated(dt.date.fromisoformat(day), Certainty.UNKNOWN if value is None else Certainty.ASSUMED, sources, value)
            for day, value in values
        ),
    )


ALL, SOME = tuple(Formula), (Formula.BASE, Formula.OPTION_1)
FROM_2027 = dated(("2025-01-01", ALL), ("2027-01-01", SOME))


@pytest.mark.parametrize(
    ("recommended", "index", "day"),
    [
        (dated(("2025-01-01", ALL), ("2027-01-01", SOME)), None, None),
        (dated(("2025-01-01", ALL), ("2026-12-31", SOME)), None, None),
        (dated(("2025-01-01", ALL), ("2027-01-01", None)), None, None),
        (dated(("2025-01-01", ALL), ("2027-01-01", ())), None, None),
        (dated(("2025-01-01", ALL), ("2027-01-02", SOME)), 0, "2027-01-01"),
        (dated(("2025-01-01", None), ("2026-01-01", ALL)), 1, "2027-01-01"),
        (dated(("2025-01-01", SOME), ("2028-05-01", ALL)), 1, "2028-05-01"),
        (dated(("2020-01-01", ALL)), 0, "2027-01-01"),
    ],
)
def test_what_is_recommended_is_offered_on_every_day(
    recommended: Parameter, index: int | None, day: str | None
) -> None:
    """On the days on which both are known: of a value, the first day on which it is not is told."""
    changes = {"formulas": FROM_2027, "recommended_formula": recommended}
    if index is None:
        assert attrs.evolve(contracts.get("men-2026-pf"), **changes)
        return
    with pytest.raises(StructureError) as caught:
        attrs.evolve(contracts.get("men-2026-pf"), **changes)
    (fault,) = caught.value.faults
    assert fault.path == f"recommended_formula.values.{index}.value"
    assert f"from {day} on lacks option_2" in fault.message


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    file = write_contract(
        tmp_path, OWN_CONTRACT.replace('"1"', "1") + 'colour = "blue"\n' + EFFECT + VALUE.replace("published", "sure")
    )
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(file)
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidDocumentError, match="cannot be read"):
        contracts.load(tmp_path / name)


def test_an_unknown_contract_names_those_that_exist() -> None:
    with pytest.raises(UnknownContractError, match="men-2026-pf"):
        contracts.get("men-2062")


def test_a_day_outside_all_values_names_the_parameter() -> None:
    with pytest.raises(NoValueInForceError) as caught:
        contracts.get("men-2026-pf").value("formulas", dt.date(2020, 1, 1))
    assert caught.value.parameter == "men-2026-pf.formulas"


# -- texts -------------------------------------------------------------------------------


def string_constants(folder: str) -> set[str]:
    constants = set()
    for file in (SOURCES / folder).rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        constants |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return constants


@pytest.mark.parametrize("code", wording.finding_texts())
def test_every_finding_is_used_by_the_rule_it_names_and_has_all_its_texts(code: str) -> None:
    finding = wording.finding_texts()[code]
    rule = Path(importlib.import_module(module_of(finding.rule)).__file__ or "")
    assert rule.exists()
    assert f'"{code}"' in rule.read_text(encoding="utf-8")
    assert code == code.lower()
    assert code.replace("-", "").isalnum()
    assert finding.sources
    assert all(wording.sources()[name].title for name in finding.sources)
    for sentence in (finding.fr, finding.en, finding.remedy.fr, finding.remedy.en):
        assert sentence.strip().endswith((".", "?", "»", "”"))


@pytest.mark.parametrize("code", wording.finding_texts())
def test_both_languages_of_a_finding_use_the_same_facts(code: str) -> None:
    finding = wording.finding_texts()[code]

    def names(sentence: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

    assert names(finding.fr) == names(finding.en)
    assert names(finding.remedy.fr) == names(finding.remedy.en)
    assert not names(finding.fr) & {"nir", "iban", "name", "email", "phone", "address", "holder"}


@pytest.mark.parametrize("kind", ["Role", "Regime", "Formula", "DocumentKind", "Channel", "Certainty"])
def test_every_value_of_a_list_that_people_see_has_its_words(kind: str) -> None:
    for member in getattr(vocabulary, kind):
        assert wording.word(member).fr
        assert wording.word(member).en


def test_the_data_files_travel_with_the_package() -> None:
    data = resources.files("psc_workflow._catalogue") / "data"
    assert (data / "law.toml").is_file()
    assert Formula.BASE in contracts.get("men-2026-pf").value("formulas", dt.date(2026, 5, 1))


@pytest.mark.parametrize(
    "kind",
    [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, StrEnum) and len(kind)],
)
def test_every_value_of_every_closed_list_that_people_see_has_its_words(kind: type[StrEnum]) -> None:
    """Who, Status, Debits and PaymentScheme are the tariff's own; nobody reads them."""
    if kind.__name__ in ("Who", "Status", "Debits", "PaymentScheme"):
        return
    assert all(wording.word(member).fr and wording.word(member).en for member in kind)


PF = contracts.get("men-2026-pf")
WITH_A_DAY = {"parameter": "effect", "day": dt.date(2026, 5, 1)}
IS_RIGHT: Right = {
    "day": lambda value: type(value) is dt.date,
    "at": lambda value: any(
        value is each for each in (NOW, *DISTANT)
    ),  # of which the catalogue says by itself what it knows
    "contract": lambda value: value in ("x", "\ud800", "a\0b"),  # of which there is none: that is another error
}


@pytest.mark.parametrize(
    ("ask", "arguments"),
    [
        (PF.value, WITH_A_DAY),
        (PF.dated, WITH_A_DAY),
        (PF.effect.on, {"day": dt.date(2026, 5, 1)}),
        (PF.start_of, {"day": dt.date(2026, 5, 1)}),
        (PF.local, {"at": NOW}),
        (PF.civil_day, {"at": NOW}),
        (contracts.get, {"contract": "men-2026-pf"}),
        (contracts.find, {"contract": "men-2026-pf", "contracts": contracts.builtin}),
        (lambda each: contracts.builtin.including(each), {"each": PF}),  # noqa: PLW0108 -- by keyword
    ],
)
def test_what_no_contract_can_be_asked_is_the_host_s_mistake(
    ask: Callable[..., Any], arguments: dict[str, Any]
) -> None:
    names = {name: value for name, value in arguments.items() if name != "contracts"}
    rest = {name: value for name, value in arguments.items() if name == "contracts"}
    assert not_refused(functools.partial(ask, **rest), names, IS_RIGHT) == []


def test_a_day_of_the_machine_s_time_zone_is_none_of_a_contract() -> None:
    with pytest.raises(NaiveInstantError):
        PF.civil_day(NAIVE)
