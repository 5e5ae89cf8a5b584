"""Changes of the 计价方法 in the ledger: what was decided stays, and whoever changes it is found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jxc_xl.domain.averaging import Change, in_force, is_average
from jxc_xl.ledger import costs, queries, replaying, valuation
from jxc_xl.ledger.closing import closed_figures
from jxc_xl.ledger.verify import verify
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import Shop, tampered


@pytest.fixture
def trade(shop: Shop) -> Shop:
    """Twenty come at two prices in January, which is closed; six go in February; then the average."""
    shop.post([
        Paper("receipt", "2026-01-05", (Row("笔", "1", 10, value=1000),)),
        Paper("receipt", "2026-01-20", (Row("笔", "1", 10, value=2000), Row("纸", "1", 5, value=50))),
    ])  # fmt: skip
    shop.close("2026-01")
    shop.post([Paper("delivery", "2026-02-03", (Row("笔", "1", 6),), "甲")])
    shop.change_method("2026-02-01", average=True)
    return shop


def sold_for(shop: Shop) -> list[int]:
    """What the deliveries cost."""
    rows = shop.ledger.connection.execute(
        "SELECT -sum(cost_fen) FROM v_moves WHERE kind = 'delivery' GROUP BY id ORDER BY id"
    )
    return [row[0] for row in rows]


def test_open_months_are_costed_anew_and_closed_ones_stay(trade: Shop) -> None:
    """Six of twenty for 30.00 cost 9.00; the closed month's figures are what they were."""
    assert sold_for(trade) == [900]
    assert verify(trade.ledger.connection).differences == []
    ((_item, _place, *_moved, closing), _paper) = closed_figures(trade.ledger.connection)["2026-01"]
    assert closing == (20, 3000)


def test_what_does_not_move_stays_as_it_was(trade: Shop) -> None:
    """Layers are gathered by the first move after the change, so nothing else is written."""
    lots = "SELECT count(*) FROM v_lots WHERE item = ?"
    run = trade.ledger.connection.execute
    assert [run(lots, (item,)).fetchone() for item in ("笔", "纸")] == [(1,), (1,)]
    assert run("SELECT count(*) FROM cost WHERE move_id = 3").fetchone() == (0,)


def test_changing_back_undoes_it(trade: Shop) -> None:
    """Of two decisions for one day the later one holds, and costs are first in first out again."""
    trade.change_method("2026-02-01", average=False)
    assert sold_for(trade) == [600]
    assert valuation.changes(trade.ledger.connection) == []
    assert valuation.decisions(trade.ledger.connection) == 2
    assert verify(trade.ledger.connection).differences == []


def test_an_earlier_day_overrides_what_was_decided_for_later_ones() -> None:
    """Who opens a month again and decides anew decides for what follows, too."""
    march, february = Change("2026-03-01", average=True), Change("2026-02-01", average=False)
    assert in_force([march]) == [march]
    assert in_force([march, february]) == []
    again = Change("2026-04-01", average=False)
    assert in_force([march, again]) == [march, again]
    assert [is_average([march, again], f"2026-0{month}-15") for month in (2, 3, 4)] == [
        False, True, False,
    ]  # fmt: skip


def test_what_follows_can_be_thrown_away(trade: Shop) -> None:
    """Everything but the decision is derived again."""
    trade.post([Paper("delivery", "2026-02-04", (Row("笔", "1", 7),), "甲")])
    assert sold_for(trade) == [900, 1050]
    with trade.ledger.transaction() as connection:
        costs.rebuild(connection)
    assert sold_for(trade) == [900, 1050]
    assert verify(trade.ledger.connection).differences == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE valuation_event SET user = '别人'",
        "UPDATE valuation_event SET at = '2020-01-01'",
        "UPDATE valuation_event SET head = upper(head)",
        "UPDATE valuation_event SET document_id = 1",
        "UPDATE valuation_event SET hash = upper(hash)",
    ],
)
def test_what_was_decided_is_proven(trade: Shop, statement: str) -> None:
    """Whoever changes a decision is found."""
    found = {(each.check, each.where) for each in tampered(trade, statement).differences}
    assert found == {("valuation", "2026-02-01")}


def test_a_decision_taken_out_is_missed(trade: Shop) -> None:
    """Costs are not those of the method that seems to hold."""
    found = tampered(trade, "DELETE FROM valuation_event").differences
    assert {(each.check, each.where) for each in found} == {("replay", "笔")}


def test_a_decision_before_others_is_missed(trade: Shop) -> None:
    """Each holds the hash of the one before."""
    trade.change_method("2026-02-01", average=False)
    found = tampered(trade, "DELETE FROM valuation_event WHERE id = 1").differences
    assert {(each.check, each.where) for each in found} == {("valuation", "2026-02-01")}


def test_a_second_process_does_not_answer_before_the_change_is_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would work out the costs by the method that held before."""
    monkeypatch.setattr(replaying, "_LARGE", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    shop = Shop.fresh(tmp_path / "book.db")
    asked: list[int] = []
    work_out: Callable[..., costs.Changes] = costs.changes_of

    def noted(*arguments: object) -> costs.Changes:
        asked.append(1)
        return work_out(*arguments)

    monkeypatch.setattr(costs, "changes_of", noted)
    papers = [Paper("receipt", "2026-01-05", (Row("笔", "1", 10, value=1000),))]
    with shop.ledger.transaction() as connection:
        costs.change_method(connection, Change("", average=True), shop.source)
        shop.post_round(connection, papers)
    assert asked == [1]
    shop.post(papers)
    assert asked == [1]
    assert len(queries.stock(shop.ledger.connection)) == 1
    assert verify(shop.ledger.connection).differences == []
    shop.ledger.close()


def test_goods_are_as_old_as_what_came_last(trade: Shop) -> None:
    """Fourteen are left of the 5th and the 20th of January, until the first of them are gone."""

    def oldest() -> str:
        rows = queries.stock(trade.ledger.connection, items=("笔",))
        return rows[0].oldest

    assert oldest() == "2026-01-05"
    trade.post([Paper("delivery", "2026-02-04", (Row("笔", "1", 5),), "甲")])
    assert oldest() == "2026-01-20"
    trade.post([Paper("receipt", "2026-02-05", (Row("笔", "1", 9, value=900),))])
    trade.post([Paper("delivery", "2026-02-06", (Row("笔", "1", 8),), "甲")])
    assert oldest() == "2026-01-20"
    back = Row("笔", "1", 1, links=((6, "", 1),))
    trade.post([Paper("purchase_return", "2026-02-07", (back,))])
    assert oldest() == "2026-01-20"
    trade.post([Paper("delivery", "2026-02-08", (Row("笔", "1", 1),), "甲")])
    assert oldest() == "2026-02-05"
