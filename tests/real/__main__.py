"""Real trade through the whole path; ``make real DATA=folder``."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.real import counting_run, forecast_run, northwind_run, reorder_run, retail_run
from tests.real.checks import Checks

_DOCUMENT = Path("docs/real-data.md")
_NEEDED = (
    "northwind/products.csv", "northwind2010/inventory_transactions.csv", "online_retail.csv.gz",
)  # fmt: skip
_SHORT = 20_000


def main() -> int:
    """Run, print, and write the figures down; 1 when anything is not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.real", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the real data")
    parser.add_argument("--short", action="store_true", help="part of it; writes nothing")
    options = parser.parse_args()
    missing = [name for name in _NEEDED if not (options.data / name).exists()]
    if missing:
        print(f"no {', no '.join(missing)} in {options.data}", file=sys.stderr)
        return 1
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="jxc-real-") as folder:
        words = northwind_run.run(options.data, Path(folder), checks)
        words += ["", *reorder_run.run_classic(options.data, Path(folder), checks)]
        limit = _SHORT if options.short else None
        words += ["", *retail_run.run(options.data, Path(folder), checks, limit)]
        words += counting_run.run(Path(folder) / "retail.db", Path(folder), checks)
        if not options.short:
            words += ["", *forecast_run.run(options.data, checks)]
    if checks.failed:
        print(f"{len(checks.failed)} of {checks.done} comparisons failed", file=sys.stderr)
        return 1
    print(f"{checks.done} comparisons, all as they must be")
    if not options.short:
        head = [
            "# Real data",
            "Written by `make real DATA=folder`; what it compares must hold.",
            "",
        ]
        _DOCUMENT.write_text("\n".join([*head, *words, ""]), encoding="utf-8")
        print(f"written: {_DOCUMENT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
