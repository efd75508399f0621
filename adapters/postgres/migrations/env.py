"""Alembic's entry: run on the connection it is given, so that a migration and its caller share one transaction."""

from alembic import context

from adapters.postgres.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
