"""The buttons of 单据: from typed rows to the books, and corrections."""

from datetime import date

from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.macros.desk import Desk, macro
from jxc_xl.macros.selection import documents_of_rows, selected_documents
from jxc_xl.macros.telling import first_sentences, list_of, tell
from jxc_xl.services import add_masters as adding
from jxc_xl.services import amend as amending
from jxc_xl.services import orders as ordering
from jxc_xl.services import post as posting
from jxc_xl.services import reverse as reversing
from jxc_xl.services import shop
from jxc_xl.services.marks import WRONG
from jxc_xl.workbook import view


@macro
def check(desk: Desk) -> str:
    """校验: look for mistakes, post nothing."""
    desk.say(_("Checking the rows …"))
    with desk.ledger() as ledger:
        report = posting.check(desk.workbook, ledger, today=date.today())
    return tell(desk, report)


@macro
def post(desk: Desk) -> str:
    """过账: put the good documents into the books."""
    desk.say(_("Posting …"))
    with desk.ledger() as ledger:
        report = posting.post(desk.workbook, ledger, today=date.today())
    said = tell(desk, report)
    missed = [found for found in report.problems if found.code in posting.MASTERS_MISSED]
    if missed:  # a master sheet has no column 提示
        desk.show("\n".join(first_sentences(missed)))
    return said


@macro
def wrong(desk: Desk) -> str:
    """只看有误: show the rows with mistakes, or all again."""
    shop.check_layout(desk.workbook)
    sheet = str(desk.book.sheets.active.name)
    names = [table.name for table in ENTRY_TABLES]
    places = [place for place in view.tables_in(desk.book, sheet) if place.table.name in names]
    if not places:
        raise UsageError(
            _("There are no entries on the sheet {sheet}.").format(sheet=sheet),
            _("Go to 采购, 销售 or 出入库 first, then press the button again."),
        )
    header = table_named(places[0].table.name).header("status")
    if view.toggle_filter(places[0], header, WRONG):
        return _("Only the rows with mistakes are shown; press the button again to see all.")
    return _("All rows are shown.")


@macro
def add_masters(desk: Desk) -> str:
    """补建资料: unknown items and partners become rows 待完善, after one question."""
    with desk.ledger() as ledger:
        found = adding.find_newcomers(desk.workbook, ledger, today=date.today())
        unknown = [newcomer for newcomer in found if not newcomer.only_zeros]
        if unknown:
            names = [
                _("{sheet}: {text}").format(sheet=one.table.sheet, text=one.text) for one in unknown
            ]
            question = ngettext(
                "Add {n} row as 待完善?\n\n{names}\n\nIf one is only written wrong, say no and"
                " correct the row first.",
                "Add {n} rows as 待完善?\n\n{names}\n\nIf one is only written wrong, say no and"
                " correct the row first.",
                len(names),
            )
            if not desk.agrees(question.format(n=len(names), names=list_of(names))):
                return _("Nothing was added.")
        report = adding.add_masters(desk.workbook, ledger, today=date.today(), write=True)
    return tell(desk, report)


@macro
def reverse(desk: Desk) -> str:
    """冲销: take back the documents of the selected rows, after a question that names them."""
    with desk.ledger() as ledger:
        numbers = selected_documents(desk)
        question = ngettext(
            "Reverse {n} document?\n\n{numbers}\n\nIt is cancelled by an opposite document of the"
            " same date and stays in the books for everybody to see.",
            "Reverse {n} documents?\n\n{numbers}\n\nEach is cancelled by an opposite document of"
            " the same date and stays in the books for everybody to see.",
            len(numbers),
        )
        if not desk.agrees(question.format(n=len(numbers), numbers=list_of(numbers))):
            return _("Nothing was reversed.")
        desk.say(_("Reversing …"))
        report = reversing.reverse_in_book(desk.workbook, ledger, numbers, today=date.today())
    return tell(desk, report)


@macro
def fulfil(desk: Desk) -> str:
    """引单: write what is open of the selected orders as rows below the last one, and go there."""
    with desk.ledger() as ledger:
        numbers = selected_documents(desk)
        desk.say(_("Fetching the orders …"))
        report = ordering.fulfil(desk.workbook, ledger, numbers, today=date.today())
    for document in report.documents[:1]:
        header = table_named("purchases").header("quantity")
        view.go_to_cell(desk.book, document["sheet"], document["rows"][0], header)
    return tell(desk, report)


@macro
def close_order(desk: Desk) -> str:
    """关闭订单: end what is open of the selected orders, after a question that names them."""
    with desk.ledger() as ledger:
        numbers = selected_documents(desk)
        question = ngettext(
            "Close {n} order?\n\n{numbers}\n\nWhat is open of it is not expected any more; what"
            " was delivered stays.",
            "Close {n} orders?\n\n{numbers}\n\nWhat is open of them is not expected any more; what"
            " was delivered stays.",
            len(numbers),
        )
        if not desk.agrees(question.format(n=len(numbers), numbers=list_of(numbers))):
            return _("Nothing was closed.")
        desk.say(_("Closing the orders …"))
        report = ordering.close_orders_in_book(desk.workbook, ledger, numbers, today=date.today())
    return tell(desk, report)


@macro
def amend(desk: Desk) -> str:
    """更正: put what was changed in the selected documents' rows into the books as well."""
    with desk.ledger() as ledger:
        numbers = documents_of_rows(desk, ledger)
        desk.say(_("Correcting …"))
        report = amending.amend(desk.workbook, ledger, numbers, today=date.today())
    return tell(desk, report)
