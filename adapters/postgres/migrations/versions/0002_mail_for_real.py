"""Mail for real: what the carrier found of a sender, and what its events tell of our letters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what was found of a sender, the delivery state of a letter, and the carrier's events."""
    found = postgresql.JSONB(astext_type=sa.Text())
    op.add_column("mails", sa.Column("proofs", found, server_default="{}", nullable=False))
    op.add_column("letters", sa.Column("delivery", sa.Text(), server_default="", nullable=False))
    op.add_column("letters", sa.Column("delivery_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("letters", sa.Column("repeats", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "carrier_events",
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Text(), server_default="", nullable=False),
        sa.Column("ref", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("stored_real", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message", "event", "at", "address", "attempt"),
    )
    op.create_index(op.f("ix_carrier_events_ref"), "carrier_events", ["ref"], unique=False)
