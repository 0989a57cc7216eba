"""
Names of columns that are almost ours: every one is refused with what it was meant to be, and a host's own pass.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import dask.dataframe as dd
import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from households import CHILD_COLUMNS, SCHEMA, as_polars, sample_rows
from paths import DOCS
from people import MEN, START
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing import frame
from psc_workflow.pricing.frame._lookalikes import alike, lookalikes

ADULTS = [*frame.COLUMNS, *frame.OPTIONAL_COLUMNS]
OURS = [*ADULTS, *CHILD_COLUMNS]
ACCENTS = str.maketrans("aeiou", "àéîôù")


def spellings(name: str) -> Iterator[tuple[str, str]]:
    """List the ways to write the words of *name* otherwise."""
    words = name.split("_")
    yield "capitals", name.upper()
    yield "one capital", name.capitalize()
    yield "capitals of words", "_".join(word.capitalize() for word in words)
    yield "capitals within", name.swapcase().replace("A", "a")
    yield "camel case", words[0] + "".join(word.capitalize() for word in words[1:])
    yield "Pascal case", "".join(word.capitalize() for word in words)
    for label, separator in (("nothing", ""), ("two", "__"), ("space", " "), ("hyphen", "-"), ("dot", "."), ("slash", "/")):  # fmt: skip
        yield f"between words: {label}", separator.join(words)
    for place in range(1, len(words)):
        yield f"underscore {place} left out", "_".join(words[:place]) + "_".join(words[place:])
    for mark in ("_", " ", "\t", "\N{NO-BREAK SPACE}", "\u200b", "\ufeff", "?", "*"):
        yield f"{mark!r} before", mark + name
        yield f"{mark!r} after", name + mark
    yield "a mark that is not seen", f"{name[:3]}\u00ad{name[3:]}"
    yield "accents", name.translate(ACCENTS)
    yield "accents apart", unicodedata.normalize("NFD", name.translate(ACCENTS))
    yield "wide", "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in name)
    for place, word in enumerate(words):
        if not word.isdecimal():
            yield f"plural of {word}", "_".join([*words[:place], f"{word}s", *words[place + 1 :]])


def slips(name: str) -> Iterator[tuple[str, str]]:
    """List the slips of one letter."""
    for place, letter in enumerate(name):
        before, after = name[:place], name[place + 1 :]
        if letter.isalpha():
            yield f"{place} left out", before + after
            yield f"{place} doubled", before + letter * 2 + after
            yield f"{place} another", before + ("x" if letter != "x" else "y") + after
            if after and after[0].isalpha() and after[0] != letter:
                yield f"{place} swapped", before + after[0] + letter + after[1:]


def numbers(name: str) -> Iterator[tuple[str, str]]:
    """List the ways to write the number of a child otherwise."""
    child, number, *rest = name.split("_")
    yield "one zero", f"{child}_0{number}_{'_'.join(rest)}"
    yield "two zeros", f"{child}_00{number}_{'_'.join(rest)}"
    yield "beside child", f"{child}{number}_{'_'.join(rest)}"
    yield "beside birth", f"{child}_{number}{'_'.join(rest)}"
    yield "first", f"{number}_{child}_{'_'.join(rest)}"
    yield "last", f"{child}_{'_'.join(rest)}_{number}"
    yield "after birth", f"{child}_birth_{number}_date"
    yield "wide", f"{child}_{chr(ord(number) + 0xFEE0)}_{'_'.join(rest)}"
    yield "in brackets", f"{child}[{number}].birth_date"


def otherwise(name: str) -> Iterator[tuple[str, str]]:
    """List the ways to say what a child's column says."""
    number = name.split("_")[1]
    yield from (
        (text, text.replace("N", number))
        for text in (
            *("enfant_N_date_naissance", "enfant_N_naissance", "date_naissance_enfant_N", "Date de naissance enfant N"),
            *("enfantN", "Enfant N", "date_de_naissance_enfantN", "enfant_N_né_le", "naissance_N", "enfants_N_date"),
            *("child_N", "childN", "child_N_date", "child_N_dob", "child_N_born_on", "child_N_date_of_birth"),
            *("birth_date_child_N", "birth_date_N", "dob_child_N", "children_N_birth_date", "kid_N_birth_date"),
            *("childN_dob", "child_N_birth", "child_N_birthday", "child_N_regime", "child_N_birth_date_text"),
        )
    )


MISSPELT = {
    f"{name}: {label}": (name, spelling)
    for name in OURS
    for way in (spellings, slips, *((numbers, otherwise) if name in CHILD_COLUMNS[:2] else ()))
    for label, spelling in way(name)
}


def test_every_misspelling_of_every_column_is_recognised() -> None:
    """Whether or not the right columns of the adults are there, too."""
    assert len(MISSPELT) > 900
    wrong = {
        label: (spelling, meant)
        for label, (name, spelling) in MISSPELT.items()
        if (meant := dict(lookalikes([spelling], ADULTS))) != {spelling: name}
    }
    assert wrong == {}


@pytest.mark.parametrize("name", [*CHILD_COLUMNS[:2], "birth_date", "formula"])
def test_a_misspelling_beside_the_right_column_is_recognised(name: str) -> None:
    """Which of the two would be meant?"""
    for way in (spellings, slips, *((numbers,) if name in CHILD_COLUMNS else ())):
        for _, spelling in way(name):
            assert dict(lookalikes([spelling], OURS)) == {spelling: name}


@given(st.data())
def test_one_slip_in_each_word_is_recognised(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(OURS))
    words = [
        word if len(word) < 4 else data.draw(st.sampled_from([spelling for _, spelling in slips(word)]))
        for word in name.split("_")
    ]
    spelling = data.draw(st.sampled_from(["_", "-", " "])).join(words)
    if spelling not in OURS:
        assert dict(lookalikes([spelling], ADULTS)) == {spelling: name}


@pytest.mark.parametrize(
    "name",
    [
        *("child_birth_date", "childBirthDate", "birth_date_of_child", "children_birth_dates", "child_x_birth_date"),
        *("first_child_birth_date", "child_one_birth_date", "ChildOneBirthDate", "date_naissance_enfant", "child_0"),
        *(
            "son_birth_date",
            "daughter_dob",
            "baby_birth_date",
            "naissance_fille",
            "fils_date_naissance",
            "bébé_naissance",
        ),
        *("child_0_birth_date", "enfants_naissance", "naissance_des_enfants", "chlid_a_brith", "child_birth_date_00"),
    ],
)
def test_a_birth_of_children_without_a_number_is_recognised(name: str) -> None:
    for ours in (ADULTS, OURS):
        assert dict(lookalikes([name], ours)) == {name: "child_1_birth_date, child_2_birth_date, …"}


OWN = (
    *("employee_id", "remark", "note", "comment", "ministry", "department", "academy", "region", "country", "city"),
    *("postal_code", "id", "date", "day", "on", "type", "kind", "row", "reason", "lines", "period", "currency", "weight"),
    *("birth_place", "birth_city", "birth_name", "birth_country", "birth_year", "year_of_birth", "birthplace"),
    *("ville_naissance", "ville_de_naissance", "daughter_name", "season", "son", "person_birth_date", "nom_fille"),
    *("birth_department_975", "birth_year_1980", "gross", "gross_pay", "gross_cents_2025", "net_cents", "base_cents"),
    *("household", "household_size", "household_name", "household_key", "household_id_2", "formula_label", "formula_2"),
    *("old_formula", "regime_label", "regime_2025", "regime_code", "partner", "partner_name", "partner_birth_place"),
    *("partner_birth_name", "partner_regime", "has_partner", "retired", "retired_since", "retirement_date", "retraite"),
    *("child_count", "children", "number_of_children", "nb_children", "has_children", "children_under_18", "enfants"),
    *("nb_enfants", "nb_enfants_2026", "child_allowance", "child_allowance_2026", "children_2025", "childcare", "childbirth"),
    *("chilled_birthday_cake", "chile", "wild_1", "grade", "corps", "echelon", "hired_on", "married_on", "nir", "iban"),
    *("email", "phone", "matricule", "prénom", "nom", "nom_de_naissance", "lieu_naissance", "statut", "traitement_brut"),
    *("employer", "employer_id", "payroll_run", "certainty", "source_file", "created_at", "score_1", "line_64", "__index__"),
    *("", " ", "_", "1", "64", "日本", "\u200b"),
)  # fmt: skip


def test_a_host_s_own_columns_are_not_ours() -> None:
    assert dict(lookalikes(OWN, ADULTS)) == {}


@pytest.mark.parametrize(
    "name", ["child_1_name", "child_1_regime", "child_1_birth_place", "child_1_birth_date_text", "enfant_1", "birth_date_1"]
)  # fmt: skip
def test_what_is_said_of_a_child_who_is_priced_is_a_host_s_own(name: str) -> None:
    assert dict(lookalikes([name], OURS)) == {}
    assert dict(lookalikes([name.replace("1", "5")], OURS)) == {name.replace("1", "5"): "child_5_birth_date"}


@pytest.mark.parametrize("engine", ["polars", "polars, lazy", "pandas", "PyArrow", "DuckDB", "Dask"])
@pytest.mark.parametrize("spelling", ["CHILD_1_BIRTH_DATE", "child_01_birth_date", "chlid_1_birth_dat", "enfant_1"])
def test_no_engine_prices_a_misspelt_child(engine: str, spelling: str) -> None:
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(FRAMES[engine](as_polars(sample_rows()).rename({"child_1_birth_date": spelling})), MEN, START)
    (fault,) = caught.value.faults
    assert (fault.path, fault.message) == (
        spelling,
        "looks like child_1_birth_date, and is not: rename it, since it is not priced under this name",
    )


@pytest.mark.parametrize("engine", ["polars", "polars, lazy", "pandas", "PyArrow", "DuckDB", "Dask"])
def test_every_engine_hands_a_host_s_own_columns_through(engine: str) -> None:
    names = [*OWN[:8], "children", "birth_place", "child_1_name", "formula_label"]
    native = FRAMES[engine](as_polars(sample_rows()[:3]).with_columns(pl.lit("kept").alias(name) for name in names))
    priced = frame.price(native, MEN, START)
    assert list(priced.schema.names if engine == "PyArrow" else priced.collect_schema() if engine.startswith("polars") else priced.columns) == [*SCHEMA, *names, *frame.RESULTS]  # fmt: skip


def of_pandas(table: pl.DataFrame) -> Any:
    dates = [name for name, kind in table.schema.items() if kind == pl.Date]
    plain = table.to_arrow().to_pandas()
    return plain.assign(
        gross_cents=plain["gross_cents"].astype("Int64"),
        **{name: plain[name].astype("datetime64[ns]") for name in dates},
    )


FRAMES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda table: table,
    "polars, lazy": lambda table: table.lazy(),
    "pandas": of_pandas,
    "PyArrow": lambda table: table.to_arrow(),
    "DuckDB": lambda table: duckdb.from_arrow(table.to_arrow()),
    "Dask": lambda table: dd.from_pandas(of_pandas(table), npartitions=2),
}


# -- what is said ----------------------------------------------------------------------------------


def faults_of(names: dict[str, str]) -> list[Fault]:
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(as_polars(sample_rows()).rename(names), MEN, START)
    return list(caught.value.faults)


def test_a_misspelt_column_is_one_fault_with_what_was_meant() -> None:
    (fault,) = faults_of({"regime": "Régime"})
    assert (fault.path, fault.message[:27]) == ("Régime", "looks like regime, and is n")


def test_what_cannot_be_seen_in_a_name_is_shown() -> None:
    (fault,) = faults_of({"regime": "re\u200bgime\N{NO-BREAK SPACE}"})
    assert fault.path == "re\\u200bgime\\u00a0"


def test_a_misspelling_beside_the_right_column_is_to_be_left_out() -> None:
    with pytest.raises(InvalidFrameError, match="Regime: looks like regime, and is not: rename it, or leave it out"):
        frame.price(as_polars(sample_rows()).with_columns(Regime=pl.col("regime")), MEN, START)


@pytest.mark.parametrize(
    ("missing", "name"),
    [
        ("birth_date", "date_naissance"),
        ("birth_date", "date_de_naissance"),
        ("birth_date", "date of birth"),
        *(("birth_date", f"date_{word}") for word in ("born", "dob", "ddn")),
        *(("partner_birth_date", f"{word}_ddn") for word in ("conjoint", "conjointe", "epoux", "epouse", "époux")),
        ("partner_birth_date", "naissance_partenaire"),
        *(("gross_cents", f"{word}_cents") for word in ("brut", "brute")),
        *(("household_id", f"id_{word}") for word in ("foyer", "menage", "ménage")),
        ("household_id", "identifiant_foyer"),
        ("retired_on", "retraite"),
        ("partner_birth_date", "conjoint_date_naissance"),
        ("partner_birth_date", "spouse_dob"),
        ("gross_cents", "cents_gross"),
        ("retired_on", "retired"),
    ],
)
def test_a_missing_column_that_is_called_otherwise_is_pointed_to(missing: str, name: str) -> None:
    assert alike(missing, ["remark", name, "employee_id"]) == name
    (fault,) = faults_of({missing: name})
    assert (fault.path, fault.message) == (missing, f"is missing; is it what is called {name}? Then rename it")


CHILDREN = ("child", "children", "enfant", "enfants", "kids", "son", "daughter", "baby", "fils", "fille", "bébé")
BIRTHS = ("birth", "birthdate", "birthday", "born", "dob", "naissance", "ddn")


def test_every_word_for_a_child_beside_every_word_for_a_birth_is_taken_for_a_child() -> None:
    names = [f"{child}_{birth}_{number}" for child in CHILDREN for birth in BIRTHS for number in (1, 2)]
    assert dict(lookalikes(names, ADULTS)) == {name: f"child_{name[-1]}_birth_date" for name in names}


def test_neither_a_word_for_a_child_alone_nor_one_for_a_birth_is_taken_for_a_child() -> None:
    names = [f"{word}_note" for word in (*CHILDREN, *BIRTHS)]
    assert dict(lookalikes(names, ADULTS)) == {}


@pytest.mark.parametrize("missing", frame.COLUMNS)
def test_nothing_is_pointed_to_where_nothing_is_alike(missing: str) -> None:
    assert alike(missing, ["remark", "employee_id", "city", "note"]) is None


@pytest.mark.parametrize("word", ["de", "la", "le", "en", "the"])
def test_the_day_of_somebody_s_birth_is_not_taken_for_that_of_their_partner(word: str) -> None:
    """Nor do words that say nothing make it more like it."""
    name = f"date_{word}_naissance"
    assert alike("partner_birth_date", [name]) is None
    assert alike("birth_date", [name]) == name


def test_words_that_say_nothing_keep_no_name_from_being_suggested() -> None:
    name = "Date of the birth of the partner"
    assert alike("partner_birth_date", ["remark", name]) == name


# -- the page --------------------------------------------------------------------------------------


def test_the_examples_of_the_page_are_what_they_are_said_to_be() -> None:
    page = (DOCS / "how-to" / "price-many-households.md").read_text(encoding="utf-8")
    section = page[page.index("## Names that are almost right") :].split("\n## ")[0]
    rules, own = section.split("Every other column")
    examples = [name for brackets in re.findall(r"\(([^)]*)\)", rules) for name in re.findall(r"`([^`]+)`", brackets)]
    assert len(examples) >= 10
    ours = {*frame.COLUMNS}
    assert [name for name in examples if name not in dict(lookalikes(examples, ours))] == []
    passing = re.findall(r"`([^`]+)`", own.split("\n\n")[0])
    assert len(passing) >= 4
    assert dict(lookalikes(passing, ours)) == {}
