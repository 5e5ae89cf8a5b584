"""The buttons of 系统: files in and out, and masters that stand there twice."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from jxc_xl.console import aligned
from jxc_xl.domain.tables.columns import Table
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.connection import Ledger
from jxc_xl.macros.desk import Desk, macro
from jxc_xl.macros.selection import selected_masters
from jxc_xl.macros.telling import first_sentences, list_of, tell, tell_of_file
from jxc_xl.services import backup as backing_up
from jxc_xl.services import merge as merging
from jxc_xl.services import restore as restoring
from jxc_xl.services.duplicates import list_duplicates
from jxc_xl.services.importing.run import Wish, import_file
from jxc_xl.services.importing.source import BESIDE, targets_of
from jxc_xl.services.report import Report

_FILES = ("*.csv", "*.txt", "*.xlsx", "*.xlsm", "*.xls", "*.ods")
_FEW = 4
"""How many rows of a file a question shows, its headers among them."""


@macro
def backup(desk: Desk) -> str:
    """备份: copy the books, and prove the copy."""
    desk.say(_("Backing up …"))
    with desk.ledger() as ledger:
        report = backing_up.backup(ledger, now=datetime.now())
    return tell(desk, report)


@macro
def restore(desk: Desk) -> str:
    """还原: a backup in the place of the books, after a question that says what would be lost."""
    path = desk.ledger_path()
    folder = path.parent / backing_up.FOLDER
    title = _("Choose the backup to put back")
    chosen = desk.choose_files(title, [f"*{path.suffix}"], folder=folder)
    if not chosen:
        return _("No backup was put back.")
    desk.say(_("Proving the backup …"))
    (file,) = chosen
    said = _restore(desk, path, file, confirmed=False)
    numbers = [str(lost["number"]) for lost in said.extra["lost"]]
    question = _(
        "Put {file} in the place of the books?\n\n{lost}\n{numbers}\n\nThe books as they are now"
        " are kept in the folder 备份. Rows of documents that are lost can be posted again."
    )
    words = {"file": file.name, "lost": said.summary[0], "numbers": list_of(numbers)}
    if not desk.agrees(question.format(**words)):
        return _("No backup was put back.")
    desk.say(_("Putting the backup back …"))
    return tell(desk, _restore(desk, path, file, confirmed=True))


def _restore(desk: Desk, path: Path, file: Path, *, confirmed: bool) -> Report:
    return restoring.restore(
        desk.workbook, path, file, confirmed=confirmed, today=date.today(), now=datetime.now()
    )


@macro
def import_rows(desk: Desk) -> str:
    """导入: rows of a file into the sheet in front, after a question that shows the first ones."""
    sheet = str(desk.book.sheets.active.name)
    with desk.ledger() as ledger:
        into = targets_of(sheet)
        if not into:
            raise UsageError(
                _("Nothing can be imported into the sheet {sheet}.").format(sheet=sheet),
                _("Go to the sheet that the rows are for, then press the button again: {sheets}.")
                .format(sheets="、".join(BESIDE)),
            )  # fmt: skip
        chosen = desk.choose_files(_("Choose the file to import"), _FILES)
        if not chosen:
            return _("Nothing was imported.")
        desk.say(_("Reading the file …"))
        table, said = _best_reading(desk, ledger, chosen[0], into)
        if not said.extra.get("written"):
            said.ok = False  # whatever the reason, nothing will come: that is to be read
            return tell_of_file(desk, said)
        if not desk.agrees(_question(chosen[0], table, said)):
            return _("Nothing was imported.")
        wish = Wish(chosen[0], table.name)
        report = import_file(desk.workbook, ledger, wish, today=date.today())
    return tell_of_file(desk, report)


def _best_reading(
    desk: Desk, ledger: Ledger, file: Path, into: Sequence[Table]
) -> tuple[Table, Report]:
    """What a file looks most like, by how many of its columns are understood then."""
    read = [
        (table, import_file(desk.workbook, ledger, Wish(file, table.name, preview=True),
                            today=date.today()))
        for table in into
    ]  # fmt: skip
    return max(read, key=lambda one: len(one[1].extra.get("mapping", ())))


def _question(file: Path, table: Table, said: Report) -> str:
    lines = [
        _("Import {file} as {sheet}?").format(file=file.name, sheet=table.sheet),
        "",
        *said.summary,
        "",
        *aligned([row[:6] for row in said.table[:_FEW]]),
    ]
    if said.problems:
        lines += ["", *first_sentences(said.problems)]
    return "\n".join(lines)


@macro
def merge(desk: Desk) -> str:
    """合并资料: two selected rows become one; with others selected, likely pairs are shown."""
    with desk.ledger() as ledger:
        selected = selected_masters(desk)
        if selected is None or len(selected[1]) != 2:
            return _show_duplicates(desk)
        table, ((first, first_words), (second, second_words)) = (
            selected[0],
            selected[1].items(),
        )
        question = _(
            "Merge {first} and {second}?\n\nYes: {first} stays and takes over the stock of"
            " {second}, which becomes 停用.\nNo: {second} stays and takes over that of {first}.\n\n"
            "What was posted of either stays as it is."
        )
        kept = desk.asks(question.format(first=first_words, second=second_words))
        if kept is None:
            return _("Nothing was merged.")
        keep, duplicate = (first, second) if kept else (second, first)
        desk.say(_("Merging …"))
        report = merging.merge(
            desk.workbook, ledger, keep, duplicate, today=date.today(), write=True, table=table
        )
    return tell(desk, report)


def _show_duplicates(desk: Desk) -> str:
    report = list_duplicates(desk.workbook)
    found = report.extra["duplicates"]
    if found:
        lines = [
            _("{sheet}: {rows} ({why})").format(
                sheet=one["sheet"], why=one["why"],
                rows=" / ".join(
                    _("row {row}").format(row=row["row"]) + f" {row['name']}" for row in one["rows"]
                ),
            )
            for one in found[:8]
        ]  # fmt: skip
        if len(found) > len(lines):
            lines.append(_("… and {n} more.").format(n=len(found) - len(lines)))
    else:
        lines = [report.summary[0]]
    hint = _(
        "To merge two, select their rows on 商品, 供应商 or 客户, then press the button again."
    )
    desk.show("\n".join([*lines, "", hint]))
    return _("Nothing was merged.")
