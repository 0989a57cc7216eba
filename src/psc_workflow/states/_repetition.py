"""
Which warnings came when an answer was given: told once, they are not repeated when the answer is judged again.

The history carries the codes of every step, so nothing else is stored for this. A
step that later ones have pushed out of the dossier says nothing any more: what is
unknown to have been said is said.
"""

from collections import Counter
from collections.abc import Iterable

from psc_workflow._model.commands import Command, DeclareChild
from psc_workflow._model.steps import Step
from psc_workflow._model.verdict import Finding
from psc_workflow.states._context import Context


class Repetition:
    """
    Sorts out the warnings of answers that are judged again.

    Args:
        context: The dossier as it stands, under the contract in force.
    """

    def __init__(self, context: Context) -> None:
        self._version = context.contract.version
        self._steps = context.record.history.steps
        self._of_children = self._codes_of_children(len(context.record.answers.children))

    def new(self, command: Command, warnings: Iterable[Finding]) -> list[Finding]:
        """List those of *warnings*, of the answer that *command* gave, that did not come with it."""
        if isinstance(command, DeclareChild):
            return [warning for warning in warnings if not self._came_with_a_child(warning)]
        step = next(iter(self._last_steps(command.do)), None)
        counts = Counter(warning.code for warning in warnings)
        return [warning for warning in warnings if step is None or not self._came(step, warning.code, counts)]

    def _came(self, step: Step, code: str, counts: Counter[str]) -> bool:
        """Whether *code* came with *step*; under another contract, one code does not say whom all it was about."""
        return code in step.codes and (step.contract_version == self._version or counts[code] == 1)

    def _came_with_a_child(self, warning: Finding) -> bool:
        """Whether the code came, once for each child it is about now."""
        self._of_children[warning.code] -= 1
        return self._of_children[warning.code] >= 0

    def _codes_of_children(self, count: int) -> Counter[str]:
        """Count the codes of the last steps that declared children, one for each child."""
        steps = self._last_steps(DeclareChild.do)[:count]
        return Counter(code for step in steps for code in step.codes)

    def _last_steps(self, do: str) -> list[Step]:
        """List the steps of the command called *do*, the last one first."""
        return [step for step in reversed(self._steps) if step.command == do]
