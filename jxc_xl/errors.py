"""The exceptions of the project: wrong use and a broken environment, nothing else.

What is wrong with a clerk's row is never an exception but a ``Problem``, a value that stands beside
the row. An exception ends the command, and says so before anything was changed.
"""

from typing import ClassVar


class JxcError(Exception):
    """The command cannot go on, and the person can be told why in a sentence.

    ``message`` says what is wrong and where, ``hint`` what to do about it; both are rendered in the
    language in force when the exception is raised. ``exit_status`` is what the command ends with.
    Raise a subclass.
    """

    exit_status: ClassVar[int] = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class UsageError(JxcError):
    """The command was asked for something that makes no sense: a wrong option, an unknown number.

    Exit status 2. Asking again in the right way is all that is needed.
    """

    exit_status = 2


class CannotWork(JxcError):
    """The world is not as it must be: a file missing or locked, a ledger busy, a host not running.

    Exit status 3. Nothing was changed, and the same command works once the cause is out of the way.
    """

    exit_status = 3


class NotShown(CannotWork):
    """The documents are in the books, but the workbook could not be marked.

    The one failure after which something has changed: ``documents`` says what, as JSON would.
    """

    def __init__(self, message: str, hint: str, documents: list[dict[str, object]]) -> None:
        super().__init__(message, hint)
        self.documents = documents
