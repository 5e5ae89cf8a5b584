"""What is asked of LibreOffice: settings, documents, messages, pipes."""

from __future__ import annotations

import json
import os
from getpass import getuser
from pathlib import Path
from typing import Any

import unohelper
from com.sun.star.awt.MessageBoxButtons import BUTTONS_OK
from com.sun.star.awt.MessageBoxType import ERRORBOX
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import ConnectionSetupException, NoConnectException
from com.sun.star.util import URL

_EXTENSION = "jxc-xl.extension"
_MARK = "jxc_layout"
"""The defined name that every master workbook has."""


class Office:
    """The running LibreOffice; ``context`` is what it gives to every component."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._words: dict[str, dict[str, str]] | None = None
        self._acceptors: dict[str, Any] = {}

    def service(self, name: str, *arguments: Any) -> Any:
        """One of LibreOffice's services."""
        manager = self._context.ServiceManager
        if arguments:
            return manager.createInstanceWithArgumentsAndContext(name, arguments, self._context)
        return manager.createInstanceWithContext(name, self._context)

    def singleton(self, name: str) -> Any:
        """One of the things of which LibreOffice has one."""
        return self._context.getValueByName("/singletons/" + name)

    @property
    def desktop(self) -> Any:
        """Where all windows are."""
        return self.singleton("com.sun.star.frame.theDesktop")

    def current_document(self, frame: Any) -> Any:
        """The document in a window."""
        return frame.getController().getModel()

    def text(self, key: str, **values: Any) -> str:
        """One of the extension's sentences, in the language in force."""
        if self._words is None:
            self._words = self.file("words.json")
        return self._words[self.language()][key].format(**values)

    def language(self) -> str:
        """``zh`` where LibreOffice itself speaks Chinese, else ``en``; ``JXC_LANG`` may say."""
        said = os.environ.get("JXC_LANG")
        if said in ("zh", "en"):
            return said
        node = PropertyValue("nodepath", 0, "/org.openoffice.Setup/L10N", 0)
        provider = self.singleton("com.sun.star.configuration.theDefaultProvider")
        access = "com.sun.star.configuration.ConfigurationAccess"
        locale = provider.createInstanceWithArguments(access, (node,)).ooLocale
        return "zh" if str(locale).startswith("zh") else "en"

    def file(self, name: str) -> Any:
        """What one of the extension's JSON files says."""
        packages = self.singleton("com.sun.star.deployment.PackageInformationProvider")
        folder = Path(unohelper.fileUrlToSystemPath(packages.getPackageLocation(_EXTENSION)))
        return json.loads((folder / name).read_text(encoding="utf-8"))

    def log(self) -> Path:
        """The file that takes what the worker complains of."""
        return Path.home() / ".jxc" / "worker.log"

    def pipe(self) -> str:
        """Open this office to the worker, if it is not yet; the name of the pipe.

        The public name is the same for all offices of a user, and the first one has it; the worker
        gets one that no other office can have.
        """
        user = os.getuid() if hasattr(os, "getuid") else getuser()
        public = os.environ.get("JXC_PIPE") or f"jxc-{user}"
        own = f"{public}-{os.getpid()}"
        for name in (public, own):
            if name not in self._acceptors and not self._is_taken(name):
                accept = f"pipe,name={name};urp;StarOffice.ComponentContext"
                acceptor = self.service("com.sun.star.office.Acceptor")
                acceptor.initialize((accept, True))
                self._acceptors[name] = acceptor
        return own

    def _is_taken(self, name: str) -> bool:
        """Whether somebody listens on a pipe, be it this office by an option of its start.

        A second acceptor would knock at the first one's pipe for ever, without a pause, and the two
        would wait for each other when the office ends.
        """
        try:
            connection = self.service("com.sun.star.connection.Connector").connect(
                "pipe,name=" + name
            )
        except (NoConnectException, ConnectionSetupException):
            return False
        connection.close()
        return True

    def close_pipes(self) -> None:
        """Let nobody in any more."""
        while self._acceptors:
            self._acceptors.popitem()[1].dispose()

    def end_typing(self, frame: Any) -> None:
        """Take over what is being typed into a cell: it would be overlooked, and overwrite later.

        Only in the main thread is it in the cell when this returns.
        """
        url = URL()
        url.Complete = ".uno:AcceptFormula"
        url = self.service("com.sun.star.util.URLTransformer").parseStrict(url)[1]
        dispatcher = frame.queryDispatch(url, "_self", 0)
        if dispatcher is not None:
            dispatcher.dispatch(url, (PropertyValue("SynchronMode", 0, True, 0),))

    def show_error(self, frame: Any, message: str) -> None:
        """Show a message and wait until it is read; never to be called from the main thread."""
        title = self.text("title")
        toolkit = self.service("com.sun.star.awt.Toolkit")
        window = frame.getContainerWindow()
        box = toolkit.createMessageBox(window, ERRORBOX, BUTTONS_OK, title, message)
        box.execute()
        box.dispose()

    def release(self, document: Any) -> None:
        """Undo what a worker may have left behind that ended in the middle: no drawing, no sums."""
        while document.hasControllersLocked():
            document.unlockControllers()
        document.resetActionLocks()
        document.enableAutomaticCalculation(True)


def is_master_workbook(document: Any) -> bool:
    """Whether a document is a workbook of this program."""
    names = getattr(document, "NamedRanges", None)
    return names is not None and bool(names.hasByName(_MARK))
