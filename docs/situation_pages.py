"""
The page of situations of life, from the table that the tests run.
"""

from collections.abc import Iterator
from typing import Any

from generated_pages import table

import situations

HEADINGS = {
    "en": ("Situation", "Answer", "Law", "Source", "Certainty"),
    "fr": ("Situation", "Réponse", "Droit", "Source", "Certitude"),
}


def pages() -> dict[str, str]:
    """Return the page, by name."""
    return {"situations": page()}


def page() -> str:
    """Show every situation with its answer and the law behind it, in both languages."""
    lines = [
        "# Situations\n",
        "Each row is a story of `tests/cases/situations.toml`: a test gives its commands and gets this answer. The answer is that to",
        "the last command, with its [findings](findings.md); then the [effects](effects.md), and where the journeys stand.\n",
    ]
    for locale, title in (("en", "English"), ("fr", "Français")):
        rows = (row(situation, locale) for situation in situations.read().values())
        lines += [f"## {title}\n", *table(HEADINGS[locale], rows), ""]
    return "\n".join(lines)


def row(situation: dict[str, Any], locale: str) -> tuple[str, ...]:
    """Write a situation as a row."""
    return (
        situation["story"][locale],
        "<br>".join(answer(situation)),
        situation["law"][locale],
        situation["source"],
        f"`{situation['certainty']}`",
    )


def answer(situation: dict[str, Any]) -> Iterator[str]:
    """List the outcome, the findings, the missing facts, the effects and the states."""
    yield f"**{situation['outcome']}**"
    yield from (f"[{code}](findings.md#{code})" for name in ("codes", "warnings") for code in situation.get(name, ()))
    yield from (f"missing: `{path}`" for path in situation.get("missing", ()))
    for effect in situation.get("effects", ()):
        fields = ", ".join(f"{name}: {write(value)}" for name, value in effect.items() if name != "type")
        yield f"`{effect['type']}`" + (f" ({fields})" if fields else "")
    yield from (f"{journey}: `{state}`" for journey, state in situation["states"].items())


def write(value: Any) -> str:
    """Write a field of an effect: "none" stands for what is unknown."""
    return ", ".join(value) if isinstance(value, list) else str(value)
