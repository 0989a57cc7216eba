"""
Tests of pages close the stores that they open.
"""

from connections import every_connection_is_closed

__all__ = ["every_connection_is_closed"]
