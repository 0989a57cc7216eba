"""
What Hypothesis draws facts from: people, names of every script, days around the limits, incomplete answers.
"""

import datetime as dt
import unicodedata
from typing import Any

import attrs
from hypothesis import strategies as st

from people import GUIDE, MEN, PF, START
from psc_workflow import Child, Partner
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.quote import Gap, Quote, QuoteLine
from psc_workflow._model.text import Source, Text
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import (
    Certainty,
    Channel,
    Civility,
    Formula,
    Kinship,
    Link,
    Parent,
    Regime,
    Situation,
)
from psc_workflow.rules.effective_date import EffectiveDate

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2031, 12, 31))
"""Civil days of requests, since the first day the built-in contracts know."""

DAYS_OF_LAW = st.dates(dt.date(2022, 4, 22), dt.date(2999, 12, 31))
"""Civil days since the décret n° 2022-633."""

BIRTH_DATES = st.dates(dt.date(1920, 1, 1), dt.date(2032, 12, 31))
"""Births of the living, and some that are still to come."""

CONTRACTS = st.sampled_from([PF, MEN, GUIDE])

PRINTED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
"""Text of every script, blank or not."""

RARE_CHARACTER = "秘"
"""A character that no sentence of ours holds."""

NAMES = st.sampled_from(
    [
        "Duzu",
        "d'Orléans",
        "Le Goff-Martin",
        "Teʻaitu",
        "Tāvana",
        "Ngūyễn",
        "Ωmega",
        "Мария",
        "王",
        "محمد",
        "Ñandú",
        "O’Neil",
    ]
) | st.text(st.characters(categories=["L"]), min_size=1, max_size=40)
"""Names: with apostrophes, hyphens, glottal stops, macrons, letters of every script."""

BLANK = st.text(st.sampled_from(" \t\n\u00a0\u200b\u2003\u2060\ufeff"), max_size=6)
"""Text in which nothing is visible."""


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw one of *values*, or ``None``: not known."""
    return st.none() | values


def near(day: dt.date, span: int = 3) -> st.SearchStrategy[dt.date]:
    """Draw days close to *day*, where rules change their answer."""
    return st.integers(-span, span).map(lambda days: day + dt.timedelta(days=days))


ANSWERS = maybe(st.booleans())
LEFT_OUT = ANSWERS | st.just(UNANSWERED)

PARTNERS = st.builds(
    Partner,
    birth_date=maybe(BIRTH_DATES),
    regime=maybe(st.sampled_from(Regime)),
    link=maybe(st.sampled_from(Link)),
    state_civil_servant=ANSWERS,
    judicially_separated=LEFT_OUT,
)
CHILDREN = st.builds(
    Child,
    birth_date=maybe(BIRTH_DATES),
    regime=maybe(st.sampled_from(Regime)),
    situation=maybe(st.sampled_from(Situation)),
    disabled=ANSWERS,
    kinship=maybe(st.sampled_from(Kinship)),
    parent=maybe(st.sampled_from(Parent)),
    covered_by_own_work=LEFT_OUT,
)


def fields_of(instance: Any) -> dict[str, Any]:
    """Return the fields of *instance* by name."""
    return {field.name: getattr(instance, field.name) for field in attrs.fields(type(instance))}


def born_near(on: dt.date, *years: int) -> st.SearchStrategy[dt.date]:
    """Draw births of people who turn one of *years* on that day, a little earlier or a little later."""
    days = [dt.date(on.year - age, on.month, min(on.day, 28)) for age in years]
    return st.sampled_from(days).flatmap(near)


def year_later(day: dt.date) -> dt.date:
    """Return the first day not before the same date of the next year, or the last day of the calendar."""
    named = f"{day.year + 1:05}{day:%m%d}"
    later = (day.toordinal() + 365, day.toordinal() + 366)
    days = (dt.date.fromordinal(number) for number in later if number <= dt.date.max.toordinal())
    return next((candidate for candidate in days if f"{candidate.year:05}{candidate:%m%d}" >= named), dt.date.max)


def last_day_of_year_from(first: dt.date) -> dt.date:
    """Return the last day of the year that begins on *first*."""
    following = year_later(first)
    return following if first.year == dt.MAXYEAR else following - dt.timedelta(days=1)


def around(*days: dt.date) -> st.SearchStrategy[dt.date]:
    """Draw one of *days*, its eve or the day after; now and then a distant day, or an end of the calendar."""
    numbers = [day.toordinal() + offset for day in days for offset in (-1, 0, 1)]
    close = [dt.date.fromordinal(number) for number in numbers if 1 <= number <= dt.date.max.toordinal()]
    return st.sampled_from([*close, dt.date(2000, 2, 29), dt.date(2040, 1, 1), dt.date.min, dt.date.max])


@st.composite
def beginnings(draw: st.DrawFn) -> tuple[EffectiveDate, dt.date]:
    """Draw what is known of the effective date, with the day of the request."""
    today = draw(near(START) | near(dt.date(2027, 4, 30), 1) | DAYS)
    if draw(st.booleans()):
        day = draw(st.just(START) | DAYS)
        return EffectiveDate(day, START, day, day), today
    hired_on = draw(maybe(st.dates(START + dt.timedelta(days=1), dt.date(2030, 12, 31))))
    earliest = hired_on or START
    missing = "membership.effective_date" if hired_on else "agent.hired_on"
    return EffectiveDate(None, START, earliest, max(earliest, today), missing), today


def changing_at_start(unit: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Parameter[Any]]:
    """Draw a parameter whose value changes on the contract's first day; the sources are called "before" and "after"."""
    certainties = st.sampled_from([certainty for certainty in Certainty if certainty is not Certainty.UNKNOWN])

    def dated(day: dt.date, title: str) -> st.SearchStrategy[Dated[Any]]:
        return st.builds(Dated, st.just(day), certainties, st.just((Source(title),)), values)

    both = st.tuples(dated(dt.date(2025, 1, 1), "before"), dated(START, "after"))
    return st.builds(Parameter, st.just(unit), st.just(START), both)


def in_force(parameter: Parameter[Any], on: dt.date) -> Dated[Any]:
    """Return which of the two values of a parameter that changes on the contract's first day holds."""
    before, after = parameter.values
    return after if (on - START).days >= 0 else before


LINES = st.builds(
    QuoteLine,
    who=st.sampled_from(["agent", "partner", "carla"]),
    component=st.just("component"),
    label=st.just(Text("une ligne", "a line")),
    channel=st.sampled_from(Channel),
    cents=st.sampled_from([None, 0, 600, 1600]),
    certainty=st.sampled_from(Certainty),
    free=st.booleans(),
)
GAPS = st.sampled_from([Gap("a", Text("un manque", "one gap")), Gap("b", Text("un autre", "another gap"))])
QUOTES = st.builds(
    Quote,
    contract=st.just("men-2026-pf"),
    on=near(START, 1),
    formula=st.sampled_from(Formula),
    structure=st.sampled_from(Certainty),
    lines=st.lists(LINES, max_size=3).map(tuple),
    gaps=st.just(()) | st.just(()) | st.lists(GAPS, max_size=2, unique=True).map(tuple),
)


def is_debited(quote: Quote) -> bool | None:
    """Whether an account is debited under *quote*; ``None`` if the tariff does not tell."""
    if {(line.channel.value, line.free) for line in quote.lines} & {("debited", False)}:
        return True
    return None if quote.gaps else False


def nothing_to_see(text: str) -> bool:
    """Whether *text* consists of separators, controls and format characters only."""
    return {unicodedata.category(char) for char in text} <= {"Zs", "Zl", "Zp", "Cc", "Cf"}


def is_seen(char: str) -> bool:
    """Whether *char* alone is visible: no white space, control, format sign, mark, filler, or code point kept for these."""
    drawn_empty = (
        "\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}\u2800"
    )
    kept_for_ignorable = char == "\u2065" or "\ufff0" <= char <= "\ufff8" or "\U000e0000" <= char <= "\U000e0fff"
    seen = unicodedata.category(char) not in ("Zs", "Zl", "Zp", "Cc", "Cf", "Mn") and char not in drawn_empty
    return seen and not kept_for_ignorable


NAMES_SAID = {
    "Claudia": "",
    "Teʻaitu": "",
    "Мария": "",
    "x" * 1000: "",
    None: "identity-fact-missing",
    "\u200b": "text-blank",
    "": "text-blank",
}
COUNTRIES_SAID = {
    "FR": "",
    "PF": "",
    None: "identity-fact-missing",
    " ": "text-blank",
    "pf": "",
    "FRA": "country-code-wrong",
    "ＦＲ": "country-code-wrong",
}
OFFICES_SAID = {
    "01 987 0000": "",
    None: "code-organisme-missing",
    "\u2003": "code-organisme-missing",
    "91 919 000": "code-organisme-form-wrong",
    "٩١٩١٩٠٠٠٠": "code-organisme-form-wrong",
}
"""A blank code of the office is missing only under contracts that have no default."""
NUMBERS_SAID = {
    "219097511206763": "",
    "2 72 10 75 112 045 26": "",
    "272207511204589": "",
    "772107511204567": "",
    "170039873512373": "",
    "2721075112045": "nir-key-missing",
    "272107511204527": "nir-key-wrong",
    "": "nir-form-wrong",
    "٢١٩٠٩٧٥١١٢٠٦٧٦٣": "nir-form-wrong",
    "9" * 1000: "nir-form-wrong",
    None: "nir-missing",
}
"""Nobody's numbers: of a girl, a woman, an unknown month, provisional, of a man; then texts that are none."""


def number_faults(nir: str | None, born: dt.date | None, civility: Civility | None) -> set[str]:
    """Return what is wrong with one of ``NUMBERS_SAID``, or does not fit a birth date and a civility."""
    if NUMBERS_SAID[nir]:
        return {NUMBERS_SAID[nir]}
    digits = (nir or "").replace(" ", "")
    year, month = (None, None) if born is None else (born.isoformat()[2:4], born.isoformat()[5:7])
    table = {
        "nir-provisional": digits[0] == "7",
        "nir-birth-year-differs": year not in (None, digits[1:3]),
        "nir-birth-month-differs": digits[3:5] != "20" and month not in (None, digits[3:5]),
        "nir-civility-differs": civility is (Civility.MADAME if digits[0] in "17" else Civility.MONSIEUR),
    }
    return {code for code, is_found in table.items() if is_found}


@st.composite
def details(
    draw: st.DrawFn, kind: type[Any], on: dt.date, contract: str, *births: dt.date | None
) -> tuple[Any, set[tuple[str, str]]]:
    """Draw details of step 2 of the subscription, and what is wrong with them for anybody; the number apart."""
    table: set[tuple[str, str]] = set()
    said: dict[str, Any] = {}
    for field in attrs.fields_dict(kind):
        if field.endswith("_name") or field in {"birth_city", "birth_country", "code_organisme"}:
            choices = {"birth_country": COUNTRIES_SAID, "code_organisme": OFFICES_SAID}.get(field, NAMES_SAID)
            said[field] = draw(st.just(next(iter(choices))) | st.sampled_from([*choices]))
            table.add((choices[said[field]], field))
    said["civility"] = draw(st.sampled_from([Civility.MADAME, Civility.MONSIEUR, None]))
    said["birth_date"] = born = draw(st.sampled_from([*births, None]) | near(on, 1))
    said["nir"] = draw(st.sampled_from([*NUMBERS_SAID]))
    table |= {("identity-fact-missing", field) for field in ("civility", "birth_date") if said[field] is None}
    table |= {("birth-in-future", "birth_date")} if born is not None and (born - on).days > 0 else set()
    harmless = {"", "code-organisme-missing"} if contract != "men-2026" else {""}
    return kind(**said), {place for place in table if place[0] not in harmless}


SPELLINGS = {
    "d": ("d", "D", "\N{FULLWIDTH LATIN CAPITAL LETTER D}", "d\u200b", "\ufeffd", "\u2068D\u2069"),
    "œ": ("œ", "Œ", "oe", "OE"),
    "a": ("a", "A"),
    "é": ("é", "É", "e\N{COMBINING ACUTE ACCENT}", "E\N{COMBINING ACUTE ACCENT}"),
    "ā": ("ā", "Ā", "a\N{COMBINING MACRON}", "A\N{COMBINING MACRON}"),
    "ss": ("ß", "ss", "SS", "\N{LATIN CAPITAL LETTER SHARP S}"),
    "я": ("я", "Я"),
    "王": ("王",),
    "٤": ("٤",),
    "4": ("4", "\N{FULLWIDTH DIGIT FOUR}"),
    "'": (
        "'",
        "\N{FULLWIDTH APOSTROPHE}",
        "\N{RIGHT SINGLE QUOTATION MARK}",
        "\N{LEFT SINGLE QUOTATION MARK}",
        "\N{MODIFIER LETTER TURNED COMMA}",
        "\N{MODIFIER LETTER APOSTROPHE}",
        "\N{LATIN LETTER GLOTTAL STOP}",
        "\N{LATIN SMALL LETTER SALTILLO}",
        "`",
        "´",
    ),
    "-": ("-", "\N{FULLWIDTH HYPHEN-MINUS}", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}", "\N{EN DASH}", "\N{MINUS SIGN}"),
    " ": (" ", "  ", "\t", "\u00a0", "\u2003", "\u3000"),
}
"""Signs, each with its equivalent spellings: capitals, composed or not, full width, unseen, kinds of space and hyphen."""


def spelt(signs: list[str]) -> st.SearchStrategy[str]:
    """Draw a way of writing *signs*."""
    return st.tuples(*(st.sampled_from(SPELLINGS[sign]) for sign in signs)).map("".join)


def reading(signs: list[str]) -> str:
    """Return what *signs* mean, however they are spelt: outer spaces mean nothing, several no more than one."""
    return " ".join(part for part in "".join(signs).split(" ") if part)


@st.composite
def misread(draw: st.DrawFn, signs: list[str]) -> list[str]:
    """Draw *signs* again: as they are, or with one more, one less, or another one, which may be a space."""
    place, skip = draw(st.integers(0, len(signs))), draw(st.sampled_from([0, 0, 1]))
    put = draw(st.sampled_from([[], [], [], [" "], *([sign] for sign in SPELLINGS)]))
    return [*signs[:place], *put, *signs[place + skip :]]


SIGNS = st.lists(st.sampled_from([*SPELLINGS]), min_size=1, max_size=4)

TWO_LETTERS = ["FR", "PF", "AA", "ZZ", "AZ", "ZA", "QX", " FR", "FR\n", "F\u200bR", "\u2066PF\u2069", "\u00a0PF\ufeff"]
TWO_LETTERS += ["fr", "Fr", "fR", "FR\x00"]
"""Countries of two letters, capitals or not; a control character is another rule's; what nobody sees is taken out."""
NOT_TWO_LETTERS = [
    *["F", "FRA", "fra", "F1", "@A", "A[", "A-", "FRA\x00", "F R", "France", "F" * 1000],
    *["РФ", "\N{FULLWIDTH LATIN CAPITAL LETTER F}R", "ÉÀ", "ʻF", "٣٤", "王国", "F\N{COMBINING MACRON}R"],
]
"""Countries that are not two letters from A to Z; none is blank."""

UNSEEN = ["", " ", "\u200b", "\N{COMBINING MACRON}", "\N{HANGUL FILLER}", "\t\u00a0\u2060"]


def outcome(codes: set[str]) -> Judgement:
    """Return the outcome of findings on the household, details and numbers: all but warnings and questions refuse."""
    doubts = {"nir-provisional", "nir-birth-year-differs", "nir-birth-month-differs", "nir-civility-differs"}
    asked = {code for code in codes if code.endswith(("-missing", "-unanswered"))} - {"nir-key-missing"}
    asked |= codes & {"effective-date-unknown"}
    warned = {code for code in codes if code.endswith(("-pending", "-to-confirm"))} - {"number-not-pending"}
    if codes - asked - warned - doubts:
        return Judgement.REFUSED
    return Judgement.INCOMPLETE if asked else Judgement.HOLDS
