"""Excel that takes no orders: asked for a while, then said in words."""

import ast
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jxc_xl import macros
from jxc_xl.errors import CannotWork
from jxc_xl.hosts import failure_in_words
from jxc_xl.hosts.excel.errors import ExcelGone
from jxc_xl.hosts.excel.patience import ATTEMPTS, bound_waiting
from tests.hosts.files import make_shop
from tests.screen import patched, show

__all__ = ["patched"]

REJECTED = -2147418111
"""RPC_E_CALL_REJECTED: what Windows says while a cell is being edited."""


class com_error(Exception):  # noqa: N801 - pywin32's name
    """Stands in for the exception of pywin32, which is for Windows alone."""

    def __init__(self, hresult: int) -> None:
        super().__init__(hresult)
        self.hresult = hresult
        self.excepinfo = None


class Busy:
    """An object of Excel that refuses ``times`` orders."""

    def __init__(self, times: float = float("inf")) -> None:
        self.times = times
        self.asked = 0

    def _order(self) -> str:
        self.asked += 1
        if self.asked <= self.times:
            raise com_error(REJECTED)
        return "done"

    def __call__(self) -> str:
        return self._order()

    @property
    def order(self) -> str:
        """Read something."""
        return self._order()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What stands between xlwings and Excel, taken out of the installed xlwings' own source."""
    spec = find_spec("xlwings")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).with_name("_xlwindows.py").read_text(encoding="utf-8")
    module: Any = ModuleType("xlwindows_without_windows")
    module.pywintypes = ModuleType("pywintypes")
    module.pywintypes.com_error = com_error
    module.types = sys.modules["types"]
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(module, name, type(name, (), {}))
    wanted: list[ast.stmt] = [
        node
        for node in ast.parse(source).body
        if (isinstance(node, ast.ClassDef) and node.name.startswith(("COMRetry", "ExcelBusy")))
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "N_COM_ATTEMPTS")
    ]
    exec(compile(ast.Module(wanted, []), spec.origin, "exec"), vars(module))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    bound_waiting(module.__name__, is_windows=True)
    return module


def test_a_cell_that_is_never_left_ends_the_waiting(engine: Any) -> None:
    """Reading, writing, calling: each gives up, and it is said that Enter ends the editing."""
    wrapped: Any = engine.COMRetryObjectWrapper
    orders: list[Callable[[Busy], object]] = [
        lambda excel: wrapped(excel).order,
        lambda excel: wrapped(excel)(),
        lambda excel: engine.COMRetryMethodWrapper(excel)(),
    ]
    for order in orders:
        excel = Busy()
        with pytest.raises(com_error) as given_up:
            order(excel)
        assert excel.asked == ATTEMPTS
        assert isinstance(failure_in_words(given_up.value), ExcelGone)
    assert isinstance(failure_in_words(engine.ExcelBusyError()), ExcelGone)


def test_a_cell_that_is_left_in_time_is_waited_for(engine: Any) -> None:
    """Orders that were refused are repeated; with xlwings' own setting a call would be lost."""
    assert engine.COMRetryObjectWrapper(Busy(times=50)).order == "done"
    assert engine.COMRetryObjectWrapper(Busy(times=50))() == "done"
    engine.N_COM_ATTEMPTS = 0
    assert engine.COMRetryObjectWrapper(Busy(times=50))() is None


def test_elsewhere_nothing_is_touched() -> None:
    """Only Windows has the module."""
    bound_waiting("there.is.no.such.module", is_windows=False)


def test_where_not_even_a_dialog_can_be_shown_the_caller_hears_why(
    tmp_path: Path, patched: pytest.MonkeyPatch
) -> None:
    """One sentence that ends in what to do, for VBA to show; the details are in the log."""
    screen = show(make_shop(tmp_path / "shop.xlsx"), patched)
    patched.setenv("HOME", str(tmp_path))

    def refused(*_words: object) -> None:
        raise com_error(REJECTED)

    patched.setattr(type(screen.book.app.impl), "alert", refused)
    with pytest.raises(CannotWork) as told:
        macros.post()
    assert str(told.value) == f"{told.value.message} {told.value.hint}"
    assert "Enter" in str(told.value)
    assert "com_error" in (tmp_path / ".jxc" / "jxc.log").read_text(encoding="utf-8")
