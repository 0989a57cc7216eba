"""
What a host writes, right and wrong: type checkers take the one and find the other.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.typing
HERE = Path(__file__).parent
ACCEPTED = sorted((HERE / "accepted").glob("*.py"))
REFUSED = sorted((HERE / "refused").glob("*.py"))
Check = Callable[[list[Path]], list[Any]]


def test_what_is_right_is_accepted(check: Check) -> None:
    errors = check(ACCEPTED)
    assert not errors, "\n".join(map(str, errors))


def test_what_is_wrong_is_refused_where_and_as_it_says(check: Check, request: pytest.FixtureRequest) -> None:
    is_pyright = request.node.callspec.params["check"] == "pyright"
    expected = {
        (file.name, number, rule)
        for file in REFUSED
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        for rules in re.findall(r"  # ([\w, -]+)$", line)
        for rule in rules.split(", ")
        if rule.startswith("report") is is_pyright
    }
    assert len(expected) > 15
    errors = {(error.file, error.line, error.rule) for error in check(REFUSED)}
    assert errors == expected
