"""
How long the library takes beside others on the same tariff: ``make bench``.
"""
