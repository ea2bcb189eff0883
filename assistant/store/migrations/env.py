"""What Alembic runs: the steps, on the connection and in the transaction of ``store.migrate``."""

from alembic import context

from assistant.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite too: the transaction was begun by hand, so that a step is done whole or not at all.
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
