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


REASONS: dict[str, Reason] = {}
"""By the test's name within the suite, as in ``test_app.py::TestApp::test_macro``."""
