"""A pytest plugin that runs xlwings' suite on our engine, and writes down what came of each test.

Offices are used again: an app that is quit gives its office back with all workbooks closed, as to
start one takes two seconds and the suite wants some hundred.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from jxc_xl.hosts.libreoffice.engine import engine
from jxc_xl.hosts.libreoffice.engine.apps import Stop
from jxc_xl.hosts.libreoffice.office import OwnOffice

RESULTS = "XLWINGS_TESTS_RESULTS"

_offices: list[OwnOffice] = []
_free: list[OwnOffice] = []
_outcomes: dict[str, tuple[str, str]] = {}


def start() -> tuple[Any, Stop]:
    """Give an app an office that nobody uses."""
    if not _free:
        _offices.append(OwnOffice())
        _free.append(_offices[-1])
    office = _free.pop()
    return office.context, lambda: _give_back(office)


def _give_back(office: OwnOffice) -> None:
    components = office.desktop.getComponents().createEnumeration()
    while components.hasMoreElements():
        components.nextElement().close(True)
    _free.append(office)


def pytest_configure() -> None:
    """Make ours the engine that xlwings uses."""
    engine.apps.start = start
    ours = xw.main.Engine(impl=engine)
    xw.engines.add(ours)
    ours.activate()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep a test's outcome: of its parts, the worst."""
    said = "" if report.passed else _said(report)
    known = _outcomes.get(report.nodeid)
    if known is None or known[0] == "passed":
        _outcomes[report.nodeid] = (report.outcome, said)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Keep what could not even be read."""
    if report.failed:
        _outcomes[report.nodeid] = ("failed", str(report.longrepr).splitlines()[-1])


def _said(report: pytest.TestReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2])
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = str(crash.message if crash is not None else report.longrepr).splitlines()
    return lines[0] if lines else ""


def pytest_unconfigure() -> None:
    """Write down the outcomes and end the offices."""
    Path(os.environ[RESULTS]).write_text(json.dumps(_outcomes), encoding="utf-8")
    for office in _offices:
        office.stop()
