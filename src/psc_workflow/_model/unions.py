"""
Every command and every effect, under the names that hosts write in annotations: ``Command`` and ``Effect``.

>>> from psc_workflow._model.commands import SignOut
>>> isinstance(SignOut(), Command), isinstance(SignOut(), Effect)
(True, False)
"""

from typing import TypeAlias

from psc_workflow._model.commands import AnyCommand
from psc_workflow._model.effects import AnyEffect

Command: TypeAlias = AnyCommand
Effect: TypeAlias = AnyEffect
