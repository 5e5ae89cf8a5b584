"""The sentences of the functions, and their language.

There is no gettext inside LibreOffice: the texts that are shown there are put in by the build, for
each language, and the host says which of them to use.  Without that they are English.
"""

from __future__ import annotations

from typing import Mapping

_in_force: dict[str, str] = {}


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Mark ``message`` for the catalogue and return it as it is."""
    return message


def speak(texts: Mapping[str, str]) -> None:
    """Show these texts from now on: each message with its translation."""
    _in_force.clear()
    _in_force.update(texts)


def say(message: str, **values: object) -> str:
    """Return a message in the language in force, filled in."""
    return _in_force.get(message, message).format(**values)


ITEM_UNKNOWN = N_("The ledger has no item {text}. A new item is there after the first posting.")
ITEM_AMBIGUOUS = N_("{text} may be several items: {candidates}. Write the code.")
WAREHOUSE_UNKNOWN = N_("The ledger has no warehouse {text}.")
WAREHOUSE_AMBIGUOUS = N_("{text} may be several warehouses: {candidates}. Write the code.")
CUSTOMER_UNKNOWN = N_("The ledger has no customer {text}.")
CUSTOMER_AMBIGUOUS = N_("{text} may be several customers: {candidates}. Write the code.")
PLACE_UNKNOWN = N_("The ledger has no warehouse and no customer {text}.")
DATE_UNREADABLE = N_("{text} is not a date. Write it like 2026-03-05, or name a cell with a date.")
NO_STOCK = N_("There is no stock, so there is no unit cost.")
NEVER_BOUGHT = N_("It was not bought at a price up to then, so there is no purchase price.")
NEVER_SOLD = N_("This customer did not buy it up to then, so there is no sale price.")
NOT_PLANNED = N_("The last recompute did not know it yet. Recompute, then it is there.")
DAYS_CROSSED = N_("The first day {first} is after the last day {last}.")
ONE_CELL = N_("This function takes one item, one warehouse and one date, not a range.")
SHAPES_DIFFER = N_("The ranges differ in size.")
LEDGER_MISSING = N_("The ledger {path} is not there.")
LEDGER_UNREADABLE = N_("The ledger {path} cannot be read ({error}).")
LEDGER_FOREIGN = N_("{path} is the ledger of another workbook.")
LEDGER_NOWHERE = N_("No ledger belongs to this workbook; only a saved master workbook has one.")
NO_SQLITE = N_("The Python of this program cannot read ledgers: it has no sqlite3.")

MESSAGES = tuple(
    text for name, text in sorted(globals().items()) if name.isupper() and isinstance(text, str)
)
"""Every sentence that JXC.HINT may say."""
