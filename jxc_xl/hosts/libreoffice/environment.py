"""What a LibreOffice that is started here finds in its environment."""

import os
import sys

_OURS = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
_SYSTEM_PROGRAMS = ("/usr/bin", "/bin")


def office_environment() -> dict[str, str]:
    """Our environment without what would mislead the Python inside LibreOffice.

    That one looks for its library beside the first ``python3`` of the path. With a virtual
    environment's or pyenv's there it does not start, and with it no extension that is written in
    Python: so the system's programs go first.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    if sys.platform not in ("win32", "darwin"):
        path = environment.get("PATH", os.defpath).split(os.pathsep)
        others = [folder for folder in path if folder not in _SYSTEM_PROGRAMS]
        environment["PATH"] = os.pathsep.join([*_SYSTEM_PROGRAMS, *others])
    return environment
