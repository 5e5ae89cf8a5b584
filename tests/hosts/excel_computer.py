"""A computer with Excel for the tests: a registry of dictionaries, a program file, a workbook."""

import struct
from pathlib import Path

import pytest

from tests.e2e.shop import make
from tests.hosts.fake_windows import APP_PATH, FakeWindows

__all__ = ["OFFICE", "book", "program_file", "windows"]

OFFICE = r"HKCU\Software\Microsoft\Office"


def program_file(path: Path, machine: int) -> Path:
    """The beginning of a Windows program."""
    head = b"MZ" + bytes(0x3A) + struct.pack("<I", 0x80) + bytes(0x40)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head + b"PE\0\0" + struct.pack("<H", machine) + bytes(100))
    return path


@pytest.fixture
def windows(tmp_path: Path) -> FakeWindows:
    """A Windows with 64-bit Excel, which its user has started once."""
    system = FakeWindows(tmp_path / "desktop")
    system.set(APP_PATH, "", str(program_file(tmp_path / "Office16/EXCEL.EXE", 0x8664)))
    system.set(OFFICE + r"\16.0\Excel\Options", "x", 1)
    return system


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A macro workbook in a folder of its own with a Chinese name."""
    folder = tmp_path / "店"
    folder.mkdir()
    return make(folder / "我的店.xlsm")
