"""
A store, its workers, its schedulers, a mail server and a clock, in one loop in which everything goes wrong.

``moves`` draws what happens from a seed; ``faults`` breaks transactions;
``world`` plays the moves; ``monitors`` says what must hold all the same;
``shortening`` finds the shortest history that breaks it.
"""
