"""
Scenarios that come with the library, by name: those of ``examples/scenarios``.

>>> find("twins").name
'twins.json'
"""

from pathlib import Path

_PLACES = (
    Path(__file__).parents[1] / "_data" / "scenarios",  # in a wheel
    Path(__file__).parents[4] / "examples" / "scenarios",  # beside the sources
)


def names() -> tuple[str, ...]:
    """List the names."""
    return tuple(sorted(file.stem for place in _PLACES for file in place.glob("*.json")))


def find(name: str | Path) -> Path:
    """Return the file of the scenario called *name*; *name* itself if it is a path, or no scenario is called so."""
    path = Path(name)
    if path.suffix or path.exists() or len(path.parts) != 1:
        return path
    files = (place / f"{path}.json" for place in _PLACES)
    return next((file for file in files if file.is_file()), path)
