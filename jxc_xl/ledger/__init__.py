"""The books: an append-only SQLite ledger and what is derived from it."""
