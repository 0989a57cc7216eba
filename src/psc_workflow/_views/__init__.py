"""
What a person sees: where one is, what can be asked and why, what is asked next, for how long it is kept.
"""
