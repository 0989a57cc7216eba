"""
The day of a deadline, in a sentence: the last day of something, or the first of something else.

A deadline is an instant, the first of a civil day. What people read is a day: the
one before, where something lasts until then, or that day, where something begins.
"""

import datetime as dt

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text


@attrs.frozen
class Moment:
    """
    A day that people read.

    Args:
        day: Civil day, inclusive either way.
        is_last_day: Whether something lasts until then, that day included;
            if not, something begins that day.
    """

    day: dt.date
    is_last_day: bool
    _template: Text

    @property
    def sentence(self) -> Text:
        """A sentence that names the day."""
        return self._template.fill({"day": self.day})

    def say(self, locale: Locale) -> str:
        """Write it in one language."""
        return self._template.say(locale, day=self.day)


def moment(contract: Contract, journey: str, event: str, due_at: dt.datetime) -> Moment:
    """
    Put into a sentence when the deadline called *event* of *journey* comes.

    Args:
        due_at: First instant at which it has come.
    """
    texts = contract.wording.journey(journey)
    is_last_day = event in texts.last_days
    day = last_day_before(contract, due_at) if is_last_day else contract.civil_day(due_at)
    return Moment(day, is_last_day, (texts.last_days if is_last_day else texts.first_days)[event])


def last_day_before(contract: Contract, at: dt.datetime) -> dt.date:
    """Return the last civil day that begins before *at*."""
    return contract.civil_day(at - dt.timedelta(microseconds=1))
