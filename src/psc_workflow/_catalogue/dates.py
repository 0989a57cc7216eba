"""
Days and the last minute of a day, as letters write them.

>>> import datetime as dt
>>> write_day(dt.date(2026, 5, 1))
Text(fr='1er mai 2026', en='1 May 2026')
>>> write_deadline(dt.date(2026, 4, 27)).fr
'27 avril 2026 à 23 h 59'
"""

import datetime as dt

from psc_workflow._catalogue.wording import term
from psc_workflow._model.text import Text


def write_day(day: dt.date) -> Text:
    """Write *day* with the name of its month; in French, the first of a month is an ordinal."""
    month = term("Month", f"{day:%m}")
    first = "er" if day == day.replace(day=1) else ""
    return Text(f"{day.day}{first} {month.fr} {day.year:04}", f"{day.day} {month.en} {day.year:04}")


def write_deadline(last_day: dt.date) -> Text:
    """Write the last minute of *last_day*: whoever acts then is in time."""
    return term("Deadline", "last_minute").fill({"day": write_day(last_day)})
