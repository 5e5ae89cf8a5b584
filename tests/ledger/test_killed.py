"""A program that is killed (SIGKILL, a power cut) leaves each document once or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.verify import verify
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import Shop

ROOT = Path(__file__).resolve().parents[2]
CLICK = [
    Paper("receipt", "2026-03-02", (Row("笔", "1", 10, value=1000), Row("纸", "2", 3, value=9))),
    Paper("delivery", "2026-03-03", (Row("笔", "1", 4),), "甲"),
]

POST = """
import os, signal, sys
from pathlib import Path
from tests.ledger.shop import Shop
from tests.ledger.test_killed import CLICK

def kill(statement):
    if word and statement.startswith(word):
        os.kill(os.getpid(), signal.SIGKILL)

path, word = sys.argv[1:]
shop = Shop(Path(path))
shop.ledger.connection.set_trace_callback(kill)
shop.post(CLICK)
os.kill(os.getpid(), signal.SIGKILL)
"""

MAKE = """
import os, signal, sys
from pathlib import Path
from jxc_xl.ledger.connection import Ledger

Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Ledger.create(Path(sys.argv[1]))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def run_until_killed(program: str, *arguments: str | Path) -> None:
    """Run a program to its violent end."""
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize(
    "moment",
    ["BEGIN", "INSERT INTO document", "INSERT INTO move", "INSERT INTO balance", "COMMIT", ""],
)
def test_each_document_is_there_once_or_not_at_all(shop: Shop, moment: str) -> None:
    """Killed at any moment before the commit nothing of the click is there, after it all.

    The next program finds a ledger that proves itself, nobody else is said to be posting,
    and the clerk's next click works.
    """
    shop.post([Paper("opening", "2026-03-01", (Row("笔", "1", 1, value=90),))])
    before = verify(shop.ledger.connection)
    shop.ledger.close()
    run_until_killed(POST, shop.ledger.path, moment)

    with Ledger.open(shop.ledger.path, busy_seconds=0.01) as ledger:
        found = verify(ledger.connection, before.head)
        assert found.differences == []
        assert (found == before) == bool(moment)
        assert found.documents == before.documents + (0 if moment else len(CLICK))

    again = Shop(shop.ledger.path)
    assert all(number for number, _ in again.post(CLICK))
    assert verify(again.ledger.connection).documents == found.documents + len(CLICK)
    again.ledger.close()


def test_killed_while_it_is_made_a_ledger_is_not_there(tmp_path: Path) -> None:
    """The half ledger bears another name: the next try makes a whole one."""
    path = tmp_path / "shop.db"
    run_until_killed(MAKE, path)
    assert not path.exists()
    with Ledger.create(path) as ledger:
        assert verify(ledger.connection).differences == []
