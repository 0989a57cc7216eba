"""
A host, judged without pytest around it.
"""

from psc_workflow.testing import JourneyConformance
from psc_workflow.testing._conformance.course import NonConformanceError

TESTS = [name for name in vars(JourneyConformance) if name.startswith("test_")]


def report_of(host: type[JourneyConformance], seconds: float) -> str:
    """Run every test of *host* in order, and return the first report; empty if all pass."""
    quick = type(host.__name__, (host,), {"seconds": seconds, "__module__": host.__module__})
    for name in TESTS:
        try:
            getattr(quick(), name)()
        except NonConformanceError as error:
            return str(error)
    return ""
