"""jxc demo: the shop is made, its mistakes are found and nothing else is."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from jxc_xl.domain.tables import table_named
from jxc_xl.services.demo import demo
from jxc_xl.services.sample import sample_shop
from tests.e2e.shop import run


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 3, 1)])
def test_the_demo_finds_the_mistakes_made_on_purpose(tmp_path: Path, today: date) -> None:
    """A year is posted; what is refused or warned of is exactly what was typed wrong."""
    said: list[str] = []
    report = demo(tmp_path / "demo", today=today, say=said.append)
    assert report.ok
    assert len(said) == 5
    sample = sample_shop(today)
    expected = {
        (
            table_named(wrong.table).sheet,
            len(sample.history[wrong.table]) + wrong.row + 2,
            wrong.code,
        )
        for wrong in sample.wrong
    }
    assert {(p.sheet, p.row, p.code) for p in report.problems} == expected
    extra = report.extra
    assert extra["posted_lines"] + extra["refused_lines"] == extra["rows"]
    assert extra["checked"]["lines"] == extra["posted_lines"]
    filled = extra["recompute"]["rows"]
    assert min(filled[name] for name in ("alerts", "abc", "reorder", "supplier_scores")) > 5
    counting = extra["stocktake"]
    assert counting["date"] == today.replace(day=1) - timedelta(days=1)
    assert [sheet["name"] for sheet in counting["sheets"]] == ["主仓库", "门店"]
    assert Path(counting["file"]).is_file()
    assert run("verify", report.extra["workbook"])["ok"]
