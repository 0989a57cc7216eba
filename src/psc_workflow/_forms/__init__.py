"""
Screens as forms: fields with their questions, choices and errors, without any markup.
"""
