"""Every sheet of the master workbook, its columns declared once."""

from jxc_xl.domain.tables.analysis import ANALYSIS_TABLES
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from jxc_xl.domain.tables.masters import MASTER_TABLES
from jxc_xl.domain.tables.results import RESULT_TABLES
from jxc_xl.domain.tables.settings import SETTINGS
from jxc_xl.domain.tables.trend import TREND_TABLES

ALL_TABLES: tuple[Table, ...] = (
    *ENTRY_TABLES,
    *RESULT_TABLES,
    *ANALYSIS_TABLES,
    *TREND_TABLES,
    *MASTER_TABLES,
    SETTINGS,
)
"""All tables in the order of their sheets; 首页 stands before them, 说明 after."""

SHEETS: tuple[str, ...] = tuple(dict.fromkeys(table.sheet for table in ALL_TABLES))
"""The sheets they stand on; 经营分析 and 走势 have several, every other sheet one."""

_BY_NAME = {table.name: table for table in ALL_TABLES}


def table_named(name: str) -> Table:
    """The table called ``name``; ``KeyError`` when there is none."""
    return _BY_NAME[name]
