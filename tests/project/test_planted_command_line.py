"""
The command line prints no value: neither right ones nor wrong ones.
"""

import contextlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import leaks
import planted
from damage import places_in
from leaks import find_leaks
from people import INVITED
from planted import Mint, Tour
from planted_draws import DRAWN_TOURS, FEW, SEEDS
from psc_workflow._structuring import unstructure
from psc_workflow.cli import main


def printed(*arguments: str) -> str:
    """Run the command line and give all that it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main([*arguments, "--lang", "en"])
    return out.getvalue()


def scenario(mint: Mint, tour: Tour) -> dict[str, Any]:
    """Write *tour* as a scenario."""
    steps = [{"at": at.isoformat(), "do": command.do, **unstructure(command)} for command, at in tour(mint)]
    agent = unstructure(planted.agent(mint))
    invited_at = INVITED.isoformat()
    return {"contract": "guide-illustration", "id": "D1", "agent": agent, "invited_at": invited_at, "steps": steps}


@given(SEEDS, DRAWN_TOURS)
@FEW
def test_running_a_scenario_prints_no_value(seed: int, tour: Tour) -> None:
    mint = Mint(seed)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.json"
        file.write_text(json.dumps(scenario(mint, tour)), encoding="utf-8")
        stored = str(Path(folder) / "x.db")
        shown = [("run", printed("run", str(file))), ("run --json", printed("run", str(file), "--json"))]
        shown += [("run --store", printed("run", str(file), "--store", stored)) for _ in range(2)]
    assert "accepted" in shown[1][1]
    assert find_leaks(mint, shown) == []
    assert leaks.find_birth_dates(shown) == []


@given(SEEDS, DRAWN_TOURS, st.data())
@FEW
def test_a_wrong_scenario_is_told_without_what_it_holds(seed: int, tour: Tour, data: st.DataObject) -> None:
    """Fields of the heading that name no person are left alone: a contract's name and an id are told."""
    mint, shown = Mint(seed), []
    misfits = planted.misfits(mint)
    document = scenario(mint, tour)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.json"
        for _ in range(6):
            inside, key = data.draw(
                st.sampled_from([place for place in places_in(document) if place[1] not in ("contract", "id")])
            )
            inside[key] = misfits[data.draw(st.sampled_from([*misfits]))]
            inside = data.draw(st.sampled_from([document, document["agent"], inside]))
            if isinstance(inside, dict):
                inside[data.draw(st.sampled_from([misfits["a number"], misfits["an e-mail address"]]))] = 1
            text = json.dumps(document)
            for written in (text, text[: data.draw(st.integers(0, len(text)))]):
                file.write_text(written, encoding="utf-8")
                shown += [("run", printed("run", str(file))), ("check", printed("check", str(file)))]
    assert find_leaks(mint, shown) == []


HEADER = "household_id,gross_cents,formula,regime,birth_date,retired_on,partner_birth_date,name"

FILES = {
    "no header": "{text},280000,base,general,1963-03-17,,1963-03-17,{text}\n" * 2,
    "no header, a name twice": "{text},{nir},{text},{iban},{text}\n",
    "a quote that is never closed": HEADER + '\n{text},1,base,general,,,"1963-03-17,{text}\n',
    "too few fields": HEADER + "\n{text},{nir},{iban}\n",
    "too many fields": HEADER + "\n" + "{text},{nir},{iban}," * 5 + "{text}\n",
    "nothing in its place": HEADER + "\n{text},{nir},{iban},{text},{nir},{iban},{text},{nir}\n",
    "pay beyond any": HEADER + "\n{text},9999999999999999999999,base,general,{text},{text},{text},{text}\n",
    "semicolons": HEADER.replace(",", ";") + "\n{text};{nir};{iban}\n",
    "one column": "{text}\n{nir}\n",
    "another encoding": HEADER + "\n{text},\u00e9,{nir}\n",
    "a byte that is no text": HEADER + "\n{text},\0,{nir}\n",
}


@pytest.mark.parametrize("template", FILES.values(), ids=FILES)
def test_a_wrong_file_of_households_is_told_without_what_it_holds(template: str, tmp_path: Path) -> None:
    mint = Mint(7)
    values = {
        "text": mint.text("name"),
        "nir": mint.nir("number", "1", planted.AGENT_BORN),
        "iban": mint.iban("account"),
    }
    (tmp_path / "in.csv").write_text(template.format(**values), encoding="latin-1")
    asked = (
        "price",
        str(tmp_path / "in.csv"),
        "--contract",
        "men-2026-pf",
        "--on",
        "2026-05-01",
        "-o",
        str(tmp_path / "out.csv"),
    )
    shown = [("price", printed(*asked))]
    rejects = tmp_path / "out.rejects.csv"
    reasons = rejects.read_text(encoding="utf-8").splitlines()[1:] if rejects.exists() else []
    shown += [("reason", reason.split(values["text"])[0]) for reason in reasons]
    assert shown[0][1]
    assert find_leaks(mint, shown) == []
    assert "1963-03-17" not in shown[0][1]


ASKED = ("quote", "--contract", "guide-illustration", "--on", "2026-05-01", "--formula", "base")


@pytest.mark.parametrize(
    "kind", ["a text", "a number", "an account", "an e-mail address", "a telephone number", "an impossible day"]
)
@pytest.mark.parametrize(
    "option",
    ["--partner", "--child", "--birth-date", "--retired-on", "--gross", "--regime", "--explain", "--json=", ""],
)
def test_a_wrong_argument_is_told_without_it(option: str, kind: str) -> None:
    mint = Mint(3)
    value = str(planted.misfits(mint)[kind])
    arguments = [f"{option}{value}"] if option.endswith("=") or not option else [option, value]
    text = printed(*ASKED, *arguments)
    assert text
    assert find_leaks(mint, [("quote", text)]) == []


@pytest.mark.parametrize(
    "template",
    [
        'name = "{text}',
        '"{nir}" = 1\n',
        "[contract]\n'{iban}' = {{ x = 1 }}\n",
        "{nir}",
        '{{"nir": "{nir}"}}',
        "a = {nir}x",
    ],
)
def test_a_file_that_is_no_contract_is_told_without_what_it_holds(template: str, tmp_path: Path) -> None:
    mint = Mint(5)
    values = {
        "text": mint.text("name"),
        "nir": mint.nir("number", "1", planted.AGENT_BORN),
        "iban": mint.iban("account"),
    }
    (tmp_path / "x.toml").write_text(template.format(**values), encoding="utf-8")
    text = printed("check", str(tmp_path / "x.toml"))
    assert text
    assert find_leaks(mint, [("check", text)]) == []
