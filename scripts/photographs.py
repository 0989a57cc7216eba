"""
Take the pictures of the reference portal and of the explorer that the README and the pages show.

``make pictures`` does, in ``.venv-browser``.
"""

import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from psc_workflow import explorer
from psc_workflow.testing import scenarios

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from chromium import chromium, window  # noqa: E402 -- found by the line before
from portal_journeys import dispense, start, to_formulas, to_signature  # noqa: E402 -- the same
from portal_people import seed, site, somebody  # noqa: E402 -- the same

FOLDER = ROOT / "docs" / "pictures"
SCENARIO = ROOT / "examples" / "scenarios" / "reference-family.json"
SIZE: ViewportSize = {"width": 900, "height": 880}
AT_REST = """() => {
    document.activeElement.blur();
    const here = document.querySelector(".drawing .is-here");
    here?.closest(".drawing").scrollBy(0, here.getBoundingClientRect().top - 720);
}"""
"""Nothing has the focus, and the chart is where the file is."""
EXPLORER = {"chart": 820, "money": 900}
"""Tabs of the explorer, and how high their pictures are."""
COLOURS = 64


def take(page: Page, name: str, size: ViewportSize = SIZE) -> None:
    """Take the picture of a page as people first see it, with few colours."""
    page.set_viewport_size(size)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


def take_explorer(browser: Browser, folder: Path) -> None:
    """Explore the guide's family, and take pictures of where the formula is chosen."""
    subject = explorer.of_scenario(scenarios.read(SCENARIO), name=SCENARIO.name)
    (file := folder / "family.html").write_text(explorer.page(subject, locale="en"), encoding="utf-8")
    with window(browser, "about:blank", color_scheme="light") as context:
        page = context.new_page()
        page.goto(f"{file.as_uri()}#moment/4")
        for tab, height in EXPLORER.items():
            page.evaluate("(tab) => { location.hash = tab; }", tab)
            page.wait_for_timeout(300)
            page.evaluate(AT_REST)
            take(page, f"explorer-{tab}", {"width": 1000, "height": height})


def main() -> None:
    """Go through the explorer and the portal, and take a picture now and then."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        (seeded := Path(folder) / "seeded").mkdir()
        take_explorer(browser, Path(folder))
        with site(seed(seeded), Path(folder)) as address:
            with somebody(browser, address) as agent:
                start(agent, "C-3001")
                agent.send(regime="cps")
                take(agent.page, "portal-refusal")
                to_formulas(agent, family=False)
                take(agent.page, "portal-formulas")
            with somebody(browser, address) as agent:
                start(agent, "A-1001")
                to_signature(agent, family=False)
            with somebody(browser, address) as agent:
                dispense(agent, "A-1002")
            with somebody(browser, address) as staff:
                staff.staff("gestion")
                take(staff.page, "portal-desk")
                staff.page.goto("/desk/statistics/")
                take(staff.page, "portal-statistics")


if __name__ == "__main__":
    main()
