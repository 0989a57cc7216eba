"""
One portal on three web frameworks: Django, FastAPI, Flask. Copy ``common``, which they share, and one of them.
"""
