"""
Names by which staff look for a file.

>>> fold("Teraʻi"), fold("TERA’I")
('tera i', 'tera i')
"""

from psc_workflow.rules.comparing import letters_of


def fold(text: str) -> str:
    """Write *text* as names are compared in a list: without accents, strokes, capitals and signs; ``œ`` is ``oe``."""
    return letters_of(text)
