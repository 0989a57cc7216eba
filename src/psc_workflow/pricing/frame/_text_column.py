"""
A column of texts as indexes into a list of them, so that no text is joined row by row.

>>> import polars
>>> frame = nw.from_native(polars.DataFrame({"cold": [True, True, False], "wet": [True, False, False]}))
>>> weather = choose([("cold", nw.col("cold"))]).join(choose([("wet", nw.col("wet"))]))
>>> frame.select(weather=weather.decode())["weather"].to_list()
['cold;wet', 'cold', '']
>>> merge("wet;cold", "cold;dark")
'cold;dark;wet'
"""

from collections.abc import Iterable

import attrs
import narwhals as nw

from psc_workflow.pricing.frame._expressions import list_index


@attrs.frozen(eq=False)
class TextColumn:
    """
    One of some texts for each row.

    Args:
        index: Column with the index of the text in the list.
        texts: The first is empty.
    """

    index: nw.Expr
    texts: tuple[str, ...]

    def join(self, other: "TextColumn") -> "TextColumn":
        """Join the codes of both columns."""
        texts = (merge(mine, theirs) for theirs in other.texts for mine in self.texts)
        return TextColumn(self.index + other.index * len(self.texts), tuple(texts))

    def replace_where(self, condition: nw.Expr, other: "TextColumn") -> "TextColumn":
        """Use *other* where *condition* holds."""
        index = nw.when(condition).then(other.index + len(self.texts)).otherwise(self.index)
        return TextColumn(index, (*self.texts, *other.texts))

    def decode(self) -> nw.Expr:
        """Write the text itself in every row."""
        if len(self.texts) == 1:
            return nw.lit(self.texts[0])
        indexes = list(range(len(self.texts)))
        return self.index.replace_strict(indexes, list(self.texts), default="", return_dtype=nw.String)


def merge(*texts: str) -> str:
    """Join codes, each once and in alphabetical order."""
    return ";".join(sorted({code for text in texts for code in text.split(";") if code}))


def choose(cases: Iterable[tuple[str, nw.Expr]]) -> TextColumn:
    """Choose the text whose condition holds, of mutually exclusive conditions; the empty one if none does."""
    index, texts = list_index(0), [""]
    for text, condition in cases:
        index = nw.when(condition).then(list_index(len(texts))).otherwise(index)
        texts.append(text)
    return TextColumn(index, tuple(texts))
