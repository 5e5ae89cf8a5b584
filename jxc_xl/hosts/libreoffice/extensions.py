"""Installing an extension into the user's LibreOffice, which also works for root.

``unopkg`` refuses root, and cannot work while LibreOffice runs; over UNO neither matters.
"""

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from jxc_xl.hosts.libreoffice.errors import ExtensionRefused
from jxc_xl.hosts.libreoffice.python_uno import load_uno

_FOR_THE_USER = "user"


def install(context: Any, package: Path, identifier: str) -> None:
    """Install a package, in the place of another version of it; ``ExtensionRefused`` says why not.

    Nothing of a package that is refused stays behind.
    ``context`` is the component context of the LibreOffice with the user's profile.
    """
    uno = load_uno()
    try:
        _extensions(context).addExtension(
            package.as_uri(), (), _FOR_THE_USER, None, _approving(uno)
        )
    except uno.getClass("com.sun.star.uno.Exception") as error:
        with suppress(ExtensionRefused):
            remove(context, identifier, package.name)
        raise ExtensionRefused(_reason(error)) from error


def remove(context: Any, identifier: str, file_name: str) -> None:
    """Take out an extension by its identifier and the name of the file that it came in."""
    uno = load_uno()
    try:
        _extensions(context).removeExtension(
            identifier, file_name, _FOR_THE_USER, None, _approving(uno)
        )
    except uno.getClass("com.sun.star.uno.Exception") as error:
        raise ExtensionRefused(_reason(error)) from error


def _extensions(context: Any) -> Any:
    return context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")


def _approving(uno: Any) -> Any:
    """An environment that says yes to whatever is asked: to replace an older version, mainly."""
    base = import_module("unohelper").Base
    approve = uno.getTypeByName("com.sun.star.task.XInteractionApprove")

    def handle(_self: Any, request: Any) -> None:
        for continuation in request.getContinuations():
            if continuation.queryInterface(approve) is not None:
                continuation.select()
                return

    bases = (
        base,
        uno.getClass("com.sun.star.ucb.XCommandEnvironment"),
        uno.getClass("com.sun.star.task.XInteractionHandler"),
    )
    methods = {
        "getInteractionHandler": lambda self: self,
        "getProgressHandler": lambda _self: None,
        "handle": handle,
    }
    return type("Approving", bases, methods)()


def _reason(error: Any) -> str:
    """What LibreOffice says, with the cause that it wraps, in one line."""
    said = [str(error.Message)]
    cause = getattr(error, "Cause", None)
    if cause is not None:
        said.append(str(getattr(cause, "Message", cause)))
    return " ".join(" ".join(said).split()).rstrip(".")
