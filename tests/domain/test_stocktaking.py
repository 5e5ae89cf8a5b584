"""Which goods are listed on a stocktake, and in which order."""

from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain.masters import Item
from jxc_xl.domain.stocktaking import Line, Position, Scope, chosen

ITEMS = {
    code: Item(
        code, code, "瓶", category=category, batch_managed=code == "奶", details={"position": place}
    )
    for code, place, category in (
        ("可乐", "A-10", "饮料"), ("雪碧", "A-2", "饮料"), ("笔9", "", "文具"), ("笔10", "", "文具"),
        ("奶", "B-1", "饮料"),
    )
}  # fmt: skip
EVERYTHING = [Position("1", code, "", 1_0000, True) for code in ITEMS if code != "奶"]


def listed(positions: list[Position], scope: Scope | None = None) -> list[Line]:
    """The lines; an item's class is A if it is cola."""
    classes = {"可乐": "A"}
    return chosen(
        positions, ITEMS.__getitem__, lambda code: classes.get(code, "C"), scope or Scope()
    )


def codes(lines: list[Line]) -> list[str]:
    """The items of the lines."""
    return [line.item.code for line in lines]


def test_lines_stand_as_somebody_walks_along_the_shelves() -> None:
    """By warehouse, 仓位, code: A-2 before A-10, 笔9 before 笔10, goods without a place last."""
    other = Position("2", "笔9", "", 1, True)
    lines = listed([other, *reversed(EVERYTHING)])
    assert codes(lines) == ["雪碧", "可乐", "笔9", "笔10", "笔9"]
    assert [line.position.warehouse for line in lines] == ["1"] * 4 + ["2"]


def test_sold_out_goods_are_looked_for_where_they_moved_lately() -> None:
    """One that has not moved for long is listed on request; negative stock always is."""
    positions = [
        Position("1", "可乐", "", 0, True), Position("1", "雪碧", "", 0, False),
        Position("1", "笔9", "", -5, False),
    ]  # fmt: skip
    assert codes(listed(positions)) == ["可乐", "笔9"]
    assert codes(listed(positions, Scope(all_items=True))) == ["雪碧", "可乐", "笔9"]


def test_batches_are_listed_one_by_one_while_there_is_some() -> None:
    """Those that are used up would fill pages; on request they are there."""
    positions = [
        Position("1", "奶", batch, quantity, True)
        for batch, quantity in (("B2", 3), ("B1", 2), ("B0", 0))
    ]
    assert [line.position.batch for line in listed(positions)] == ["B1", "B2"]
    all_of_them = listed(positions, Scope(all_items=True))
    assert [line.position.batch for line in all_of_them] == ["B0", "B1", "B2"]


def test_a_class_or_a_category_alone() -> None:
    """Both limit; letter case and width of a category do not matter."""
    assert codes(listed(EVERYTHING, Scope(abc="A"))) == ["可乐"]
    assert codes(listed(EVERYTHING, Scope(category="文具"))) == ["笔9", "笔10"]
    assert codes(listed(EVERYTHING, Scope(abc="A", category="文具"))) == []
    assert {line.abc for line in listed(EVERYTHING)} == {"A", "C"}


@given(st.integers(1, 9), st.integers(1, 10**6), st.randoms(use_true_random=False))
def test_a_sample_can_be_drawn_again(count: int, seed: int, random: object) -> None:
    """The seed decides, not the order in which the items come; so many items, all their lines."""
    both = [*EVERYTHING, *(place._replace(warehouse="2") for place in EVERYTHING)]
    drawn = listed(both, Scope(sample=count, seed=seed))
    random.shuffle(both)  # type: ignore[attr-defined]  # hypothesis' own Random
    assert drawn == listed(both, Scope(sample=count, seed=seed))
    assert len(set(codes(drawn))) == min(count, 4)
    assert len(drawn) == 2 * len(set(codes(drawn)))


def test_seeds_draw_different_items() -> None:
    """Of four items, each is drawn by some seed."""
    found = {
        code
        for seed in range(1, 30)
        for code in codes(listed(EVERYTHING, Scope(sample=1, seed=seed)))
    }
    assert len(found) == 4


def test_what_limits_is_kept() -> None:
    """A sample with its seed; nothing is said of what was not asked for."""
    assert Scope().said() == {}
    assert Scope(abc="A", all_items=True).said() == {"abc": "A", "all_items": True}
    assert Scope(sample=5, seed=3).said() == {"sample": 5, "seed": 3}
