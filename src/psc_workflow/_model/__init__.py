"""The nouns: frozen classes that hold facts and decide nothing."""
