"""Every button of the program, declared once.

The toolbar and menu of LibreOffice, the ribbon of Excel, the sheet 首页 and the manual all come
from here.  A new service gets its button by one more entry and a function of the macro's name in
:mod:`jxc_xl.macros`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from jxc_xl.i18n import N_, Language, translate

TITLE: Final = N_("Trade and stock")
"""The title of the tab, the toolbar and the menu."""


class Group(Enum):
    """The groups of buttons, in the order in which they stand; the value is the title."""

    DOCUMENTS = N_("Documents")
    CONTROL = N_("Reconcile and count")
    ANALYSIS = N_("Analysis")
    SYSTEM = N_("System")


@dataclass(frozen=True, slots=True)
class Button:
    """One button.

    ``id`` never changes: toolbars that users arranged refer to it, and the icon is named after
    it.  ``label``, ``tip`` (the screentip: one line saying what happens) and ``teaching`` (the
    supertip: when to press it, what it does and what it does not do) are English and marked for
    translation.  ``image_mso`` is the icon among Excel's own, ``macro`` the function of
    :mod:`jxc_xl.macros`, ``keytip`` at most three letters.  ``shortcut`` is a key pressed together
    with Ctrl and Alt, ``command`` the ``jxc`` command that does the same on a closed workbook;
    both may be empty.
    """

    id: str
    group: Group
    label: str
    tip: str
    teaching: str
    image_mso: str
    macro: str
    keytip: str
    shortcut: str = ""
    command: str = ""

    def label_in(self, language: Language) -> str:
        """The words on the button."""
        return translate(self.label, language)

    def tip_in(self, language: Language) -> str:
        """The screentip."""
        return translate(self.tip, language)

    def teaching_in(self, language: Language) -> str:
        """The supertip."""
        return translate(self.teaching, language)


BUTTONS: Final = (
    Button(
        "check",
        Group.DOCUMENTS,
        N_("Check"),
        N_("Look for mistakes, post nothing"),
        N_(
            "Checks every row that is not posted. Wrong cells turn red and 提示 says what to do."
            " Nothing goes into the books."
        ),
        "DataValidation",
        "check",
        "J",
        shortcut="J",
        command="check",
    ),
    Button(
        "post",
        Group.DOCUMENTS,
        N_("Post"),
        N_("Check the rows and put the good ones into the books"),
        N_(
            "Documents without a mistake go into the books and turn green; the others stay as they"
            " are, with the reason beside them. Pressing it again never posts anything twice."
        ),
        "AccountingFormat",
        "post",
        "G",
        shortcut="G",
        command="post",
    ),
    Button(
        "wrong",
        Group.DOCUMENTS,
        N_("Only mistakes"),
        N_("Show only the rows with mistakes, or all again"),
        N_(
            "Hides every row of this sheet that is in order, so that those marked 有误 stand"
            " together. Press it again to see all rows."
        ),
        "Filter",
        "wrong",
        "Y",
    ),
    Button(
        "add_masters",
        Group.DOCUMENTS,
        N_("Add unknown"),
        N_("Make unknown items and partners known"),
        N_(
            "Lists every item, supplier and customer that your rows name and that no sheet has. If"
            " you agree they are added as 待完善; fill in what is missing later. It posts nothing."
        ),
        "RecordsAddFromOutlook",
        "add_masters",
        "X",
        command="add-masters",
    ),
    Button(
        "reverse",
        Group.DOCUMENTS,
        N_("Reverse"),
        N_("Take back the posted documents of the selected rows"),
        N_(
            "Select rows of posted documents first. Each document is cancelled by its opposite, at"
            " its own date; nothing is deleted. You are asked before it happens."
        ),
        "Undo",
        "reverse",
        "C",
        command="reverse",
    ),
    Button(
        "amend",
        Group.DOCUMENTS,
        N_("Correct"),
        N_("Put what you changed in posted rows into the books"),
        N_(
            "Change what is wrong in rows that are posted, select them and press this. A document"
            " is reversed and posted again as its rows say, at its place in the day, both at once;"
            " the rows get the new number. What cannot go is refused and said, and nothing changes."
        ),
        "ReviewAcceptChange",
        "amend",
        "U",
        command="amend",
    ),
    Button(
        "fulfil",
        Group.DOCUMENTS,
        N_("Fetch order"),
        N_("Turn what is open of the selected orders into rows"),
        N_(
            "Select rows of posted orders first, here or on 订单跟踪. What has not come or not been"
            " delivered is written below as 草稿, with the order in 关联单据. Nothing is posted."
        ),
        "SheetRowsInsert",
        "fulfil",
        "N",
        command="fulfil",
    ),
    Button(
        "close_order",
        Group.DOCUMENTS,
        N_("Close order"),
        N_("End what is still open of the selected orders"),
        N_(
            "For what will not come or be wanted any more. Select rows of posted orders first, here"
            " or on 订单跟踪. What was delivered stays. You are asked before it happens."
        ),
        "FileClose",
        "close_order",
        "E",
        command="close-order",
    ),
    Button(
        "verify",
        Group.CONTROL,
        N_("Verify books"),
        N_("Recalculate the books from nothing and compare to the fen"),
        N_(
            "Replays every document since the first, compares stock and cost to the fen, and checks"
            " that nobody changed the ledger behind the program's back. It changes nothing."
        ),
        "ReviewProtectWorkbook",
        "verify",
        "Z",
        command="verify",
    ),
    Button(
        "reconcile",
        Group.CONTROL,
        N_("Reconcile"),
        N_("Find where the sheets and the books differ"),
        N_(
            "Compares every row with the ledger, and the ledger with itself: rows that were"
            " changed, deleted, copied or never posted, lost formulas. The sheet 账表核对 lists"
            " them and says what to do. Your entries stay as they are."
        ),
        "CompareAndMergeWorkbooks",
        "reconcile",
        "D",
        command="reconcile",
    ),
    Button(
        "put_back",
        Group.CONTROL,
        N_("Put back"),
        N_("Write what was posted back into the rows"),
        N_(
            "Rows that no longer say what was posted get their posted values, deleted rows and lost"
            " formulas come back. What you changed in posted rows is lost, so you are asked before."
            " To change the books themselves, use 更正."
        ),
        "RecordsRefreshRecords",
        "put_back",
        "H",
        command="reconcile",
    ),
    Button(
        "stocktake",
        Group.CONTROL,
        N_("Count sheets"),
        N_("Make the sheets on which goods are counted"),
        N_(
            "Makes a workbook beside this one, with a sheet for each warehouse in the order of the"
            " shelves, to be printed or filled in. You are asked whether those who count may see"
            " what the books have. It posts nothing; the month cannot be closed until it is"
            " counted."
        ),
        "PrintAreaMenu",
        "stocktake",
        "P",
        command="stocktake",
    ),
    Button(
        "read_count",
        Group.CONTROL,
        N_("Read count"),
        N_("Read counted sheets, see the differences, post them"),
        N_(
            "Choose the files that came back; several may be parts of one stocktake. Mistakes are"
            " said with their cells. You see surplus and loss, what they are worth and where to"
            " look for the cause, and are asked before anything is posted. 盘点结果 has all lines."
        ),
        "ReviewTrackChanges",
        "read_count",
        "Q",
        command="count",
    ),
    Button(
        "close",
        Group.CONTROL,
        N_("Close month"),
        N_("Lock the next month, after a backup"),
        N_(
            "The month after the last closed one takes no more documents and its figures stay as"
            " they are. Rows that are not posted and negative stock stand in the way. You are asked"
            " before it happens."
        ),
        "Lock",
        "close",
        "M",
        command="close",
    ),
    Button(
        "reopen",
        Group.CONTROL,
        N_("Reopen month"),
        N_("Unlock the last closed month"),
        N_(
            "The last closed month takes documents again, until it is closed once more. What was"
            " closed before, and by whom, stays in the books. You are asked before it happens."
        ),
        "ReviewAllowUsersToEditRanges",
        "reopen",
        "F",
        command="reopen",
    ),
    Button(
        "recompute",
        Group.ANALYSIS,
        N_("Recompute"),
        N_("Fill alerts, ABC, reorder proposals and the dashboard anew"),
        N_(
            "Reckons every result sheet from the books, with what 设置 says now: stock, alerts,"
            " ABC, what to buy, what does not sell, suppliers, and the figures of 首页. The books"
            " stay as they are."
        ),
        "CalculateNow",
        "recompute",
        "V",
        shortcut="R",
        command="recompute",
    ),
    Button(
        "stock",
        Group.ANALYSIS,
        N_("Stock"),
        N_("What is in stock now, fresh from the books"),
        N_(
            "Fills the sheet 库存 anew from the books and goes there: quantity, cost and value of"
            " each item in each warehouse."
        ),
        "TableInsertExcel",
        "stock",
        "K",
        command="stock",
    ),
    Button(
        "plan",
        Group.ANALYSIS,
        N_("Plan buying"),
        N_("Turn 补货建议 into draft orders"),
        N_(
            "Writes what 补货建议 proposes below the last row of 采购, as orders that are 草稿, one"
            " supplier after the other; 设置 采购预算 limits them. Look at quantities and prices,"
            " clear 草稿, then post. Pressing it again orders nothing twice."
        ),
        "AutoSum",
        "plan",
        "L",
        command="plan",
    ),
    Button(
        "trend",
        Group.ANALYSIS,
        N_("Trend"),
        N_("How the selected item sells, and how it will go on"),
        N_(
            "Select a row with a 商品编码 on any sheet first. The sheet 走势 shows its sales week"
            " by week, without promotions and days without stock too, what is expected of the next"
            " eight weeks, and a chart. The books stay as they are."
        ),
        "ChartTypeLineInsertGallery",
        "trend",
        "T",
        command="trend",
    ),
    Button(
        "import",
        Group.SYSTEM,
        N_("Import"),
        N_("Bring the rows of a file into the sheet in front"),
        N_(
            "Go to the sheet that the rows are for, then choose a file: CSV, xlsx, xls or ods."
            " Columns are found by their headers; what was understood and the first rows are shown,"
            " and you are asked. An old stock list is imported on 库存 or 出入库, orders of an"
            " online mall on 销售."
        ),
        "GetExternalDataFromText",
        "import_rows",
        "I",
        command="import",
    ),
    Button(
        "merge",
        Group.SYSTEM,
        N_("Merge"),
        N_("Let one of two rows that are the same take over"),
        N_(
            "Select the two rows of 商品, 供应商 or 客户 that are one. You are asked which of them"
            " stays; it takes over the stock, the other becomes 停用, and what was posted stays as"
            " it is. With other rows selected you are shown what looks as if it were there twice."
        ),
        "MergeCells",
        "merge",
        "W",
        command="merge",
    ),
    Button(
        "backup",
        Group.SYSTEM,
        N_("Back up"),
        N_("Copy the books and prove the copy"),
        N_(
            "Puts a copy of the books into the folder 备份 beside them, once it has been put back"
            " on trial and is equal to the fen. Others can go on posting. The newest 30 stay."
        ),
        "FileSaveAs",
        "backup",
        "A",
        command="backup",
    ),
    Button(
        "restore",
        Group.SYSTEM,
        N_("Restore"),
        N_("Put a backup in the place of the books"),
        N_(
            "Choose a backup. You are told which documents were posted since and would be lost, and"
            " asked before it happens. The books as they are now are kept, and rows of lost"
            " documents can be posted again."
        ),
        "FileOpen",
        "restore",
        "R",
        command="restore",
    ),
    Button(
        "settings",
        Group.SYSTEM,
        N_("Settings"),
        N_("Go to the sheet 设置"),
        N_(
            "Company name, default warehouse, tax, what happens when stock is short, where the"
            " ledger is. What you change there counts from the next click on."
        ),
        "ControlProperties",
        "settings",
        "S",
    ),
    Button(
        "help",
        Group.SYSTEM,
        N_("Help"),
        N_("Go to the sheet 说明"),
        N_("How rows are typed, what each status means, and what to do about a mistake."),
        "Help",
        "help",
        "B",
    ),
)
"""In the order in which they stand, group by group."""
