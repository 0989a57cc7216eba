"""
Every command: what an agent, a manager or the clock asks of a dossier.

>>> parse("declare-regime", {"regime": "general"})
DeclareRegime(regime=<Regime.GENERAL: 'general'>)
"""

from typing import TYPE_CHECKING

from psc_workflow._model.commands import *  # noqa: F403 -- all that its __all__ names

if not TYPE_CHECKING:  # with it, no checker would see that a command is misspelt
    from psc_workflow._retired import former_names

    __getattr__ = former_names(__name__, {"Form": "Submission"})
