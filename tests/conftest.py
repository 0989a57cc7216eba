"""
How many examples Hypothesis tries: few by default, many in ``make test-all``; and what tests tell of how much they tried.
"""

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile("default", deadline=None, derandomize=True, max_examples=60)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=500,
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


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say how much was tried, at the end of the run, whichever process the test ran in."""
    return lambda text: request.node.user_properties.append(("tried", text))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests told."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    told = [
        (report.nodeid.partition("::")[2], text)
        for report in reports
        for name, text in report.user_properties
        if name == "tried"
    ]
    if told:
        terminalreporter.section("how much was tried")
    for name, text in told:
        terminalreporter.write_line(f"{name}: {text}")
