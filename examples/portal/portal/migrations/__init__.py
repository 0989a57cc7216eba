"""
Migrations.
"""
