"""
What lets time pass for the dossiers of a store, in schedulers that want files of their own.
"""
