"""
Write the skeletons of a new rule, and print what is left to do: ``make rule NAME=curfew JOURNEY=affiliation``.

Every ``TODO(code)`` in them is to be replaced; the tests of the project fail as long as the rule is not whole.
"""

import argparse
import keyword
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
JOURNEYS = ("access", "affiliation", "dispensation", "membership")

RULE = '''"""
TODO(code): the claim in one sentence (the French term).

TODO(code): what it means, in two or three sentences.

Legal source:
    TODO(code): the article, or "None: a choice of this library" with the reason.

Not modelled:
    TODO(code): what is left out on purpose.

>>> assess(dt.date(2026, 4, 7), on=dt.date(2026, 4, 7)).holds
True
>>> assess(None, on=dt.date(2026, 4, 7)).missing
('{name}',)
"""

import datetime as dt

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict


def assess({name}: dt.date | None, *, on: dt.date, path: str = "{name}") -> Verdict:
    """
    Check TODO(code).

    Args:
        {name}: TODO(code): unit, bounds, inclusive or not; ``None`` if it is unknown.
        on: Civil day of the request.
        path: Where the fact stands in the command.

    Returns:
        A verdict that holds, or ``{code}-missing``, ``{code}-refused``.
    """
    if {name} is None:
        return Verdict((finding("{code}-missing", path),))
    if {name} > on:
        return Verdict((finding("{code}-refused", path, {name}={name}, on=on),))
    return Verdict()
'''

EXAMPLES = '''"""
TODO(code): what the examples show.
"""

from psc_workflow.rules import {name}
from psc_workflow.rules._examples._example import {maker}
from psc_workflow.rules._examples._people import {today}, {tomorrow}

_example = {maker}({name}.assess, on={today})

EXAMPLES = (
    _example("TODO(code): what is usual, and holds", {name}={today}),
    _example("TODO(code): what is refused", "{code}-refused", {name}={tomorrow}),
    _example("unknown", "{code}-missing", {name}=None),
)
'''

FINDINGS = """
[{code}-missing]
rule = "{name}"
severity = "missing"
sources = ["bibliotheque"]
fr = "TODO(code)"
en = "TODO(code)"
remedy.fr = "TODO(code)"
remedy.en = "TODO(code)"

[{code}-refused]
rule = "{name}"
severity = "refused"
sources = ["bibliotheque"]
fr = "TODO(code) {{{name}}} {{on}}"
en = "TODO(code) {{{name}}} {{on}}"
remedy.fr = "TODO(code)"
remedy.en = "TODO(code)"
"""

TEST = '''"""
TODO(code): the rule ``{name}`` beside the same rule written in another way.
"""

import datetime as dt

from hypothesis import given

from psc_workflow.rules import {name}
from strategies import DAYS, maybe


@given(maybe(DAYS), DAYS)
def test_todo_code_say_what_is_claimed({name}_date: dt.date | None, on: dt.date) -> None:
    """TODO(code): calendar arithmetic, a table or another library; every difference with its reason."""
    verdict = {name}.assess({name}_date, on=on)
    assert verdict.holds == ({name}_date is not None and {name}_date.toordinal() <= on.toordinal())
'''

LEFT = """
Left to do (CONTRIBUTING, "Add a rule", says how):
  1. Replace every TODO(code): grep -rn "TODO(code)" src tests
  2. {findings}: sentences in both languages, sources, severity of each finding.
  3. A value of law? _catalogue/data/law.toml and _catalogue/law.py, or the contracts; pass it as rests_on=.
  4. Ask the rule: add its verdict to a rule of the same field, or to a guard in states/_guards/{journey}.py.
     Name a new guard in the chart, states/_{journey}.py; one that judges an answer of the affiliation in GUARD_OF, too.
  5. Show in a test of a journey that `decide` gives the finding.
  6. A field that a sentence names: its word under [Field] of _catalogue/data/texts/vocabulary.toml;
     what the rule is called and applies: a table [{name}] of _catalogue/data/texts/rules.toml.
  7. CHANGELOG.md: one line.
  8. make witness-paths: the journeys that are shipped reach the new findings, too.
  9. make test check docs, then make mutants RULE={name}.
"""


def skeletons(root: Path, name: str, journey: str) -> dict[Path, str]:
    """Return the files to write, each with its content; findings are appended to those of the journey."""
    words = {
        "name": name,
        "code": name.replace("_", "-"),
        "maker": "ExampleMaker",
        "today": "TODAY",
        "tomorrow": "TOMORROW",
    }
    sources = root / "src" / "psc_workflow"
    findings = sources / "_catalogue" / "data" / "texts" / "findings" / f"{journey}.toml"
    return {
        sources / "rules" / f"{name}.py": RULE.format(**words),
        sources / "rules" / "_examples" / f"{name}.py": EXAMPLES.format(**words),
        root / "tests" / "rules" / f"test_{name}.py": TEST.format(**words),
        findings: findings.read_text(encoding="utf-8") + FINDINGS.format(**words),
    }


def fault(root: Path, name: str, journey: str) -> str | None:
    """Return what is wrong with the arguments, or ``None``."""
    if not name.isidentifier() or keyword.iskeyword(name) or name != name.lower() or name.startswith("_"):
        return f"NAME must be a noun phrase in snake_case, such as request_window; it is {name!r}"
    if journey not in JOURNEYS:
        return f"JOURNEY must be one of: {', '.join(JOURNEYS)}"
    if (root / "src" / "psc_workflow" / "rules" / f"{name}.py").exists():
        return f"there is a rule {name} already"
    return None


def main(arguments: list[str]) -> int:
    """Write the skeletons and print what is left to do."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("name")
    parser.add_argument("journey", nargs="?", default="affiliation")
    parser.add_argument("--root", type=Path, default=ROOT)
    options = parser.parse_args(arguments)
    message = fault(options.root, options.name, options.journey)
    if message is not None:
        print(message, file=sys.stderr)
        return 2
    for file, content in skeletons(options.root, options.name, options.journey).items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        print(f"wrote {file.relative_to(options.root)}")
    print(LEFT.format(name=options.name, journey=options.journey, findings=f"findings/{options.journey}.toml"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
