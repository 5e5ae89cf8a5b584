"""What is bought first when the money does not reach for everything."""

import doctest
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain.numbers import QUANTITY, amount_fen
from jxc_xl.planning import purchasing
from jxc_xl.planning.purchasing import Want, within_budget


def test_the_examples_in_the_docstrings_hold() -> None:
    """They were worked out by hand."""
    assert doctest.testmod(purchasing).failed == 0


def want(item: str, quantity: int, price: float = 1, **more: object) -> Want:
    """So many pieces at a price in yuan, all of them sure to be asked for at twice the price."""
    return Want(
        **{
            "item": item,
            "quantity_e4": quantity * QUANTITY,
            "cost_fen": lambda q: amount_fen(q, round(price * 1_000_000)),
            "worth_e6": round(2 * price * 1_000_000),
            "position_e4": 0,
            "mean_e4": float(quantity * QUANTITY),
            "spread_e4": 0.0,
            **more,  # type: ignore[arg-type]  # a test names only what matters
        }
    )


def pieces(wants: list[Want], budget: float | None) -> dict[str, float]:
    """What is bought with a budget in yuan."""
    fen = None if budget is None else round(budget * 100)
    return {item: q / QUANTITY for item, q in within_budget(wants, fen).items()}


def test_without_a_budget_everything_is_bought() -> None:
    """Also what protects from nothing."""
    assert pieces([want("A", 5), want("B", 7, mean_e4=0.0)], None) == {"A": 5, "B": 7}


def test_of_equals_the_more_urgent_is_bought_first() -> None:
    """Both avoid as much for a yuan; then the code decides."""
    assert pieces([want("A", 5), want("B", 5, urgency=3), want("C", 5)], 7) == {
        "A": 2, "B": 5, "C": 0,
    }  # fmt: skip


def test_what_the_supplier_delivers_at_least_is_all_or_nothing() -> None:
    """Ten are the least at 1.00; with 9.99 none of it, and the money goes to the next item."""
    wants = [want("A", 20, least_e4=10 * QUANTITY, pack_e4=5 * QUANTITY), want("B", 4, worth_e6=1)]
    assert pieces(wants, 9.99) == {"A": 0, "B": 4}
    assert pieces(wants, 17) == {"A": 15, "B": 2}


def test_what_makes_the_rest_cheaper_is_taken_at_once() -> None:
    """Nine cost 9.00 and ten 8.00, for the price falls to 0.80: nobody buys nine."""

    def cost(quantity_e4: int) -> int:
        return amount_fen(quantity_e4, 800_000 if quantity_e4 >= 10 * QUANTITY else 1_000_000)

    assert pieces([want("A", 10, cost_fen=cost), want("B", 10, urgency=1)], 9) == {"A": 0, "B": 9}
    assert pieces([want("A", 10, cost_fen=cost)], 9) == {"A": 10}


@given(
    st.lists(
        st.tuples(
            st.integers(1, 5000),  # pieces
            st.integers(1, 10**8),  # price
            st.integers(0, 10**8),  # worth
            st.floats(-1e9, 1e9),  # position
            st.floats(0, 1e9),  # mean
            st.floats(0, 1e9),  # spread
            st.integers(0, 400),  # least
            st.integers(1, 144),  # pack
        ),
        max_size=12,
    ),
    st.integers(0, 10**7),
    st.integers(1, 3000),
)
def test_the_budget_is_never_passed(
    rows: list[tuple[int, int, int, float, float, float, int, int]], budget: int, at: int
) -> None:
    """Whatever is wanted and whatever breaks the prices have; orders are whole packs, and never
    less than the supplier delivers."""

    def cost_of(price: int) -> Callable[[int], int]:
        return lambda q: amount_fen(q, price * 8 // 10 if q >= at * QUANTITY else price)

    wants = [
        Want(
            item=str(n),
            quantity_e4=(least + extra * pack) * QUANTITY,
            cost_fen=cost_of(price),
            worth_e6=worth,
            position_e4=int(position),
            mean_e4=mean,
            spread_e4=spread,
            least_e4=least * QUANTITY,
            pack_e4=pack * QUANTITY,
        )
        for n, (extra, price, worth, position, mean, spread, least, pack) in enumerate(rows)
    ]
    chosen = within_budget(wants, budget)
    spent = sum(entry.cost_fen(chosen[entry.item]) for entry in wants if chosen[entry.item])
    assert spent <= budget
    for entry in wants:
        bought = chosen[entry.item]
        assert bought == 0 or entry.least_e4 <= bought <= entry.quantity_e4
        assert bought in (0, entry.quantity_e4) or bought % entry.pack_e4 == 0
