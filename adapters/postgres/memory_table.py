"""The table of the translation memory, beside the record's others (`adapters/postgres/tables.py`) and in their metadata."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Integer, PrimaryKeyConstraint, Table, Text

from adapters.postgres.tables import metadata

memory = Table(
    "memory",
    metadata,
    Column("key", Text, nullable=False),  # of program, languages, sentences and context: the same is kept once
    Column("seq", BigInteger, Identity(always=True), nullable=False),  # renewed whenever the row changes
    Column("program", Text, nullable=False),
    Column("source_language", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("report", Text, nullable=False),  # "" when imported
    Column("number", Integer, nullable=False),
    Column("engine", Text, nullable=False),
    Column("glossary", Text, nullable=False),
    Column("editor", Text, nullable=False),
    Column("note", Text, nullable=False),  # where an imported one comes from
    Column("approved_on", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("key"),
    Index(None, "seq"),  # not by program: a look-up without statistics would be tempted to read all of a program
    Index(None, "source", postgresql_using="hash"),  # a sentence may be longer than a b-tree's page
)
