"""Drafts: a cache of what engines made, and of a segment its glossary, the words its engine did not know, and what it was."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the cache and the columns."""
    op.add_column("segments", sa.Column("glossary", sa.Text(), server_default="", nullable=False))
    op.add_column("segments", sa.Column("former_source", sa.Text(), server_default="", nullable=False))
    op.add_column("segments", sa.Column("former_target", sa.Text(), server_default="", nullable=False))
    op.add_column("segments", sa.Column("unknown", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "drafts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("made_real", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
