"""
The totals of a quote without its lines: what a payroll, a simulation or a table of many households needs.
"""

from typing import NamedTuple

from psc_workflow._model.vocabulary import Certainty, Channel, Debits


class Totals(NamedTuple):
    """
    What one household pays a month: equal to what its quote says.

    Args:
        cents: Paid by the employer, deducted from pay, debited: in the order
            of ``Channel``; ``None`` where unknown.
        certainties: How certain each of them is.
        debits: Whether anything is debited, even if its amount is unknown.
        incomplete: Codes of what is unknown, each once, in alphabetical order.
    """

    cents: tuple[int | None, ...]
    certainties: tuple[Certainty, ...]
    debits: Debits
    incomplete: tuple[str, ...]

    @property
    def employer(self) -> int | None:
        """Cents paid by the employer."""
        return self._of(Channel.EMPLOYER)

    @property
    def payroll(self) -> int | None:
        """Cents deducted from pay."""
        return self._of(Channel.PAYROLL)

    @property
    def debited(self) -> int | None:
        """Cents debited from the bank account."""
        return self._of(Channel.DEBITED)

    def _of(self, channel: Channel) -> int | None:
        return dict(zip(Channel, self.cents, strict=True))[channel]
