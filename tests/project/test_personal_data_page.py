"""
The page of personal data names every field, and what shows on purpose.
"""

import importlib

import pytest

import leaks
import planted
from leaks import TELLS_A_BIRTH_DATE, TELLS_THE_KEY, personal_paths
from paths import DOCS
from planted import TOURS, Mint
from psc_workflow import commands as do

PAGE = DOCS / "reference" / "personal-data.md"


def test_the_page_names_every_personal_field_with_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS.parent / "scripts"))
    monkeypatch.syspath_prepend(str(DOCS))
    monkeypatch.syspath_prepend(str(DOCS.parent / "scripts"))
    personal_pages = importlib.import_module("personal_pages")
    text = "\n".join(personal_pages.pages().values())
    for (cls, name), kind in personal_pages.fields().items():
        assert f"| `{cls}.{name}` | {kind} | " in text
    assert "| `CreateAccount.password` | secret | not stored | [password](../../rules/password.md) |" in text
    assert "| `RemoveBeneficiary.reason` | free | `membership.plans[].reason`, `membership.removals[].reason` |" in text
    assert {path for paths in personal_pages.stored_at().values() for path in paths} >= personal_paths()
    assert not [cls for cls in personal_pages.classes() if "__getattribute__" in vars(cls)]


def test_the_page_names_what_shows_on_purpose() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [
        name
        for name in (*TELLS_A_BIRTH_DATE, *TELLS_THE_KEY, *leaks.ON_PURPOSE)
        if f"`{name}`" not in text and f".{name}`" not in text
    ] == []


def test_what_the_page_calls_weak_is_so() -> None:
    """Should one of these be mended, the page is to be mended, too."""
    mint = Mint(1)
    *_, (_, left) = planted.decisions(mint, TOURS["affiliated"])
    document = left.dossier.dump().decode()
    assert left.dossier.states["membership"] == "ended"
    for name in (
        "partner's number",
        "child's number",
        "partner's first name",
        "reason to remove the child",
        "agent's number",
    ):
        assert mint.made[name] in document
    assert mint.made["baby's number"] not in document
    drafts = [
        decision.dossier.record.drafts
        for (command, _), decision in planted.decisions(mint, TOURS["silent"])
        if command == do.Tick()
    ]
    assert drafts[1]
    *_, (_, closed) = planted.decisions(mint, TOURS["mistaken"])
    assert mint.made["a member's reason"] in closed.dossier.dump().decode()
