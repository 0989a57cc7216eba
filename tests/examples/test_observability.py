"""
Spans, metrics and log lines of decisions: the outcome and the codes are in them, and nothing that somebody entered.
"""

import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("structlog")
pytest.importorskip("opentelemetry.sdk")

import structlog
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import planted
from leaks import Shown, find_leaks
from observability import observed
from planted import Mint, Tour
from psc_workflow import Dossier, Role
from psc_workflow._model.commands import Command
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import NaiveInstantError

TOURS = [planted.affiliation_tour, planted.dispensation_tour]


class Watch:
    """What an observer has seen."""

    def __init__(self) -> None:
        self.exporter, self.lines = InMemorySpanExporter(), io.StringIO()

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        return self.exporter.get_finished_spans()

    def everything(self) -> list[Shown]:
        """Write each span, with its events, and each line as text."""
        return [("a span", span.to_json()) for span in self.spans] + [("the log", self.lines.getvalue())]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Observe decisions in this test alone."""
    seen, provider = Watch(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(seen.exporter))
    monkeypatch.setattr(observed, "_tracer", provider.get_tracer("test"))
    renderer = structlog.processors.JSONRenderer(sort_keys=True)
    monkeypatch.setattr(
        observed, "_log", structlog.wrap_logger(structlog.PrintLogger(seen.lines), processors=[renderer])
    )
    return seen


def play(mint: Mint, tour: Tour, *, also: Callable[[Command], object] = repr) -> None:
    """Give the commands of *tour*, observed."""
    dossier = planted.open_dossier(mint)
    for command, at in tour(mint):
        role: Role = command.roles[0]
        now: Dossier = dossier
        dossier = observed.observe(lambda: now.decide(command, at=at, role=role), command, role).dossier  # noqa: B023
        also(command)


@pytest.mark.parametrize("tour", TOURS)
def test_no_planted_value_is_in_spans_or_lines(watch: Watch, tour: Tour) -> None:
    mint = Mint(23)
    play(mint, tour)
    assert len(watch.spans) == len(list(tour(mint)))
    assert find_leaks(mint, watch.everything(), encoded=True) == []


def test_a_value_that_is_logged_all_the_same_is_noticed(watch: Watch) -> None:
    """So that the test above can fail."""
    mint = Mint(23)
    play(
        mint,
        planted.affiliation_tour,
        also=lambda command: watch.lines.write(json.dumps(unstructure(command), default=str)),
    )
    assert find_leaks(mint, watch.everything())


def test_each_decision_is_a_span_and_a_line_with_its_outcome_and_codes(watch: Watch) -> None:
    mint = Mint(5)
    play(mint, planted.affiliation_tour)
    lines = [json.loads(line) for line in watch.lines.getvalue().splitlines()]
    attributes: list[dict[str, Any]] = [dict(span.attributes or {}) for span in watch.spans]
    expected = [decision for _, decision in planted.decisions(Mint(5), planted.affiliation_tour)]
    assert [line["outcome"] for line in lines] == [decision.outcome.value for decision in expected]
    assert [line["codes"] for line in lines] == [[finding.code for finding in each.findings] for each in expected]
    assert [list(each["psc.codes"]) for each in attributes] == [line["codes"] for line in lines]
    assert any(line["codes"] for line in lines)


def test_what_raises_marks_the_span_and_shows_no_value(watch: Watch) -> None:
    mint = Mint(7)
    dossier, (command, at) = planted.open_dossier(mint), next(iter(planted.affiliation_tour(mint)))
    naive = at.astimezone(dt.UTC).replace(tzinfo=None)
    with pytest.raises(NaiveInstantError):
        observed.observe(lambda: dossier.decide(command, at=naive, role=Role.AGENT), command, Role.AGENT)
    (span,) = watch.spans
    assert not span.status.is_ok
    assert "NaiveInstantError" in span.to_json()
    assert watch.lines.getvalue() == ""
    assert find_leaks(mint, watch.everything(), encoded=True) == []
