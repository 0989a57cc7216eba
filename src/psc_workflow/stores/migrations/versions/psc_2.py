"""
Leases, the index, marks and tombstones.
"""

from alembic import op

from psc_workflow.stores._sql_upgrades import upgrade as bring_to

revision = "psc_2"
down_revision = "psc_1"


def upgrade() -> None:
    """Bring tables of version 1 to version 2; later ones stay as they are."""
    bring_to(op.get_bind(), 2)


def downgrade() -> None:
    """Refuse: what was written since would be lost."""
    raise NotImplementedError("there is no way back from version 2: restore a backup made before")
