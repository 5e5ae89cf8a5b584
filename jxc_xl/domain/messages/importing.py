"""Codes about files that are imported."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

ENTRIES: dict[str, Entry] = {
    "encoding_unknown": Entry(
        N_("This line is text in no encoding that is known (UTF-8, GBK, UTF-16)."),
        N_("Open the file in the program it came from and save it again as CSV UTF-8."),
    ),
    "encodings_mixed": Entry(
        N_(
            "This line is written in {here}, others in {there}: the file was put together from two."
        ),
        N_("Save both parts in the same encoding, best as CSV UTF-8, and put them together again."),
    ),
    "quote_open": Entry(
        N_("A quotation mark opens here and is not closed before the following lines."),
        N_('Close it, or take it out; two of them ("") stand for one inside a text.'),
    ),
    "no_headers": Entry(
        N_("No row with headers was found; needed are at least {columns}."),
        N_("Write headers above the columns, or say in a mapping file (--map) what they are."),
    ),
    "import_column_missing": Entry(
        N_("No column of the file is {missing}, which every row needs."),
        N_('Say in a mapping file (--map) where it comes from: {missing} = header, or = "text".'),
    ),
    "map_line": Entry(
        N_("“{text}” does not say where a column comes from."),
        N_("Write a column of ours, =, and a header of the file."),
    ),
    "map_column": Entry(
        N_("There is no column “{text}” in this table."),
        N_("It has {columns}."),
    ),
    "map_header": Entry(
        N_("The file has no header “{text}”."),
        N_("It has {columns}."),
    ),
    "column_not_taken": Entry(
        N_("The columns {columns} of the file have no place and are not taken."),
        N_("If one of them is needed, say in a mapping file (--map) where it belongs."),
        WARNING,
    ),
    "separator_differs": Entry(
        N_("The line “{text}” is not divided by the separator of the other lines."),
        N_("Write the same separator in every line."),
    ),
    "cells_too_many": Entry(
        N_("The line has {found} cells, the headers are {expected}."),
        N_("A text that contains the separator must stand in quotation marks."),
    ),
    "digits_lost": Entry(
        N_("{text} is a number that a spreadsheet has cut: its last digits are gone."),
        N_("Export it again with the column formatted as text."),
    ),
    "total_left_out": Entry(
        N_("“{text}” is a total, not a row; it is left out."),
        N_("Nothing is to be done."),
        WARNING,
    ),
    "headers_again": Entry(
        N_("The headers are repeated here; the line is left out."),
        N_("Nothing is to be done."),
        WARNING,
    ),
    "note_left_out": Entry(
        N_("Only one cell is filled (“{text}”); the line is left out."),
        N_("If it is a row, fill in the rest."),
        WARNING,
    ),
    "order_left_out": Entry(
        N_("The order is “{text}”: nothing was sold, the line is left out."),
        N_("Nothing is to be done."),
        WARNING,
    ),
    "paid_unclear": Entry(
        N_("{column} stands once for several articles, and they have no prices to divide it by."),
        N_("Export the unit prices too, or say in a mapping file which column they are."),
    ),
    "line_of_refused": Entry(
        N_("Another line of the same document is refused, so this one is, too."),
        N_("Correct the other line and import the file again: what is there is not brought twice."),
    ),
    "item_differs": Entry(
        N_(
            "{item} stands twice in the file: {column} is {first} in line {other_row}, {text} here."
        ),
        N_("Make both lines say the same, or give one of the two another code."),
    ),
    "import_differs": Entry(
        N_(
            "{item} is in row {other_row} of the sheet already, with {first} there and {text} here."
        ),
        N_("Change it in the sheet, or take the line out of the file; nothing is overwritten."),
    ),
    "import_again": Entry(
        N_("{n} lines are there already and are not brought again (lines {lines})."),
        N_("If they are new ones that only look the same, say --again."),
        WARNING,
    ),
}

OF_WORKBOOK = {"column_not_taken", "import_again", "import_differs"}
"""The codes that say something of the file and the workbook together."""
