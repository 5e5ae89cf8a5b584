"""Run xlwings' suite on our engine, print the count by file, write docs/conformance.md."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

from tests.conformance.plugin import RESULTS
from tests.conformance.report import Outcome, render, summary
from tests.conformance.scope import FILES

_ROOT = Path(__file__).parents[2]
_PAGE = _ROOT / "docs" / "conformance.md"
_ROOM = _ROOT / "build" / "conformance"
# The suite speaks to pandas and polars as they were when it was written.
_WANTED = ("pytz", "matplotlib", "pillow", "polars<1", "pandas<2", "numpy<2")
_AT_MOST_SECONDS = 3600
_ENOUGH = 0.85


def main(suite: Path, names: list[str]) -> int:
    """Run the suite, or some of its files; 0 if enough of it passed and nothing is unexplained."""
    outcomes = run(suite, names or list(FILES))
    print(summary(outcomes))
    if names:
        return 0
    page, unexplained, share = render(outcomes)
    _PAGE.write_text(page, encoding="utf-8")
    for name in unexplained:
        print(f"no reason is given for {name}", file=sys.stderr)
    return int(bool(unexplained) or share < _ENOUGH)


def run(suite: Path, names: list[str]) -> list[Outcome]:
    """Run files of the suite in a copy of it, in a process of its own."""
    with tempfile.TemporaryDirectory() as room:
        copy = Path(room) / "xlwings_tests"  # it must not be called "tests", as ours are
        shutil.copytree(suite, copy)
        results = Path(room) / "results.json"
        command = [str(_python()), "-m", "pytest", "-q", "-p", "tests.conformance.plugin"]
        subprocess.run(
            [*command, "-c", str(copy / "pytest.ini"), *[str(copy / name) for name in names]],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(_ROOT), RESULTS: str(results)},
            check=False,
            timeout=_AT_MOST_SECONDS,
        )
        found = json.loads(results.read_text(encoding="utf-8"))
    return [Outcome(name.rpartition("xlwings_tests/")[2], *said) for name, said in found.items()]


def _python() -> Path:
    """An environment with what the suite imports besides; ours shows through."""
    python = _ROOM / "bin" / "python"
    if not python.exists():
        venv.create(_ROOM, with_pip=False)
        ours = sysconfig.get_path("purelib")
        theirs = sysconfig.get_path("purelib", "venv", {"base": str(_ROOM)})
        Path(theirs, "ours.pth").write_text(f"{ours}\n", encoding="utf-8")
        subprocess.run([python, "-m", "pip", "install", "-q", *_WANTED], check=True)
    return python


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
