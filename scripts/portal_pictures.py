"""
Take the pictures of the reference portal that the README and the pages show: ``make pictures``, in ``.venv-browser``.
"""

import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from chromium import chromium  # noqa: E402 -- found by the line before
from portal_journeys import dispense, start, to_formulas, to_signature  # noqa: E402 -- the same
from portal_people import Person, seed, site, somebody  # noqa: E402 -- the same

FOLDER = ROOT / "docs" / "pictures"
SIZE = {"width": 900, "height": 880}
COLOURS = 64


def take(person: Person, name: str) -> None:
    """Take the picture of a page as people first see it, with few colours."""
    person.page.set_viewport_size(SIZE)
    path = FOLDER / f"portal-{name}.png"
    person.page.screenshot(path=path, animations="disabled")
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Go through the portal, and take a picture now and then."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        (seeded := Path(folder) / "seeded").mkdir()
        with site(seed(seeded), Path(folder)) as address:
            with somebody(browser, address) as agent:
                start(agent, "C-3001")
                agent.send(regime="cps")
                take(agent, "refusal")
                to_formulas(agent, family=False)
                take(agent, "formulas")
            with somebody(browser, address) as agent:
                start(agent, "A-1001")
                to_signature(agent, family=False)
            with somebody(browser, address) as agent:
                dispense(agent, "A-1002")
            with somebody(browser, address) as staff:
                staff.staff("gestion")
                take(staff, "desk")
                staff.page.goto("/desk/statistics/")
                take(staff, "statistics")


if __name__ == "__main__":
    main()
