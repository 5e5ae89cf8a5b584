"""The worker: does what the buttons ask for, in this program's own Python.

It reads requests from its input, one JSON object a line, and answers each with one::

    {"macro": "post", "document": "7", "pipe": "jxc-1000-4711", "language": "zh"}
    {"ok": true}

``document`` is the number by which the office knows the document, ``pipe`` where the office
listens.  ``{"ok": false, "message": …}`` says why nothing could be done; what went wrong inside a
macro the macro has told the clerk itself.  The worker ends when its input does, that is, with the
office that started it.
"""

import json
import sys
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

from jxc_xl.buttons import BUTTONS
from jxc_xl.console import unexpected
from jxc_xl.errors import JxcError
from jxc_xl.i18n import set_language
from jxc_xl.lean import lean_imports

with lean_imports():
    from jxc_xl import macros

if TYPE_CHECKING:
    import xlwings as xw

_MACROS = {button.id: button.macro for button in BUTTONS}

FindBook = Callable[[str, str], "xw.Book"]
"""The open workbook of a pipe and a document number."""


def serve(requests: IO[str], answers: IO[str], find_book: FindBook) -> None:
    """Answer every request until there are no more."""
    say(answers, {"ready": True})
    for line in requests:
        say(answers, answer(json.loads(line), find_book))


def say(answers: IO[str], what: dict[str, Any]) -> None:
    """Write one line."""
    answers.write(json.dumps(what) + "\n")
    answers.flush()


def answer(request: dict[str, Any], find_book: FindBook) -> dict[str, Any]:
    """Run one macro; what to answer."""
    set_language(request["language"])
    try:
        run = getattr(macros, _MACROS[request["macro"]])
        find_book(request["pipe"], request["document"]).set_mock_caller()
        run()
    except JxcError as error:
        return {"ok": False, "message": f"{error.message}\n\n{error.hint}".strip()}
    except Exception as error:  # noqa: BLE001 - the clerk gets words, the log file the rest
        failure = unexpected(error)
        return {"ok": False, "message": f"{failure.message}\n\n{failure.hint}"}
    return {"ok": True}


def main() -> None:
    """Serve the office that started this process."""
    from jxc_xl.extension.offices import Offices

    answers = sys.stdout
    sys.stdout = sys.stderr  # whatever prints must not get among the answers
    serve(sys.stdin, answers, Offices().find_book)


if __name__ == "__main__":
    main()
