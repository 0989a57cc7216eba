"""
The tables of version 1, as the first release made them; nothing here ever changes.
"""

import sqlalchemy as sa

_first = sa.MetaData()
_INSTANT = sa.DateTime(timezone=True)

_schema = sa.Table("psc_schema", _first, sa.Column("version", sa.Integer, primary_key=True))
sa.Table(
    "psc_dossiers",
    _first,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("due_at", _INSTANT, index=True),
    sa.Column("document", sa.LargeBinary, nullable=False),
)
sa.Table(
    "psc_steps",
    _first,
    sa.Column("dossier", sa.ForeignKey("psc_dossiers.id"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("step", sa.LargeBinary, nullable=False),
)
sa.Table(
    "psc_outbox",
    _first,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("dossier", sa.ForeignKey("psc_dossiers.id"), nullable=False, index=True),
    sa.Column("due_at", _INSTANT, nullable=False, index=True),
    sa.Column("useful_until", _INSTANT),
    sa.Column("effect", sa.LargeBinary),
    sa.Column("delivered_at", _INSTANT),
)


def create_first(connection: sa.Connection) -> None:
    """Create the tables of version 1."""
    _first.create_all(connection)
    connection.execute(sa.insert(_schema).values(version=1))
