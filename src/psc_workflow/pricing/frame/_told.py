"""
Which of several texts a row is told, as a number, so that no text is put together row by row.

>>> import polars
>>> frame = nw.from_native(polars.DataFrame({"cold": [True, True, False], "wet": [True, False, False]}))
>>> weather = choice([("cold", nw.col("cold"))]).along(choice([("wet", nw.col("wet"))]))
>>> frame.select(told=weather.text())["told"].to_list()
['cold;wet', 'cold', '']
"""

from collections.abc import Iterable

import attrs
import narwhals as nw

from psc_workflow.pricing.frame._expressions import place


@attrs.frozen(eq=False)
class Told:
    """
    One of some texts for each row.

    Args:
        place: Of the text, in the list; a column.
        texts: The first is empty.
    """

    place: nw.Expr
    texts: tuple[str, ...]

    def along(self, other: "Told") -> "Told":
        """Tell both, this one first."""
        texts = (";".join(filter(None, (mine, theirs))) for theirs in other.texts for mine in self.texts)
        return Told(self.place + other.place * len(self.texts), tuple(texts))

    def unless(self, condition: nw.Expr, other: "Told") -> "Told":
        """Tell *other* where *condition* holds."""
        place = nw.when(condition).then(other.place + len(self.texts)).otherwise(self.place)
        return Told(place, (*self.texts, *other.texts))

    def text(self) -> nw.Expr:
        """Write the text in every row."""
        if len(self.texts) == 1:
            return nw.lit(self.texts[0])
        places = list(range(len(self.texts)))
        return self.place.replace_strict(places, list(self.texts), default="", return_dtype=nw.String)


def choice(each: Iterable[tuple[str, nw.Expr]]) -> Told:
    """Tell the text whose condition holds, of conditions that exclude each other; none where none holds."""
    found, texts = place(0), [""]
    for text, condition in each:
        found = nw.when(condition).then(place(len(texts))).otherwise(found)
        texts.append(text)
    return Told(found, tuple(texts))
