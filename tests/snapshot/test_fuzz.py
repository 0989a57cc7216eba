"""
Documents that are damaged in every way: each is read as a dossier that behaves, or refused by the one error, which tells no value.
"""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from damage import (
    DOCUMENTS,
    HUGE_DAMAGES,
    MARK,
    MEGABYTES,
    NUMBER,
    PLANTED,
    RAW,
    SMALL_DAMAGES,
    Damage,
    encode,
    places_in,
    with_raw,
)
from effort import IS_THOROUGH
from people import NOW
from psc_workflow import Dossier, Role
from psc_workflow import commands as do
from psc_workflow.exceptions import InvalidDocumentError, PscWorkflowError, UnknownContractError

EACH = 6250 if IS_THOROUGH else 125
"""Inputs of each kind of damage, of which there are sixteen."""

LONGEST = 400_000
"""Characters that are said about a document, however long it is."""

HUGE_ONES = 64 if IS_THOROUGH else 2


def _values() -> Iterator[str]:
    """Give the texts in the golden files that are no word of ours: what somebody said, days, hashes."""
    for data in DOCUMENTS.values():
        document = json.loads(data)
        for parent, key in places_in(document["record"]):
            if isinstance(parent[key], str) and not re.fullmatch(r"[a-z0-9._-]*[a-z_-]|.{0,3}", parent[key]):
                yield parent[key]


SECRETS = sorted({*_values(), *map(str, PLANTED), "carla", "planté"}, key=len)
LEAK = re.compile("|".join(map(re.escape, SECRETS)))


def said(error: BaseException | None) -> Iterator[str]:
    """
    Give all that a log would show of *error*, and of what it came from.

    The id of a contract that is not there is told on purpose, if it looks like one: without it nobody could add the contract.
    """
    while error is not None:
        text = f"{error}\n{error!r}"
        yield text.replace(repr(error.contract), "") if isinstance(error, UnknownContractError) else text
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def questions(dossier: Dossier) -> list[Callable[[], Any]]:
    """List all that a host asks of a dossier that it has loaded."""
    at = max(NOW, dossier.record.at)
    later = at + dt.timedelta(days=400)
    return [
        lambda: dossier.view(at=at, role=Role.AGENT),
        lambda: dossier.view(at=later, locale="en", role=Role.AGENT),
        dossier.due_at,
        lambda: dossier.decide(do.Tick(), at=at, role=Role.CLOCK).dossier,
        lambda: dossier.decide(do.Tick(), at=later, role=Role.CLOCK).dossier,
        lambda: dossier.decide(do.Resume(), at=at, role=Role.AGENT).dossier,
        lambda: dossier.decide(do.GoBack(), at=at, role=Role.AGENT).dossier,
        lambda: dossier.quote(at=at),
        lambda: dossier.timeline(until=later),
        lambda: dossier.next_questions(at=at),
        lambda: dossier.dump(redacted=True),
        lambda: dossier.invitation,
    ]


def stored(dossier: Dossier) -> None:
    assert Dossier.load(dossier.dump()) == dossier


def read(data: bytes | str) -> tuple[Dossier | None, str]:
    """Load *data*; if it is refused, give all that is said about it."""
    try:
        return Dossier.load(data), ""
    except PscWorkflowError as error:
        return None, "\n".join(said(error))


def checked(data: bytes | str) -> tuple[Dossier | None, str]:
    """Load *data*, and say what came of it: nothing of it may be told, and not too much about it."""
    dossier, text = read(data)
    assert LEAK.findall(text) == []
    assert len(text) < LONGEST
    return dossier, "refused" if dossier is None else "loaded"


def tried(damage: Damage, number: int) -> str:
    """Try one input: a dossier that is loaded is stored again, and answers whatever it is asked."""
    random = Random(f"{damage.__name__} {number}")  # noqa: S311 -- to be drawn again
    dossier, outcome = checked(damage(DOCUMENTS[random.choice(list(DOCUMENTS))], random))
    if dossier is not None:
        stored(dossier)
        for question in questions(dossier):
            made = question()
            if isinstance(made, Dossier):
                stored(made)
    return outcome


@pytest.mark.parametrize(
    ("damages", "each"), [(SMALL_DAMAGES, EACH), (HUGE_DAMAGES, HUGE_ONES)], ids=["small documents", "ten megabytes"]
)
def test_a_damaged_document_is_a_dossier_that_behaves_or_the_one_error(
    damages: list[Damage], each: int, report: Callable[[str], None]
) -> None:
    counts: Counter[str] = Counter()
    for damage in damages:
        for number in range(each):
            try:
                counts[tried(damage, number)] += 1
            except Exception as error:
                raise AssertionError(f"{damage.__name__}, number {number}: {type(error).__name__}") from error
    assert counts.total() == len(damages) * each
    report(f"{counts.total()} damaged documents: {dict(counts)}")


@pytest.mark.parametrize("value", PLANTED, ids=str)
def test_a_value_is_told_in_no_place(value: Any, report: Callable[[str], None]) -> None:
    """Every value of every file, or of one that has most of them, replaced by one that must not be seen."""
    counts: Counter[str] = Counter()
    for data in DOCUMENTS.values() if IS_THOROUGH else [DOCUMENTS["membership.suspended"]]:
        document = json.loads(data)
        for parent, key in places_in(document):
            before, parent[key] = parent[key], value
            counts[checked(encode(document))[1]] += 1
            parent[key] = before
    report(f"{counts.total()} places: {dict(counts)}")


def test_a_number_beyond_all_is_refused_even_in_a_draft() -> None:
    """A draft holds whatever JSON holds; an infinity could never be written again."""
    document = json.loads(DOCUMENTS["affiliation.regime"])
    document["record"]["drafts"] = [{"state": "regime", "fields": {"regime": RAW}}]
    assert checked(with_raw(document, "1e300"))[1] == "loaded"
    assert checked(with_raw(document, "1e400"))[1] == "refused"


@pytest.mark.parametrize("faults", ['{"ref":1}', '"k"', "0", '{"ref":"teva","on":"2026-02-30"}'])
def test_of_eighty_thousand_faults_the_first_hundred_are_told(faults: str) -> None:
    document = json.loads(DOCUMENTS["membership.in_force"])
    document["record"]["membership"]["removals"] = RAW
    with pytest.raises(InvalidDocumentError) as caught:
        Dossier.load(with_raw(document, f"[{','.join([faults] * (MEGABYTES // 125))}]"))
    assert len(caught.value.faults) == 100


def test_a_golden_file_is_read_and_answers_everything() -> None:
    assert {tried(lambda data, _: data, number) for number in range(40)} == {"loaded"}


@pytest.mark.parametrize("value", [MARK, NUMBER, "1947-11-17"])
def test_what_would_be_told_is_recognised(value: Any) -> None:
    """Otherwise the tests above could not fail."""
    assert LEAK.search(f"an error that tells {value}")
