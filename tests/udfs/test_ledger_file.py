"""The ledger behind the cells: always the newest figures, only one's own, and no trace left."""

import os
import sqlite3
from pathlib import Path

import pytest
from jxc_functions import Books, CellError, books_at, close_books

from tests.ledger.naive import Paper, Row
from tests.ledger.shop import Shop
from tests.udfs.asking import ask

RECEIPT = Paper("receipt", "2026-03-01", (Row("笔", "1", 50_000, value=1000),))


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Five pens in stock."""
    made = Shop.fresh(tmp_path / "shop.db")
    made.post([RECEIPT])
    return made


def test_what_somebody_else_posts_is_seen_at_the_next_question(shop: Shop) -> None:
    """Stock, history, layers, new items: nothing is older than the last commit."""
    path = shop.ledger.path
    assert [ask(path, "STOCK", "笔"), ask(path, "STOCK", "笔", None, "2026-03-31")] == [5, 5]
    shop.post([RECEIPT._replace(day="2026-03-05")])
    assert [ask(path, "STOCK", "笔"), ask(path, "STOCK", "笔", None, "2026-03-31")] == [10, 10]
    assert len(ask(path, "LOTS", "笔")) == 2
    assert ask(path, "NAME", "尺") == "#N/A"
    with shop.ledger.transaction() as connection:
        connection.execute(
            "INSERT INTO item (code, name, spec, unit, sub_unit, factor_e6, batch_managed, data)"
            " VALUES ('尺', '直尺', '', '把', '', 1000000, 0, '{}')"
        )
    assert ask(path, "NAME", "尺") == "直尺"
    shop.ledger.close()


def test_a_sheet_full_of_formulas_asks_the_ledger_once(shop: Shop) -> None:
    """Between two commits nothing is read twice."""
    books = books_at(str(shop.ledger.path))
    asked: list[str] = []
    books._connection.set_trace_callback(asked.append)
    for _ in range(100):
        assert ask(shop.ledger.path, "STOCK", "笔", "总仓") == 5
        assert ask(shop.ledger.path, "COST", "笔", None, "2026-03-31") == 2
    assert len([sql for sql in asked if "data_version" not in sql]) == 4  # items, warehouses, two
    shop.ledger.close()


def test_the_past_of_what_stood_still_is_not_read_again(shop: Shop) -> None:
    """A large history is read once: a post takes the days of its own items out of memory only."""
    paper = RECEIPT._replace(rows=(Row("纸", "1", 20_000, value=500),))
    shop.post([paper])
    books = books_at(str(shop.ledger.path))
    march = (None, "2026-03-31")
    assert [ask(shop.ledger.path, "STOCK", item, *march) for item in ("笔", "纸")] == [5, 2]
    assert [ask(shop.ledger.path, "PRICE", item) for item in ("笔", "纸")] == ["#N/A"] * 2
    shop.post([paper])
    asked: list[str] = []
    books._connection.set_trace_callback(asked.append)
    assert [ask(shop.ledger.path, "STOCK", item, *march) for item in ("笔", "纸")] == [5, 4]
    assert len([sql for sql in asked if "FROM v_moves" in sql]) == 1
    asked.clear()
    assert [ask(shop.ledger.path, "PRICE", item) for item in ("笔", "纸")] == ["#N/A"] * 2
    assert len([sql for sql in asked if "FROM v_moves" in sql]) == 1
    shop.ledger.close()


def test_nothing_can_be_written_through_it(shop: Shop) -> None:
    """The functions cannot change the books, whatever goes wrong in them."""
    books = books_at(str(shop.ledger.path))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        books._connection.execute("DELETE FROM balance")
    shop.ledger.close()


def test_a_ledger_that_was_put_back_from_a_backup_is_the_one_that_counts(
    shop: Shop, tmp_path: Path
) -> None:
    """An open file that was replaced or deleted is let go."""
    path = shop.ledger.path
    shop.ledger.close()
    backup = path.read_bytes()
    shop = Shop(path)
    shop.post([RECEIPT])
    shop.ledger.close()
    assert ask(path, "STOCK", "笔") == 10
    (tmp_path / "backup").write_bytes(backup)
    (tmp_path / "backup").replace(path)
    assert ask(path, "STOCK", "笔") == 5
    path.unlink()
    assert ask(path, "STOCK", "笔") == "#N/A"


@pytest.mark.parametrize("content", [None, b"", b"no ledger", b"SQLite format 3\0" * 400])
def test_what_is_no_ledger_is_not_available(tmp_path: Path, content: bytes | None) -> None:
    """Missing, empty or damaged: #N/A and a sentence, and nothing is made."""
    path = tmp_path / "shop.db"
    if content is not None:
        path.write_bytes(content)
    assert ask(path, "STOCK", [["A1"], [""]]) == [["#N/A"], [""]]
    assert ask(path, "HINT", "A1").startswith(f"The ledger {path} ")
    assert path.exists() == (content is not None)


def test_the_ledger_of_another_shop_is_not_asked(shop: Shop) -> None:
    """The workbook knows to which ledger it belongs."""
    path = str(shop.ledger.path)
    assert books_at(path, shop.ledger.id).ledger_id == shop.ledger.id
    with pytest.raises(CellError, match="is the ledger of another workbook"):
        books_at(path, "ff00")
    shop.ledger.close()


def test_no_file_is_left_behind(shop: Shop) -> None:
    """The last to leave tidies up: beside the ledger no log of SQLite's remains."""
    path = shop.ledger.path
    assert ask(path, "STOCK", "笔") == 5
    shop.ledger.close()
    close_books()
    assert os.listdir(path.parent) == [path.name]  # noqa: PTH208 - names are what is asked


def test_a_state_never_repeats(shop: Shop) -> None:
    """SQLite counts commits for each connection anew: a reopened ledger has another state."""
    path = str(shop.ledger.path)
    first = books_at(path).state
    close_books()
    assert books_at(path).state != first
    again = books_at(path).state
    other = Books(path)
    assert other.state != again
    other.close()
    shop.ledger.close()
