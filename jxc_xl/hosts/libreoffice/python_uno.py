"""LibreOffice's bridge to Python, taken from where the distribution has it.

A virtual environment does not see the distribution's packages, and must not see all of them. Only
``uno`` and ``unohelper`` are loaded from there, and only where they are made for this very Python:
the compiled part would otherwise bring the process down.
"""

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from jxc_xl.hosts.libreoffice.errors import BridgeBroken, BridgeMissing, PythonDoesNotFit
from jxc_xl.hosts.libreoffice.installation import Installation, find_installation

_PACKAGES = (
    "/usr/lib/python3/dist-packages",  # Debian, Ubuntu
    "/usr/lib64/python3.*/site-packages",  # Fedora, openSUSE
    "/usr/lib/python3.*/site-packages",  # Arch
)


def load_uno() -> ModuleType:
    """Make ``import uno`` work in this process, and return the module.

    ``LibreOfficeMissing``, ``BridgeMissing``, ``BridgeBroken`` or ``PythonDoesNotFit`` say why not.
    """
    if "uno" in sys.modules:
        return sys.modules["uno"]
    installation = find_installation()
    check_python(installation)
    _prepare(installation.program)
    folder = uno_folder(installation)
    try:
        for name in ("uno", "unohelper"):
            if find_spec(name) is None:
                _load(name, folder / f"{name}.py")
        return _mended(import_module("uno"))
    except (ImportError, OSError) as error:
        raise BridgeBroken(str(error)) from error


def _mended(uno: ModuleType) -> ModuleType:
    """Let LibreOffice's exceptions pass through ``with``.

    Python notes on an exception where it came from, and ``contextlib`` sets that note anew. The
    bridge would hand it to LibreOffice, and the error of that would take the exception's place.
    """
    hand_over = uno._uno_struct__setattr__

    def set_attribute(target: object, name: str, value: object) -> None:
        if isinstance(target, BaseException) and name.startswith("__"):
            BaseException.__setattr__(target, name, value)
        else:
            hand_over(target, name, value)

    vars(uno)["_uno_struct__setattr__"] = set_attribute
    return uno


def check_python(installation: Installation) -> None:
    """Raise ``PythonDoesNotFit`` unless the bridge is made for the Python that runs."""
    wanted = installation.python
    if wanted is not None and wanted != f"{sys.version_info.major}.{sys.version_info.minor}":
        raise PythonDoesNotFit(wanted)


def uno_folder(installation: Installation) -> Path:
    """The folder with ``uno.py``: this environment's, LibreOffice's own or the distribution's."""
    spec = find_spec("uno")
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent
    for folder in _folders(installation.program):
        if (folder / "uno.py").is_file():
            return folder
    raise BridgeMissing


def _folders(program: Path) -> Iterator[Path]:
    yield program
    yield program.parent / "Resources"
    for pattern in _PACKAGES:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)


def _prepare(program: Path) -> None:
    """Say where LibreOffice's own libraries are; a distribution's ``uno`` says so itself."""
    settings = program / ("fundamental.ini" if sys.platform == "win32" else "fundamentalrc")
    os.environ.setdefault("URE_BOOTSTRAP", f"vnd.sun.star.pathname:{settings}")
    if str(program) not in sys.path:
        sys.path.append(str(program))
    if sys.platform == "win32":
        os.add_dll_directory(str(program))


def _load(name: str, file: Path) -> None:
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise BridgeMissing
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
