"""How items, partners and warehouses are found."""

import pytest

from jxc_xl.domain.directory import Directory
from jxc_xl.domain.kinds import Party
from jxc_xl.domain.masters import Item
from jxc_xl.domain.parsing import Failure
from tests.domain.shop import open_shop


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("A1", "A1"), ("a1", "A1"), (" ａ１ ", "A1"), ("6901234567892", "A1"), ("kl", "A1"),
        ("可乐500ml", "A1"), ("可乐 500ML", "A1"), ("可乐2L", "A2"), ("白糖", "007"), ("007", "007"),
    ],
)  # fmt: skip
def test_an_item_is_found_by_whatever_it_is_called(typed: str, code: str) -> None:
    """Code in any case, 条码, 助记码, a name that is the only one, a name with its 规格."""
    found = open_shop().directory.item(typed)
    assert isinstance(found, Item)
    assert found.code == code


def test_a_code_goes_before_everything_else() -> None:
    """An item whose code is another's 助记码 is found by its code."""
    directory = Directory([Item("A", "甲", "个", mnemonic="B"), Item("B", "乙", "个")])
    found = directory.item("b")
    assert isinstance(found, Item)
    assert found.name == "乙"


def test_a_name_that_two_items_have_is_not_guessed() -> None:
    """Both candidates are named."""
    found = open_shop().directory.item("可乐")
    assert isinstance(found, Failure)
    assert found.params["candidates"] == "A1 可乐 500ml、A2 可乐 2L"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("A11", "A1 可乐 500ml"), ("白唐", "007 白糖"), ("7", "007 白糖"), ("洗衣机", "")],
)
def test_did_you_mean(typed: str, meant: str) -> None:
    """A slip of the finger is offered its likeliest meaning, nonsense nothing."""
    found = open_shop().directory.item(typed)
    assert isinstance(found, Failure)
    assert found.params["candidates"].split("、")[0] == meant


def test_unknown_words_cost_little() -> None:
    """After many unknown words nobody is offered anything any more, and each is looked up once."""
    directory = Directory([Item(f"A{place}", f"商品{place}", "个") for place in range(50)])
    found = [directory.item(f"A{place}x") for place in range(300)]
    offered = [isinstance(item, Failure) and bool(item.params["candidates"]) for item in found]
    assert offered[0]
    assert not any(offered[200:])
    assert directory.item("A0x") is found[0]


def test_walk_ins_need_no_row() -> None:
    """散客 is a customer even if nobody entered it, and itself if somebody did."""
    directory = open_shop().directory
    assert directory.partner(Party.CUSTOMER, "散客") is directory.default_customer
    changes = """
    ## 客户
    | 编码 | 名称 |
    |---|---|
    | C0 | 散客 |
    """
    assert open_shop(changes=changes).directory.default_customer.code == "C0"
