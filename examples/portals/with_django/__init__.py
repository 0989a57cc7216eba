"""
The portal with Django, as an application of a project: dossiers are rows of its own models.
"""
