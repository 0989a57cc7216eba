"""
Answers: every script says something, what cannot be seen says nothing.
"""

from psc_workflow.rules import compulsory_text
from psc_workflow.rules.examples._example import Asking

_asking = Asking(compulsory_text.assess, path="usage_name")

EXAMPLES = (
    _asking("a name", value="Dupond"),
    _asking("a glottal stop", value="Teʻaitu"),
    _asking("a macron", value="Tāvana"),
    _asking("an apostrophe alone, which is seen", value="'"),
    _asking("one letter between spaces", value=" Y "),
    _asking("lines of which one is filled in", value=("", "Papeete")),
    _asking("not known: another rule misses it", value=None),
    _asking("no text at all: true or false", value=False),
    _asking("nothing written", "text-blank", value=""),
    _asking("spaces", "text-blank", value="  "),
    _asking("spaces that cannot be broken", "text-blank", value="\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"),
    _asking("a space without width", "text-blank", value="\N{ZERO WIDTH SPACE}"),
    _asking("a control character", "text-blank", value="\x00"),
    _asking("an accent without its letter", "text-blank", value="\N{COMBINING ACUTE ACCENT}"),
    _asking("a letter that is drawn as nothing", "text-blank", value="\N{HANGUL FILLER}"),
    _asking("no line", "text-blank", value=()),
    _asking("lines of spaces", "text-blank", value=("", " ")),
)
