"""Speed, as ratios measured in one run; ``make bench``."""

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from tests.bench import (
    calc,
    click,
    counted,
    counting,
    forecasts,
    ledgers,
    processes,
    recomputing,
)
from tests.bench.measure import Figure, Latency

_DOCUMENT = Path("docs/benchmarks.md")
_LIBRARIES = (
    "jxc-xl", "betteroffice-xlsx", "click", "numpy", "sqlite-utils", "statsforecast", "xlwings",
)  # fmt: skip


def main() -> int:
    """Measure, print, and write the figures down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--only", help="names of figures, with commas; writes nothing")
    options = parser.parse_args()
    figures: list[Figure | Latency] = []
    with tempfile.TemporaryDirectory(prefix="jxc-bench-") as folder:
        chosen = options.only.split(",") if options.only else list(_FIGURES)
        for name in chosen:
            scratch = Path(folder) / name
            scratch.mkdir()
            for figure in _FIGURES[name](scratch, options.data):
                print(_line(figure), flush=True)
                figures.append(figure)
    if not options.only:
        _DOCUMENT.write_text(_document(figures), encoding="utf-8")
        print(f"written: {_DOCUMENT}")
    return 0


def _history(scratch: Path, _data: Path) -> list[Figure]:
    print("making a ledger with a million moves; a minute or two …", flush=True)
    pasts = ledgers.Pasts(scratch)
    try:
        return [
            ledgers.latest(pasts),
            ledgers.latest_returns(pasts),
            ledgers.dated_back(pasts),
        ]
    finally:
        pasts.close()


def _online_retail(scratch: Path, data: Path) -> list[Figure]:
    if not data.is_dir():
        print(f"no data in {data}: Online Retail is left out")
        return []
    return [processes.online_retail(data, scratch)]


def _recompute(scratch: Path, data: Path) -> list[Figure]:
    print("making ledgers with ten years and with one …", flush=True)
    figures = [recomputing.long_past(scratch)]
    if not data.is_dir():
        print(f"no data in {data}: Online Retail is left out")
        return figures
    return [*recomputing.against_pandas(data, scratch), *figures]


_FIGURES: dict[str, Callable[[Path, Path], Sequence[Figure | Latency]]] = {
    "bulk": lambda scratch, _data: [ledgers.bulk(scratch)],
    "history": _history,
    "retail": _online_retail,
    "recompute": _recompute,
    "post": lambda scratch, _data: [processes.small_post(scratch)],
    # before anything asks for uno, whose way of importing libraries cannot do without each other's
    "forecast": lambda _scratch, _data: [forecasts.months_ahead()],
    "calc": lambda _scratch, _data: calc.cells(),
    "click": lambda scratch, _data: click.clicks(scratch),
    "stocktake": lambda scratch, _data: [counting.sheets(scratch)],
    "count": lambda scratch, _data: counted.counts(scratch),
    "help": lambda _scratch, _data: [processes.help_text()],
}


def _line(figure: Figure | Latency) -> str:
    verdict = "reached" if figure.is_reached else "NOT REACHED"
    if isinstance(figure, Latency):
        return (
            f"{figure.median_seconds:8.3f} s, worst {figure.worst_seconds:.3f} s"
            f"  (aim {figure.aim:g} s, {verdict})  {figure.what}"
        )
    return (
        f"{figure.ratio:8.3f}  (at most {figure.limit:g}, {verdict})  {figure.what}:"
        f" {figure.seconds:.4g} s against {figure.base_seconds:.4g} s"
    )


def _document(figures: Sequence[Figure | Latency]) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    lines = [
        "# Benchmarks",
        "Written by `make bench`. Each figure is a ratio of two things measured in turns in one"
        " run, so that it says the same on another machine.",
        "",
        f"- {date.today().isoformat()}, {_machine()}",
        f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; {libraries}",
        "",
        "| what | against | seconds | against | ratio | to reach | |",
        "|---|---|---:|---:|---:|---|---|",
        *(_row(figure) for figure in figures if isinstance(figure, Figure)),
        "",
        "What a clerk waits for, in seconds of this machine:",
        "",
        "| what | median | worst | aim | |",
        "|---|---:|---:|---:|---|",
        *(_wait(figure) for figure in figures if isinstance(figure, Latency)),
    ]
    return "\n".join([*lines, ""])


def _machine() -> str:
    cpu = platform.processor() or platform.machine()
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as file:
            cpu = next(line.split(":")[1].strip() for line in file if "model name" in line)
    except (OSError, StopIteration):
        pass
    return f"{platform.system()}, {cpu}, {os.cpu_count()} cores"


def _row(figure: Figure) -> str:
    aim = "" if figure.aim is None else f", aim {figure.aim:g}"
    verdict = "✓" if figure.is_reached else "missed"
    return (
        f"| {figure.what} | {figure.against} | {figure.seconds:.3g} | {figure.base_seconds:.3g}"
        f" | {figure.ratio:.3g} | at most {figure.limit:.3g}{aim} | {verdict}; {figure.note} |"
    )


def _wait(wait: Latency) -> str:
    verdict = "✓" if wait.is_reached else "missed"
    return (
        f"| {wait.what} | {wait.median_seconds:.3f} | {wait.worst_seconds:.3f} | {wait.aim:g}"
        f" | {verdict}; {wait.note} |"
    )


if __name__ == "__main__":
    sys.exit(main())
