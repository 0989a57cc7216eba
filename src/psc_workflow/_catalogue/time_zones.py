"""
Time zones by name, from the database of the machine or of the package ``tzdata``.

Neither is part of Python: a small container image may have none.

>>> zone("Pacific/Tahiti").key, is_zone("Pacific/Tahiti"), is_zone("localtime")
('Pacific/Tahiti', True, False)
"""

import re
import zoneinfo

from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import HostError

ZONE_FORM = "must be a time zone such as Pacific/Tahiti"

_ZONE = re.compile(
    r"(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific)(/[A-Za-z0-9_+-]+){1,2}|UTC"
)

_REMEDY = "install the package tzdata (pip install tzdata, or that of the operating system)"


def zone(name: str) -> zoneinfo.ZoneInfo:
    """
    Find the time zone called *name*.

    Raises:
        HostError: The machine has no time-zone database, or one that lacks it.
    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        is_known = is_zone(name)
    what = "cannot read" if is_known else "lacks"
    raise HostError(f"the time-zone database of this machine {what} {name}: {_REMEDY}")


@shared
def _zones() -> frozenset[str]:
    zones = frozenset(filter(_ZONE.fullmatch, zoneinfo.available_timezones()))
    if not zones:
        raise HostError(f"this machine has no time-zone database: {_REMEDY}")
    return zones


def is_zone(text: str) -> bool:
    """
    Whether *text* names a time zone that is the same on every machine, unlike ``localtime``.

    Raises:
        HostError: The machine has no time-zone database.
    """
    return text in _zones()
