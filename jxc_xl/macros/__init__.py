"""What the buttons do, the same in every host: short functions on the calling workbook.

A click says once what came of it: in the status bar, and in one dialog when something is wrong; the
cursor then stands where the first mistake is.  Whatever happens, the screen draws and the sheets
calculate afterwards as they did before, and nobody sees a traceback.

Each function returns what it said in the status bar.
"""

from jxc_xl.lean import lean_imports

with lean_imports():
    from jxc_xl.macros.analysis import plan, recompute, trend
    from jxc_xl.macros.control import close, put_back, reconcile, reopen, verify
    from jxc_xl.macros.counting import read_count, stocktake
    from jxc_xl.macros.entry import (
        add_masters,
        amend,
        check,
        close_order,
        fulfil,
        post,
        reverse,
        wrong,
    )
    from jxc_xl.macros.sheets import help, settings, stock
    from jxc_xl.macros.system import backup, import_rows, merge, restore

__all__ = [
    "add_masters", "amend", "backup", "check", "close", "close_order", "fulfil", "help",
    "import_rows", "merge", "plan", "post", "put_back", "read_count", "recompute", "reconcile",
    "reopen", "restore", "reverse", "settings", "stock", "stocktake", "trend", "verify",
    "wrong",
]  # fmt: skip
