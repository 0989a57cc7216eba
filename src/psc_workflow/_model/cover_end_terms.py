"""
The closed lists of the end of a cover: what can follow, and what survivors may do.
"""

from enum import StrEnum


class NextCover(StrEnum):
    """What can follow for people whose cover ends; none of it comes by itself."""

    RETIREES_CONTRACT = "retirees_contract"
    UNEMPLOYED = "unemployed"
    SURVIVORS = "survivors"
    OTHER_CONTRACT = "other_contract"
    RETURN = "return"
    RENUNCIATION = "renunciation"
    ADDITION = "addition"
    REOPENING = "reopening"


class SurvivorRight(StrEnum):
    """
    A right of the survivors of an agent, by its article of the décret.

    ``ART_5_II``: holders of a survivor's or orphan's pension may keep the cover
    or ask for it. ``ART_31``: holders of a survivor's pension of somebody who
    had already retired when the contract took effect may join for a time.
    """

    ART_5_II = "art_5_ii"
    ART_31 = "art_31"
