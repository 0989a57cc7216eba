"""
Every transition of every chart is taken somewhere, and nothing else is.
"""

from transitions import declared, first_places, pages


def test_every_transition_of_every_chart_is_taken() -> None:
    assert sorted(declared() - set(first_places())) == []


def test_nothing_is_taken_that_is_not_declared() -> None:
    assert sorted(set(first_places()) - declared()) == []


def test_the_pages_show_every_transition_and_where_it_was_taken() -> None:
    lines = [line for page in pages().values() for line in page.splitlines() if line.startswith("| ")]
    rows = [line for line in lines if not line.startswith(("| ---", "| State |"))]
    assert len(rows) == len(declared())
    assert not [row for row in rows if "nowhere" in row]
