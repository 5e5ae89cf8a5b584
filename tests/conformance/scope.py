"""Which tests of xlwings' suite concern an engine, and why the others do not."""

from typing import NamedTuple

FILES = (
    "test_app.py",
    "test_active.py",
    "test_book.py",
    "test_sheet.py",
    "test_range.py",
    "test_names.py",
    "test_table.py",
    "test_conversion.py",
    "test_converter_json.py",
    "test_font.py",
    "test_ndim.py",
    "test_chunking.py",
    "test_fileformats.py",
    "test_shape.py",
    "test_characters.py",
    "test_polars.py",
)
"""The files that run on whichever engine is active."""

OTHER_FILES = {
    "test_async_load.py": "xlwings PRO: the remote engine",
    "test_caller.py": "xlwings PRO: callers of custom functions",
    "test_custom_functions_officejs.py": "xlwings PRO: custom functions of Office.js",
    "test_custom_scripts_call.py": "xlwings PRO: custom scripts",
    "test_e2e.py": "xlwings PRO: installers and licence keys",
    "test_jsnull.py": "xlwings PRO: the remote engine in a browser",
    "test_markdown.py": "xlwings PRO: Markdown",
    "test_object_handles.py": "xlwings PRO: object handles",
    "test_streaming_callback.py": "xlwings PRO: streaming functions",
    "test_streaming_lifecycle.py": "xlwings PRO: streaming functions",
    "test_engines": "xlwings PRO: the engines calamine and remote",
    "reports": "xlwings PRO: reports",
    "restapi": "the REST server of xlwings, which needs Flask and Excel",
    "udfs": "worksheet functions of the VBA add-in",
    "pandas_excel_files_quick_test.py": "xlwings PRO: a script for the engine calamine",
}
"""What is left out whole: it never reaches the active engine."""


class Reason(NamedTuple):
    """Why a test does not pass; ``applicable`` where that is the engine's or Calc's doing."""

    applicable: bool
    text: str


_MACROS = Reason(
    False,
    "calls VBA macros that the workbook brings along: what is opened through the engine runs none",
)
_ARGUMENTS = Reason(False, "xlwings 0.37.8 itself refuses the call: `Range.insert()` wants `shift`")
_PLOTLY = Reason(False, "makes its picture with plotly, which needs a browser")
_FREQUENCY = Reason(
    False, "pandas compares the frequency of an index since 1.1, and cells hold none"
)
_NO_FILTER = Reason(True, "LibreOffice cannot write this format")
_NO_STYLES = Reason(True, "tables have no styles in LibreOffice 7.4")
_NO_CHARTS = Reason(True, "charts are not written")


def _each(reason: Reason, *names: str) -> dict[str, Reason]:
    return dict.fromkeys(names, reason)


REASONS: dict[str, Reason] = {
    **_each(_MACROS, "test_app.py::TestApp::test_macro", "test_book.py::TestBook::test_macro"),
    **_each(
        _ARGUMENTS,
        "test_range.py::TestRangeAttributes::test_insert_cell",
        "test_range.py::TestRangeAttributes::test_insert_column",
        "test_range.py::TestRangeAttributes::test_insert_row",
    ),
    **_each(
        _PLOTLY,
        "test_shape.py::TestPlotly::test_add_no_name",
        "test_shape.py::TestPlotly::test_add_with_name",
    ),
    **_each(
        _NO_FILTER,
        *(
            f"test_fileformats.py::{test}[{name}{suffix}]"
            for test, name in (
                ("test_save_new_book_no_path", "tempfile"),
                ("test_save_new_book_with_path", "tempfile2"),
                ("test_save_existing_book_no_path", "tempfile3"),
                ("test_save_existing_book_with_path", "tempfile4"),
            )
            for suffix in (".xla", ".xlsb", ".xltm")
        ),
    ),
    **_each(
        _NO_STYLES,
        *(
            f"test_table.py::TestTable::{test}"
            for test in (
                "test_table_style",
                "test_show_table_style_columns_stripes",
                "test_show_table_style_first_column",
                "test_show_table_style_last_column",
                "test_show_table_style_row_stripes",
            )
        ),
    ),
    **_each(
        _NO_CHARTS,
        "test_shape.py::TestChart::test_count",
        "test_shape.py::TestChart::test_len",
        "test_shape.py::TestCharts::test_add_properties",
    ),
    **_each(
        _FREQUENCY,
        "test_conversion.py::TestPandas::test_dataframe_dateindex",
        "test_conversion.py::TestPandas::test_timeseries_1",
    ),
    "test_range.py::TestCellErrors::test_cell_errors_str": Reason(
        True, "an intersection of nothing is `#REF!` in LibreOffice 7.4, not `#NULL!`"
    ),
    "test_range.py::TestRangeAttributes::test_formula2": Reason(
        True, "LibreOffice 7.4 has neither dynamic arrays nor UNIQUE"
    ),
    "test_range.py::TestRangeExpansion::test_copy_picture": Reason(
        True, "pictures of cells on the clipboard are not written"
    ),
}
"""By the test's name within the suite, as in ``test_app.py::TestApp::test_macro``."""
