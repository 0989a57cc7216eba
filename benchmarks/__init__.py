"""
How long the library takes, compared with others on the same tariff: ``make bench``.
"""
