"""
Scenario files as tests of pytest: each scenario is one, and fails where it is not as its file expects.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from psc_workflow.exceptions import InvalidDocumentError
from psc_workflow.testing._conformance.settings import SETTINGS
from psc_workflow.testing._scenarios.reading import Scenario, read_all
from psc_workflow.testing._scenarios.running import run


class _MismatchError(AssertionError):
    """A scenario does not give what its file expects."""


class _ScenarioItem(pytest.Item):
    """One scenario."""

    def __init__(self, *, scenario: Scenario, **options: Any) -> None:
        super().__init__(**options)
        self._scenario = scenario

    def runtest(self) -> None:
        """
        Run the scenario.

        Raises:
            _MismatchError: A step gives something else than is expected of it.
        """
        mismatches = run(self._scenario).mismatches
        if mismatches:
            locale = SETTINGS.locale or "en"
            raise _MismatchError("\n".join(mismatch.report(locale) for mismatch in mismatches))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show what differs, and no trace of the library."""
        if isinstance(excinfo.value, _MismatchError | InvalidDocumentError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Any, None, str]:
        """Name the file and the scenario."""
        return self.path, None, self.name


class ScenarioFile(pytest.File):
    """A file of one scenario, or of a list of them."""

    def collect(self) -> Iterator[pytest.Item]:
        """
        Read the file.

        Raises:
            CollectError: It is not right; every fault has its path.
        """
        try:
            scenarios = read_all(self.path)
        except InvalidDocumentError as error:
            raise self.CollectError(str(error)) from None
        for scenario in scenarios:
            item: pytest.Item = _ScenarioItem.from_parent(self, name=scenario.name, scenario=scenario)
            yield item
