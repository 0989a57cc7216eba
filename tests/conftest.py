"""
How many examples Hypothesis tries: few by default, many in ``make test-all``; and reports of how much a test tried.

Twenty thousand collected tests are some millions of objects, and none of them is
garbage before the end. A collector that looks at all of them again and again
took up to two thirds of the time of a module: it is off while tests are
collected, and leaves them alone afterwards. The built site is looked at in a
browser, so its tests are collected only where Playwright is (``make browser``).
"""

import gc
import importlib.util
import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile("default", deadline=None, derandomize=True, max_examples=20)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=500 if "PSC_FULL" in os.environ else 250,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(  # make mutants: whether a test fails, not its smallest failure
    "mutants",
    settings.get_profile("default"),
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

collect_ignore = [] if importlib.util.find_spec("playwright") else ["site"]

gc.disable()


def pytest_collection_finish() -> None:
    """Collect garbage again, but not among what was collected to be tested."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Print a line on how much was tried at the end of the run, whichever process the test runs in."""
    return lambda text: request.node.user_properties.append(("tried", text))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the reports of the tests."""
    outcomes = [outcome for kind in ("passed", "failed") for outcome in terminalreporter.getreports(kind)]
    lines = [
        (outcome.nodeid.partition("::")[2], text)
        for outcome in outcomes
        for name, text in outcome.user_properties
        if name == "tried"
    ]
    if lines:
        terminalreporter.section("how much was tried")
    for name, text in lines:
        terminalreporter.write_line(f"{name}: {text}")
