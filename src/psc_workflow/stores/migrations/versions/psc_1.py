"""
The tables of version 1, which later migrations change.
"""

import sqlalchemy as sa
from alembic import op

from psc_workflow.stores._sql_first import create_first

revision = "psc_1"
down_revision = None


def upgrade() -> None:
    """Create the tables, unless ``create_tables`` has."""
    connection = op.get_bind()
    if not sa.inspect(connection).has_table("psc_schema"):
        create_first(connection)


def downgrade() -> None:
    """Refuse: nobody loses all dossiers by a slip."""
    raise NotImplementedError("drop the tables psc_* yourself")
