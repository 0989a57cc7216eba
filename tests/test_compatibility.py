"""
What a release or a new version of a contract would do to stored dossiers is told before it is installed.
"""

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from people import EVERYWHERE, FAMILY, GUIDE, MEN, at_state, opened, place
from psc_workflow import Dossier, Formula, Regime
from psc_workflow.catalogue import texts
from psc_workflow.catalogue.contracts import Contract
from psc_workflow.cli import main
from psc_workflow.compatibility import Compatibility, Kind, check_compatibility
from psc_workflow.model.verdict import Verdict
from psc_workflow.rules import consents
from psc_workflow.stores import SQLiteStore


def checked(dossier: Dossier, contract: Contract) -> Compatibility:
    (found,) = check_compatibility([(dossier.id, dossier.dump())], contract)
    return found


def with_value(name: str, value: Any, contract: Contract = GUIDE) -> Contract:
    """Give a contract in which the parameter *name* has another value from its first day on."""
    parameter = getattr(contract, name)
    values = tuple(attrs.evolve(dated, value=value) for dated in parameter.values)
    return attrs.evolve(contract, **{name: attrs.evolve(parameter, values=values)})


@pytest.mark.parametrize("name", EVERYWHERE)
def test_the_same_contract_and_the_same_release_change_nothing(name: str) -> None:
    dossier = place(name)
    assert checked(dossier, dossier.contract) == Compatibility(dossier.id, (Kind.UNCHANGED,))


NO_GENERAL = with_value("local_regimes", (Regime.CPS, Regime.GENERAL), with_value("accepted_regimes", (Regime.MSA,)))
NO_OPTIONS = with_value("formulas", (Formula.BASE,))


@pytest.mark.parametrize(
    ("contract", "screens"),
    [
        (NO_GENERAL, ["regime.regime", "beneficiaries.partner.regime", "beneficiaries.children.0.regime"]),
        (NO_OPTIONS, ["formula.formula"]),
    ],
)
def test_an_answer_that_would_be_refused_is_told_by_its_screen(contract: Contract, screens: list[str]) -> None:
    found = checked(at_state("signature", FAMILY, formula=Formula.OPTION_1), contract)
    assert found.kinds == (Kind.ANSWER_REFUSED,)
    assert [problem.path for problem in found.problems] == screens
    assert all(problem.message.startswith("would be refused: ") for problem in found.problems)


def test_a_fact_that_a_release_makes_mandatory_is_told_by_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule of a release to come asks for more than what was answered."""
    stored = at_state("signature", FAMILY)
    asks_more = Verdict((texts.finding("consent-unanswered", "newsletter"),))
    monkeypatch.setattr(consents, "assess", lambda *_, **__: asks_more)
    found = checked(stored, GUIDE)
    assert found.kinds == (Kind.FACT_MISSING,)
    assert [problem.path for problem in found.problems] == ["consents.newsletter"]


def test_who_is_a_member_is_only_read() -> None:
    assert checked(place("membership.in_force"), NO_GENERAL).kinds == (Kind.UNCHANGED,)


def test_a_dossier_of_another_contract_is_only_read() -> None:
    assert checked(at_state("signature"), MEN).kinds == (Kind.OTHER_CONTRACT,)


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        (
            lambda document: document["record"]["states"].update(affiliation="quiz"),
            Kind.STRANDED,
            "record.states.affiliation",
        ),
        (lambda document: document["record"].update(colour="blue"), Kind.UNREADABLE, "record.colour"),
        (lambda document: document.update(version=99), Kind.UNREADABLE, "version"),
    ],
)
def test_a_document_that_cannot_be_read_is_told_and_the_others_are_checked(change: Any, kind: Kind, path: str) -> None:
    document = json.loads(at_state("signature").dump())
    change(document)
    corpus = [("bad", json.dumps(document).encode()), ("good", opened().dump())]
    bad, good = check_compatibility(corpus, GUIDE)
    assert (bad.kinds, [problem.path for problem in bad.problems]) == ((kind,), [path])
    assert good.kinds == (Kind.UNCHANGED,)


def test_a_folder_and_a_store_are_reported_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, file = tmp_path / "documents", tmp_path / "x.db"
    folder.mkdir()
    with SQLiteStore(file) as store:
        for name in ("affiliation.home", "affiliation.signature"):
            dossier = attrs.evolve(place(name), record=attrs.evolve(place(name).record, id=name))
            store.create(dossier)
            (folder / f"{name}.json").write_bytes(dossier.dump())
    answers = []
    for corpus in (folder, file):
        assert main(["compatibility", str(corpus), "--contract", "guide-illustration", "--json"]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    assert [(one["id"], one["kinds"]) for one in answers[0]] == [
        ("affiliation.home", ["unchanged"]),
        ("affiliation.signature", ["unchanged"]),
    ]
    assert main(["compatibility", str(folder), "--contract", "guide-illustration", "--lang", "fr"]) == 0
    assert "Inchangé" in capsys.readouterr().out


def test_a_place_that_is_not_there_is_told_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compatibility", str(tmp_path / "none.db"), "--contract", "men-2026"]) == 2
    assert "is neither a folder nor a file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
