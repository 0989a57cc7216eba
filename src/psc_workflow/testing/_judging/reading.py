"""
Where a value stands in what a portal answers.

A place is names joined by dots; ``[]`` stands for each item of a list, and
``[offered]`` for each item whose ``offered`` is true.

>>> find({"commands": [{"do": "sign", "offered": True}, {"do": "go-back"}]}, "commands[offered].do")
['sign']
>>> find({"where": {"state": "home"}}, "where.state"), find({}, "where.state"), find({"do": 1}, "")
('home', UNTOLD, UNTOLD)
"""

import re
from typing import Any

from psc_workflow.testing._conformance.answers import UNTOLD

PART = re.compile(r"([^.\[\]]+)(?:\[([^.\[\]]*)\])?")
"""A name, perhaps of a list, whose items are perhaps chosen."""


def is_place(place: str) -> bool:
    """Whether *place* is written as it should; empty means that the value is not there."""
    return not place or all(PART.fullmatch(part) for part in place.split("."))


def find(data: Any, place: str) -> Any:
    """Return what stands at *place* in *data*; ``UNTOLD`` if there is nothing."""
    if not place:
        return UNTOLD
    part, _, rest = place.partition(".")
    match = PART.fullmatch(part)
    if match is None or not isinstance(data, dict) or match[1] not in data:
        return UNTOLD
    value, flag = data[match[1]], match[2]
    if flag is None:
        return find(value, rest) if rest else value
    if not isinstance(value, list):
        return UNTOLD
    items = [item for item in value if not flag or (isinstance(item, dict) and item.get(flag) is True)]
    return [leaf for item in items if (leaf := find(item, rest) if rest else item) is not UNTOLD]
