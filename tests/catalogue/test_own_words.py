"""
A contract has formulas and regimes of its own: they are members of the lists, and of no other contract.
"""

import copy
import datetime as dt
import json
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import pytest

import planted
from documents import OWN_CONTRACT, own_value, write_contract
from people import NOW
from planted import Mint
from psc_workflow import (
    Agent,
    Channel,
    Child,
    Dossier,
    Formula,
    Household,
    Outcome,
    Partner,
    Regime,
    Role,
    commands,
    contracts,
    schemas,
)
from psc_workflow import commands as do
from psc_workflow._catalogue.contract_words import _fields_with_words
from psc_workflow._model.open_lists import OpenList
from psc_workflow.contracts import Contract
from psc_workflow.exceptions import (
    FormulaNotOfferedError,
    HostError,
    InvalidCommandError,
    InvalidDocumentError,
)
from psc_workflow.pricing import price
from psc_workflow.rules import formula as formula_rule
from psc_workflow.rules import regime as regime_rule

EXAMPLE = Path(__file__).parents[2] / "examples" / "contracts" / "mutuelle-du-lagon.toml"
LAGON = contracts.load(EXAMPLE)
GUIDE = contracts.get("guide-illustration")
CONFORT, ESSENTIEL, ENIM = Formula("confort"), Formula("essentiel"), Regime("enim")
START = dt.date(2027, 1, 1)
AT = dt.datetime(2026, 12, 1, 18, tzinfo=dt.UTC)

FORMULA = '[formulas]\nunit = "formula"\nchecked_on = 2026-01-01\n{keys}\n[[formulas.values]]\nin_force_from = 2025-01-01\nvalue = {value}\ncertainty = "published"\nsources = [{{ title = "x" }}]\n'
RECOMMENDS_NOTHING = own_value("recommended_formula", "[]", "formula")


# -- members --------------------------------------------------------------------------------


def test_a_word_of_a_contract_is_a_member_like_the_others() -> None:
    assert Formula("confort") is CONFORT
    assert (CONFORT.value, CONFORT.name, str(CONFORT), CONFORT == "confort") == ("confort", "CONFORT", "confort", True)
    assert isinstance(CONFORT, Formula)
    assert {CONFORT: 1}[Formula("confort")] == 1
    assert repr(CONFORT) == "<Formula.CONFORT: 'confort'>"
    assert json.dumps([CONFORT]) == '["confort"]'
    assert copy.deepcopy(CONFORT) is CONFORT is copy.copy(CONFORT)


def test_the_built_in_members_stay_the_only_ones_of_the_class() -> None:
    assert [member.value for member in Formula] == ["base", "option_1", "option_2"]
    assert len(Regime) == 11
    assert not hasattr(Formula, "CONFORT")
    assert Formula.admit("base") is Formula.BASE


def test_a_match_tells_them_apart() -> None:
    def tell(formula: Formula) -> str:
        match formula:
            case Formula.BASE:
                return "base"
            case Formula():
                return "another"

    assert (tell(Formula.BASE), tell(CONFORT)) == ("base", "another")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle_brings_the_word_into_a_process_that_has_not_read_the_contract(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(CONFORT, protocol)) is CONFORT  # noqa: S301 -- our own bytes
    program = f"import pickle; print(repr(pickle.loads({pickle.dumps((CONFORT, Formula.BASE), protocol)!r})))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout
    assert answer.strip() == "(<Formula.CONFORT: 'confort'>, <Formula.BASE: 'base'>)"


def test_threads_that_read_the_same_contract_get_the_same_member() -> None:
    class Fruit(OpenList):
        APPLE = "apple"

    members: list[Fruit] = []
    barrier = threading.Barrier(8)

    def admit() -> None:
        barrier.wait()
        members.append(Fruit.admit("pear"))

    threads = [threading.Thread(target=admit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(members) == 8
    assert all(member is members[0] for member in members)


@pytest.mark.parametrize("word", ["", "Confort", "con fort", "-x", "x-", "a" * 65, "cónfort", "a__b", "../x"])
def test_a_word_of_another_form_is_no_member(word: str) -> None:
    with pytest.raises(ValueError, match="small letters"):
        Formula.admit(word)


@pytest.mark.parametrize("word", ["bogus", "", None, 3, True, ["base"]])
def test_a_word_of_no_contract_stays_a_mistake_of_the_host(word: object) -> None:
    with pytest.raises(InvalidCommandError, match="regime: must be one of"):
        commands.parse("declare-regime", {"regime": word} if word is not None else {"regime": {}})
    with pytest.raises(ValueError, match="not a valid"):
        Regime(word)


# -- of one contract only ----------------------------------------------------------------------


def holders(value: object) -> Iterator[tuple[type, str]]:
    """List every field of *value*, however deep, in which a formula or a regime stands, with its class."""
    if isinstance(value, tuple):
        for item in value:
            yield from holders(item)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            inner = getattr(value, field.name)
            deeper = list(holders(inner))
            yield from deeper
            if deeper or isinstance(inner, OpenList) or any(isinstance(item, OpenList) for item in _items(inner)):
                yield type(value), field.name


def _items(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


@attrs.frozen
class Link:
    """Holds another of its kind, and a word of its own."""

    formula: Formula | None = None
    above: "Link | None" = None


def test_a_record_that_holds_another_of_its_kind_is_searched_to_its_end() -> None:
    assert [fault.path for fault in GUIDE.foreign_words(Link(above=Link(CONFORT)))] == ["above.formula"]


def test_no_field_with_a_word_is_passed_over_in_the_search_for_words_of_others() -> None:
    mint = Mint(2)
    values: list[object] = [GUIDE, LAGON, Household(partner=Partner(regime=ENIM), children=(Child(regime=ENIM),))]
    for tour in (planted.affiliation_tour, planted.rehire_tour):
        for (command, _), decision in planted.decisions(mint, tour):
            values += [command, decision.dossier.record]
    fields = {field for value in values for field in holders(value)}
    assert len(fields) > 20
    assert {(cls, name) for cls, name in fields if name not in _fields_with_words(cls)} == set()


def test_a_contract_that_lacks_the_word_refuses_it() -> None:
    def codes(verdict: object) -> list[str]:
        return [finding.code for finding in verdict.findings]  # type: ignore[attr-defined]

    on = dt.date(2026, 5, 1)
    assert codes(formula_rule.assess(CONFORT, contract=GUIDE, on=on)) == ["formula-not-offered"]
    assert codes(regime_rule.assess(ENIM, contract=GUIDE, on=on)) == ["regime-not-listed"]
    assert regime_rule.assess(ENIM, contract=LAGON, on=START).holds


COMMANDS = {
    "regime": do.DeclareRegime(ENIM),
    "formula": do.ChooseFormula(CONFORT),
    "partner.regime": do.DeclareBeneficiaries(partner=Partner(dt.date(1980, 1, 1), regime=ENIM), children=()),
    "recommended_formula": do.RecordNeedsSimulation(recommended_formula=CONFORT),
}


@pytest.mark.parametrize(("path", "command"), COMMANDS.items(), ids=COMMANDS)
def test_a_command_built_with_a_word_of_another_contract_is_a_mistake_of_the_host(
    path: str, command: do.Command
) -> None:
    dossier = Dossier.open(GUIDE, id="D1", agent=Agent(), invited_at=NOW)
    dossier = dossier.decide(do.StartAffiliation(), at=NOW, role=Role.AGENT).dossier
    with pytest.raises(InvalidCommandError, match="guide-illustration") as caught:
        dossier.decide(command, at=NOW, role=command.roles[0])
    assert [fault.path for fault in caught.value.faults] == [path]


def test_a_form_filled_in_with_a_word_of_another_contract_is_malformed_there() -> None:
    """Whether or not the process has read that other contract."""
    dossier = Dossier.open(GUIDE, id="D1", agent=Agent(), invited_at=NOW)
    dossier = dossier.decide(do.StartAffiliation(), at=NOW, role=Role.AGENT).dossier
    decisions = [
        dossier.decide(commands.read_form("declare-regime", {"regime": word}), at=NOW, role=Role.AGENT)
        for word in ("enim", "bogus")
    ]
    assert decisions[0].outcome is Outcome.REFUSED
    assert decisions[0].codes == decisions[1].codes
    assert [finding.path for finding in decisions[0].findings] == ["regime"]


def test_the_choices_named_to_whoever_chose_none_of_them_are_those_of_the_contract() -> None:
    dossier = Dossier.open(LAGON, id="D1", agent=Agent(hired_on=dt.date(2010, 9, 1)), invited_at=AT)
    dossier = dossier.decide(do.StartAffiliation(), at=AT, role=Role.AGENT).dossier
    (finding,) = dossier.decide(
        commands.read_form("declare-regime", {"regime": "mars"}), at=AT, role=Role.AGENT
    ).findings
    assert "Régime des marins (Enim)" in finding.text("fr") + finding.remedy("fr")
    (finding,) = (
        chosen().decide(commands.read_form("choose-formula", {"formula": "option_1"}), at=AT, role=Role.AGENT).findings
    )
    assert finding.code == "formula-not-offered"
    (finding,) = (
        chosen().decide(commands.read_form("choose-formula", {"formula": "mars"}), at=AT, role=Role.AGENT).findings
    )
    assert "Essentiel, Confort" in finding.text("fr") + finding.remedy("fr")


def test_a_draft_with_a_word_of_another_contract_counts_as_not_filled_in() -> None:
    dossier = Dossier.open(GUIDE, id="D1", agent=Agent(), invited_at=NOW)
    dossier = dossier.decide(do.StartAffiliation(), at=NOW, role=Role.AGENT).dossier
    asked = [dossier.next_questions(at=NOW, draft=draft) for draft in ({"regime": "enim"}, {})]
    assert asked[0] == asked[1] != ()


def test_prices_are_made_with_words_of_the_contract_only() -> None:
    household = Household(regime=ENIM)
    assert price(household, contract=LAGON, formula=CONFORT, on=START).debited == 1850
    with pytest.raises(FormulaNotOfferedError):
        price(Household(), contract=GUIDE, formula=CONFORT, on=START)
    with pytest.raises(HostError, match="regime: must be one of"):
        price(household, contract=GUIDE, formula=Formula.BASE, on=START)
    dossier = Dossier.open(GUIDE, id="D1", agent=Agent(), invited_at=NOW)
    with pytest.raises(HostError, match="formula"):
        dossier.quote(at=NOW, formula=CONFORT)


def chosen(contract: Contract = LAGON) -> Dossier:
    dossier = Dossier.open(contract, id="D1", agent=Agent(hired_on=dt.date(2010, 9, 1)), invited_at=AT)
    steps = (do.StartAffiliation(), do.DeclareRegime(ENIM), do.DeclareBeneficiaries(None, ()), do.ConfirmSolo())
    for command in (*steps, do.ChooseFormula(CONFORT)):
        decision = dossier.decide(command, at=AT, role=command.roles[0])
        assert decision.outcome is Outcome.ACCEPTED, decision.codes
        dossier = decision.dossier
    return dossier


def test_a_dossier_is_read_again_under_its_contract_and_under_no_other() -> None:
    dossier = chosen()
    assert Dossier.load(dossier.dump(), contracts={LAGON.id: LAGON}) == dossier
    without = attrs.evolve(GUIDE, contract=attrs.evolve(GUIDE.contract, id=LAGON.id))
    with pytest.raises(InvalidDocumentError) as caught:
        Dossier.load(dossier.dump(), contracts={LAGON.id: without})
    assert [fault.path for fault in caught.value.faults][:2] == [
        "record.answers.regime.regime",
        "record.answers.formula",
    ]


class FolderOfContracts(Mapping[str, Contract]):
    """Reads a contract when it is asked for, as a host may."""

    def __getitem__(self, name: str) -> Contract:
        if name != LAGON.id:
            raise KeyError(name)
        return contracts.load(EXAMPLE)

    def __iter__(self) -> Iterator[str]:
        return iter((LAGON.id,))

    def __len__(self) -> int:
        return 1


def test_a_registry_that_reads_late_has_read_the_contract_before_the_record() -> None:
    program = (
        f"import sys; sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parents[1] / 'support')]!r}\n"
        "from collections import UserDict\n"
        "from psc_workflow import Dossier, contracts\n"
        "class Late(UserDict):\n"
        f"    def __getitem__(self, name): return contracts.load({str(EXAMPLE)!r})\n"
        f"dossier = Dossier.load({chosen().dump()!r}, contracts=Late())\n"
        "print(dossier.record.answers.formula)\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert answer.stdout.strip() == "confort", answer.stderr


# -- on the way ---------------------------------------------------------------------------------


def test_the_view_shows_the_formulas_in_the_order_of_the_contract_with_its_labels() -> None:
    view = chosen().view(at=AT, locale="fr", role=Role.AGENT)
    assert list(view.quotes) == [ESSENTIEL, CONFORT]
    assert ("Formule", "Confort") in [(line.label.split()[0], line.value) for line in view.recap]
    assert any(line.value == "Régime des marins (Enim)" for line in view.recap)
    assert [(link.name, link.label) for link in view.links] == [("help", "Aide"), ("more", "En savoir plus")]
    assert LAGON.word(CONFORT).en == "Comfort"


def test_silence_leads_to_the_formula_that_the_contract_names() -> None:
    dossier = Dossier.open(LAGON, id="D1", agent=Agent(hired_on=dt.date(2010, 9, 1)), invited_at=AT)
    cover = dossier.as_of(AT + dt.timedelta(days=40)).record.membership.cover
    assert cover is not None
    assert cover.formula is ESSENTIEL


def test_two_contracts_call_the_same_formula_otherwise(tmp_path: Path) -> None:
    text = OWN_CONTRACT + FORMULA.format(
        keys='base_formula = "confort"\n[formulas.confort]\nlabel = { fr = "Cocon", en = "Cocoon" }',
        value='["confort"]',
    )
    other = contracts.load(write_contract(tmp_path, text + RECOMMENDS_NOTHING))
    assert (other.word(CONFORT).fr, LAGON.word(CONFORT).fr) == ("Cocon", "Confort")


def test_a_contract_may_call_a_built_in_formula_otherwise(tmp_path: Path) -> None:
    keys = '[formulas.base]\nlabel = { fr = "Le socle", en = "The base" }'
    own = contracts.load(
        write_contract(tmp_path, OWN_CONTRACT + FORMULA.format(keys=keys, value='["base", "option_2"]'))
    )
    assert own.word(Formula.BASE).fr == "Le socle"
    assert own.word(Formula.OPTION_1).fr == GUIDE.word(Formula.OPTION_1).fr


def test_frames_price_the_contract_s_own_words_as_the_calculator_does() -> None:
    polars = pytest.importorskip("polars")
    frame = pytest.importorskip("psc_workflow.pricing.frame")
    rows = [
        ("confort", "enim"),
        ("essentiel", "general"),
        ("base", "enim"),
        ("confort", "bogus"),
        ("confort", "neighbour"),
    ]
    dates = dict.fromkeys(("birth_date", "retired_on", "partner_birth_date"), [None] * len(rows))
    households = polars.DataFrame(
        {
            "household_id": [str(number) for number in range(len(rows))],
            "gross_cents": [280000] * len(rows),
            "formula": [formula for formula, _ in rows],
            "regime": [regime for _, regime in rows],
            **dates,
        },
        schema_overrides=dict.fromkeys(dates, polars.Date),
    )
    priced = frame.price(households, LAGON, START)
    assert priced["debited_cents"].to_list() == [1850, 0, None, None, None]
    assert priced["incomplete"].to_list()[:3] == ["", "", "formula-not-offered"]
    for formula, regime in rows[:2]:
        quote = price(Household(regime=Regime(regime)), contract=LAGON, formula=Formula(formula), on=START)
        row = rows.index((formula, regime))
        assert [priced[f"{channel.value}_cents"][row] for channel in Channel] == [
            quote.total(channel) for channel in Channel
        ]


def test_a_schema_of_the_contract_allows_its_words_and_labels_them() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    document = json.loads(chosen().dump())
    ours, builtin = schemas.schema("snapshot", contract=LAGON), schemas.schema("snapshot")
    assert jsonschema.Draft202012Validator(ours).is_valid(document)
    assert not jsonschema.Draft202012Validator(builtin).is_valid(document)
    assert ours["$defs"]["Formula"]["x-words"]["confort"] == {"fr": "Confort", "en": "Comfort"}
    assert ours["$defs"]["Regime"]["enum"] == [*(regime.value for regime in Regime), "enim"]


# -- mistakes -----------------------------------------------------------------------------------

COMPONENT = """
[tariff]
structure = "assumed"
statuses = ["active"]
sources = [{ title = "x" }]
[[tariff.components]]
id = "a"
who = "agent"
channel = "debited"
label = { fr = "a", en = "a" }
[[tariff.components.values]]
in_force_from = 2026-05-01
value = 1.00
certainty = "assumed"
sources = [{ title = "x" }]
"""
LABEL = 'label = { fr = "x", en = "x" }\n'
MISTAKES = {
    "a word of another form": (FORMULA.format(keys=f"[formulas.Confort]\n{LABEL}", value='["base"]'), "formulas", "small letters"),
    "a formula of a component that nobody declares": (COMPONENT.replace("who = ", 'formulas = ["plus"]\nwho = '), "tariff.a.formulas.0", "must be one of: base"),
    "a regime of a component that nobody declares": (COMPONENT.replace("who = ", 'regimes = ["marin"]\nwho = '), "tariff.a.regimes.0", "declare [regimes.marin]"),
    "a formula without a label": (FORMULA.format(keys="[formulas.confort]", value='["base"]'), "formulas.confort.label", "is missing"),
    "a blank label": (FORMULA.format(keys='[formulas.confort]\nlabel = { fr = " ", en = "x" }', value='["base"]'), "formulas.confort.label.fr", "blank"),
    "a label in one language": (FORMULA.format(keys='[formulas.confort]\nlabel = { fr = "x" }', value='["base"]'), "formulas.confort.label.en", "is missing"),
    "a formula that nobody declares": (FORMULA.format(keys="", value='["base", "nobody"]'), "formulas.values.0.value.1", "must be one of: base; to add 'nobody', declare [formulas.nobody]"),
    "a formula that another contract declares": (FORMULA.format(keys="", value='["base", "confort"]'), "formulas.values.0.value.1", "must be one of: base; to add 'confort', declare [formulas.confort]"),
    "a word that is misspelt": (FORMULA.format(keys=f'base_formula = "ecco"\n[formulas.eco]\n{LABEL}', value='["base", "eco"]'), "formulas.base_formula", "must be one of: eco, base; did you mean eco?"),
    "a word of another form, by name": (FORMULA.format(keys=f"[formulas.Plus_1]\n{LABEL}", value='["base"]'), "formulas", "'Plus_1' (write plus_1)"),
    "a regime that nobody declares": (own_value("accepted_regimes", '["general", "marins"]', "regime") + f"[regimes.marin]\n{LABEL}", "accepted_regimes.values.0.value.1", "must be one of: marin, general"),
    "a regime that another contract declares": (own_value("accepted_regimes", '["general", "enim"]', "regime"), "accepted_regimes.values.0.value.1", "to add 'enim', declare [regimes.enim]"),
    "no base formula": (FORMULA.format(keys=f"[formulas.confort]\n{LABEL}", value='["confort"]'), "formulas.values.0.value", "formulas.base_formula"),
    "a base formula that is not offered": (FORMULA.format(keys=f'base_formula = "confort"\n[formulas.confort]\n{LABEL}', value='["base"]'), "formulas.values.0.value", "must include confort"),
    "a base formula that nobody declares": (FORMULA.format(keys='base_formula = "nobody"', value='["base"]'), "formulas.base_formula", "must be one of"),
    "an unknown key of a formula": (FORMULA.format(keys=f"[formulas.confort]\n{LABEL}colour = 1\n", value='["base"]'), "formulas.confort.colour", "is unknown here"),
    "a regime without a label": ("[regimes.enim]\n", "regimes.enim.label", "is missing"),
    "a regime of another form": (f"[regimes.ENIM]\n{LABEL}", "regimes", "small letters"),
    "a link that is not safe": ('[links.help]\nurl = "http://x.example"\n' + LABEL, "links.help.url", "https://"),
    "a link that runs": ('[links.help]\nurl = "javascript:alert(1)"\n' + LABEL, "links.help.url", "https://"),
    "a link without a label": ('[links.help]\nurl = "https://x.example"\n', "links.help.label", "is missing"),
    "a link with a blank label": ('[links.help]\nurl = "https://x.example"\nlabel = { fr = "", en = "x" }\n', "links.help.label.fr", "blank"),
    "a source that replaces none": ('[sources.guide-nothing]\ntitle = "x"\n', "sources.guide-nothing", "replaces no source"),
    "a source without a title": ('[sources.guide-ecrans]\ntitle = " "\n', "sources.guide-ecrans.title", "blank"),
    "a source with an address of no page": ('[sources.guide-ecrans]\ntitle = "x"\nurl = "ftp://x"\n', "sources.guide-ecrans.url", "https://"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "path", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_reported_with_its_path_in_the_file(tmp_path: Path, text: str, path: str, message: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(write_contract(tmp_path, OWN_CONTRACT + text))
    assert any(fault.path == path and message in fault.message for fault in caught.value.faults), str(caught.value)


def test_all_mistakes_of_words_are_reported_at_once(tmp_path: Path) -> None:
    text = MISTAKES["a blank label"][0] + MISTAKES["a regime without a label"][0] + MISTAKES["a link that runs"][0]
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(write_contract(tmp_path, OWN_CONTRACT + text))
    assert {"formulas.confort.label.fr", "regimes.enim.label", "links.help.url"} <= {
        f.path for f in caught.value.faults
    }


def paths(folder: Path, text: str) -> set[str]:
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(write_contract(folder, text))
    assert len({str(fault) for fault in caught.value.faults}) == len(caught.value.faults), "each once"
    return {fault.path for fault in caught.value.faults}


INDEPENDENT = {
    "texts.findings.no-such": '[texts.findings.no-such]\nfr = "x"\nen = "x"\n',
    "texts.vocabulary.Link.pacs": '[texts.vocabulary.Link.pacs]\nfr = "x"\n',
    "texts.findings.regime-missing.fr": '[texts.findings.regime-missing]\nfr = "x {y}"\nen = "x"\n',
    "sources.guide-nothing": '[sources.guide-nothing]\ntitle = "x"\n',
    "local_regimes.values.0.value": own_value("local_regimes", '["general", "cps"]'),
    "formulas.values.0.value": own_value("formulas", '["option_1"]') + RECOMMENDS_NOTHING,
    "reminders.values.0.value": own_value("reminders", "[7, 22]"),
    "effect.unit": own_value("effect", "2026-05-01", "month"),
    "links.help.url": '[links.help]\nurl = "http://x.example"\n' + LABEL,
}
STRUCTURAL = {
    "an unknown table": ("colours", "[colours]\n", set()),
    "a wrong type": (
        "affiliation_window.values.0.value",
        own_value("affiliation_window", '"a month"'),
        {"reminders.values.0.value"},  # compared with the window
    ),
    "no choice": ("payment_schemes.values.0.value.0", own_value("payment_schemes", '["cheque"]'), set()),
    "a missing base": (
        "contract.based_on",
        "",
        {"reminders.values.0.value", "local_regimes.values.0.value"},  # compared with what the base has
    ),
}


@pytest.mark.parametrize(("path", "text", "unknown"), STRUCTURAL.values(), ids=STRUCTURAL)
def test_a_mistake_of_structure_hides_no_mistake_of_another_table(
    tmp_path: Path, path: str, text: str, unknown: set[str]
) -> None:
    whole = OWN_CONTRACT if text else OWN_CONTRACT.replace("guide-illustration", "missing.toml")
    assert paths(tmp_path, whole + "".join(INDEPENDENT.values()) + text) == {path, *INDEPENDENT} - unknown


def test_what_a_missing_base_may_declare_or_hold_is_no_mistake_yet(tmp_path: Path) -> None:
    text = OWN_CONTRACT.replace("guide-illustration", "missing.toml") + own_value("local_regimes", '["mangrove"]')
    assert paths(tmp_path, text) == {"contract.based_on"}
