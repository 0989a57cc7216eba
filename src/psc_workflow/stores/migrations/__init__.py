"""
Migrations of the tables of ``stores.sql`` with Alembic (extra ``alembic``).

A host's ``alembic.ini`` leads to them: ``script_location = psc_workflow.stores:migrations``.
"""
