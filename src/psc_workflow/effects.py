"""
Every effect: what the host must now do, and how it is written for an outbox and read back.

>>> [kind.__name__ for kind in ALL][:2]
['SendInvitation', 'SendReminder']
"""

from psc_workflow._model.effects import *  # noqa: F403 -- all that its __all__ names
