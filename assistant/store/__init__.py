"""The truth: tables, migrations, audit chain, erasable texts."""

from assistant.store.store import Store, sqlite_url

__all__ = ["Store", "sqlite_url"]
