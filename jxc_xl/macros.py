"""What the buttons do, the same in every host: short functions on the calling workbook.

A click says once what came of it: in the status bar, and in one dialog when something is wrong; the
cursor then stands where the first mistake is.  Whatever happens, the screen draws and the sheets
calculate afterwards as they did before, and nobody sees a traceback.

Each function returns what it said in the status bar.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from jxc_xl.buttons import TITLE
from jxc_xl.console import sentence, unexpected
from jxc_xl.domain.cells import Raw
from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from jxc_xl.errors import CannotWork, JxcError, UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.lean import lean_imports
from jxc_xl.services.marks import STANDING, UNTOUCHED, WRONG

with lean_imports():
    import xlwings as xw

    from jxc_xl.ledger.closing import last_closed
    from jxc_xl.ledger.connection import Ledger
    from jxc_xl.ledger.rows import posted_rows
    from jxc_xl.services import add_masters as adding
    from jxc_xl.services import amend as amending
    from jxc_xl.services import closing, shop
    from jxc_xl.services import orders as ordering
    from jxc_xl.services import post as posting
    from jxc_xl.services import reconcile as reconciling
    from jxc_xl.services import reverse as reversing
    from jxc_xl.services.stock import show_stock
    from jxc_xl.services.verify import verify as verify_ledger
    from jxc_xl.workbook import view
    from jxc_xl.workbook.book import XlwingsBook

if TYPE_CHECKING:
    from jxc_xl.domain.problems import Problem
    from jxc_xl.services.report import Report

_MOST_SHOWN = 8
_HELP_SHEET = "说明"

Work = Callable[["Desk"], str]


class Desk:
    """The workbook on the screen of the clerk who clicked."""

    def __init__(self, book: "xw.Book") -> None:
        self.book = book
        self.workbook = XlwingsBook(book)

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The workbook's ledger, once it is sure that this is a master workbook.

        :class:`CannotWork` if it is not, was never saved, or the ledger cannot be opened.
        """
        if not Path(self.book.fullname).is_absolute():
            raise CannotWork(
                _("This workbook has not been saved yet."),
                _("Save it in the folder of the shop, then press the button again."),
            )
        shop.check_layout(self.workbook)
        with Ledger.open(shop.ledger_path(self.workbook)) as ledger:
            yield ledger

    def say(self, text: str) -> None:
        """Show a text in the status bar; ``""`` takes it away."""
        self.workbook.status(text)

    def tell(self, message: str, hint: str = "") -> None:
        """Show what is wrong and what to do about it, and wait until it is read."""
        text = f"{message}\n\n{hint}" if hint else message
        self.book.app.alert(text, _(TITLE), "ok", "critical")

    def agrees(self, question: str) -> bool:
        """Ask a question; True if the answer is yes."""
        return self.book.app.alert(question, _(TITLE), "yes_no", "info") == "yes"


def _macro(work: Work) -> Callable[[], str]:
    """Make a macro of what a button does."""

    @wraps(work)
    def run() -> str:
        try:
            desk = Desk(view.calling_book())
            with _as_before(desk.book.app):
                return _do(work, desk)
        except Exception as error:  # not even a dialog could be shown: who called says it
            raise unexpected(error) from error

    return run


def _do(work: Work, desk: Desk) -> str:
    """Do the work and say what came of it, be it a failure."""
    try:
        said = work(desk)
    except Exception as error:  # noqa: BLE001 - nobody at the counter can use a traceback
        failure = error if isinstance(error, JxcError) else unexpected(error)
        desk.say("")
        desk.tell(failure.message, failure.hint)
        return ""
    desk.say(said)
    return said


@contextmanager
def _as_before(app: "xw.App") -> Iterator[None]:
    """Leave the screen drawing and the sheets calculating as they were, whatever happens."""
    screen, calculation = app.screen_updating, app.calculation
    try:
        yield
    finally:
        if app.screen_updating != screen:
            app.screen_updating = screen
        if app.calculation != calculation:
            app.calculation = calculation


@_macro
def check(desk: Desk) -> str:
    """校验: look for mistakes, post nothing."""
    desk.say(_("Checking the rows …"))
    with desk.ledger() as ledger:
        report = posting.check(desk.workbook, ledger, today=date.today())
    return _tell(desk, report)


@_macro
def post(desk: Desk) -> str:
    """过账: put the good documents into the books."""
    desk.say(_("Posting …"))
    with desk.ledger() as ledger:
        report = posting.post(desk.workbook, ledger, today=date.today())
    return _tell(desk, report)


@_macro
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


@_macro
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
            if not desk.agrees(question.format(n=len(names), names=_list_of(names))):
                return _("Nothing was added.")
        report = adding.add_masters(desk.workbook, ledger, today=date.today(), write=True)
    return _tell(desk, report)


@_macro
def reverse(desk: Desk) -> str:
    """冲销: take back the documents of the selected rows, after a question that names them."""
    with desk.ledger() as ledger:
        numbers = _selected_documents(desk)
        question = ngettext(
            "Reverse {n} document?\n\n{numbers}\n\nIt is cancelled by an opposite document of the"
            " same date and stays in the books for everybody to see.",
            "Reverse {n} documents?\n\n{numbers}\n\nEach is cancelled by an opposite document of"
            " the same date and stays in the books for everybody to see.",
            len(numbers),
        )
        if not desk.agrees(question.format(n=len(numbers), numbers=_list_of(numbers))):
            return _("Nothing was reversed.")
        desk.say(_("Reversing …"))
        report = reversing.reverse_in_book(desk.workbook, ledger, numbers, today=date.today())
    return _tell(desk, report)


@_macro
def fulfil(desk: Desk) -> str:
    """引单: write what is open of the selected orders as rows below the last one, and go there."""
    with desk.ledger() as ledger:
        numbers = _selected_documents(desk)
        desk.say(_("Fetching the orders …"))
        report = ordering.fulfil(desk.workbook, ledger, numbers, today=date.today())
    for document in report.documents[:1]:
        header = table_named("purchases").header("quantity")
        view.go_to_cell(desk.book, document["sheet"], document["rows"][0], header)
    return _tell(desk, report)


@_macro
def close_order(desk: Desk) -> str:
    """关闭订单: end what is open of the selected orders, after a question that names them."""
    with desk.ledger() as ledger:
        numbers = _selected_documents(desk)
        question = ngettext(
            "Close {n} order?\n\n{numbers}\n\nWhat is open of it is not expected any more; what"
            " was delivered stays.",
            "Close {n} orders?\n\n{numbers}\n\nWhat is open of them is not expected any more; what"
            " was delivered stays.",
            len(numbers),
        )
        if not desk.agrees(question.format(n=len(numbers), numbers=_list_of(numbers))):
            return _("Nothing was closed.")
        desk.say(_("Closing the orders …"))
        report = ordering.close_orders_in_book(desk.workbook, ledger, numbers, today=date.today())
    return _tell(desk, report)


@_macro
def amend(desk: Desk) -> str:
    """更正: put what was changed in the selected documents' rows into the books as well."""
    with desk.ledger() as ledger:
        numbers = _documents_of_rows(desk, ledger)
        desk.say(_("Correcting …"))
        report = amending.amend(desk.workbook, ledger, numbers, today=date.today())
    return _tell(desk, report)


@_macro
def stock(desk: Desk) -> str:
    """库存: fill the sheet from the ledger and go there."""
    desk.say(_("Reading the stock …"))
    with desk.ledger() as ledger:
        report = show_stock(desk.workbook, ledger, today=date.today())
    view.go_to_sheet(desk.book, desk.workbook.read_table("stock").sheet)
    return _tell(desk, report)


@_macro
def verify(desk: Desk) -> str:
    """验账: recalculate the books from nothing and compare."""
    desk.say(_("Verifying the books …"))
    with desk.ledger() as ledger:
        head = str(desk.workbook.read_name("jxc_chain_head") or "")
        shop.check_belongs(desk.workbook, ledger)
        report = verify_ledger(ledger, expected_head=head)
    return _tell(desk, report)


@_macro
def reconcile(desk: Desk) -> str:
    """账表核对: find every difference between the sheets and the books, and go to the list."""
    desk.say(_("Comparing the sheets with the books …"))
    with desk.ledger() as ledger:
        report = reconciling.reconcile(desk.workbook, ledger, today=date.today())
    return _tell_differences(desk, report)


@_macro
def put_back(desk: Desk) -> str:
    """恢复原值: write what was posted back into the rows, after a question that says how many."""
    desk.say(_("Comparing the sheets with the books …"))
    with desk.ledger() as ledger:
        rows = reconciling.restorable(desk.workbook, ledger)
        if not rows:
            return _("There is nothing to put back.")
        question = ngettext(
            "Write what was posted back into {n} row?\n\nWhat was changed there since is lost;"
            " what is in the books stays as it is.",
            "Write what was posted back into {n} rows?\n\nWhat was changed there since is lost;"
            " what is in the books stays as it is.",
            rows,
        )
        if not desk.agrees(question.format(n=rows)):
            return _("Nothing was put back.")
        report = reconciling.reconcile(desk.workbook, ledger, today=date.today(), restore=True)
    return _tell_differences(desk, report)


@_macro
def close(desk: Desk) -> str:
    """结账: lock the next month, after a question that names it."""
    with desk.ledger() as ledger:
        month = closing.next_to_close(ledger)
        if month is None:
            return _("Nothing has been posted yet, so there is no month to close.")
        question = _(
            "Close {month}?\n\nThe ledger is backed up first. After that nothing can be posted into"
            " {month} any more, and its figures stay as they are."
        )
        if not desk.agrees(question.format(month=month)):
            return _("No month was closed.")
        desk.say(_("Closing {month} …").format(month=month))
        report = closing.close(desk.workbook, ledger, month, today=date.today(), now=datetime.now())
    return _tell(desk, report)


@_macro
def reopen(desk: Desk) -> str:
    """反结账: unlock the last closed month, after a question that names it."""
    with desk.ledger() as ledger:
        month = last_closed(ledger.connection)
        if month is None:
            return _("No month is closed.")
        question = _(
            "Reopen {month}?\n\nIts documents can be reversed and late ones posted again, until it"
            " is closed once more. That it was closed stays in the books."
        )
        if not desk.agrees(question.format(month=month)):
            return _("No month was reopened.")
        report = closing.reopen(desk.workbook, ledger, month)
    return _tell(desk, report)


@_macro
def settings(desk: Desk) -> str:
    """设置: go to the sheet."""
    shop.check_layout(desk.workbook)
    view.go_to_sheet(desk.book, desk.workbook.read_table("settings").sheet)
    return ""


@_macro
def help(desk: Desk) -> str:
    """帮助: go to the sheet 说明."""
    if not view.go_to_sheet(desk.book, _HELP_SHEET):
        raise CannotWork(
            _("There is no sheet {sheet} in this workbook.").format(sheet=_HELP_SHEET),
            _("Every workbook that jxc new makes has one."),
        )
    return ""


def _tell(desk: Desk, report: "Report") -> str:
    """Say what came of a click; when something is wrong, in a dialog too, and show where."""
    summary = " ".join(report.summary)
    if report.ok:
        return summary
    wrong_ones = [problem for problem in report.problems if problem.is_error]
    located = next((problem for problem in wrong_ones if problem.sheet and problem.row), None)
    if located is not None and located.row is not None:
        view.go_to_cell(desk.book, located.sheet, located.row, located.column)
    desk.say(summary)
    desk.tell(_in_words(summary, wrong_ones, located))
    return summary


def _tell_differences(desk: Desk, report: "Report") -> str:
    """Say what came of comparing; when something differs, in a dialog too, before the list."""
    summary = " ".join(report.summary)
    if not report.ok:
        if "differences" in desk.workbook.table_names():
            view.go_to_sheet(desk.book, desk.workbook.read_table("differences").sheet)
        desk.say(summary)
        desk.tell(_in_words(summary, report.problems, None))
    return summary


def _in_words(summary: str, problems: "Sequence[Problem]", located: "Problem | None") -> str:
    lines = [summary, "", *(sentence(problem) for problem in problems[:_MOST_SHOWN])]
    rest = len(problems) - _MOST_SHOWN
    if rest > 0:
        lines.append(_("… and {n} more; they stand in the sheets.").format(n=rest))
    if located is not None:
        lines += ["", _("The cursor stands at the first one.")]
    return "\n".join(lines)


def _selected_documents(desk: Desk) -> list[str]:
    """The numbers of the posted documents in the selected rows, each once, in sheet order.

    :class:`UsageError` if there is none.
    """
    found = _selected_cells(desk, ("number", "status"))
    return _some(str(number) for number, status in found if number and _is_posted(status))


def _documents_of_rows(desk: Desk, ledger: Ledger) -> list[str]:
    """The same by the ids of the rows: also where a number has been typed over."""
    ids = [str(row_id) for (row_id,) in _selected_cells(desk, ("row_id",)) if row_id]
    lines = posted_rows(ledger.connection, ids)
    standing = (lines[row_id] for row_id in ids if row_id in lines)
    return _some(line.number for line in standing if not line.reversed_by)


def _selected_cells(desk: Desk, fields: Sequence[str]) -> Iterator[list[Raw]]:
    """These cells of every selected row of an entry sheet or of 订单跟踪."""
    sheet, areas = view.selected_rows(desk.book)
    for table in (*ENTRY_TABLES, table_named("open_orders")):
        if not set(fields) <= set(table.by_field):
            continue
        data = desk.workbook.read_table(table.name)
        if data.sheet != sheet:
            continue
        places = [data.headers.index(table.header(name)) for name in fields]
        for row, cells in enumerate(data.rows, data.first_row):
            if any(row in area for area in areas):
                yield [cells[place] for place in places]


def _is_posted(status: Raw) -> bool:
    return status in (*STANDING, UNTOUCHED)


def _some(numbers: Iterable[str]) -> list[str]:
    """Each number once; :class:`UsageError` if there is none."""
    found = list(dict.fromkeys(numbers))
    if not found:
        raise UsageError(
            _("No posted document is selected."),
            _("Select one or more rows with the status 已过账, then press the button again."),
        )
    return found


def _list_of(numbers: Sequence[str]) -> str:
    shown = "、".join(numbers[:_MOST_SHOWN])
    if len(numbers) <= _MOST_SHOWN:
        return shown
    return _("{numbers} and {n} more").format(numbers=shown, n=len(numbers) - _MOST_SHOWN)
