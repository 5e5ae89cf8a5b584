"""What the computer needs at the very least: read the file, insert its lines into a table."""

import csv
import gzip
import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import perf_counter

_TABLE = """CREATE TABLE retail (
    InvoiceNo TEXT, StockCode TEXT, Description TEXT, Quantity INTEGER,
    InvoiceDate TEXT, UnitPrice REAL, CustomerID INTEGER, Country TEXT)"""


def raw_seconds(path: Path, scratch: Path, limit: int | None = None) -> float:
    """Seconds for csv reading and raw inserts of the lines, settings as in a ledger."""
    target = scratch / "raw.db"
    start = perf_counter()
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(_TABLE)
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO retail VALUES (?,?,?,?,?,?,?,?)", islice(rows, limit)
            )
            connection.execute("COMMIT")
    seconds = perf_counter() - start
    for left in scratch.glob("raw.db*"):
        left.unlink()
    return seconds
