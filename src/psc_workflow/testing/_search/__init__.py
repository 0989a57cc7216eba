"""
The search for witness paths: commands that take every transition, with every answer of its guards, and meet every code.

It walks from the invitation with right answers (``_right``), keeps one dossier of
every kind (``_exploring``), and at each tries wrong answers (``_wrong``), which
the examples of the rules give; at the end it takes ways that only somebody who
knows a rule would take (``_rare_ways``). What it reaches is put together to journeys
(``_assembling``).
"""
