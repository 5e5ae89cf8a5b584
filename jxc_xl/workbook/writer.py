"""The XlsxWriter worksheet of the template: the same, but each formula is prepared once."""

from typing import Any

from xlsxwriter.worksheet import Worksheet


class RepeatingSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A worksheet whose columns repeat one formula in thousands of rows.

    XlsxWriter looks for newer functions in every formula it is given, with thirty to a hundred
    regular expressions: four fifths of the time of building a workbook.  Should the method be
    renamed one day, building is slow again and nothing else changes.
    """

    def _prepare_formula(self, formula: str, *options: Any) -> Any:
        prepared: dict[tuple[Any, ...], Any] = self.__dict__.setdefault("_prepared", {})
        key = (formula, *options)
        if key not in prepared:
            prepared[key] = super()._prepare_formula(formula, *options)
        return prepared[key]
