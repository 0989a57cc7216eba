"""
Mutation testing of the rules and of the premiums: ``make mutants``.
"""
