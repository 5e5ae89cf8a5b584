# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""Running LibreOffices as xlwings' apps, and their documents as its books."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from xlwings import base_classes

from jxc_xl.hosts.libreoffice.engine.books import Books
from jxc_xl.hosts.libreoffice.engine.bridge import enum
from jxc_xl.hosts.libreoffice.engine.sheets import range_of

_keys = count(1)
_BUTTONS = {None: 1, "ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_BOXES = {None: "MESSAGEBOX", "info": "INFOBOX", "critical": "ERRORBOX"}
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}

Stop = Callable[[], None]
Start = Callable[[], tuple[Any, Stop]]


class Apps(base_classes.Apps):
    """The offices that the engine speaks to: those it was attached to, and those it started.

    ``start`` starts an office and returns its component context and what ends it; without it,
    there are no new ones.
    """

    start: Start | None = None

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self._apps: dict[int, App] = {}

    def attach(self, context: Any, stop: Stop | None = None) -> "App":
        """Take an office by its component context; ``stop`` is called by ``quit`` and ``kill``."""
        app = App(self, context, stop)
        self._apps = {app.pid: app, **self._apps}
        return app

    def add(
        self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None
    ) -> Any:
        del spec, xl
        if self.start is None:
            raise NotImplementedError("starting an office: nothing was said of how")
        app = self.attach(*self.start())
        if visible is not None:
            app.visible = visible
        if add_book is not False:
            app.books.add()
        return app

    def to_front(self, app: "App") -> None:
        self._apps = {app.pid: app, **self._apps}

    def forget(self, app: "App") -> None:
        self._apps.pop(app.pid, None)

    def keys(self) -> list[int]:
        return list(self._apps)

    @staticmethod
    def cleanup() -> None:
        """Nothing stays behind that was not started by somebody who ends it."""

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self._apps.values()))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> Any:
        return self._apps[pid]


class App(base_classes.App):
    """A running LibreOffice.

    ``pid`` is a number of this process's own, not the system's. ``display_alerts`` and
    ``enable_events`` may be set and do nothing: what is done through the interface neither asks nor
    runs macros. ``version`` is that of the Excel whose ways the engine has, as xlwings needs it.
    """

    display_alerts = True
    enable_events = True
    version = "16.0"
    pid: int = 0
    books: Any = None

    def __init__(self, apps: Apps, context: Any, stop: Stop | None) -> None:
        self.apps = apps
        self.context = context
        self.pid = next(_keys)
        self._stop = stop
        self._visible = True
        self._interactive = True
        self._status: Any = False
        self._indicator: Any = None
        self._locked: list[Any] | None = None
        self._calculation = "automatic"
        self._paused: list[Any] | None = None
        self.copied: Any = None
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.books = Books(self)

    @property
    def engine(self) -> Any:
        return self.apps.engine

    @property
    def api(self) -> Any:
        return self.desktop

    def service(self, name: str) -> Any:
        """Make an object of the office."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    # state

    @property
    def visible(self) -> Any:
        return self._visible

    @visible.setter
    def visible(self, value: Any) -> None:
        self._visible = bool(value)
        for book in self.books:
            book.show(self._visible)

    @property
    def screen_updating(self) -> Any:
        return self._locked is None

    @screen_updating.setter
    def screen_updating(self, value: Any) -> None:
        if value and self._locked is not None:
            for model in self._locked:
                model.unlockControllers()
            self._locked = None
        elif not value and self._locked is None:
            self._locked = self._models()
            for model in self._locked:
                model.lockControllers()

    def _models(self) -> list[Any]:
        """The open documents; while the screen stands still, those that it stands still for."""
        if self._locked is not None:
            return self._locked
        return [book.document.model for book in self.books]

    @property
    def interactive(self) -> Any:
        return self._interactive

    @interactive.setter
    def interactive(self, value: Any) -> None:
        self._interactive = bool(value)
        for book in self.books:
            book.window.setEnable(self._interactive)

    @property
    def calculation(self) -> Any:
        if self._calculation != "manual" and self.books.calculate_by_hand():
            return "manual"
        return self._calculation

    @calculation.setter
    def calculation(self, value: Any) -> None:
        if value not in ("automatic", "manual", "semiautomatic"):
            raise ValueError(f"calculation is not {value!r}")
        if value == "manual":
            self._pause()
            return
        self._calculation = value
        paused, self._paused = self._paused, None
        for model in self._models() if paused is None else paused:
            model.enableAutomaticCalculation(True)

    def _pause(self) -> None:
        """Let what calculates by itself stop; what does not anyway is not started afterwards."""
        models = self._models()
        running = [model for model in models if model.isAutomaticCalculationEnabled()]
        if running or not models:
            self._calculation = "manual"
            self._paused = [*(self._paused or []), *running]
        for model in running:
            model.enableAutomaticCalculation(False)

    def join(self, model: Any) -> None:
        """Let a document that was just opened calculate as the others do."""
        if self._calculation == "manual" and model.isAutomaticCalculationEnabled():
            self._paused = [*(self._paused or []), model]
            model.enableAutomaticCalculation(False)

    def calculate(self) -> None:
        for model in self._models():
            model.calculate()

    @property
    def status_bar(self) -> Any:
        return self._status

    @status_bar.setter
    def status_bar(self, value: Any) -> None:
        if self._indicator is not None:
            self._indicator.end()
            self._indicator = None
        self._status = value if isinstance(value, str) else False
        if self._status is not False and len(self.books):
            controller = self.books.active.controller
            self._indicator = controller.getStatusIndicator() if controller else None
            if self._indicator is not None:
                self._indicator.start(self._status, 0)

    @property
    def cut_copy_mode(self) -> Any:
        return None if self.copied is None else "copy"

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: Any) -> None:
        if value:
            raise ValueError("cut_copy_mode can be set to False only")
        self.copied = None

    @property
    def selection(self) -> Any:
        book = self.books.active
        selected = book.document.model.getCurrentSelection()
        return range_of(book, selected)

    @property
    def path(self) -> str:
        place = self.service("com.sun.star.util.PathSubstitution").getSubstituteVariableValue(
            "$(prog)"
        )
        return str(self.books.path_of(place))

    # acting

    def activate(self, steal_focus: bool = False) -> None:
        self.apps.to_front(self)
        if len(self.books) and steal_focus:
            self.books.active.window.setFocus()

    def alert(self, prompt: Any, title: Any, buttons: Any, mode: Any, callback: Any) -> Any:
        if callback is not None:
            raise NotImplementedError("callbacks of alerts")
        window = self.books.active.window
        box = window.getToolkit().createMessageBox(
            window,
            enum("awt.MessageBoxType", _box(mode, buttons)),
            _BUTTONS[buttons],
            "" if title is None else str(title),
            "" if prompt is None else str(prompt),
        )
        answer = _ANSWERS[box.execute()]
        box.dispose()
        return answer

    def quit(self) -> None:
        self.apps.forget(self)
        if self._stop is not None:
            self._stop()
            return
        for book in self.books:
            book.close()
        self.desktop.terminate()

    def kill(self) -> None:
        if self._stop is None:
            raise NotImplementedError("ending an office that others started")
        self.apps.forget(self)
        self._stop()


def _box(mode: Any, buttons: Any) -> str:
    """The kind of a message box; one for information has a single button, whatever is asked for."""
    return "QUERYBOX" if mode == "info" and _BUTTONS[buttons] != _BUTTONS["ok"] else _BOXES[mode]
