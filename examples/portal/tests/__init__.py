"""
Tests of the portal, with Django's own client: ``python manage.py test``.
"""
