"""
What a jurist opens: every source has a title in both languages and an address, or says that none is known.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest

from documents import OWN_CONTRACT, own_value, write_contract
from psc_workflow import Formula, Household, Regime, contracts, rulebook
from psc_workflow._catalogue import law, mail_texts, questions, raw_texts, wording
from psc_workflow._catalogue.amounts import Amount
from psc_workflow._catalogue.contract_files import builtin_files
from psc_workflow._catalogue.reading import DATA, read_toml
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model import citing, legifrance
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Source, Text
from psc_workflow._model.verdict import Finding, Severity, Verdict
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import InvalidDocumentError
from psc_workflow.pricing import price
from psc_workflow.problems import to_problem
from psc_workflow.testing import examples

IDENTIFIERS = {
    "JORFARTI000049880812": "the amendment of July 2024",
    "JORFARTI000052993790": "décret no. 2025-1170",
    "JORFTEXT000045300369": "the interministerial accord of 26 January 2022",
    "JORFTEXT000053143451": "the arrêté of 22 December 2025",
    "LEGIARTI000045645686": "décret no. 2022-633, art. 5",
    "LEGIARTI000045645712": "décret no. 2022-633, art. 18",
    "LEGIARTI000047840938": "the military twin of art. 3",
    "LEGIARTI000049488724": "the ministries' accord of 8 April 2024",
    "LEGIARTI000049917571": "the accord of another ministry",
    "LEGIARTI000050125276": "the accord of a second ministry",
    "LEGITEXT000006070721/LEGISCTA000006165757": "Code civil, the section of art. 467 and 469",
    "LEGITEXT000044416551/LEGISCTA000044424159": "CGFP, L. 827-1 to L. 827-3",
}
"""Every identifier that was read. One that is not here was not read: add it together with where it stands."""

SITES = {
    "https://besancon.snes.edu": "the page that says “7,23 € à 30,33 €” of options",
    "https://lyon.snes.edu": "its page on PSC",
    "https://spelc-centre-poitou-charentes.fr": "the page on teachers under contrat simple",
}
"""Sites that are cited without their page, each with the page that was looked for and not found."""

PASSWORDS = "guide-compte-mot-de-passe"

TEXT_OF_LAW = re.compile(
    r"^(Décret|Arrêté|Accord|Code (général|monétaire)|Modification|Texte des militaires|Loi|Ordonnance)\b"
)
WITHOUT_ADDRESS = re.compile(
    r"^Choix de cette bibliothèque|[Nn]on trouvé|n’ont pas été trouvé|n’est pas publié|s’en déduit|Plafond|Le plafond"
    r"|La liste précédente|Les sources donnent|ne figure pas dans la liste|Montants de 2026"
)
"""Titles that are a remark on a value rather than a page or a text: there is nothing to open."""


def named_values() -> Iterator[tuple[str, str, Text | None, Dated[Any] | Amount]]:
    """List every dated value of the library: holder, name, label and value."""
    for field in attrs.fields(law.Law):
        for dated in getattr(law.law(), field.name).values:
            yield "law", field.name, raw_texts.values()[field.name].label, dated
    for contract in contracts.builtin.values():
        for path, dated in contract.every_value():
            yield contract.id, path, label_of(contract, path), dated


def label_of(contract: contracts.Contract, path: str) -> Text | None:
    if path in raw_texts.values():
        return raw_texts.values()[path].label
    items = {f"tariff.parameters.{item.id}": item.label for item in contract.tariff.parameters}
    return (items | {f"tariff.{item.id}": item.label for item in contract.tariff.components}).get(path)


VALUES = [(f"{holder}: {name}, {dated.in_force_from}", label, dated) for holder, name, label, dated in named_values()]


def every_source() -> dict[str, Source]:
    """List every source of the library, by its title: of findings, questions, values and tariffs."""
    cited = [*raw_texts.sources().values(), *(source for *_, dated in VALUES for source in dated.sources)]
    cited += [source for contract in contracts.builtin.values() for source in contract.tariff.sources]
    return {source.title: source for source in cited}


SOURCES = every_source()


def every_url() -> set[str]:
    """List every address that a file of the library gives for a source."""

    def of(table: Any) -> Iterator[str]:
        if isinstance(table, dict):
            yield from (value for name, value in table.items() if name == "url" and isinstance(value, str))
            table = [*table.values()]
        if isinstance(table, list):
            for item in table:
                yield from of(item)

    return {url for file in DATA.rglob("*.toml") for url in of(read_toml(file))}


def short_names(table: Any) -> Iterator[str]:
    """List the short names in every list ``sources`` of a file."""
    if isinstance(table, dict):
        for name, value in table.items():
            yield from (item for item in value if isinstance(item, str)) if name == "sources" else short_names(value)
    elif isinstance(table, list):
        for item in table:
            yield from short_names(item)


# -- what stands in the catalogue -------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_source_has_a_title_in_english_too_and_whole_sentences(source: Source) -> None:
    assert source.title.strip()
    assert source.title_en.strip()
    assert source.label("fr") == source.title
    assert source.label("en") == source.title_en
    if source.sentence is not None:
        assert source.sentence.fr.endswith((".", ".)"))
        assert source.sentence.en.endswith((".", ".)"))


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_text_of_law_has_an_address_or_says_that_none_is_known(source: Source) -> None:
    if TEXT_OF_LAW.match(source.title):
        assert source.identifier, "give its identifier, or write that it is unknown"
        assert source.sentence is not None
    if source.identifier not in ("", legifrance.UNKNOWN):
        assert source.identifier in IDENTIFIERS
        assert source.address
        assert source.address.startswith("https://www.legifrance.gouv.fr/")
        assert source.address.endswith(source.identifier)
    else:
        assert source.address is None
        assert legifrance.SITE not in source.url, "its identifier is in its address"


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_whoever_reads_a_source_gets_an_address_or_reads_that_it_is_unknown(source: Source) -> None:
    assert citing.link(source) or source.identifier or WITHOUT_ADDRESS.search(source.title)
    for locale, unknown in (("fr", "inconnue"), ("en", "unknown")):
        written = citing.line(source, locale)  # type: ignore[arg-type]  # both are locales
        assert (unknown in written.rpartition("]")[2]) is (source.identifier == legifrance.UNKNOWN)
        assert citing.link(source) in written
        if source.identifier == legifrance.UNKNOWN and source.url:
            assert urlsplit(source.url).netloc.removeprefix("www.") in written.rpartition("(")[2]


@pytest.mark.parametrize(("label", "dated"), [row[1:] for row in VALUES], ids=[row[0] for row in VALUES])
def test_no_published_value_of_law_is_without_label_sentence_and_address(
    label: Text | None, dated: Dated[Any] | Amount
) -> None:
    assert label is not None
    assert label.fr.strip()
    assert label.en.strip()
    if dated.certainty is Certainty.PUBLISHED:
        assert any(citing.link(source) or source.identifier == legifrance.UNKNOWN for source in dated.sources)


def test_every_identifier_is_used() -> None:
    assert {source.identifier for source in SOURCES.values()} - {"", legifrance.UNKNOWN} == IDENTIFIERS.keys()


def test_every_dated_value_and_every_rule_is_in_words() -> None:
    parameters = {field.name for field in attrs.fields(law.Law)}
    for contract in contracts.builtin.values():
        fields = attrs.fields(type(contract))
        parameters |= {field.name for field in fields if isinstance(getattr(contract, field.name), Parameter)}
    assert raw_texts.values().keys() == parameters
    assert raw_texts.rules().keys() == {*examples.rules()}
    for text in (*raw_texts.values().values(), *raw_texts.rules().values()):
        assert text.sentence.fr.endswith(".")
        assert text.sentence.en.endswith(".")
        assert not set(text.sentence.fr + text.sentence.en) & {"{", "}"}


def test_every_named_source_is_cited() -> None:
    cited = {name for finding in wording.finding_texts().values() for name in finding.sources}
    files = [DATA / "law.toml", DATA / "texts" / "questions.toml", *builtin_files().values()]
    assert cited | {name for file in files for name in short_names(read_toml(file))} == raw_texts.sources().keys()


@pytest.mark.parametrize("contract", ["men-2026", "men-2026-pf"])
def test_what_a_spouse_pays_cites_the_article_that_limits_it(contract: str) -> None:
    (chosen,) = (item for item in contracts.get(contract).tariff.components if item.id == "partner-cover")
    assert all(raw_texts.sources()["decret-2022-633-art-18"] in amount.sources for amount in chosen.values)


@pytest.mark.parametrize(
    ("component", "named"),
    [
        ("agent-base-employer", "decret-2022-633-art-15"),
        ("agent-option-employer", "decret-2022-633-art-15-1"),
        ("child-cover", "arrete-mai-2022-art-5"),
        ("child-cover", "decret-2022-633-art-20"),
        ("agent-base-solidarity", "accord-2024-art-18"),
    ],
)
def test_a_share_cites_the_article_that_gives_it(component: str, named: str) -> None:
    (chosen,) = (item for item in contracts.get("men-2026").tariff.components if item.id == component)
    assert all(raw_texts.sources()[named] in amount.sources for amount in chosen.values)


def test_the_accord_of_the_ministries_is_a_source_of_their_tariff() -> None:
    assert raw_texts.sources()["accord-2024"] in contracts.get("men-2026").tariff.sources


# -- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("JORFTEXT000053143451", "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000053143451"),
        ("JORFARTI000049880812", "https://www.legifrance.gouv.fr/jorf/article_jo/JORFARTI000049880812"),
        ("LEGITEXT000006072050", "https://www.legifrance.gouv.fr/loda/id/LEGITEXT000006072050"),
        ("LEGIARTI000045645686", "https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000045645686"),
        (
            "LEGITEXT000044416551/LEGISCTA000044424159",
            "https://www.legifrance.gouv.fr/codes/section_lc/LEGITEXT000044416551/LEGISCTA000044424159",
        ),
    ],
)
def test_an_address_follows_from_the_identifier(identifier: str, address: str) -> None:
    assert legifrance.is_identifier(identifier)
    assert legifrance.address(identifier) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "unknown", "LEGIARTI", "LEGIARTI45645686", "LEGIARTI0000456456860", "legiarti000045645686",
        "LEGIARTI00004564568O", "LEGIARTI٠٠٠٠٤٥٦٤٥٦٨٦", " LEGIARTI000045645686", "LEGIARTI000045645686\n",
        "LEGISCTA000044424159", "LEGIARTI000045645686/LEGISCTA000044424159", "KALIARTI000045645686",
    ],
)  # fmt: skip
def test_no_address_is_made_up_for_what_is_no_identifier(text: str) -> None:
    assert not legifrance.is_identifier(text)
    assert legifrance.address(text) is None


def test_an_address_is_that_of_a_page_unless_none_was_found() -> None:
    sites = {url for url in every_url() if not (urlsplit(url).path.strip("/") or urlsplit(url).query)}
    assert sites == SITES.keys()


# -- wherever a source is shown ---------------------------------------------------------------------


def findings() -> Iterator[Finding]:
    """Return the findings of all examples."""
    for rule in examples.rules():
        for example in examples.of(rule):
            yield from example.verdict().findings


FINDINGS = {finding.code: finding for finding in findings()}


@pytest.mark.parametrize("finding", FINDINGS.values(), ids=FINDINGS)
def test_a_finding_and_a_problem_show_the_address_and_speak_the_readers_language(finding: Finding) -> None:
    written = finding.as_json()["sources"]
    assert [(row["title"], row["title_en"]) for row in written] == [(s.title, s.label("en")) for s in finding.sources]
    assert [row["address"] for row in written] == [source.address for source in finding.sources]
    refusal = attrs.evolve(finding, severity=Severity.REFUSED)
    decision = Decision(Outcome.REFUSED, dossier=None, verdict=Verdict((refusal,)))
    for locale in ("fr", "en"):
        problem = to_problem(decision, locale=locale)
        assert problem is not None
        shown = problem["errors"][0]["sources"]
        assert [row["title"] for row in shown] == [source.label(locale) for source in finding.sources]
        assert [row["address"] for row in shown] == [source.address for source in finding.sources]
        sentences = [None if s.sentence is None else s.sentence.in_(locale) for s in finding.sources]
        assert [row["sentence"] for row in shown] == sentences


def test_the_rule_book_says_what_the_rule_applies_in_both_languages() -> None:
    for entry in rulebook.entries():
        written, text = entry.as_json(), rulebook.rule_text(entry.rule)
        assert written["rule_label"] == attrs.asdict(text.label)
        assert written["rule_sentence"] == attrs.asdict(text.sentence)


RESTS_ON = {
    "leave-keeps-obligation": "decret-2022-633-art-1-2",
    "leave-to-confirm": "decret-2022-633-art-1-2",
    "leave-confirmation-missing": "decret-2022-633-art-1-2",
    "position-without-end": "decret-2022-633-art-1-2",
    "obligation-suspended": "decret-2022-633-art-1-2",
    "regime-not-covered": "decret-2022-633-art-6",
    "motive-not-allowed": "decret-2022-633-art-3",
    "child-past-age-limit": "decret-2022-633-art-5",
    "report-employment-concerned": "decret-2022-633-art-1-2",
}
"""Of findings that cite several sources, the one on which they rest."""


@pytest.mark.parametrize("code", RESTS_ON)
def test_the_source_on_which_a_finding_rests_comes_first(code: str) -> None:
    first = raw_texts.sources()[RESTS_ON[code]]
    entry = rulebook.entry(code)
    assert entry.sources[0] == first
    assert {each.sources[0] for each in findings() if each.code == code} == {first}


@pytest.mark.parametrize("entry", rulebook.entries(), ids=lambda entry: entry.code)
def test_the_rule_book_has_the_sources_in_the_order_in_which_an_example_cites_them(entry: rulebook.Entry) -> None:
    (first, *_) = (each for each in entry.examples[0].verdict().findings if each.code == entry.code)
    cited = [source for source in first.sources if source in entry.sources]
    assert [source for source in entry.sources if source in cited] == cited


def test_the_sentence_on_passwords_explains_what_is_said_of_passwords_alone() -> None:
    citing_it = {entry.rule for entry in rulebook.entries() if raw_texts.sources()[PASSWORDS] in entry.sources}
    assert citing_it == {"password"}


@pytest.mark.parametrize("fact", questions.facts())
def test_a_question_cites_sources_that_are_known_in_both_languages(fact: str) -> None:
    assert all(source in SOURCES.values() for source in questions.question(*fact.split(".", 1)).sources)


# -- a contract of one's own ----------------------------------------------------------------------------


def test_a_contract_cites_a_text_by_its_short_name(tmp_path: Path) -> None:
    value = own_value("effect", "2027-01-01").replace('[{ title = "x" }]', '["accord-2024", { title = "x" }]')
    own = contracts.load(write_contract(tmp_path, OWN_CONTRACT + value))
    assert own.effect.values[0].sources == (raw_texts.sources()["accord-2024"], Source("x"))


@pytest.mark.parametrize(
    ("sources", "path", "message"),
    [
        ('["accord-2042"]', "effect.values.0.sources.0", "accord-2042"),
        ('[{ title = "x", identifier = "LEGIARTI42" }]', "effect.values.0.sources.0.identifier", "Légifrance"),
        ('[{ title = "x", title_en = "a\\nb" }]', "effect.values.0.sources.0.title_en", "one line"),
        (
            '[{ title = "x", sentence = { fr = "a\\nb", en = "a" } }]',
            "effect.values.0.sources.0.sentence.fr",
            "one line",
        ),
    ],
)
def test_a_source_of_the_wrong_form_is_a_fault_of_the_contract(
    sources: str, path: str, message: str, tmp_path: Path
) -> None:
    value = own_value("effect", "2027-01-01").replace('[{ title = "x" }]', sources)
    with pytest.raises(InvalidDocumentError) as raised:
        contracts.load(write_contract(tmp_path, OWN_CONTRACT + value))
    (fault,) = raised.value.faults
    assert fault.path == path
    assert message in fault.message


def test_a_mail_that_names_a_decree_gives_its_address_in_both_languages() -> None:
    for contract in contracts.builtin.values():
        body = mail_texts.texts("report-upheld-refund", contract.wording).body
        assert f"({raw_texts.sources()['decret-2025-1170'].address})" in body.fr
        assert f"({raw_texts.sources()['decret-2025-1170'].address})" in body.en


def test_a_text_of_a_contract_names_the_address_of_its_own_source(tmp_path: Path) -> None:
    own = """
[sources.decret-2025-1170]
title = "Notre circulaire"
url = "https://www.example.org/circulaire"
[texts.mails.report-upheld-refund.body]
fr = "Voyez {address:decret-2025-1170}."
en = "See {address:decret-2025-1170}."
"""
    contract = contracts.load(write_contract(tmp_path, OWN_CONTRACT + own))
    body = mail_texts.texts("report-upheld-refund", contract.wording).body
    assert body == Text("Voyez https://www.example.org/circulaire.", "See https://www.example.org/circulaire.")


def test_the_address_of_no_source_is_a_fault(tmp_path: Path) -> None:
    own = '[texts.mails.report-upheld-refund.body]\nfr = "{address:loi}"\nen = "{address:loi}"\n'
    with pytest.raises(InvalidDocumentError, match="address:loi"):
        contracts.load(write_contract(tmp_path, OWN_CONTRACT + own))


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_an_explanation_for_an_auditor_has_titles_in_its_language_and_addresses(locale: Locale) -> None:
    quote = price(
        Household(Regime.GENERAL, gross_cents=280000),
        contract=contracts.get("men-2026"),
        formula=Formula.BASE,
        on=dt.date(2026, 5, 1),
    )
    shown = str(quote.explain(locale, "auditor"))
    for line in quote.lines:
        for source in line.sources:
            assert citing.line(source, locale) in shown
    written = json.dumps(quote.as_json())
    assert all(source.address in written for line in quote.lines for source in line.sources if source.address)
