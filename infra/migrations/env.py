"""One history for the one schema, run as its owner."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from gateway.identity import tables as identity
from services.assistant import tables as assistant
from services.assistant.after_use import tables as after_use
from services.assistant.citations import tables as citations
from services.assistant.collections import tables as collections
from services.assistant.documents import tables as documents
from services.assistant.quotas import tables as quotas
from services.assistant.request_templates import tables as request_templates
from services.assistant.suppliers import tables as suppliers
from services.kit import events, idempotency
from services.metrics import tables as metrics
from services.workshops import tables as workshops

# Named, so that no tool removes an import whose only effect is to fill the metadata.
OWNERS = (
    events, idempotency, identity, workshops, assistant, suppliers, quotas, after_use, request_templates, documents, collections, citations,
    metrics,
)  # fmt: skip


def run() -> None:
    """Migrate in one transaction that would rather fail than make the application wait."""
    engine = create_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=SQLModel.metadata, compare_server_default=False
        )
        with context.begin_transaction():
            connection.execute(text("set local lock_timeout = '4s'"))
            # Two deployments at once: the second waits here, then finds nothing to do.
            connection.execute(text("select pg_advisory_xact_lock(7310204)"))
            context.run_migrations()
    engine.dispose()


run()
