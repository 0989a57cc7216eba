"""
Every command: what an agent, a manager or the clock asks of a dossier.

>>> parse("declare-regime", {"regime": "general"})
DeclareRegime(regime=<Regime.GENERAL: 'general'>)
"""

from psc_workflow._model.commands import *  # noqa: F403 -- all that its __all__ names
