"""
Cases kept as files, without Python: scenarios whose steps say what is expected of them.

A step may have ``expect``, with any of ``outcome``, ``codes``, ``warnings``,
``missing``, ``states``, ``offered``, ``premium``, ``effects`` and ``due_at``.
What it does not name is not compared; of ``states``, the journeys that it does
not name. ``pytest --psc-scenarios cases`` makes a test of every file in a folder,
and ``psc-workflow run case.json`` runs one. In Python::

    @pytest.mark.parametrize("scenario", scenarios.read_all("cases"), ids=lambda scenario: scenario.name)
    def test_a_case(scenario: scenarios.Scenario) -> None:
        assert scenarios.run(scenario).mismatches == ()

Not modelled: keys, revisions and several dossiers in one case; files of journeys
(:func:`psc_workflow.testing.replay`) have them.
"""

from psc_workflow.testing._scenarios.comparing import Mismatch
from psc_workflow.testing._scenarios.reading import Scenario, read, read_all
from psc_workflow.testing._scenarios.running import Run, run

__all__ = ["Mismatch", "Run", "Scenario", "read", "read_all", "run"]
