"""
The pages on amounts: one for each, in both languages; what they show is what the library answers.
"""

import datetime as dt
import doctest
import importlib
import re
import sys

import pytest

from paths import DOCS, ROOT
from psc_workflow import Contract
from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.wording import word
from psc_workflow._model import citing
from psc_workflow._model.money import LOCALES, Locale
from psc_workflow._model.text import format_day

pytest.importorskip("matplotlib")
sys.path[:0] = [str(DOCS), str(DOCS.parent / "scripts")]
amount_pages = importlib.import_module("amount_pages")
pictures = importlib.import_module("pictures")
value_pages = importlib.import_module("value_pages")

PAGES: dict[Locale, dict[str, str]] = {locale: amount_pages.pages(locale) for locale in LOCALES}
SOLIDARITY = "amounts/men-2026/agent-base-solidarity"


def component(contract: Contract, name: str) -> Component:
    return next(each for each in contract.tariff.components if each.id == name)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_amount_has_a_page_with_its_payer_days_certainties_and_official_addresses(locale: Locale) -> None:
    index, values = PAGES[locale]["amounts/index"], value_pages.pages(locale)
    for contract in contracts.builtin.values():
        for item in (*contract.tariff.parameters, *contract.tariff.components):
            page = PAGES[locale][f"amounts/{contract.id}/{item.id}"]
            assert f"({contract.id}/{item.id}.md)" in index
            assert f"(../amounts/{contract.id}/{item.id}.md)" in values[f"values/{contract.id}-tariff"]
            assert item.label.in_(locale)[1:] in page.splitlines()[4]
            assert not isinstance(item, Component) or word(item.channel).in_(locale).lower() in page
            for dated in item.values:
                assert f"| {format_day(dated.in_force_from, locale)} | " in page
                assert word(dated.certainty).in_(locale) in page
                assert all(citing.link(source) in page for source in dated.sources)


def test_the_program_of_every_page_gives_the_amount_of_the_page() -> None:
    for name, page in PAGES["en"].items():
        block = re.search(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
        assert block or name == "amounts/index" or name.endswith(("/ce", "/pmss"))
        if block:
            example = doctest.DocTestParser().get_doctest(block[1], {}, name, name, 0)
            assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


def test_an_amount_that_depends_on_pay_is_drawn_and_stops_at_its_cap() -> None:
    picture = pictures.pictures()["amount-men-2026-agent-base-solidarity"]
    assert "<svg" in picture.draw("fr")
    assert picture.draw("fr") != picture.draw("en")
    *_, below, above = re.findall(r"^\| [\d,]+\.\d\d € \| .*$", PAGES["en"][SOLIDARITY], re.MULTILINE)
    assert below.split(" | ")[1:] == above.split(" | ")[1:]


def test_another_value_gives_another_page() -> None:
    supposed = contracts.get("men-2026").with_values({"ce": "80.10"}, since=dt.date(2026, 5, 1))
    flat = component(supposed, "agent-base-flat")
    page = amount_pages.component_page(supposed, flat, "en")
    assert "20% of 80.10 €" in page
    assert ": 16.02 €/month" in page
    assert "16.02" not in PAGES["en"]["amounts/men-2026/agent-base-flat"]


@pytest.mark.parametrize(("locale", "limit"), [("fr", "dans la limite de 5,00 €"), ("en", "limited to 5.00 €")])
def test_a_limited_share_names_its_lines_and_its_limit(locale: Locale, limit: str) -> None:
    contract = contracts.load(ROOT / "benchmarks" / "contract.toml")
    page = amount_pages.component_page(contract, component(contract, "agent-option-employer"), locale)
    assert limit in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "(agent-option-1.md)" in page
    assert "(agent-option-2.md)" in page


def test_what_is_unknown_is_said_with_its_day_and_with_what_is_published_all_the_same() -> None:
    unknown = PAGES["en"]["amounts/men-2026/agent-option"].partition("## What is not known")[2]
    assert "the value from 1 May 2026 on" in unknown
    assert "published between" in unknown
    assert "from 1 January 2027 on" in PAGES["en"]["amounts/men-2026/agent-base-flat"]
    assert "Nothing." in PAGES["en"]["amounts/guide-illustration/partner-base"]
