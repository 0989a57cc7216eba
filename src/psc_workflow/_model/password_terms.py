"""
The closed lists of passwords.
"""

from enum import StrEnum


class PasswordCondition(StrEnum):
    """What a password must or should contain, in the order of the screen; the first is compulsory."""

    LENGTH = "length"
    LOWER = "lower"
    UPPER = "upper"
    DIGIT = "digit"
    SPECIAL = "special"


class Strength(StrEnum):
    """How strong a password is (sécurité), weakest first."""

    WEAK = "weak"
    MEDIUM = "medium"
    STRONG = "strong"
