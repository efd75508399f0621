"""The translation memory as a table of its own, filled from what was approved, and of a segment whether its context matched."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TEXTS = ("program", "source_language", "target_language", "source", "target", "before", "after", "item", "report")
_ORIGINS = ("engine", "glossary", "editor", "note")
_FILL = """
WITH current AS (
    SELECT DISTINCT ON (s.report, s.version, s.number) s.*, reports.program, submissions.since_on, submissions.since_real
    FROM segments s
    JOIN submissions ON submissions.report = s.report AND submissions.version = s.version AND submissions.phase = 'approved'
    JOIN reports ON reports.id = s.report
    ORDER BY s.report, s.version, s.number, s.seq DESC
), placed AS (
    SELECT *, coalesce(lag(source) OVER entry, '') AS before, coalesce(lead(source) OVER entry, '') AS after
    FROM current WHERE live
    WINDOW entry AS (PARTITION BY report, version, item, party, target_language ORDER BY position)
), keyed AS (
    SELECT *, encode(sha256(convert_to(concat_ws(
        E'\\x1f', program, source_language, target_language, source, target, before, after), 'UTF8')), 'hex') AS key
    FROM placed WHERE btrim(target, E' \\t\\n\\r') <> ''
), once AS (
    SELECT DISTINCT ON (key) * FROM keyed ORDER BY key, since_on DESC, since_real DESC, number DESC
)
INSERT INTO memory (key, program, source_language, target_language, source, target, before, after, item, report, number,
    engine, glossary, editor, note, approved_on)
SELECT key, program, source_language, target_language, source, target, before, after, item, report, number,
    engine, glossary, editor, '', since_on
FROM once ORDER BY since_on, since_real, report, number
"""


def upgrade() -> None:
    """Add the table and the column, and fill the table."""
    op.add_column("segments", sa.Column("in_context", sa.Boolean(), server_default="false", nullable=False))
    op.create_table(
        "memory",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _ORIGINS),
        sa.Column("approved_on", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_memory_seq"), "memory", ["seq"], unique=False)
    op.create_index(op.f("ix_memory_source"), "memory", ["source"], unique=False, postgresql_using="hash")
    fill(op.get_bind())


def fill(connection: sa.Connection) -> None:
    """Put into the memory what approved submissions hold; each sentence in its place once, as it was approved last."""
    connection.execute(sa.text(_FILL))
