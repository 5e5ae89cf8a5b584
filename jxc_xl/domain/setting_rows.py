"""From the rows of 设置 to the settings that the rules need."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RawRows
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.masters import Costing, LateDocuments, Negative, Reserved, Settings, Sharing
from jxc_xl.domain.numbers import RATE
from jxc_xl.domain.parsing import Failure, fraction_of, half_width, name_of, rate_of, text_of
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.settings import ALL_SETTINGS, SETTING_BY_KEY, SETTINGS

E = TypeVar("E", bound=StrEnum)

_BY_FIELD = {setting.field: setting for setting in ALL_SETTINGS}


def read_settings(raw: RawRows | None, known: Directory) -> tuple[Settings, list[Problem]]:
    """Read 设置; what is missing or wrong stands at its default, and is complained of."""
    sheet = SettingSheet(raw)
    settings = Settings(
        default_warehouse=_warehouse(sheet, known),
        default_customer=sheet.name("default_customer") or "散客",
        general_taxpayer=sheet.word("taxpayer") == "一般纳税人",
        price_includes_tax=sheet.word("price_includes_tax") == "是",
        default_tax_rate_e6=_rate(sheet),
        negative_stock=Negative(sheet.word("negative_stock")),
        reserved_stock=Reserved(sheet.word("reservation_control")),
        late_documents=LateDocuments(sheet.word("late_documents")),
        charge_sharing=Sharing(sheet.word("charge_sharing")),
        count_tolerance_e6=_tolerance(sheet),
        surplus_at_price=sheet.word("surplus_costing") == "采购价",
        costing=_costing(sheet),
    )
    return settings, sheet.problems


class SettingSheet:
    """The values of 设置 by field."""

    def __init__(self, raw: RawRows | None) -> None:
        self.problems: list[Problem] = []
        self.values: dict[str, Raw] = {}
        self.rows: dict[str, int] = {}
        if raw is None:
            return
        pairs = zip(raw.numbers, raw.column("key"), raw.column("value"), strict=True)
        for row, cell, value in pairs:
            key = name_of(cell)
            setting = SETTING_BY_KEY.get(key) if isinstance(key, str) else None
            if setting is None:
                continue
            if setting.field in self.rows:
                self._say(row, "setting_twice", key=key, other_row=self.rows[setting.field])
                continue
            self.rows[setting.field] = row
            self.values[setting.field] = value

    def _say(self, row: int | None, code: str, **params: object) -> None:
        column = SETTINGS.header("value")
        said = problem(code, sheet=SETTINGS.sheet, row=row, column=column, **params)
        self.problems.append(said)

    def say(self, field: str, code: str, **params: object) -> None:
        """Complain of a setting's cell."""
        self._say(self.rows.get(field), code, key=_BY_FIELD[field].key, **params)

    def name(self, field: str) -> str:
        """A name, empty when blank."""
        value = name_of(self.values.get(field))
        if isinstance(value, Failure):
            self.say(field, value.code, **value.params)
            return ""
        return value or ""

    def word(self, field: str) -> str:
        """One of the setting's choices, its default where the sheet names none."""
        return self.choice(field) or str(_BY_FIELD[field].default)

    def choice(self, field: str) -> str | None:
        """One of the setting's choices, as the sheet names it."""
        setting = _BY_FIELD[field]
        text = text_of(self.values.get(field))
        if isinstance(text, str):
            word = "".join(half_width(text).split())
            if word in setting.choices:
                return word
            self.say(field, "setting_wrong", text=word[:30], choices="、".join(setting.choices))
        elif isinstance(text, Failure):
            self.say(field, text.code, **text.params)
        return None

    def number(self, field: str, parser: Callable[[Raw], int | Failure | None]) -> int:
        """A number as its parser scales it, none below zero; its default when blank or wrong."""
        value = parser(self.values.get(field))
        if isinstance(value, Failure):
            self.say(field, value.code, **value.params)
        elif value is not None and value < 0:
            self.say(field, "value_negative")
        elif value is not None:
            return value
        default = parser(_BY_FIELD[field].default)
        assert isinstance(default, int)
        return default


def _costing(sheet: SettingSheet) -> Costing | None:
    """The method that is wanted; books do not change theirs because a word is wrong."""
    word = sheet.choice("costing_method")
    return Costing(word) if word else None


def _rate(sheet: SettingSheet) -> int:
    rate = rate_of(sheet.values.get("default_tax_rate"))
    if isinstance(rate, Failure):
        sheet.say("default_tax_rate", rate.code, **rate.params)
        return 0
    return rate or 0


def _tolerance(sheet: SettingSheet) -> int:
    """盘点容差 as a share × 10⁶: ``0.02`` or ``2%``."""
    default = Settings().count_tolerance_e6
    share = fraction_of(sheet.values.get("count_tolerance"))
    if isinstance(share, Failure):
        sheet.say("count_tolerance", share.code, **share.params)
        return default
    if share is not None and not 0 <= share < RATE:
        sheet.say("count_tolerance", "setting_wrong", text=share / RATE, choices="0 – 99%")
        return default
    return default if share is None else share


def _warehouse(sheet: SettingSheet, known: Directory) -> str:
    """The code of 默认仓库, which must exist; empty when 设置 names none."""
    text = sheet.name("default_warehouse")
    if not known.warehouses.by_code:
        sheet.say("default_warehouse", "no_warehouse")
        return ""
    if not text:
        return ""
    found = known.warehouse(text)
    if isinstance(found, Failure):
        candidates = found.params.get("candidates", "")
        sheet.say(
            "default_warehouse", "setting_unknown_warehouse", text=text, candidates=candidates
        )
        return ""
    return found.code
