"""
What a field holds before anybody types: the answer so far, as HTML sends it.
"""

from typing import Any

from psc_workflow._forms.form import Field
from psc_workflow._forms.pairs import pairs_of


def initial(field: Field) -> Any:
    """Find the value of the answer so far, or of the chosen button; the values, if there may be several."""
    if field.kind == "person":
        return ("yes" if field.value is not None else "none") if field.answered else None
    if field.kind == "people":
        return ("yes" if field.value else "none") if field.answered else None
    if field.kind == "several":
        return field.value
    if field.kind == "lines" and isinstance(field.value, list):
        return "\n".join(map(str, field.value))
    return dict(pairs_of({field.name: field.value})).get(field.name) if field.value is not None else None
