"""
Digests of documents and effects, and wider indexes.
"""

from alembic import op

from psc_workflow.stores._sql_upgrades import upgrade as bring_to

revision = "psc_3"
down_revision = "psc_2"


def upgrade() -> None:
    """Bring tables of version 2 to version 3; later ones stay as they are."""
    bring_to(op.get_bind(), 3)


def downgrade() -> None:
    """Refuse: what was written since would be lost."""
    raise NotImplementedError("there is no way back from version 3: restore a backup made before")
