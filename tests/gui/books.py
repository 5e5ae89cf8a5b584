"""Looking into the ledger, past the program."""

import sqlite3
from contextlib import closing
from pathlib import Path


def ledger_of(book: Path) -> Path:
    """The ledger beside a workbook."""
    return book.with_suffix(".db")


def documents(book: Path) -> list[str]:
    """The numbers of the posted documents."""
    with closing(sqlite3.connect(ledger_of(book))) as ledger:
        rows = ledger.execute("SELECT number FROM v_documents ORDER BY number")
        return [number for (number,) in rows]


def lock(book: Path) -> sqlite3.Connection:
    """Hold the ledger as somebody who is posting; closing the connection lets it go."""
    ledger = sqlite3.connect(ledger_of(book), isolation_level=None)
    ledger.execute("BEGIN IMMEDIATE")
    return ledger


def tamper(book: Path) -> None:
    """Change the amount of the first posted line, as somebody with other tools could."""
    with closing(sqlite3.connect(ledger_of(book), isolation_level=None)) as ledger:
        triggers = ledger.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'line'"
        ).fetchall()
        for (name,) in triggers:
            ledger.execute(f"DROP TRIGGER {name}")
        ledger.execute("UPDATE line SET amount_fen = amount_fen + 1 WHERE id = 1")
