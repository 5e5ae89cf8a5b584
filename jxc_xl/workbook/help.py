"""The sheet 说明: how to work with the workbook, on one screen."""

from xlsxwriter import Workbook

from jxc_xl.buttons import BUTTONS, Group
from jxc_xl.i18n import translate
from jxc_xl.workbook import styles
from jxc_xl.workbook.cached import Content
from jxc_xl.workbook.sheets import set_up_page, text_company
from jxc_xl.workbook.styles import Styles

SHEET = "说明"
_COMMANDS_A_LINE = 3

_LEFT: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "怎么做",
        (
            (
                "1  登记资料",
                "登记「商品」「供应商」「客户」「仓库」；第一次用，在「出入库」录入期初库存。",
            ),
            ("2  每天录入", "在「采购」「销售」「出入库」里一行一行填；没写完的行选「草稿」。"),
            ("3  校验、过账", "点「过账」：没错的入账变绿，有错的变红，「提示」里写着怎么改。"),
            ("4  看结果", "「库存」写着有多少货、值多少钱；「首页」「经营分析」写着生意怎么样。"),
            ("5  改错", "还没入账的直接改；已入账的改对后选中，点「更正」；整张不要的点「冲销」。"),
        ),
    ),
    (
        "怎么录入",
        (
            (
                "一行一种商品",
                "一张单据有几种商品就写几行；第二行起日期、编号、类型、往来单位可以空着。",
            ),
            ("只填黄色格子", "灰色格子由公式和程序填写；深蓝色表头的必须填，浅蓝色的可以不填。"),
            (
                "空着也行",
                "类型空着 = 采购入库、销售出库；仓库、客户、单位、单价、编号空着都会自动补上。",
            ),
            ("先放着", "还没写完的行，在「状态」选「草稿」，过账时会跳过；写完把它清空。"),
            (
                "订单",
                "到货、发货时在「关联单据」写订单号，或选中订单点「引单」；不再要的点「关闭订单」。",
            ),
            ("整片粘贴", "可以从别的表格粘贴，也可以贴到最后一行的下面，过账时会一起收进来。"),
        ),
    ),
    (
        "可以怎么写",
        (
            ("商品编码", "编码、条码、助记码、名称都认得，不分大小写；过账时换成编码。"),
            ("日期", "2026-01-05、2026/1/5、20260105、1月5日（最近的那个，不会是将来）。"),
            ("数量", "12、2.5、3箱5瓶；负数（红字）表示退货。"),
            ("折扣", "0.9、90%、9折、95折，都是实付的比例。"),
            ("税率", "13%、0.13、3%；空着 = 默认税率。"),
            ("金额、税额", "自动计算；与发票差几分钱时可以照发票改。"),
        ),
    ),
)
_RIGHT: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "状态什么意思",
        (
            ("（空着）", "下一次「过账」时入账。"),
            ("草稿", "先放着，不入账；清空后才入账。"),
            ("有误", "没有入账；「提示」里写着哪里不对、怎么改，出错的格子是红色。"),
            ("已过账", "已经入账，公式变成数值。"),
            ("已改动", "入账后又被改过，账还是原来的：选中它点「更正」，或者改回原样。"),
            ("已冲销", "已用相反的单据抵掉，不再算数。"),
            ("部分执行、已完成", "订单收了或发了一部分、全部。"),
            ("已关闭", "订单剩下的不再执行。"),
            ("重复", "与已入账的一行完全一样，没有再入账。"),
        ),
    ),
    (
        "有误怎么办",
        (
            ("1  看提示", "「提示」一栏逐条写着问题和办法；一张单据有一行不对，整张都不入账。"),
            ("2  改红格子", "改对红色的格子，不用管「状态」里的字；点「只看有误」只显示这些行。"),
            ("3  再过账", "再点「过账」，没有问题的单据不会受影响，也不会重复入账。"),
            ("已入账要改", "直接在行里改对，选中后点「更正」，账跟着改；整张不要的点「冲销」。"),
            ("没有按钮", "存盘关闭，再在命令行里运行命令，例如 jxc post 工作簿.xlsx。"),
            ("要打印", "先筛选出要打的行，再打印。"),
        ),
    ),
)


def _commands() -> tuple[tuple[str, str], ...]:
    """The command of each button that has one, group by group, as many to a line as fit."""
    lines: list[tuple[str, str]] = []
    for group in Group:
        words = [
            f"{button.label_in('zh')} jxc {button.command}"
            for button in BUTTONS
            if button.group is group and button.command
        ]
        name = translate(group.value, "zh")
        for start in range(0, len(words), _COMMANDS_A_LINE):
            lines.append((name, "　".join(words[start : start + _COMMANDS_A_LINE])))
            name = ""
    return tuple(lines)


def write_help(workbook: Workbook, styles_: Styles, content: Content) -> None:
    """Add the sheet."""
    sheet = workbook.add_worksheet(SHEET)
    sheet.hide_gridlines(2)
    sheet.set_default_row(22)
    sheet.set_tab_color(styles.NAVY)
    for position, width in enumerate((2, 15, 70, 3, 18, 62)):
        sheet.set_column(position, position, width)
    title = styles_.get(font_size=16, bold=True, font_color=styles.NAVY)
    head = styles_.get(
        bold=True, font_size=11, font_color=styles.WHITE, bg_color=styles.NAVY, indent=1
    )
    line = {"bottom": 1, "bottom_color": styles.LINE}
    word = styles_.get(bold=True, font_color=styles.NAVY, indent=1, **line)
    meaning = styles_.get(font_color=styles.INK, **line)
    sheet.set_row(0, 33)
    sheet.write_string(0, 1, "怎么用这个工作簿", title)
    commands = ("没有按钮时的命令", _commands())
    for left, sections in ((1, _LEFT), (4, (*_RIGHT, commands))):
        row = 1
        for heading, lines in sections:
            sheet.write_string(row, left, heading, head)
            sheet.write_blank(row, left + 1, None, head)
            for offset, (name, text) in enumerate(lines, start=1):
                sheet.write_string(row + offset, left, name, word)
                sheet.write_string(row + offset, left + 1, text, meaning)
            row += len(lines) + 2
    set_up_page(sheet, SHEET, text_company(content), 1)
    sheet.fit_to_pages(1, 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})
