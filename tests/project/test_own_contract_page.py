"""
The how-to builds a whole contract of another mutuelle, whose demo, mails, problems and views never say MGEN.
"""

import datetime as dt
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from psc_workflow import Dossier, Regime, Role, contracts, forms, history, mails, rulebook, to_problem
from psc_workflow._catalogue.reading import DATA
from psc_workflow.cli import main
from psc_workflow.cli._demo import load as load_demo
from psc_workflow.contracts import Contract
from psc_workflow.exceptions import InvalidDocumentError

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "own-contract.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("## A whole contract in ten minutes") : PAGE.index("## Formulas and regimes")]
EXAMPLE = ROOT / "examples" / "contracts" / "mutuelle-du-lagon.toml"
SKELETON = (DATA / "new-contract.toml").read_text(encoding="utf-8")
MGEN = "mgen"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    lines = (line for block in blocks("console") for line in block.splitlines())
    return [shlex.split(line.removeprefix("$ psc-workflow ")) for line in lines]


# -- the page ------------------------------------------------------------------------------------------


def test_the_tables_of_the_page_are_the_example() -> None:
    assert tomllib.loads("\n".join(blocks("toml"))) == tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))


def test_the_commands_of_the_page_run_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (new, first_check), later = commands()[:2], commands()[2:]
    assert main(new) == 0
    assert main(first_check) == 2  # what is to be filled in
    (tmp_path / "ours.toml").write_text("\n".join(blocks("toml")), encoding="utf-8")
    assert [name for name, *_ in later] == ["check", "quote", "demo"]
    capsys.readouterr()
    for arguments in later:
        assert main([*arguments, "--lang", "fr"]) == 0
    printed = capsys.readouterr().out
    assert "Confort" in printed
    assert MGEN not in printed.casefold()


# -- the skeleton ----------------------------------------------------------------------------------------


def test_what_check_lists_of_the_skeleton_is_what_is_to_be_filled_in(tmp_path: Path) -> None:
    marks = [line for line in SKELETON.splitlines() if re.search(r"  # <-", line)]
    (tmp_path / "ours.toml").write_text(SKELETON, encoding="utf-8")
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(tmp_path / "ours.toml")
    assert len(caught.value.faults) == len(marks) > 20


def fill_in(skeleton: str) -> str:
    """Do what the marks ask for: write the values that stand in comments, and every name and source."""
    values = re.sub(
        r'^(?:# )?(value = .*)\ncertainty = "unknown"', r'\1\ncertainty = "published"', skeleton, flags=re.MULTILINE
    )
    names = re.sub(r'^(fr|en|name) = ""', r'\1 = "Notre mutuelle"', values, flags=re.MULTILINE)
    return (
        names.replace('id = ""', 'id = "ours"', 1)
        .replace('territory = ""', 'territory = "FR"')
        .replace('title = ""', 'title = "x"')
    )


def test_the_skeleton_filled_in_is_a_contract(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(fill_in(SKELETON), encoding="utf-8")
    assert contracts.load(tmp_path / "ours.toml").id == "ours"


def test_what_stands_in_its_comments_is_right_too(tmp_path: Path) -> None:
    uncommented = re.sub(r"^# (?=\[|[a-z_]+ = )", "", SKELETON, flags=re.MULTILINE)
    (tmp_path / "ours.toml").write_text(fill_in(uncommented), encoding="utf-8")
    own = contracts.load(tmp_path / "ours.toml")
    assert own.insurer.site == "https://www.example.org"
    assert ("help" in own.links, own.word(Regime("enim")).en) == (True, "Seafarers’ regime (Enim)")
    assert own.reminders is not None
    assert own.wording.command_label("start_affiliation", "affiliation").en == "Join my contract"


def test_an_existing_file_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ours.toml"
    file.write_text("mine", encoding="utf-8")
    assert main(["new-contract", "-o", str(file)]) == 2
    assert file.read_text(encoding="utf-8") == "mine"
    assert "not replaced" in capsys.readouterr().err


def test_without_a_file_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-contract"]) == 0
    assert capsys.readouterr().out == SKELETON


# -- another mutuelle ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lagon() -> Contract:
    return contracts.load(EXAMPLE)


def outputs(dossier: Dossier, at: dt.datetime) -> list[Any]:
    """Collect what a portal shows of a dossier."""
    shown: list[Any] = [dossier.view(at=at, locale=locale, role=Role.AGENT) for locale in ("fr", "en")]
    shown += [offer.verdict for role in Role for offer in dossier.view(at=at, role=role).commands]
    shown += [dossier.next_questions(at=at), dossier.timeline(until=at + dt.timedelta(days=400))]
    for locale in ("fr", "en"):
        shown.append(dossier.form(at=at, role=Role.AGENT, locale=locale).as_json())
        shown.append(forms.summary(dossier, at=at, role=Role.AGENT, locale=locale))
    quote: Any = dossier.quote(at=at)
    if quote is not None:
        shown += [quote.as_json(), *(str(quote.explain(locale, "auditor")) for locale in ("fr", "en"))]
    return shown


def shown_under(contract: Contract) -> Iterator[str]:
    """Write down whatever a portal, a mail or a problem shows in the stories of the demo."""
    for story in load_demo().stories(contract):
        dossier = story.scenario.dossier
        shown: list[Any] = [mails.render(dossier.invitation, contract, locale) for locale in ("fr", "en")]
        for step in story.scenario.steps:
            decision = dossier.decide(step.command, at=step.at, role=step.role)
            shown += [decision.as_json(), *(to_problem(decision, locale) for locale in ("fr", "en"))]
            shown += [mails.render(effect, contract, locale) for effect in decision.effects for locale in ("fr", "en")]
            shown += outputs(dossier, step.at)
            shown += [history.describe_steps(decision.steps, locale, contract=contract) for locale in ("fr", "en")]
            dossier = decision.dossier
        yield from map(everything, shown)


def test_the_stories_of_the_demo_never_say_mgen(lagon: Contract) -> None:
    texts = [text.casefold() for text in shown_under(lagon)]
    assert len(texts) > 300
    assert [text for text in texts if MGEN in text] == []
    assert sum("mutuelle du lagon" in text for text in texts) > 20


def test_under_the_guide_s_contract_the_same_walk_meets_mgen_often() -> None:
    assert sum(MGEN in text.casefold() for text in shown_under(contracts.get("guide-illustration"))) > 20


def everything(thing: Any) -> str:
    """Write *thing* with all it holds, also what its ``repr`` hides."""
    if attrs.has(type(thing)):
        return " ".join(
            everything(getattr(thing, field.name))
            for field in attrs.fields(type(thing))
            if field.name not in ("household", "source") and not field.name.startswith("_")
        )
    if isinstance(thing, dict):
        return " ".join(f"{name} {everything(value)}" for name, value in thing.items())
    return " ".join(map(everything, thing)) if isinstance(thing, tuple | list) else str(thing)


def test_no_finding_of_the_library_says_mgen_under_it(lagon: Contract) -> None:
    """Whatever any rule can find, not only what the stories meet."""
    count = 0
    for entry in rulebook.entries(contract=lagon):
        assert MGEN not in json.dumps(entry.as_json()).casefold()
        for example in entry.examples:
            for finding in lagon.wording.reword(example.verdict()).findings:
                count += 1
                assert MGEN not in json.dumps(finding.as_json()).casefold(), finding.code
    assert count > 300


def test_the_guide_s_own_contract_still_cites_the_guide() -> None:
    guide = contracts.get("guide-illustration")
    assert any(MGEN in json.dumps(entry.as_json()).casefold() for entry in rulebook.entries(contract=guide))
