"""
The settings of the reference portal, with passwords that take no time.
"""

from portal.settings import *  # noqa: F403 -- all of them

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
