"""
Every page of the reference portal for everybody: axe has nothing against it, in light, dark and on 320 px.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from chromium import overflow, violations
from portal_journeys import dispense, sign, start, to_signature
from portal_people import Person, somebody

pytestmark = pytest.mark.browser

BENOIT, HINA = "A-1001", "A-1002"
LOOKS = {"light": ("light", 1280), "dark": ("dark", 1280), "320 px": ("light", 320)}
BEFORE_SIGNING_IN = ("/sign-in/", "/password/", "/mailbox/", "/clock/", "/nothing/")
OF_THE_DESK = (
    "/desk/",
    "/desk/tasks/",
    "/desk/statistics/",
    "/desk/retention/",
    f"/desk/files/{BENOIT}/",
    f"/desk/files/{HINA}/answers/",
    f"/desk/files/{BENOIT}/do/end-membership/",
)
OF_A_MEMBER = (
    "/file/space/",
    "/file/answers/",
    "/file/documents/devis/",
    "/file/formulas/",
    "/file/do/add-beneficiary/",
    "/file/do/change-formula/",
    "/file/do/sign-mandate/",
    "/file/do/end-membership/",
)


class Examiner(Person):
    """Somebody who examines every page they come to, once."""

    faults: dict[str, list[str]]
    pages: set[str]

    def examine(self, name: str = "") -> None:
        """Look at the page in every way."""
        if (name := name or self.heading) in self.pages:
            return
        self.pages.add(name)
        for look, (scheme, width) in LOOKS.items():
            self.page.emulate_media(color_scheme=scheme)
            self.page.set_viewport_size({"width": width, "height": 800})
            faults = violations(self.page)
            faults += [f"{overflow(self.page)} pixels too wide"] if overflow(self.page) > 0 else []
            if faults:
                self.faults[f"{name}, {look}"] = faults
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 800})

    def visit(self, *paths: str) -> None:
        """Open pages, and examine them."""
        for path in paths:
            self.page.goto(path)
            self.examine(path)

    def going(self, button: Locator) -> None:
        """Examine the page that a button leads to."""
        super().going(button)
        self.examine(self.heading + (", errors" if self.errors else ""))


@pytest.fixture
def examiner(browser: Browser, address: str) -> Iterator[Examiner]:
    """Sit an examiner down before the portal."""
    with somebody(browser, address) as person:
        made = Examiner(person.page)
        made.faults, made.pages = {}, set()
        yield made


def test_axe_has_nothing_against_the_pages_of_an_agent(examiner: Examiner) -> None:
    examiner.visit(*BEFORE_SIGNING_IN)
    start(examiner, BENOIT)
    examiner.send()
    to_signature(examiner, family=True)
    sign(examiner)
    examiner.visit(*OF_A_MEMBER)
    assert examiner.faults == {}
    assert len(examiner.pages) > 25


def test_axe_has_nothing_against_a_dispensation_and_the_desk(examiner: Examiner) -> None:
    dispense(examiner, BENOIT)
    examiner.visit("/file/space/", "/file/do/renounce-dispensation/")
    examiner.sign_out()
    examiner.agent(HINA)
    examiner.file()
    examiner.send()
    examiner.sign_out()
    examiner.staff("gestion")
    examiner.visit(*OF_THE_DESK)
    examiner.page.goto("/desk/")
    examiner.page.fill("#text", "A-1")
    examiner.going(examiner.page.locator("main form.search button"))
    assert examiner.faults == {}
    assert len(examiner.pages) > 10


def test_axe_has_nothing_against_the_way_to_an_account(browser: Browser, invited: str) -> None:
    with somebody(browser, invited) as person:
        examiner = Examiner(person.page)
        examiner.faults, examiner.pages = {}, set()
        examiner.join(BENOIT)
        assert examiner.faults == {}
