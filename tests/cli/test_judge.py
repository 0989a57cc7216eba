"""
``psc-workflow judge``: the portal of the examples conforms, one with a fault differs, and what cannot be judged is said.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from effort import IS_THOROUGH
from trial_portals import (
    OTHER_WORDS,
    changing_answers,
    changing_requests,
    in_other_words,
    served,
    without_nulls,
)

SECONDS = settings().max_examples / 50
"""Two seconds, and more where every draw is thorough."""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the portal that conforms, once for all tests: what earlier runs have left in it must not matter."""
    with served(tmp_path_factory.mktemp("portal")) as url:
        yield url


@pytest.mark.parametrize("seed", [0, 3])
def test_the_portal_of_the_examples_conforms(call: Any, portal: str, seed: int) -> None:
    result = call("judge", portal, "--seconds", SECONDS, "--seed", seed, "--lang", "en")
    assert (result.status, result.err) == (0, ""), result.out
    played = re.match(r"The portal conforms: (\d+) of \d+ journeys played, no difference\.", result.out)
    assert played is not None
    assert int(played[1]) > 0
    assert "not told, and so not judged: effects, premium" in result.out


@pytest.mark.skipif(not IS_THOROUGH, reason="plays until it has the shortest journey, three times, ten seconds")
def test_a_fault_is_told_step_by_step_with_both_sides_and_the_reason(call: Any, tmp_path: Path) -> None:
    with served(tmp_path, changing_requests(without_nulls)) as url:
        result = call("judge", url, "--lang", "en")
        lines = result.out.splitlines()
        assert (result.status, result.err) == (1, "")
        assert lines[:2] == ["The host does not conform.", "oracle: outcome"]
        assert "  host:    incomplete (partner-unanswered)" in lines
        assert "  library: accepted" in lines
        assert lines[-1].startswith('replay: [{"act": "open", ')
        report = tmp_path / "report.txt"
        report.write_text(result.out, encoding="utf-8")
        assert call("judge", url, "--journeys", report).status == 1
    with served(tmp_path) as url:
        assert call("judge", url, "--journeys", report).status == 0


def test_the_reason_of_the_library_stands_beside_what_is_wrong(call: Any, tmp_path: Path) -> None:
    def say_yes(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "outcome": "accepted"} if body.get("outcome") == "incomplete" else body

    with served(tmp_path, changing_answers(say_yes)) as url:
        result = call("judge", url, "--json", "--lang", "en")
    assert result.status == 1
    difference = json.loads(result.out)["difference"]
    assert difference["oracle"] == "outcome"
    assert difference["host"].startswith("accepted")
    assert difference["library"].startswith("incomplete (")
    assert difference["because"]
    assert difference["acts"][difference["step"] - 1]["act"] == "give"
    assert f"  because  {difference['because'][0]} [" in difference["report"]


def test_the_difference_of_a_page_is_told(call: Any, tmp_path: Path) -> None:
    def offer_everything(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "commands": [{**command, "offered": True} for command in body.get("commands", [])]}

    with served(tmp_path, changing_answers(offer_everything)) as url:
        result = call("judge", url, "--lang", "en")
    assert result.status == 1
    assert "oracle: offered" in result.out


def test_an_adapter_says_where_a_portal_differs(call: Any, tmp_path: Path) -> None:
    adapter = tmp_path / "adapter.toml"
    adapter.write_text(OTHER_WORDS, encoding="utf-8")
    with served(tmp_path, in_other_words) as url:
        if IS_THOROUGH:  # plays all journeys over HTTP
            right = call("judge", url, "--adapter", adapter, "--seconds", SECONDS)
            assert (right.status, right.err) == (0, ""), right.out
        adapter.write_text(OTHER_WORDS.replace('STALE = "stale"\n', ""), encoding="utf-8")
        wrong = call("judge", url, "--adapter", adapter, "--lang", "en")
        assert wrong.status == 1
        assert "  host:    STALE" in wrong.out


def test_journeys_of_a_file_are_played(call: Any, portal: str, tmp_path: Path) -> None:
    file = tmp_path / "paths.json"
    call("witness-paths", "access", "-o", file)
    result = call("judge", portal, "--journeys", file, "--seconds", 30, "--json")
    assert (result.status, result.err) == (0, "")
    answer = result.json()
    assert answer["conforms"]
    assert answer["journeys"] == answer["of"] == len(json.loads(file.read_text(encoding="utf-8"))["journeys"])


def test_journeys_that_have_aged_judge_nobody(call: Any, portal: str, tmp_path: Path) -> None:
    file = tmp_path / "paths.json"
    call("witness-paths", "access", "-o", file)
    file.write_text(file.read_text(encoding="utf-8").replace('"outcome":"accepted"', '"outcome":"stale"', 1), "utf-8")
    result = call("judge", portal, "--journeys", file)
    assert (result.status, result.out) == (2, "")
    assert "this library answers in another way" in result.err


@pytest.mark.parametrize("content", ["", "[1]", "{}", '{"format": "psc-workflow/journeys"}', "\udcff"])
def test_a_file_without_journeys_is_an_error(call: Any, portal: str, tmp_path: Path, content: str) -> None:
    file = tmp_path / "paths.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    result = call("judge", portal, "--journeys", file)
    assert (result.status, result.out) == (2, "")
    assert str(file) in result.err


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('[requests]\nopen = "/dossiers"', "requests.open"),
        ('[requests]\nclose = "GET /"', "requests.close"),
        ('[requests]\nlook = "GET /{name}"', "requests.look"),
        ('[requests]\nlook = ""', "requests.look"),
        ('[headers]\nX = "{at!z}"', "headers.X"),
        ('[reads]\nstate = "a..b"', "reads.state"),
        ('[statuses]\n200 = "fine"', "statuses.200"),
        ('[outcomes]\nOK = "fine"', "outcomes.OK"),
        ('[roles]\nboss = "x"', "roles.boss"),
        ("[more]", "more"),
        ("x", "is not TOML"),
    ],
)
def test_every_fault_of_an_adapter_has_its_path(call: Any, portal: str, tmp_path: Path, text: str, path: str) -> None:
    adapter = tmp_path / "adapter.toml"
    adapter.write_text(text, encoding="utf-8")
    result = call("judge", portal, "--adapter", adapter)
    assert (result.status, result.out) == (2, "")
    assert path in result.err


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://127.0.0.1:9", "the portal cannot be reached"),
        ("file:///etc/hosts", "must begin with http:// or https://"),
        ("127.0.0.1:8000", "must begin with http:// or https://"),
        ("http://[::1", "must begin with http:// or https://"),
        ("http://127.0.0.1:abc", "must begin with http:// or https://"),
        ("http://127.0.0.1:99999", "must begin with http:// or https://"),
        ("http://é..é", "HTTP has no such letters"),
        ("http://127.0.0.1:9/é", "HTTP has no such letters"),
        ("http://th\udce9", "HTTP has no such letters"),
    ],
)
def test_a_portal_that_cannot_be_reached_is_an_error(call: Any, url: str, message: str) -> None:
    result = call("judge", url)
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert len(result.err.splitlines()) == 1


def test_a_portal_that_opens_no_dossier_is_an_error(call: Any, portal: str, tmp_path: Path) -> None:
    adapter = tmp_path / "adapter.toml"
    adapter.write_text('[requests]\nopen = "POST /nowhere"', encoding="utf-8")
    result = call("judge", portal, "--adapter", adapter)
    assert (result.status, result.out) == (2, "")
    assert "the portal opens no dossier: HTTP 404" in result.err


@pytest.mark.parametrize("seconds", ["0", "-1", "nan"])
def test_time_must_be_given(call: Any, portal: str, seconds: str) -> None:
    assert call("judge", portal, "--seconds", seconds).status == 2
