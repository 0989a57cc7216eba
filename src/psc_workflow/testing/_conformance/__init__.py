"""
How the kit judges a host: journeys are played through the host and the library side by side.

``suite`` is the class that a host subclasses; ``playing`` plays one journey,
``mirror`` says what the library answers, ``oracles`` compare.
"""
