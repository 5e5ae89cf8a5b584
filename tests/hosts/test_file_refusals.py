"""What is wrong with a file is said before anything is changed, and a failed save changes nothing."""

import errno
import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from jxc_xl.hosts.errors import (
    DiskFull,
    NotAWorkbook,
    OldWorkbookFormat,
    UnknownHost,
    WorkbookChanged,
    WorkbookDamaged,
    WorkbookEncrypted,
    WorkbookError,
    WorkbookMissing,
    WorkbookOpenElsewhere,
    WorkbookReadOnly,
)
from jxc_xl.workbook.book import XlwingsBook, open_book
from tests.hosts.files import make_shop, parts, rewrite

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def _write(path: Path, quantity: float = 9) -> XlwingsBook:
    book = open_book(path)
    book.write_columns("purchases", {"数量": [quantity]}, rows=[0])
    return book


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The message names the path that was looked for."""
    with pytest.raises(WorkbookMissing, match=r"nowhere\.xlsx"):
        open_book(tmp_path / "nowhere.xlsx")


def _zip(**content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in content.items():
            package.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", WorkbookDamaged),
        (b"a,b\n1,2\n", NotAWorkbook),
        (b"PK\x03\x04 and no more", WorkbookDamaged),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), NotAWorkbook),
        (OLE + "EncryptedPackage".encode("utf-16-le"), WorkbookEncrypted),
        (OLE + "Workbook".encode("utf-16-le"), OldWorkbookFormat),
    ],
)
def test_what_is_no_workbook_is_refused(
    tmp_path: Path, content: bytes, error: type[WorkbookError]
) -> None:
    """Empty, text, cut off, another format, locked with a password, from before 2007."""
    path = tmp_path / "shop.xlsx"
    path.write_bytes(content)
    with pytest.raises(error, match=r"shop\.xlsx"):
        open_book(path)


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    """A path to a folder is a slip of the hand."""
    folder = tmp_path / "shop.xlsx"
    folder.mkdir()
    with pytest.raises(WorkbookError):
        open_book(folder)


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_damaged(tmp_path: Path, keep: float) -> None:
    """A download or a copy that broke off lacks the directory at the end of the package."""
    path = make_shop(tmp_path / "shop.xlsx")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(WorkbookDamaged):
        open_book(path)


def test_a_part_with_flipped_bits_is_damaged(tmp_path: Path) -> None:
    """Each part has a check sum, which is looked at before the part is believed or copied."""
    path = make_shop(tmp_path / "shop.xlsx")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        offset = package.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[offset + 200] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(WorkbookDamaged):
        open_book(path).read_table("purchases")


@pytest.mark.parametrize("kind", ["binary.macroEnabled.main", "wordprocessing.main+xml"])
def test_another_kind_of_office_file_is_refused(tmp_path: Path, kind: str) -> None:
    """An .xlsb or a document, whatever its ending says."""
    path = make_shop(tmp_path / "shop.xlsx")
    types = parts(path)["[Content_Types].xml"]
    rewrite(path, {"[Content_Types].xml": types.replace(b"sheet.main+xml", kind.encode())})
    with pytest.raises(OldWorkbookFormat if "binary" in kind else NotAWorkbook):
        open_book(path)


@pytest.mark.parametrize("lock", ["~$shop.xlsx", ".~lock.shop.xlsx#"])
def test_a_file_that_another_program_has_open_is_refused(tmp_path: Path, lock: str) -> None:
    """Excel and LibreOffice leave a file beside the workbook: at opening, and again at saving."""
    path = make_shop(tmp_path / "shop.xlsx")
    as_read = path.read_bytes()
    book = _write(path)
    (tmp_path / lock).write_text("clerk")
    with pytest.raises(WorkbookOpenElsewhere) as caught:
        book.save()
    assert lock in caught.value.hint
    with pytest.raises(WorkbookOpenElsewhere):
        open_book(path)
    assert path.read_bytes() == as_read
    assert open_book(path, read_only=True).read_table("purchases").rows


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    """The read-only mark counts even for those whom the system would let write."""
    path = make_shop(tmp_path / "shop.xlsx")
    path.chmod(0o444)
    with pytest.raises(WorkbookReadOnly):
        open_book(path)
    with pytest.raises(ValueError, match="reading only"):
        open_book(path, read_only=True).save()


def test_a_file_that_somebody_saved_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """What the other one did is still there."""
    path = make_shop(tmp_path / "shop.xlsx")
    book = _write(path)
    make_shop(path, [(45000, "other", 1, 1)])
    others = path.read_bytes()
    with pytest.raises(WorkbookChanged):
        book.save()
    assert path.read_bytes() == others


def test_a_new_time_stamp_is_no_change(tmp_path: Path) -> None:
    """Backup and synchronisation programs touch files; the content decides."""
    path = make_shop(tmp_path / "shop.xlsx")
    book = _write(path)
    os.utime(path, (1, 1))
    book.save()
    assert open_book(path).read_table("purchases").rows[0][2] == 9


def test_a_book_can_be_saved_again_and_again(tmp_path: Path) -> None:
    """Its own save is not somebody else's change."""
    path = make_shop(tmp_path / "shop.xlsx")
    book = _write(path)
    book.save()
    book.write_columns("purchases", {"数量": [11]}, rows=[0])
    book.save()
    assert open_book(path).read_table("purchases").rows[0][2] == 11


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    """The new file has the old one's mode, and a link still leads to it."""
    path = make_shop(tmp_path / "shop.xlsx")
    path.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    _write(link).save()
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert open_book(path).read_table("purchases").rows[0][2] == 9


def _refuse_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_room)


def test_a_full_disk_leaves_the_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workbook is as it was, and the half-written one is gone."""
    path = make_shop(tmp_path / "shop.xlsx")
    as_read = path.read_bytes()
    book = _write(path)
    with monkeypatch.context() as patch:
        _refuse_to_write(patch)
        with pytest.raises(DiskFull):
            book.save()
    assert path.read_bytes() == as_read
    assert list(tmp_path.iterdir()) == [path]
    book.save()
    assert open_book(path).read_table("purchases").rows[0][2] == 9


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    size = "size=48k"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def _can_mount(folder: Path) -> bool:
    probe = folder / "probe"
    try:
        with _small_disk(probe):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def test_a_really_full_disk(tmp_path: Path) -> None:
    """The same with a file system of 48 kB, where this machine lets us make one."""
    if not _can_mount(tmp_path):
        pytest.skip("mounting a small file system needs a right that this machine does not give")
    with _small_disk(tmp_path / "disk") as disk:
        path = make_shop(disk / "shop.xlsx")
        with (disk / "fill").open("wb", buffering=0) as filler, suppress(OSError):
            while filler.write(bytes(4096)):
                pass
        as_read = path.read_bytes()
        with pytest.raises(DiskFull):
            _write(path).save()
        assert path.read_bytes() == as_read
        assert sorted(file.name for file in disk.iterdir()) == ["fill", "shop.xlsx"]


_KILLED = """
import os, signal, sys
from pathlib import Path
from jxc_xl.workbook.book import open_book

def stop(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(os, sys.argv[2], stop)
book = open_book(Path(sys.argv[1]))
book.write_columns("purchases", {"数量": [9]}, rows=[0])
book.save()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_save_that_is_killed_leaves_the_old_file_whole(tmp_path: Path, step: str) -> None:
    """Killed while writing, or between writing and renaming; the next save sweeps up."""
    path = make_shop(tmp_path / "shop.xlsx")
    as_read = path.read_bytes()
    child = subprocess.run([sys.executable, "-c", _KILLED, path, step], check=False)
    assert child.returncode == -signal.SIGKILL
    assert path.read_bytes() == as_read
    (left,) = (file for file in tmp_path.iterdir() if file != path)
    _write(path).save()
    assert left.exists(), "it might belong to a save that is going on"
    os.utime(left, (1, 1))
    _write(path, 10).save()
    assert list(tmp_path.iterdir()) == [path]


def test_saving_under_another_name_leaves_the_first_file(tmp_path: Path) -> None:
    """And the format stays: an .xlsx with another ending would not open."""
    path = make_shop(tmp_path / "shop.xlsx")
    as_read = path.read_bytes()
    book = _write(path)._book
    with pytest.raises(NotImplementedError):
        book.save(tmp_path / "copy.xlsm")
    book.save(tmp_path / "copy.xlsx")
    assert path.read_bytes() == as_read
    assert open_book(tmp_path / "copy.xlsx").read_table("purchases").rows[0][2] == 9


@pytest.mark.parametrize("host", ["wps", "../file"])
def test_an_unknown_host_is_refused(tmp_path: Path, host: str) -> None:
    """Only the three hosts that there are can be asked for."""
    with pytest.raises(UnknownHost):
        open_book(tmp_path / "shop.xlsx", host)
