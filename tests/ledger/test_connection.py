"""Opening a ledger when the world is not as it must be: words, and nothing changed."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from jxc_xl.errors import CannotWork
from jxc_xl.ledger.closing import record
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.schema import APPEND_ONLY, VERSION, migrate
from jxc_xl.ledger.verify import verify
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import Shop
from tests.ledger.test_stocktakes import begin

RECEIPT = Paper("receipt", "2026-03-01", (Row("笔", "1", 10, value=1000),))
SALE = Paper("delivery", "2026-03-02", (Row("笔", "1", 4),), "甲")


@pytest.fixture
def ledger_file(shop: Shop) -> Path:
    """A closed ledger file with two documents in it."""
    shop.post([RECEIPT, SALE])
    shop.ledger.close()
    return shop.ledger.path


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that others can look into, unlike those that pytest makes."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)
        Path(name).chmod(0o777)


@pytest.fixture
def public_file(ledger_file: Path, public_folder: Path) -> Path:
    """A ledger that others may read and write."""
    path = Path(shutil.copy(ledger_file, public_folder))
    path.chmod(0o666)
    return path


def refusal(path: Path, **options: float) -> CannotWork:
    """What opening a ledger is refused with: in words, with a hint, and ending with 3."""
    with pytest.raises(CannotWork) as raised:
        Ledger.open(path, **options)
    assert raised.value.exit_status == 3
    assert raised.value.message
    assert raised.value.hint
    assert str(path) in raised.value.message
    return raised.value


def execute(path: Path, *statements: str) -> None:
    """Do something to a file behind the program's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the right to write everywhere, should the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


# Files that are no ledger


def test_a_missing_ledger_is_not_made(tmp_path: Path) -> None:
    """Only `jxc new` makes a ledger: opening says that it is missing."""
    assert "找不到" in refusal(tmp_path / "shop.db").message
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    """A folder of that name is said to be unusable, not raised as an error of SQLite."""
    (tmp_path / "shop.db").mkdir()
    refusal(tmp_path / "shop.db")


@pytest.mark.parametrize("content", [b"", b"code;name\n", b"PK\x03\x04" * 300, b"\0" * 8192])
def test_a_file_of_another_kind_is_not_touched(tmp_path: Path, content: bytes) -> None:
    """Empty, text, a workbook: said to be no ledger, and left as it is."""
    path = tmp_path / "shop.db"
    path.write_bytes(content)
    assert "不是" in refusal(path).message
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("version", [0, 1, VERSION + 7])
def test_another_programs_database_is_not_touched(tmp_path: Path, version: int) -> None:
    """Whatever version it calls itself: not a newer ledger, but none at all."""
    path = tmp_path / "shop.db"
    execute(path, "CREATE TABLE recipe (name TEXT)", f"PRAGMA user_version = {version}")
    before = path.read_bytes()
    assert "不是" in refusal(path).message
    assert path.read_bytes() == before


def test_a_ledger_of_a_newer_version_is_not_touched(ledger_file: Path) -> None:
    """The program says that it is too old for this ledger."""
    execute(ledger_file, f"PRAGMA user_version = {VERSION + 1}")
    before = ledger_file.read_bytes()
    assert "更新版本" in refusal(ledger_file).message
    assert ledger_file.read_bytes() == before


def test_a_ledger_without_its_name_is_refused(ledger_file: Path) -> None:
    """A workbook could not know it again."""
    execute(ledger_file, "DELETE FROM meta")
    assert "不是" in refusal(ledger_file).message


# Damaged files


def says_so(path: Path) -> bool:
    """Whether opening or verifying finds fault, in words; anything but words is an error."""
    try:
        with Ledger.open(path) as ledger:
            return bool(verify(ledger.connection).differences)
    except CannotWork as refused:
        return bool(refused.message)


def dump(path: Path) -> list[tuple[object, ...]] | None:
    """Every table and what the indices say of it; None if SQLite itself finds fault."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA writable_schema = OFF")
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return None
            names = connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
            ).fetchall()
            return [
                (name, sql, connection.execute(f'SELECT * FROM "{name}"').fetchall())
                for name, sql in names
            ]
    except (sqlite3.Error, UnicodeError):
        return None


@pytest.mark.parametrize("part", [0.01, 0.2, 0.5, 0.8, 0.99])
def test_a_truncated_ledger_is_noticed(ledger_file: Path, part: float) -> None:
    """A copy that ended early is refused or found wanting, never posted into unseen."""
    content = ledger_file.read_bytes()
    ledger_file.write_bytes(content[: int(len(content) * part)])
    assert says_so(ledger_file)


@pytest.mark.parametrize("seed", range(40))
def test_bytes_that_changed_are_noticed(ledger_file: Path, seed: int) -> None:
    """Sixteen wrong bytes anywhere: found, unless no table and no index says otherwise."""
    before = dump(ledger_file)
    content = bytearray(ledger_file.read_bytes())
    place = 100 + seed * (len(content) - 200) // 40
    content[place : place + 16] = bytes((seed * 37 + 11 * step) % 256 for step in range(16))
    ledger_file.write_bytes(content)
    same = dump(ledger_file) == before
    assert says_so(ledger_file) or same


# Others at work, and no right to write


def test_a_busy_ledger_is_said_to_be_busy(shop: Shop) -> None:
    """Somebody else is posting: wait a bounded while, say so, change nothing."""
    with closing(sqlite3.connect(shop.ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            Ledger.open(shop.ledger.path, busy_seconds=0.01) as second,
            pytest.raises(CannotWork, match="正忙") as raised,
            second.transaction(),
        ):
            raise AssertionError("nobody gets here")
        assert raised.value.hint
        other.execute("ROLLBACK")
    assert shop.post([RECEIPT])[0][0]


def test_a_ledger_is_read_while_somebody_posts(shop: Shop) -> None:
    """Readers see the ledger as it was before the posting that is under way."""
    shop.post([RECEIPT])
    with shop.ledger.transaction() as connection:
        connection.execute("DELETE FROM balance")
        with Ledger.open(shop.ledger.path, busy_seconds=0.01) as reader:
            assert verify(reader.connection).differences == []
        connection.execute("INSERT INTO balance VALUES (1, 1, '', 10, 1000)")


def test_a_read_only_ledger_can_be_read_but_not_written(public_file: Path) -> None:
    """Looking works; posting is refused with words and leaves every byte."""
    before = public_file.read_bytes()
    public_file.chmod(0o444)
    with as_nobody(), Ledger.open(public_file) as ledger:
        assert verify(ledger.connection).differences == []
        with pytest.raises(CannotWork, match="无法写入"), ledger.transaction() as connection:
            connection.execute("INSERT INTO setting VALUES ('a', 'b')")
    assert public_file.read_bytes() == before


def test_a_ledger_in_a_read_only_folder_is_refused_in_words(public_file: Path) -> None:
    """SQLite needs files beside it: the message says that the folder must be writable."""
    before = public_file.read_bytes()
    public_file.parent.chmod(0o555)
    with as_nobody():
        assert "无法写入" in refusal(public_file).message
    assert public_file.read_bytes() == before


def test_a_folder_that_may_not_be_looked_into_is_no_missing_ledger(public_file: Path) -> None:
    """Nobody is told to put back a ledger that is there."""
    public_file.parent.chmod(0o600)
    with as_nobody():
        assert "找不到" not in refusal(public_file).message


def test_a_full_disk_posts_nothing(shop: Shop) -> None:
    """The transaction is taken back, the words say that the disk is full."""
    shop.post([RECEIPT])
    connection = shop.ledger.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    before = verify(connection)
    rows = tuple(Row("笔", "1", 1, value=number) for number in range(500))
    with pytest.raises(CannotWork, match="磁盘已满"):
        shop.post([Paper("receipt", "2026-03-03", rows)])
    assert verify(connection) == before
    connection.execute("PRAGMA max_page_count = 100000")
    assert shop.post([Paper("receipt", "2026-03-03", rows)])[0][0]


# Making a ledger


def test_a_ledger_is_never_made_over_another(ledger_file: Path) -> None:
    """What is there stays there."""
    before = ledger_file.read_bytes()
    with pytest.raises(CannotWork, match="已有账本"):
        Ledger.create(ledger_file)
    assert ledger_file.read_bytes() == before


def test_a_new_ledger_does_not_inherit_the_log_of_a_lost_one(shop: Shop) -> None:
    """A database was deleted, its -wal stayed: SQLite would bring its documents back."""
    shop.post([RECEIPT])
    log = shop.ledger.path.with_name("shop.db-wal")
    kept = log.read_bytes()
    assert kept
    shop.ledger.close()
    shop.ledger.path.unlink()
    log.write_bytes(kept)
    with pytest.raises(CannotWork, match=r"shop\.db-wal"):
        Ledger.create(shop.ledger.path)
    assert log.read_bytes() == kept, "it may be all that is left of the documents"
    assert not shop.ledger.path.exists()


def test_where_nothing_can_be_written_nothing_is_left(public_folder: Path) -> None:
    """A folder that is missing or closed: words, and no half ledger beside it.

    A folder that happens to be called "full" does not make it a full disk.
    """
    with pytest.raises(CannotWork, match="无法写入"):
        Ledger.create(public_folder / "full" / "shop.db")
    public_folder.chmod(0o555)
    with as_nobody(), pytest.raises(CannotWork, match="无法写入"):
        Ledger.create(public_folder / "shop.db")
    assert list(public_folder.iterdir()) == []


def test_a_ledger_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong while it is made, nothing is left of it."""

    def fail(_connection: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("jxc_xl.ledger.connection.migrate", fail)
    with pytest.raises(CannotWork, match="无法写入"):
        Ledger.create(tmp_path / "shop.db")
    assert list(tmp_path.iterdir()) == []


def test_two_ledgers_have_different_names(tmp_path: Path) -> None:
    """A workbook knows its own ledger by it, also after both were opened again."""
    ids = []
    for name in ("a.db", "b.db"):
        Ledger.create(tmp_path / name).close()
        with Ledger.open(tmp_path / name) as ledger:
            ids.append(ledger.id)
    assert len(set(ids)) == 2


# One transaction


class Interrupted(Exception):
    """Something that nobody foresaw."""


@pytest.mark.parametrize(
    ("statement", "raised"), [("INSERT INTO nowhere VALUES (1)", CannotWork), ("", Interrupted)]
)
def test_a_transaction_that_fails_changes_nothing(
    shop: Shop, statement: str, raised: type[Exception]
) -> None:
    """Whatever is raised inside takes everything back, and the next one works."""
    shop.post([RECEIPT])
    before = verify(shop.ledger.connection)

    def fail() -> None:
        with shop.ledger.transaction() as connection:
            connection.execute("DELETE FROM balance")
            connection.execute(statement)
            raise Interrupted

    with pytest.raises(raised):
        fail()
    assert verify(shop.ledger.connection) == before
    assert shop.post([SALE])[0][0]


# Facts are only ever inserted


def _same(connection: sqlite3.Connection, table: str) -> str:
    names = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})")]
    return f'INSERT OR REPLACE INTO "{table}" SELECT {", ".join(names)} FROM "{table}"'


ATTACKS: list[Callable[[sqlite3.Connection, str], str]] = [
    lambda _, table: f'UPDATE "{table}" SET id = id',
    lambda _, table: f'UPDATE OR REPLACE "{table}" SET id = id + 1',
    lambda _, table: f'DELETE FROM "{table}"',
    _same,
    lambda connection, table: _same(connection, table).replace("INSERT OR ", ""),
]


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("attack", ATTACKS)
def test_facts_cannot_be_changed(
    shop: Shop, table: str, attack: Callable[[sqlite3.Connection, str], str]
) -> None:
    """UPDATE, DELETE and REPLACE all abort on the connection that the program uses."""
    shop.post([RECEIPT])
    connection = shop.ledger.connection
    record(connection, "2026-03", closed=True, source=shop.source)
    begin(shop)
    shop.change_method("2026-04-01", average=True)
    assert connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    before = list(connection.iterdump())
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(attack(connection, table))
    assert list(connection.iterdump()) == before


def _integer_columns() -> list[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        return [
            (table, row[1])
            for table in ("document", "line", "move", "lot", "cost", "balance")
            for row in connection.execute(f"PRAGMA table_info({table})")
            if row[2] == "INTEGER" and not row[5]
        ]


@pytest.mark.parametrize(("table", "column"), _integer_columns())
def test_a_float_is_never_stored(shop: Shop, table: str, column: str) -> None:
    """Quantities, prices and money are integers; SQLite itself refuses anything else."""
    shop.post([RECEIPT, SALE])
    connection = shop.ledger.connection
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    chosen = ", ".join("0.5" if name == column else name for name in columns)
    for verb in ("update", "delete"):
        connection.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    connection.execute("PRAGMA foreign_keys = OFF")
    with pytest.raises(sqlite3.IntegrityError, match="cannot store REAL value in INTEGER"):
        connection.execute(f"INSERT OR REPLACE INTO {table} SELECT {chosen} FROM {table}")
