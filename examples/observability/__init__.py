"""
Decisions in traces, metrics and logs, without anything that is personal.
"""
