"""
How the tables become those of this release.
"""
