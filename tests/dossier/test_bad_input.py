"""
Whatever is handed in: a finding or a clear error with its path, never a crash, never an acceptance by accident.
"""

import datetime as dt
import functools
import json
import types
import typing
from enum import Enum
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers import EVERY_STATE, accept, at_state, dossier_in, now_of
from people import ALONE, NOW
from pool import RIGHT
from psc_workflow import Civility, Dossier, Role, contracts
from psc_workflow import commands as do
from psc_workflow._model.commands import ALL, Command, parse
from psc_workflow._model.decision import Outcome
from psc_workflow._model.vocabulary import Motive
from psc_workflow.exceptions import InvalidCommandError

WILD_TEXT = st.sampled_from(
    [
        "",
        " ",
        "\u200b",
        "a" * 1000,
        "x" * 4096,
        "ʻeta",
        "Ātea",
        "١٢٣",
        "1' OR '1'='1",
        "{name}",
        "%s",
        "\x00",
        "\u202eevil",
        "🏝",
    ]
) | st.text(max_size=30)
"""Blank, long, in every script, right to left, with the marks of formats in it."""

WILD_DAYS = (
    st.sampled_from(
        [dt.date.min, dt.date(1, 2, 28), dt.date(1582, 10, 10), dt.date(2024, 2, 29), dt.date(2026, 4, 7), dt.date.max]
    )
    | st.dates()
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WILD_TEXT | WILD_DAYS.map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def wild(kind: Any) -> st.SearchStrategy[Any]:
    """Draw values of the type declared, as wild as it allows."""
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return st.one_of(*map(wild, typing.get_args(kind)))
    if typing.get_origin(kind) is tuple:
        return st.lists(wild(typing.get_args(kind)[0]), max_size=3).map(tuple)
    if typing.get_origin(kind) is dict:
        return st.dictionaries(st.sampled_from(["first_name", "nir", "shoe_size"]), JSON, max_size=3)
    if attrs.has(kind):
        return built(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    return {str: WILD_TEXT, bool: st.booleans(), dt.date: WILD_DAYS, int: st.integers(), type(None): st.none()}[kind]


@st.composite
def built(draw: st.DrawFn, kind: type) -> Any:
    """Build *kind* of wild values; one that refuses to exist says so with a path, and an empty one is taken."""
    fields = attrs.fields(attrs.resolve_types(kind))
    try:
        return kind(**{field.name: draw(wild(field.type)) for field in fields})
    except InvalidCommandError as error:
        check_error(error)
        return kind()


def check_error(error: InvalidCommandError) -> None:
    """Check that *error* says what is wrong, and where."""
    assert error.faults
    assert all(fault.path and fault.message for fault in error.faults)


OF_ALL_COMMANDS = settings(max_examples=settings().max_examples * 5, suppress_health_check=[HealthCheck.too_slow])
places = functools.cache(dossier_in)


@OF_ALL_COMMANDS
@given(st.sampled_from(ALL), st.data())
def test_json_of_any_shape_is_a_command_or_a_list_of_faults(command: type[Command], data: st.DataObject) -> None:
    fields = data.draw(st.dictionaries(st.sampled_from([*command.field_names(), "shoe_size"]), JSON, max_size=4))
    try:
        assert isinstance(parse(command.do, fields), command)
    except InvalidCommandError as error:
        check_error(error)


@OF_ALL_COMMANDS
@given(st.sampled_from(ALL), st.sampled_from(EVERY_STATE), st.data())
def test_every_command_of_wild_values_is_decided_and_never_crashes(
    command: type[Command], where: str, data: st.DataObject
) -> None:
    """In every state; and what is accepted can be stored, read back and shown."""
    dossier = places(where)
    decision = dossier.decide(data.draw(built(command)), at=now_of(dossier), role=command.roles[0])
    assert (decision.dossier is dossier) or decision.outcome is Outcome.ACCEPTED
    for finding in decision.findings:
        assert finding.text("fr")
        assert finding.remedy("en")
    if decision.outcome is Outcome.ACCEPTED:
        assert Dossier.load(decision.dossier.dump(), contracts=contracts.builtin) == decision.dossier
        assert decision.dossier.view(at=now_of(decision.dossier), role=Role.AGENT)


def texts_of(command: Command) -> list[str]:
    """Name the fields of *command* that hold text somebody types; references are the host's."""
    values = {name: getattr(command, name) for name in command.field_names() if name != "ref"}
    return [name for name, value in values.items() if isinstance(value, str) and not isinstance(value, Enum)]


@given(st.sampled_from([command for command in RIGHT if texts_of(command)]), WILD_TEXT, st.sampled_from(EVERY_STATE))
def test_no_finding_repeats_text_that_somebody_typed(command: Command, text: str, where: str) -> None:
    """Texts are the person's own: a sentence may not carry them to a log."""
    marker = f"~{text[:40]}~"
    dossier = places(where)
    typed = attrs.evolve(command, **dict.fromkeys(texts_of(command), marker))
    decision = dossier.decide(typed, at=now_of(dossier), role=command.roles[0])
    for finding in decision.findings:
        assert marker not in finding.text("fr") + finding.text("en") + finding.remedy("fr") + finding.remedy("en")


NAMES = [
    "O’Brien",
    "d'Orléans",
    "Le Goff-Martin",
    "Teʻeta",
    "ʻAukiri",
    "Tāvana",
    "Pōmare",
    "Hīro",
    "Ūrarii",
    "王",
    "Мария",
    "محمد",
    "José María",
    "Ñ",
    "N\u0303",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_pass_through_untouched(name: str) -> None:
    """Apostrophes, hyphens, glottal stops, macrons, other scripts, and the very form of Unicode they came in."""
    given_identity = do.ConfirmIdentity(Civility.MADAME, name, name, name, dt.date(1980, 5, 6), "PF", name)
    dossier = accept(at_state("identity"), given_identity)
    restored = Dossier.load(dossier.dump(), contracts=contracts.builtin)
    identity = restored.record.answers.identity
    assert identity is not None
    assert [identity.usage_name, identity.birth_name, identity.first_name, identity.birth_city] == [name] * 4
    assert name in json.loads(dossier.dump())["record"]["answers"]["identity"].values()


def test_a_name_of_a_thousand_characters_is_kept_and_one_beyond_all_bounds_is_told() -> None:
    long = "é" * 1000
    identity = do.ConfirmIdentity(Civility.MADAME, long, long, long, dt.date(1980, 5, 6), "PF", "Papeete")
    assert accept(at_state("identity"), identity).record.answers.identity == identity
    with pytest.raises(InvalidCommandError, match="first_name: must not be longer than 4096 characters"):
        attrs.evolve(identity, first_name="é" * 4097)


@pytest.mark.parametrize(
    ("command", "where", "code"),
    [
        (
            do.ConfirmIdentity(Civility.MADAME, "", " ", "\u200b", dt.date(1980, 5, 6), "PF", "\n"),
            "identity",
            "text-blank",
        ),
        (
            do.ConfirmIdentity(Civility.MADAME, "A", "A", "A", dt.date(2026, 4, 8), "PF", "P"),
            "identity",
            "birth-in-future",
        ),
        (
            do.ConfirmIdentity(Civility.MADAME, "A", "A", "A", dt.date(1980, 5, 6), "Polynésie", "P"),
            "identity",
            "country-code-wrong",
        ),
        (
            do.DeclareSocialSecurity("1700398735L23 12", None, teletransmission=True),
            "social_security",
            "nir-form-wrong",
        ),
        (do.DeclareSocialSecurity("", "91 919 000O", teletransmission=True), "social_security", "nir-form-wrong"),
        (do.GiveBankDetails(" ", "FR76 0000"), "bank_details", "iban-form-wrong"),
        (do.GiveBankDetails("A", ""), "bank_details", "text-blank"),
    ],
)
def test_blank_late_and_misspelt_answers_are_findings(command: Command, where: str, code: str) -> None:
    decision = at_state(where).decide(command, at=NOW, role=command.roles[0])
    assert code in decision.codes
    assert decision.outcome.value in ("refused", "incomplete")


def test_facts_of_a_motive_that_are_null_are_not_known() -> None:
    assert parse("choose-motive", {"motive": "partner_collective", "facts": None}) == do.ChooseMotive(
        Motive.PARTNER_COLLECTIVE
    )
    assert parse("declare-beneficiaries", {"partner": None, "children": []}) == ALONE
    assert parse("declare-beneficiaries", {"children": []}) != ALONE
