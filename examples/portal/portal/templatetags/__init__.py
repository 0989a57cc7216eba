"""
Filters of templates.
"""
