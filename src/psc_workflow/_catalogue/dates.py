r"""
The last minute of a day, as letters write it.

>>> import datetime as dt
>>> write_deadline(dt.date(2026, 4, 27)).fr
'27 avril 2026 à 23\xa0h\xa059'
"""

import datetime as dt

from psc_workflow._catalogue.wording import term
from psc_workflow._model.text import Text, write_day


def write_deadline(last_day: dt.date) -> Text:
    """Write the last minute of *last_day*: whoever acts then is in time."""
    return term("Deadline", "last_minute").fill({"day": write_day(last_day)})
