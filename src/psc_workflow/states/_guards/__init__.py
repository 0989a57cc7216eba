"""
Guards of the charts, one module a journey: each hands a rule the facts that the rule needs, and nothing else.
"""
