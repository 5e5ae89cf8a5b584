"""What must hold: every comparison is printed, and one that fails makes the run fail."""

from dataclasses import dataclass, field

_MOST_SHOWN = 10


@dataclass(slots=True)
class Checks:
    """The comparisons of one run."""

    failed: list[str] = field(default_factory=list)
    done: int = 0

    def equal(self, what: str, found: object, expected: object) -> None:
        """Note whether something found is what it must be."""
        self.done += 1
        if found == expected:
            print(f"  ok     {what}: {_short(found)}")
        else:
            self.failed.append(what)
            print(f"  WRONG  {what}: found {_short(found)}, expected {_short(expected)}")
            if isinstance(found, dict) and isinstance(expected, dict):
                _print_difference(found, expected)

    def at_most(self, what: str, found: float, limit: float) -> None:
        """Note whether something measured stays within a limit."""
        self.equal(f"{what} at most {limit:g} ({found:.4g})", found <= limit, True)


def _short(value: object) -> str:
    if isinstance(value, dict):
        return f"{len(value)} entries"
    return str(value)[:100]


def _print_difference(found: dict[object, object], expected: dict[object, object]) -> None:
    keys = [*dict.fromkeys([*found, *expected])]
    differing = [key for key in keys if found.get(key) != expected.get(key)]
    for key in differing[:_MOST_SHOWN]:
        print(f"           {key}: found {found.get(key)}, expected {expected.get(key)}")
    if len(differing) > _MOST_SHOWN:
        print(f"           and {len(differing) - _MOST_SHOWN} more")
