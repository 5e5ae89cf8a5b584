"""What a command did, as values: printed for people, dumped for machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from jxc_xl.domain.problems import Problem


@dataclass(slots=True)
class Report:
    """The outcome of a command.

    ``ok`` is False when something was refused or differs; warnings alone leave it True.
    ``summary`` are sentences for people, ``table`` (the headers first) is shown before them;
    ``extra`` goes into the JSON object as it is.
    """

    command: str
    ok: bool = True
    documents: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    table: list[tuple[str, ...]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def exit_status(self) -> int:
        """0 when all is done, 1 when something was refused or differs."""
        return 0 if self.ok else 1

    def as_json(self) -> dict[str, Any]:
        """The object that ``--json`` prints; decimals are strings, dates ISO."""
        return {
            "ok": self.ok,
            "command": self.command,
            "documents": _plain(self.documents),
            "problems": [problem._asdict() for problem in self.problems],
            **{key: _plain(value) for key, value in self.extra.items()},
        }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(entry) for entry in value]
    return value
