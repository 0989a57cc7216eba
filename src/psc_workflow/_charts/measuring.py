"""
How wide a text is, without a browser and without its font: rather too wide than too narrow.

The widths are those of DejaVu Sans, rounded up, which is wider than Arial,
Roboto, Segoe UI or the fonts of Apple: a text that fits here fits wherever it
is shown.

>>> width("Il", 10) < width("MM", 10)
True
>>> wrap("one two three", 10, 50)
['one two', 'three']
"""

_BY_WIDTH = {
    0.3: "'ijlîïIJ\u202f",
    0.33: " .,’\u00a0",
    0.37: ":;|/f-",
    0.42: "rt()[]!",
    0.57: "sczçL?–“”",
    0.65: "abdeghknopquvxyàâéèêëôöùûüEFPSTY«»0123456789€",
    0.71: "ABCKRVXZÀÉÈÊÇ",
    0.8: "DGHNOQU",
    0.87: "wM→",
}
"""Characters by their width, in heights of the letters."""
_WIDTHS = {character: ems for ems, characters in _BY_WIDTH.items() for character in characters}
_WIDEST = 1.03
_BOLD = 1.18
"""How much wider a bold text is."""


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return how wide *text* can be at most, in the unit of *size*, its height."""
    ems = sum(_WIDTHS.get(character, _WIDEST) for character in text)
    return ems * size * (_BOLD if is_bold else 1)


def wrap(text: str, size: float, limit: float, *, is_bold: bool = False) -> list[str]:
    """Break *text* between words into lines of at most *limit*; a word that is longer has a line to itself."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, is_bold=is_bold) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
