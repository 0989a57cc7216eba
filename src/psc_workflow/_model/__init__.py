"""Nouns: frozen classes that say what is known, and decide nothing."""
