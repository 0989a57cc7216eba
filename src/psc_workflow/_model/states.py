"""
The state of each journey of a dossier.

Apart from the record, because texts and prices need the names of the journeys and nothing else of it.
"""

import attrs

from psc_workflow._structuring.evolving import evolve


@attrs.frozen
class States:
    """The state of each journey."""

    access: str = "invited"
    affiliation: str = "home"
    dispensation: str = "home"
    membership: str = "none"

    def of(self, journey: str) -> str:
        """Return the state of *journey*."""
        return getattr(self, journey)  # type: ignore[no-any-return]  # every field is a text

    def with_state(self, journey: str, state: str) -> "States":
        """Put *journey* into *state*."""
        return evolve(self, **{journey: state})
