"""
Judges a running portal of any language, over HTTP.
"""
