"""
The people and days of the examples. Nobody in them exists: numbers have the right form and key, and are no one's.

>>> CLAUDIA.link.value, CARLA.birth_date
('married', datetime.date(2019, 9, 9))
"""

from psc_workflow.rules._examples._people import (
    CARLA,
    CARLA_DETAILS,
    CLAUDIA,
    CLAUDIA_DETAILS,
    HIRED,
    START,
    TEVA,
    TODAY,
    TOMORROW,
)

__all__ = ["CARLA", "CARLA_DETAILS", "CLAUDIA", "CLAUDIA_DETAILS", "HIRED", "START", "TEVA", "TODAY", "TOMORROW"]
