"""
A contract that somebody else wrote, by mistake or by malice, is refused in the library's words: soon, and whole.
"""

import os
import socket
import time
import tracemalloc
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from documents import OWN_CONTRACT, own_value, write_contract
from psc_workflow import contracts
from psc_workflow._catalogue.amounts import Amount
from psc_workflow._catalogue.forms import is_address, is_id, is_one_line
from psc_workflow._model.vocabulary import Certainty
from psc_workflow._structuring import StructureError
from psc_workflow.exceptions import (
    ContractExistsError,
    Fault,
    HostError,
    InvalidDocumentError,
    UnknownContractError,
)

HEADING = '[tariff]\nstructure = "assumed"\nstatuses = ["active"]\nsources = [{ title = "x" }]\n'
PARAMETER = (
    '[[tariff.parameters]]\nid = "ce"\nunit = "eur/month"\nchecked_on = 2026-01-01\nlabel = { fr = "a", en = "a" }\n'
    '[[tariff.parameters.values]]\nin_force_from = 2026-01-01\nvalue = 80\ncertainty = "assumed"\nsources = [{ title = "x" }]\n'
)
COMPONENT = (
    '[[tariff.components]]\nid = "a"\nwho = "agent"\nchannel = "employer"\nlabel = { fr = "a", en = "a" }\n'
    "[[tariff.components.values]]\nin_force_from = 2026-01-01\nvalue = 1\n"
    'certainty = "assumed"\nsources = [{ title = "x" }]\n'
)
TARIFF = OWN_CONTRACT + HEADING + PARAMETER + COMPONENT
VALUE, IN_TARIFF = "tariff.a.values.0", "tariff.a"


def amount(how: str) -> str:
    """Write a contract whose only amount is *how*."""
    return TARIFF.replace("value = 1\n", how + "\n")


def faults(folder: Path, text: str | bytes) -> tuple[Fault, ...]:
    """Read a contract that must be refused."""
    file = folder / "own.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(file)
    assert str(file) in str(caught.value)
    return caught.value.faults


def test_the_contract_that_the_mistakes_are_made_in_is_right(tmp_path: Path) -> None:
    assert contracts.load(write_contract(tmp_path, TARIFF)).tariff.components[0].id == "a"


# -- numbers -----------------------------------------------------------------------------

NUMBERS = {
    "a negative share of a parameter": ('share = -1.00\nof = "ce"', "share", "except to deduct lines"),
    "more than the lines it deducts": ('share = -1.01\nof_lines = ["b"]', "share", "-1 deducts them whole"),
    "a share above two": ('share = 2.01\nof = "ce"', "share", "ratio"),
    "a share of 29 digits": ('share = 0.33333333333333333333333333333\nof = "ce"', "share", "at most 28 digits"),
    "a coefficient of 29 digits": ("coefficient = 0.11111111111111111111111111111", "coefficient", "at most 28 digits"),
    "a coefficient above one": ("coefficient = 1.01", "coefficient", "ratio of the pay"),
    "a negative coefficient": ("coefficient = -0.01", "coefficient", "must not be negative"),
    "a negative limit": ('share = 0.5\nof = "ce"\nat_most = -1', "at_most", "must not be negative"),
    "a limit of 29 digits": ('share = 0.5\nof = "ce"\nat_most = 5.00000000000000000000000000001', "at_most", "at most 28 digits"),
    "an amount of half a cent": ("value = 1.005", "value", "fraction of a cent"),
    "an amount below nought": ("value = -0.01", "value", "must not be negative"),
    "an amount of ten millions": ("value = 10000000", "value", "must be below"),
    **{f"an amount of {number}": (f"value = {number}", "value", "must be a number") for number in ("nan", "-nan", "inf", "-inf", "1e999999", "-1e999999", "1e-999999", "1e99999999999999999999", "9" * 4000)},
    **{f"a share of {number}": (f'share = {number}\nof = "ce"', "share", "must be a number") for number in ("nan", "inf", "1e999999", "1e-999999")},
    **{f"a coefficient of {number}": (f"coefficient = {number}", "coefficient", "must be a number") for number in ("nan", "inf", "1e999999")},
    **{f"a limit of {number}": (f'share = 0.5\nof = "ce"\nat_most = {number}', "at_most", "must be a number") for number in ("nan", "inf", "1e999999")},
}  # fmt: skip


@pytest.mark.parametrize(("how", "field", "message"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_that_no_tariff_has_is_refused(tmp_path: Path, how: str, field: str, message: str) -> None:
    problems = faults(tmp_path, amount(how))
    assert any(fault.path == f"{VALUE}.{field}" and message in fault.message for fault in problems), problems


@pytest.mark.parametrize("number", ["-80", "nan", "inf", "1e999999", "80.005", "1e7"])
def test_a_parameter_is_euros_and_cents(tmp_path: Path, number: str) -> None:
    problems = faults(tmp_path, TARIFF.replace("value = 80", f"value = {number}"))
    assert {fault.path for fault in problems} == {"tariff.parameters.ce.values.0.value"}


@pytest.mark.parametrize(
    ("selector", "path"),
    [
        ("from_age = 151", "from_age"),
        (f"to_age = {'9' * 4000}", "to_age"),
        ('statuses = ["retired"]\nfrom_year = 99999', "from_year"),
        ('positions = ["active"]', "statuses"),
        ('statuses = ["retired"]\npositions = ["active"]', "statuses"),
        ('statuses = ["active"]\npositions = ["on the moon"]', "positions.0"),
    ],
)
def test_a_selector_that_selects_nobody_is_refused(tmp_path: Path, selector: str, path: str) -> None:
    problems = faults(tmp_path, TARIFF.replace('id = "a"', f'id = "a"\n{selector}'))
    assert f"{IN_TARIFF}.{path}" in {fault.path for fault in problems}


def test_a_number_too_large_for_python_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, amount(f"value = {'9' * 5000}"))
    assert "cannot be read" in fault.message


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity"])
@pytest.mark.parametrize("field", ["value", "share", "coefficient", "at_most"])
def test_an_amount_made_in_python_is_finite_too(field: str, number: str) -> None:
    with pytest.raises(StructureError) as caught:
        Amount(
            in_force_from=contracts.get("men-2026").effect.values[0].value,
            certainty=Certainty.ASSUMED,
            sources=contracts.get("men-2026").tariff.sources,
            **{field: Decimal(number)},
        )
    assert Fault(field, "must be a number") in caught.value.faults


# -- ids and texts -----------------------------------------------------------------------

WRONG_IDS = {
    "nothing": "",
    "a space": "our own",
    "a NUL": "our\\u0000own",
    "an ESC": "our\\u001b[2Jown",
    "a line end": "our\\nown",
    "a final line end": "own\\n",
    "a direction mark": "our\\u202eown",
    "a zero-width space": "our\\u200bown",
    "a byte-order mark": "\\ufeffown",
    "a soft hyphen": "our\\u00adown",
    "a Cyrillic letter": "\\u043ewn",
    "a full-width letter": "\\uff4fwn",
    "an Arabic digit": "own\\u0661",
    "an accent": "été",
    "another hyphen": "our\\u2010own",
    "a capital": "Own",
    "a folder above": "../own",
    "a path": "/etc/own",
    "a path of Windows": "C:\\\\own",
    "a dot": "own.toml",
    "a digit first": "2026-own",
    "a hyphen last": "own-",
    "two hyphens": "our--own",
    "65 letters": "o" * 65,
}


@pytest.mark.parametrize(
    ("old", "path"),
    [
        ('id = "own"', "contract.id"),
        ('id = "ce"', "tariff.parameters.0.id"),
        ('id = "a"', "tariff.components.0.id"),
    ],
)
@pytest.mark.parametrize("wrong", WRONG_IDS.values(), ids=WRONG_IDS)
def test_every_id_has_one_form(tmp_path: Path, wrong: str, old: str, path: str) -> None:
    problems = faults(tmp_path, TARIFF.replace(old, f'id = "{wrong}"'))
    assert any(fault.path == path and "small letters a to z" in fault.message for fault in problems), problems
    assert is_one_line("".join(f"{fault.path} {fault.message}" for fault in problems))


def test_every_id_of_the_built_in_contracts_has_that_form() -> None:
    for contract in contracts.builtin.values():
        tables = (contract, *contract.tariff.components, *contract.tariff.parameters)
        assert all(is_id(table.id) for table in tables)


UNSEEN = ["\\u0000", "\\u001b", "\\n", "\\r", "\\t", "\\u200b", "\\u202e", "\\u2066", "\\ufeff", "\\u00ad", "\\u2028", "\\u007f", "\\u0085", "\\ue000"]  # fmt: skip
TEXTS = {
    "contract.label.fr": ('"Le nôtre"', '"Le{} nôtre"'),
    "contract.label.en": ('"Ours"', '"Ou{}rs"'),
    "contract.version": ('version = "1"', 'version = "1{}"'),
    "tariff.a.label.fr": ('channel = "employer"\nlabel = { fr = "a"', 'channel = "employer"\nlabel = {{ fr = "a{}"'),
    "tariff.sources.0.title": ('statuses = ["active"]\nsources = [{ title = "x"', 'statuses = ["active"]\nsources = [{{ title = "x{}"'),
    "tariff.a.values.0.sources.0.title": ('value = 1\ncertainty = "assumed"\nsources = [{ title = "x"', 'value = 1\ncertainty = "assumed"\nsources = [{{ title = "x{}"'),
    "recommendation.en": (HEADING, '[recommendation]\nfr = "a"\nen = "a{}"\n' + HEADING.replace("{", "{{").replace("}", "}}")),
}  # fmt: skip


@pytest.mark.parametrize("letter", UNSEEN)
@pytest.mark.parametrize("path", TEXTS)
def test_a_text_is_visible_and_on_one_line(tmp_path: Path, path: str, letter: str) -> None:
    old, new = TEXTS[path]
    assert old in TARIFF
    (fault,) = faults(tmp_path, TARIFF.replace(old, new.format(letter)))
    assert fault.path == path
    assert "cannot be seen" in fault.message


def test_french_typography_is_visible(tmp_path: Path) -> None:
    label = "L’œuvre «\N{NARROW NO-BREAK SPACE}à nous\N{NO-BREAK SPACE}» – 100\N{NO-BREAK SPACE}%"
    own = contracts.load(write_contract(tmp_path, OWN_CONTRACT.replace("Le nôtre", label)))
    assert own.contract.label.fr == label


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "//x", "https://x y", "https://x\\u202e", "ftp://x"]
)
def test_a_source_s_address_is_one_of_the_web(tmp_path: Path, url: str) -> None:
    problems = faults(
        tmp_path, TARIFF.replace('sources = [{ title = "x" }]', f'sources = [{{ title = "x", url = "{url}" }}]', 1)
    )
    assert [fault.path for fault in problems] == ["tariff.sources.0.url"]


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
@pytest.mark.parametrize("field", ["in_force_from", "checked_on"])
def test_a_day_lies_in_the_years_that_are_computed_in(tmp_path: Path, field: str, day: str) -> None:
    text = TARIFF.replace(f"{field} = 2026-01-01", f"{field} = {day}", 1)
    assert any("years 1900 and 2999" in fault.message for fault in faults(tmp_path, text))


# -- time zones --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "zone",
    [
        "localtime", "Factory", "posixrules", "posix/Pacific/Tahiti", "right/Pacific/Tahiti", "EST5EDT", "GB", "US/Hawaii",
        "", ".", "..", "/etc/localtime", "../zoneinfo/Pacific/Tahiti", "Pacific", "Pacific/", "pacific/tahiti", "Pacific/Tahiti\\u0000",
        "Pacific/Tahiti\\n", "Pacific/Tahit\\u0456", "Pacific/../Pacific/Tahiti", "-10:00", "x" * 5000,
    ],
)  # fmt: skip
def test_a_time_zone_is_the_same_on_every_machine(tmp_path: Path, zone: str) -> None:
    problems = faults(tmp_path, OWN_CONTRACT + own_value("time_zone", f'"{zone}"'))
    assert any(fault.path == "time_zone.values.0.value" and "Pacific/Tahiti" in fault.message for fault in problems)


@pytest.mark.parametrize("zone", ["Pacific/Tahiti", "Europe/Paris", "America/Argentina/Ushuaia", "Etc/GMT+10", "UTC"])
def test_a_place_is_a_time_zone(tmp_path: Path, zone: str) -> None:
    own = contracts.load(write_contract(tmp_path, OWN_CONTRACT + own_value("time_zone", f'"{zone}"')))
    assert own.time_zone.values[0].value == zone


# -- the id of another contract ------------------------------------------------------------


def test_a_file_with_the_id_and_version_of_a_built_in_contract_but_other_content_is_refused(tmp_path: Path) -> None:
    text = OWN_CONTRACT.replace('"own"', '"men-2026-pf"').replace('"1"', '"2026.1"')
    assert [fault.path for fault in faults(tmp_path, text)] == ["contract.id"]


def test_a_built_in_contract_is_replaced_on_demand_only(tmp_path: Path) -> None:
    newer = contracts.load(write_contract(tmp_path, OWN_CONTRACT.replace('"own"', '"men-2026-pf"')))
    with pytest.raises(ContractExistsError, match="replace=True") as caught:
        contracts.builtin.including(newer)
    assert caught.value.contract == "men-2026-pf"
    assert contracts.builtin.including(newer, replace=True)["men-2026-pf"] is newer
    assert contracts.builtin["men-2026-pf"] is not newer


def test_two_contracts_of_one_id_are_never_both_included(tmp_path: Path) -> None:
    first = contracts.load(write_contract(tmp_path))
    second = attrs.evolve(first, contract=attrs.evolve(first.contract, version="2"))
    with pytest.raises(ContractExistsError):
        contracts.builtin.including(first, second)
    assert contracts.builtin.including(first, second, replace=True)["own"] is second


def test_the_same_contract_may_be_included_again(tmp_path: Path) -> None:
    own = contracts.load(write_contract(tmp_path))
    assert contracts.builtin.including(own).including(own, contracts.get("men-2026"))["own"] is own


# -- values that contradict each other on a later day ---------------------------------------


def dated_value(name: str, *values: tuple[str, str]) -> str:
    """Write a parameter with several values."""
    table = own_value(name, "X")
    heading, entry = table[: table.index("[[")], table[table.index("[[") :]
    return heading + "".join(entry.replace("2025-01-01", day).replace("= X", f"= {value}") for day, value in values)


REGIMES = {
    "both change on one day": ([("2025-01-01", '["general"]'), ("2027-01-01", '["general", "cps"]')], [("2025-01-01", '["cps"]'), ("2027-01-01", "[]")], None),
    "accepted a day too early": ([("2025-01-01", '["general"]'), ("2026-12-31", '["general", "cps"]')], [("2025-01-01", '["cps"]'), ("2027-01-01", "[]")], "0"),
    "accepted while it is local for ever": ([("2025-01-01", '["general"]'), ("2027-01-01", '["general", "cps"]')], [("2025-01-01", '["cps"]')], "0"),
    "local again later": ([("2025-01-01", '["general", "cps"]')], [("2025-01-01", "[]"), ("2028-01-01", '["cps"]')], "1"),
    "local before anything is accepted": ([("2025-06-01", '["general", "cps"]')], [("2024-01-01", '["cps"]'), ("2025-06-01", "[]")], None),
}  # fmt: skip


@pytest.mark.parametrize(("accepted", "local", "index"), REGIMES.values(), ids=REGIMES)
def test_no_regime_is_accepted_and_local_on_any_day(
    tmp_path: Path, accepted: list[tuple[str, str]], local: list[tuple[str, str]], index: str | None
) -> None:
    text = OWN_CONTRACT + dated_value("accepted_regimes", *accepted) + dated_value("local_regimes", *local)
    if index is None:
        assert contracts.load(write_contract(tmp_path, text))
    else:
        assert [fault.path for fault in faults(tmp_path, text)] == [f"local_regimes.values.{index}.value"]


@pytest.mark.parametrize(
    ("windows", "reminders", "index"),
    [
        ([("2025-01-01", "21"), ("2027-01-01", "10")], [("2025-01-01", "[7, 14]"), ("2027-01-01", "[7]")], None),
        ([("2025-01-01", "21"), ("2027-01-01", "10")], [("2025-01-01", "[7, 14]")], "0"),
        ([("2025-01-01", "10"), ("2027-01-01", "21")], [("2025-01-01", "[7, 14]")], "0"),
    ],
)
def test_no_reminder_goes_beyond_the_window_of_its_day(
    tmp_path: Path, windows: list[tuple[str, str]], reminders: list[tuple[str, str]], index: str | None
) -> None:
    text = OWN_CONTRACT + dated_value("affiliation_window", *windows) + dated_value("reminders", *reminders)
    if index is None:
        assert contracts.load(write_contract(tmp_path, text))
    else:
        assert [fault.path for fault in faults(tmp_path, text)] == [f"reminders.values.{index}.value"]


# -- size and form of the file --------------------------------------------------------------

HUGE = {
    "a megabyte of dotted keys": (".".join(["a"] * 500_000) + " = 1", "too many parts|more than 16 parts"),
    "a megabyte of quoted dotted keys": (".".join(['"a"'] * 250_000) + " = 1", "more than 16 parts"),
    "dotted keys with spaces": (" . ".join(["a"] * 200_000) + " = 1", "more than 16 parts"),
    "a dotted header": ("[" + ".".join(["a"] * 500_000) + "]", "more than 16 parts"),
    "dotted keys in a table": ("x = {" + ".".join(["a"] * 500_000) + " = 1}", "more than 16 parts"),
    "dotted keys after a comment": ('# "\n' + ".".join(["a"] * 500_000) + " = 1", "more than 16 parts"),
    "dotted keys after texts": ("x = '\"'\ny = \"'\"\nz = '''\"'''\n" + ".".join(["a"] * 500_000) + " = 1", "more than 16 parts"),
    "nested lists": ("x = " + "[" * 500_000, "nested too deeply"),
    "nested tables": ("x = " + "{a=" * 300_000, "nested too deeply"),
    "open texts": ('x = "' + '\\"' * 500_000, "is not TOML"),
    "many open texts": ('"\n' * 500_000, "is not TOML"),
    "two megabytes": ("#" * 2**21, "too large"),
    "many components": (OWN_CONTRACT + HEADING + COMPONENT * 501, "more than 500 items"),
    "many values": (OWN_CONTRACT + own_value("effect", "2026-05-01") + "[[effect.values]]\n" * 20_000, "more than 500 items"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), HUGE.values(), ids=HUGE)
def test_a_huge_file_is_refused_soon_and_in_little_memory(tmp_path: Path, text: str, message: str) -> None:
    file = write_contract(tmp_path, text)
    tracemalloc.start()
    start = time.process_time()
    with pytest.raises(InvalidDocumentError, match=message):
        contracts.load(file)
    seconds, (_, most) = time.process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 20  # seconds under tracing; without bounds, an hour
    assert most < 200 * 2**20


FORMS = {
    "a byte-order mark": ("\N{BYTE ORDER MARK}" + OWN_CONTRACT, "byte-order mark"),
    "line ends of CR": (OWN_CONTRACT.replace("\n", "\r"), "ends in CR alone"),
    "Latin-1": (OWN_CONTRACT.encode("latin-1"), "not UTF-8"),
    "UTF-16": (OWN_CONTRACT.encode("utf-16"), "not UTF-8"),
    "a NUL": (OWN_CONTRACT + "\0", "is not TOML"),
    "the same key twice": (OWN_CONTRACT + 'version = "2"\n', "is not TOML"),
    "the same table twice": (OWN_CONTRACT + OWN_CONTRACT, "is not TOML"),
    "nothing": ("", "is missing"),
}


@pytest.mark.parametrize(("text", "message"), FORMS.values(), ids=FORMS)
def test_the_form_of_a_file_is_told(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert message in "".join(fault.message for fault in faults(tmp_path, text))


def test_a_file_with_windows_line_ends_is_read(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(OWN_CONTRACT.replace("\n", "\r\n").encode())
    assert contracts.load(file).id == "own"


def test_texts_may_hold_what_keys_may_not(tmp_path: Path) -> None:
    label = ".".join(["a"] * 50) + "[" * 50 + "# '"
    own = contracts.load(write_contract(tmp_path, OWN_CONTRACT.replace("Ours", label)))
    assert own.contract.label.en == label


# -- files that are none -------------------------------------------------------------------


def test_a_pipe_a_device_a_socket_a_folder_and_a_broken_link_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "device.toml").symlink_to("/dev/zero")
    (tmp_path / "broken.toml").symlink_to("nowhere")
    (tmp_path / "circle.toml").symlink_to("circle.toml")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket.toml"))
    files = sorted(tmp_path.iterdir())
    assert len(files) == 6
    for file in files:
        with pytest.raises(InvalidDocumentError, match="cannot be read"):
            contracts.load(file)


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    write_contract(tmp_path)
    (tmp_path / "link.toml").symlink_to("own.toml")
    assert contracts.load(tmp_path / "link.toml").id == "own"


# -- all at once ---------------------------------------------------------------------------


def test_mistakes_of_tables_within_tables_are_told_at_once(tmp_path: Path) -> None:
    """A fault of an amount hides none of its component, of the tariff, of the parameters, or of the heading."""
    text = (
        amount('share = -1\nof = "ec"').replace('id = "a"', 'id = "A"').replace("value = 80", "value = -80")
        + own_value("time_zone", '"localtime"')
        + own_value("affiliation_window", "0")
    ).replace('id = "own"', 'id = "OWN"')
    assert {fault.path for fault in faults(tmp_path, text)} == {
        "contract.id",
        "tariff.parameters.ce.values.0.value",
        "tariff.components.0.values.0.share",  # by its number: the id is none
        "tariff.components.0.values.0",
        "tariff.components.0.id",
        "time_zone.values.0.value",
        "affiliation_window.values.0.value",
        "reminders.values.0.value",
    }


def test_a_part_that_makes_the_whole_impossible_to_judge_is_what_is_told(tmp_path: Path) -> None:
    text = OWN_CONTRACT + own_value("formulas", "[]").split("[[")[0] + "values = []\n" + own_value("time_zone", '"x"')
    assert {"formulas.values", "time_zone.values.0.value"} <= {fault.path for fault in faults(tmp_path, text)}


# -- what stands in a label, a name or a path ---------------------------------------------

LONG = "x" * 501
INSURER = '[insurer]\nname = "{}"\n'
REGIMES = '[regimes.enim]\nlabel = {{ fr = "{}", en = "ENIM" }}\n'
LINKS = '[links.{}]\nurl = "https://example.org"\nlabel = {{ fr = "{}", en = "Help" }}\n'
BOUNDED = {
    "contract.label.fr": OWN_CONTRACT.replace("Le nôtre", "{}").replace("{ ", "{{ ").replace(" }", " }}"),
    "contract.version": OWN_CONTRACT.replace('version = "1"', 'version = "{}"').replace("{ ", "{{ ").replace(" }", " }}"),
    "insurer.name": OWN_CONTRACT.replace("{ ", "{{ ").replace(" }", " }}") + INSURER,
    "regimes.enim.label.fr": OWN_CONTRACT.replace("{ ", "{{ ").replace(" }", " }}") + REGIMES,
    "links.help.label.fr": OWN_CONTRACT.replace("{ ", "{{ ").replace(" }", " }}") + LINKS.replace("{}", "help", 1),
    "sources.guide-effet.title": OWN_CONTRACT.replace("{ ", "{{ ").replace(" }", " }}") + '[sources.guide-effet]\ntitle = "{}"\n',
}  # fmt: skip


@pytest.mark.parametrize("path", BOUNDED)
def test_what_people_read_is_not_longer_than_a_screen_can_show(tmp_path: Path, path: str) -> None:
    assert contracts.load(write_contract(tmp_path, BOUNDED[path].format(LONG[1:])))
    (fault,) = faults(tmp_path, BOUNDED[path].format(LONG))
    assert (fault.path, fault.message) == (path, "must not be longer than 500 characters")


@pytest.mark.parametrize("name", ['"Aide en ligne"', '"a\\u001bb"', "AIDE", '"a.b"'])
def test_a_link_has_a_name_that_a_portal_can_use(tmp_path: Path, name: str) -> None:
    (fault,) = faults(tmp_path, OWN_CONTRACT + LINKS.format(name, "Aide"))
    assert fault.path.startswith("links.")
    assert "small letters a to z" in fault.message
    assert is_one_line(str(fault))


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ('[formula_names.confort]\nlabel = { fr = "a", en = "a" }\n', "formula_names", "[formulas.…]"),
        ('[regime_names.enim]\nlabel = { fr = "a", en = "a" }\n', "regime_names", "[regimes.…]"),
    ],
)
def test_a_table_of_the_library_s_own_workings_is_unknown_in_a_file(
    tmp_path: Path, text: str, path: str, place: str
) -> None:
    assert faults(tmp_path, OWN_CONTRACT + text) == (Fault(path, f"is the name of no table; write {place}"),)
    assert faults(tmp_path, 'base_formula = "base"\n' + OWN_CONTRACT)[0].path == "base_formula"


@pytest.mark.parametrize("base", ["a\\u001b[31m.toml", "a\\u202e.toml", "a\\u001b"])
def test_a_base_whose_name_cannot_be_seen_is_named_in_escapes(tmp_path: Path, base: str) -> None:
    problems = faults(tmp_path, OWN_CONTRACT.replace("guide-illustration", base))
    assert {fault.path for fault in problems} == {"contract.based_on"}
    assert all(is_one_line(str(fault)) for fault in problems)


def test_a_mistake_in_a_base_whose_name_cannot_be_seen_is_told_in_escapes(tmp_path: Path) -> None:
    """The name of a file that a file names stands in the error of a host, which may go to a terminal."""
    (tmp_path / "a\x1b[31m.toml").write_text(
        OWN_CONTRACT.replace('"1"', '" "') + own_value("affiliation_window", "367")
    )
    own = OWN_CONTRACT.replace('id = "own"', 'id = "second"').replace("guide-illustration", "a\\u001b[31m.toml")
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(write_contract(tmp_path, own))
    assert "\\u001b" in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("path", [5, None, b"own.toml", ["own.toml"]])
def test_what_is_no_path_is_a_mistake_of_the_host(path: object) -> None:
    with pytest.raises(HostError, match="path"):
        contracts.load(path)  # type: ignore[arg-type]  # on purpose


def test_a_registry_gives_the_default_for_an_unknown_contract_and_raises_where_it_is_asked_for_one() -> None:
    assert contracts.builtin.get("nothing") is None
    assert contracts.builtin.get("nothing", "default") == "default"
    assert contracts.builtin.get("men-2026") is contracts.get("men-2026")
    with pytest.raises(UnknownContractError):
        contracts.builtin["nothing"]


@pytest.mark.parametrize(
    ("text", "is_source", "is_for_readers"),
    [
        ("https://example.org/aide?x=1#y", True, True),
        ("https://example.org?x=1", True, True),
        ("http://example.org", True, False),
        ("https://intranet/page", True, False),
        ("https://user@example.org", False, False),
        ("https://example.org/é", False, False),
        ("https://example.org/" + "x" * 1981, False, False),
        ("ftp://example.org", False, False),
        ("https:///path", False, False),
    ],
)
def test_an_address_of_a_source_and_one_that_people_are_sent_to(
    text: str, is_source: bool, is_for_readers: bool
) -> None:
    assert (is_address(text, for_readers=False), is_address(text)) == (is_source, is_for_readers)
