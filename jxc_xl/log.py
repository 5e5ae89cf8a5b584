"""The log file: where details go that no clerk should have to read."""

import tempfile
import traceback
from datetime import datetime
from pathlib import Path


def log_exception(error: BaseException) -> Path:
    """Append an exception with its traceback to the log; the file's path."""
    text = "".join(traceback.format_exception(error))
    entry = f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n{text}\n"
    for folder in (Path.home() / ".jxc", Path(tempfile.gettempdir())):
        path = folder / "jxc.log"
        try:
            folder.mkdir(exist_ok=True)
            with path.open("a", encoding="utf-8") as log:
                log.write(entry)
        except OSError:
            continue
        return path
    return Path()
