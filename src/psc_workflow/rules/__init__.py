"""
One module a rule. Each ``assess`` returns a verdict with every finding; nothing else in the library decides.

A rule takes facts and a day, never a clock; a missing fact is a finding of its
own, never a guess.
"""
