"""
Answers: any script counts, invisible characters do not.
"""

from psc_workflow.rules import compulsory_text
from psc_workflow.rules._examples._example import ExampleMaker

_example = ExampleMaker(compulsory_text.assess, path="usage_name")

EXAMPLES = (
    _example("a name", value="Dupond"),
    _example("a glottal stop", value="Teʻaitu"),
    _example("a macron", value="Tāvana"),
    _example("an apostrophe alone, which is seen", value="'"),
    _example("one letter between spaces", value=" Y "),
    _example("lines of which one is filled in", value=("", "Papeete")),
    _example("not known: another rule misses it", value=None),
    _example("no text at all: true or false", value=False),
    _example("nothing written", "text-blank", value=""),
    _example("spaces", "text-blank", value="  "),
    _example("spaces that cannot be broken", "text-blank", value="\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"),
    _example("a space without width", "text-blank", value="\N{ZERO WIDTH SPACE}"),
    _example("a control character", "text-blank", value="\x00"),
    _example("an accent without its letter", "text-blank", value="\N{COMBINING ACUTE ACCENT}"),
    _example("a letter that is drawn as nothing", "text-blank", value="\N{HANGUL FILLER}"),
    _example("no line", "text-blank", value=()),
    _example("lines of spaces", "text-blank", value=("", " ")),
)
