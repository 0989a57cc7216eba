"""
Guards of the charts, one module a journey: each hands the facts a rule needs to that rule, and nothing else.
"""
