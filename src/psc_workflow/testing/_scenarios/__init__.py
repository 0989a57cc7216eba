"""
Scenario files: read, run, and compared with what they expect; ``testing.scenarios`` has the public names.
"""
