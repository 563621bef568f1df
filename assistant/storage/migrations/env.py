"""Alembic's entrance: runs the steps in the transaction that `assistant.storage.migrating` has begun."""

from __future__ import annotations

from alembic import context

from assistant.storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
