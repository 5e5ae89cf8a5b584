"""A real ledger against the naive books, step by step: whatever a shop does, in any order."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from jxc_xl.domain.layers import ORDINALS
from jxc_xl.domain.masters import Negative
from jxc_xl.domain.tables.stocktake import Method as CountMethod
from jxc_xl.domain.tables.stocktake import Moment
from jxc_xl.ledger import daily, queries, stocktakes
from jxc_xl.ledger.closing import negative_at
from jxc_xl.ledger.places import positions_at
from jxc_xl.ledger.stocktakes import Listed, Plan
from jxc_xl.ledger.verify import verify
from tests.examples import examples
from tests.ledger import naive
from tests.ledger.naive import Books, Fact, Method, Paper, Row
from tests.ledger.shop import CUSTOMERS, ITEMS, Shop

COUNTED = [("笔", ("1", "")), ("笔", ("2", "")), ("纸", ("1", "")), ("奶", ("1", "B1"))]
EXPIRIES = {("奶", "B1"): "2026-02-10", ("奶", "B2"): "2026-09-30", ("奶", "A3"): ""}
DAYS = [f"2026-{month}-{day}" for month in ("01", "02", "03") for day in ("05", "14", "28")]
MOVES = (
    "SELECT m.id, m.date, m.phase, CASE m.what WHEN 0 THEN 'move' WHEN 1 THEN 'value'"
    " ELSE 'count' END, i.code, w.code, m.batch, m.quantity_e4, m.value_fen, m.link, m.pair,"
    " p.code, m.estimate_e6, m.turn, m.reverses IS NOT NULL OR EXISTS (SELECT 1 FROM move x"
    " WHERE x.reverses = m.id) FROM move m JOIN item i ON i.id = m.item_id"
    " JOIN warehouse w ON w.id = m.warehouse_id LEFT JOIN partner p ON p.id = m.customer_id"
    " ORDER BY m.id"
)


class ShopMachine(RuleBasedStateMachine):
    """A shop that posts, dates back, returns, carries over, counts, revalues and reverses."""

    negative = Negative.FORBID

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.shop = Shop.fresh(Path(self.folder, "shop.db"))
        self.facts: list[Fact] = []
        self.papers: dict[str, tuple[Paper, list[Fact]]] = {}
        self.void: set[int] = set()
        self.number = 1
        self.last_day = 0
        self.closed = 0
        self.methods: list[Method] = []
        self.taken_back: set[str] = set()

    def teardown(self) -> None:
        """Let the file go."""
        self.shop.ledger.close()
        shutil.rmtree(self.folder)

    @property
    def standing(self) -> list[Fact]:
        """The facts that count."""
        return [fact for fact in self.facts if fact.id not in self.void]

    @property
    def open(self) -> list[str]:
        """The days that are not in a closed month."""
        return DAYS[3 * self.closed :]

    @property
    def today(self) -> int:
        """The latest day that was posted on, or the first open one."""
        return max(self.last_day, 3 * self.closed)

    # What a clerk may do

    @rule(data=st.data(), late=st.booleans())
    def post(self, data: st.DataObject, late: bool) -> None:
        """Post a click of one to three papers, dated last or anywhere back."""
        click = []
        for _ in range(data.draw(st.sampled_from([1, 1, 2, 3]))):
            first = 3 * self.closed if late else self.today
            day = data.draw(st.integers(first, len(DAYS) - 1 if late else min(first + 1, 8)))
            click.append(self._paper(data, DAYS[day]))
        self._check_click(click)

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """Receive something: a shop without goods is no test."""
        item, batch = data.draw(st.sampled_from([("笔", ""), ("纸", ""), *EXPIRIES]))
        row = self._row(data, "receipt", item)._replace(batch=batch, quantity=20)
        expires = EXPIRIES.get((item, batch), "")
        self._check_click([Paper("receipt", DAYS[self.today], (row._replace(expires=expires),))])

    @precondition(lambda self: any(self._returnable(kind) for kind in ("receipt", "delivery")))
    @rule(data=st.data())
    def post_return(self, data: st.DataObject) -> None:
        """Send goods of a receipt back, or take goods of a delivery back."""
        choices = [
            (kind, fact, left)
            for kind in ("receipt", "delivery")
            for fact, left in self._returnable(kind)
        ]
        kind, fact, left = data.draw(st.sampled_from(choices))
        quantity = data.draw(st.integers(1, left))
        warehouse = data.draw(st.sampled_from([fact.place[0], fact.place[0], "1", "2"]))
        row = Row(
            fact.item,
            fact.place[0] if kind == "receipt" else warehouse,
            quantity,
            fact.place[1],
            links=((fact.id, fact.place[1], quantity),),
            estimate=ITEMS[fact.item].purchase_price_e6,
        )
        back = {"receipt": "purchase_return", "delivery": "sales_return"}[kind]
        first = max(fact.day, self.open[0])
        later = DAYS.index(data.draw(st.sampled_from([d for d in self.open if d >= first])))
        self._check_click([Paper(back, DAYS[later], (row,), fact.customer)])

    @precondition(lambda self: self._standing_papers())
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        """Reverse a document where nothing hangs on it."""
        number = data.draw(st.sampled_from(sorted(self._standing_papers())))
        _paper, facts = self.papers[number]
        own = {fact.id for fact in facts}
        linked = {fact.id for fact in self.standing if fact.link in own}
        holders = [name for name, (_, theirs) in self.papers.items()
                   if name not in self.taken_back
                   and any(fact.id in linked for fact in theirs)]  # fmt: skip
        late = facts[0].day not in self.open
        on = f"{self.open[0][:7]}-01" if late else ""
        falls = naive.falls(self.standing, own)
        if late:
            falls = naive.falls_later(self.standing, facts, on)
        returns, blocked = self.shop.in_the_way(number, on)
        assert returns == holders
        assert {
            (entry.item, (_code(entry.warehouse), entry.batch)): (entry.short_e4, entry.since)
            for entry in blocked
        } == falls
        if not late or self.negative is Negative.FORBID:
            assert all(entry.numbers for entry in blocked), "somebody is always in the way"
        if returns or falls:
            return
        if late:
            self._take_back(number, facts, on)
        else:
            self.shop.reverse(number)
            self._strike(number)

    def _take_back(self, number: str, facts: list[Fact], on: str) -> None:
        """Undo a document of a closed month in the open one; what was closed stays."""
        made = naive.take_back(self.standing, facts, self.number, on)
        self.shop.reverse(number, on=on)
        self.facts += made
        self.number += len(made)
        self.taken_back.add(number)

    @precondition(lambda self: self.closed < 2 and self.facts)
    @rule()
    def close_month(self) -> None:
        """Close January, then February, unless something is owed at the end of it."""
        month = DAYS[3 * self.closed][:7]
        places = {(fact.item, fact.place) for fact in self.facts}
        owed = {
            (item, *place): last[-1]
            for item, place in places
            if (last := self._balances(item, place, f"{month}-31")) and last[-1] < 0
        }
        assert owed == {
            (short.item, _code(short.warehouse), short.batch): short.quantity_e4
            for short in negative_at(self.shop.ledger.connection, f"{month}-31")
        }
        if not owed:
            self.shop.close(month)
            self.closed += 1

    def _balances(self, item: str, place: naive.Place, end: str) -> list[int]:
        facts = [fact for fact in self.standing if fact.day <= end]
        return [balance for _fact, balance in naive.running(facts, item, place)]

    @precondition(lambda self: self.closed)
    @rule()
    def reopen_month(self) -> None:
        """Open the last closed month again."""
        self.closed -= 1
        self.shop.close(DAYS[3 * self.closed][:7], closed=False)

    @rule(average=st.booleans())
    def change_method(self, average: bool) -> None:
        """Value stock by the average, or no longer, from the first open month on."""
        since = self.open[0][:8] + "01" if self.closed else ""
        self.shop.change_method(since, average=average)
        self.methods.append(Method(since, average))

    @precondition(lambda self: any(map(self._may_change, self._standing_papers())))
    @rule(data=st.data())
    def amend(self, data: st.DataObject) -> None:
        """Put a price, a quantity, an item or a date right; later ones see it as if always so."""
        number = data.draw(st.sampled_from(list(filter(self._may_change, self._standing_papers()))))
        paper, facts = self.papers[number]
        own = {fact.id for fact in facts}
        corrected = self._corrected(data, paper)
        turn = min(fact.turn or fact.id for fact in facts) if corrected.day == paper.day else None
        rest = [fact for fact in self.standing if fact.id not in own]
        self.void |= own  # the dates of batches are looked at without it
        made = naive.enter(
            corrected, rest, self.number + len(own), self._expiries(), turn, self.methods
        )
        self.void -= own
        touched = {(fact.item, fact.place) for fact in (*facts, *made)}
        posted, blocked = self.shop.amend(number, corrected, self.negative)
        assert bool(posted) != bool(blocked)
        if self.negative is Negative.FORBID:
            assert bool(blocked) == naive.short([*rest, *made], touched)
        if posted:
            self._strike(number)
            self._file(posted, corrected, made)

    def _may_change(self, number: str) -> bool:
        """Whether a document stands in a sheet and nothing hangs on it."""
        paper, facts = self.papers[number]
        own = {fact.id for fact in facts}
        is_open = all(fact.day in self.open for fact in facts)
        hangs_on = any(fact.link in own for fact in self.standing)
        return paper.kind in naive.TURN and is_open and not hangs_on

    def _corrected(self, data: st.DataObject, paper: Paper) -> Paper:
        """The paper with one thing in it put right."""
        place = data.draw(st.integers(0, len(paper.rows) - 1))
        row = paper.rows[place]
        wrong = data.draw(st.sampled_from(["price", "quantity", "item", "date"]))
        if wrong == "price" and row.value is not None:
            row = row._replace(value=data.draw(st.integers(0, 1000)))
        elif wrong == "item" and not row.links:
            item = data.draw(st.sampled_from(["笔", "纸", "奶"]))
            row = self._row(data, paper.kind, item)
        elif wrong == "quantity" and not row.links:
            row = row._replace(quantity=data.draw(st.integers(1, 25)))
        elif wrong == "date":
            first = max((fact.day for fact in self.standing
                         if any(fact.id == link[0] for one in paper.rows for link in one.links)),
                        default=DAYS[0])  # fmt: skip
            paper = paper._replace(
                day=data.draw(st.sampled_from([d for d in self.open if d >= first]))
            )
        rows = (*paper.rows[:place], row, *paper.rows[place + 1 :])
        return paper._replace(rows=rows)

    @precondition(lambda self: self.standing)
    @rule(data=st.data())
    def revalue(self, data: st.DataObject) -> None:
        """Adjust the cost of a receipt's goods, wherever they are now, or of a place's goods."""
        fact = data.draw(st.sampled_from(self.standing))
        named = fact.what == "move" and data.draw(st.booleans())
        day = data.draw(st.sampled_from(self.open))
        amount = data.draw(st.integers(-300, 300))
        value = Fact(
            self.number, day, 1, "value", fact.item, fact.place, 0, amount,
            fact.id if named else None,
        )  # fmt: skip
        self._file(
            self.shop.post_values("cost_adjustment", [value]), Paper("value", day, ()), [value]
        )

    @precondition(lambda self: any(p.kind == "receipt" for p, _ in self._standing_pairs()))
    @rule(data=st.data())
    def bring_freight(self, data: st.DataObject) -> None:
        """Share freight over all goods of a receipt, by amount or by quantity."""
        facts = data.draw(
            st.sampled_from(
                [own for paper, own in self._standing_pairs() if paper.kind == "receipt"]
            )
        )
        day = data.draw(st.sampled_from([one for one in self.open if one >= facts[0].day]))
        freight = data.draw(st.integers(-300, 300))
        by_amount = any(fact.value for fact in facts) and data.draw(st.booleans())
        weights = [(fact.value or 0) if by_amount else fact.quantity for fact in facts]
        shares = naive.shares(freight, weights)
        values = [
            fact._replace(
                id=self.number + place, day=day, what="value", quantity=0, value=share,
                link=fact.id, customer=None, estimate=None, turn=None,
            )
            for place, (fact, share) in enumerate(zip(facts, shares, strict=True))
        ]  # fmt: skip
        self._file(
            self.shop.post_values("purchase_charge", values), Paper("value", day, ()), values
        )

    @precondition(lambda self: self.facts)
    @rule(data=st.data())
    def count(self, data: st.DataObject) -> None:
        """Count some places, in the morning or in the evening, where no later balance suffers."""
        places = data.draw(st.lists(st.sampled_from(COUNTED), min_size=1, unique=True))
        phase = data.draw(st.sampled_from([0, 2]))
        day = data.draw(st.sampled_from(self.open))
        value = data.draw(st.sampled_from([None, None, 0]))
        facts = [
            Fact(
                self.number + nth, day, phase, "count", *place, data.draw(st.integers(0, 40)),
                value, estimate=5_000_000,
            )
            for nth, place in enumerate(places)
        ]  # fmt: skip
        if self.negative is Negative.FORBID and naive.short([*self.standing, *facts], places):
            return
        self._file(self.shop.post_count(facts), Paper("count", day, ()), facts)

    @rule(data=st.data(), given_up=st.booleans())
    def begin_stocktake(self, data: st.DataObject, given_up: bool) -> None:
        """List what is there at a moment; whatever is posted or dated back later, it stays so."""
        day = data.draw(st.sampled_from(self.open))
        moment = data.draw(st.sampled_from(Moment))
        connection = self.shop.ledger.connection
        found = positions_at(connection, date.fromisoformat(day), moment, ("1", "2"))
        then = {}
        for place in {(fact.item, fact.place) for fact in self.facts}:
            steps = naive.running(self.standing, *place)
            then[place] = next(
                (quantity for fact, quantity in reversed(steps)
                 if (fact.day, fact.phase) <= (day, moment.phase)), 0,
            )  # fmt: skip
        assert {
            (each.item, (each.warehouse, each.batch)): each.quantity_e4
            for each in found
            if each.quantity_e4
        } == {place: quantity for place, quantity in then.items() if quantity}
        plan = Plan(date.fromisoformat(day), moment, CountMethod.OPEN, {"warehouses": ["1", "2"]})
        lines = [
            Listed(each.warehouse, each.item, each.batch, "", each.quantity_e4) for each in found
        ]
        with self.shop.ledger.transaction():
            made = stocktakes.make(connection, self.shop.ledger.id, plan, lines, self.shop.source)
            if given_up:
                stocktakes.cancel(connection, made, self.shop.source)
        assert stocktakes.lines_of(connection, made.number) == lines

    # The shop's papers

    def _paper(self, data: st.DataObject, day: str) -> Paper:
        kind = data.draw(
            st.sampled_from(
                ["receipt", "delivery", "delivery", "transfer", "other_issue", "sales_return"]
            )
        )
        rows = []
        for _ in range(data.draw(st.sampled_from([1, 1, 2]))):
            item = data.draw(st.sampled_from(["笔", "笔", "纸", "奶"]))
            rows.append(self._row(data, kind, item))
        customer = data.draw(st.sampled_from(sorted(CUSTOMERS)))
        of_customer = kind in ("delivery", "sales_return")
        return Paper(kind, day, tuple(rows), customer if of_customer else None)

    def _row(self, data: st.DataObject, kind: str, item: str) -> Row:
        warehouse = data.draw(st.sampled_from(["1", "1", "2"]))
        row = Row(
            item,
            warehouse,
            data.draw(st.integers(1, 12)),
            to={"1": "2", "2": "1"}[warehouse] if kind == "transfer" else "",
            value=data.draw(st.integers(0, 1000)) if kind == "receipt" else None,
            estimate=ITEMS[item].purchase_price_e6,
        )
        if item == "奶":
            comes = naive.TURN[kind] == 0
            batch = data.draw(st.sampled_from([*([] if comes else [None]), "B1", "B2", "A3"]))
            expires = EXPIRIES[item, batch] if comes and batch else ""
            row = row._replace(batch=batch, expires=expires)
        return row

    def _returnable(self, kind: str) -> list[tuple[Fact, int]]:
        """Moves of standing documents of a kind, and what of them was not returned yet."""
        found = []
        for number in self._standing_papers():
            paper, facts = self.papers[number]
            if paper.kind == kind:
                for fact in facts:
                    gone = sum(
                        abs(other.quantity)
                        for other in self.standing
                        if other.link == fact.id and other.what == "move"
                    )
                    if abs(fact.quantity) > gone:
                        found.append((fact, abs(fact.quantity) - gone))
        return found

    def _standing_papers(self) -> list[str]:
        return [
            number
            for number, (_, facts) in self.papers.items()
            if number not in self.taken_back and not any(fact.id in self.void for fact in facts)
        ]

    def _expiries(self) -> dict[tuple[str, str], str]:
        """When batches expire: as the first standing document that dates one says."""
        found: dict[tuple[str, str], str] = {}
        for number in self._standing_papers():
            for row in self.papers[number][0].rows:
                if row.expires:
                    found.setdefault((row.item, row.batch or ""), row.expires)
        return found

    # The same in the naive books

    def _check_click(self, click: list[Paper]) -> None:
        posted = self.shop.post(click, self.negative)
        for paper, (number, shortages) in zip(naive.by_turn(click), posted, strict=True):
            made = naive.enter(
                paper, self.standing, self.number, self._expiries(), methods=self.methods
            )
            if self.negative is Negative.FORBID:
                touched = {(fact.item, fact.place) for fact in made}
                refused = naive.short([*self.standing, *made], touched)
                assert refused == bool(shortages) == (not number)
            if number:
                self._file(number, paper, made)
                self.last_day = max(self.last_day, DAYS.index(paper.day))

    def _file(self, number: str, paper: Paper, made: list[Fact]) -> None:
        self.facts += made
        self.number += len(made)
        self.papers[number] = (paper, made)

    def _strike(self, number: str) -> None:
        _, facts = self.papers[number]
        self.void |= {fact.id for fact in facts}
        self.number += len(facts)

    def _standing_pairs(self) -> list[tuple[Paper, list[Fact]]]:
        """The papers that count, and their facts."""
        return [self.papers[number] for number in self._standing_papers()]

    # What must hold after every step

    @rule()
    def ask_by_day(self) -> None:
        """Ask for the figures by day; those that are true already stay as they are."""
        with self.shop.ledger.transaction() as connection:
            daily.bring_up_to_date(connection)

    @invariant()
    def the_books_agree(self) -> None:
        """Ledger and naive books say the same, and the ledger proves itself."""
        self._the_ledger_has_the_same_facts()
        self._costs_are_those_of_the_naive_books()
        self._the_ledger_proves_itself()
        self._months_add_up()
        self._stock_of_any_day_is_what_the_books_had_then()
        self._no_balance_was_ever_below_zero()

    def _the_ledger_has_the_same_facts(self) -> None:
        """Every move stands as the naive books have it, batches chosen, links and pairs too."""
        rows = [
            Fact._make((*row[:5], (row[5], row[6]), *row[7:14]))
            for row in self._run(MOVES)
            if not row[14]
        ]
        assert rows == self.standing

    def _costs_are_those_of_the_naive_books(self) -> None:
        """Layers, what was taken from them and the balances are equal, to the fen."""
        books = Books(self.standing, self.methods)
        assert self._run(
            "SELECT b.id >> 20, b.id & ?, i.code, w.code, b.batch, b.queue_date, b.turn, b.age_date,"
            " b.root, b.quantity_e4, b.value_fen, b.left_e4, b.left_fen FROM lot b"
            " JOIN item i ON i.id = b.item_id JOIN warehouse w ON w.id = b.warehouse_id"
            " ORDER BY b.id", (1 << ORDINALS) - 1,
        ) == sorted(
            (
                one.maker, one.nth, one.item, *one.place, one.day, one.turn, one.age, one.root,
                one.quantity, one.value, one.left, one.worth,
            )
            for one in books.layers
        )  # fmt: skip
        assert self._run(
            "SELECT move_id, lot_id, quantity_e4, value_fen FROM cost ORDER BY 1, 2, 3, 4"
        ) == sorted(
            (
                take.fact,
                take.layer.maker << ORDINALS | take.layer.nth if take.layer else 0,
                take.quantity,
                take.value,
            )
            for take in books.taken
        )
        stock = {
            (row.item, (row.warehouse, row.batch)): (row.quantity_e4, row.value_fen)
            for row in queries.stock(self.shop.ledger.connection)
            if (row.quantity_e4, row.value_fen) != (0, 0)  # else it is only ordered
        }
        assert stock == {
            place: figures
            for place in {(fact.item, fact.place) for fact in self.facts}
            if (figures := books.balance(*place)) != (0, 0)
        }

    def _the_ledger_proves_itself(self) -> None:
        """Nothing differs from a replay, and the head is where the workbook remembers it."""
        found = verify(self.shop.ledger.connection)
        assert found.differences == []
        assert verify(self.shop.ledger.connection, found.head).differences == []

    def _months_add_up(self) -> None:
        """期初 + 收入 − 发出 = 期末 in every month, and the last 期末 is the stock."""
        closing: dict[tuple[str, str], tuple[int, int]] = {}
        for item, warehouse, *figures in self._run(
            "SELECT item, warehouse, opening_quantity_e4, received_quantity_e4,"
            " issued_quantity_e4, closing_quantity_e4, opening_amount_fen, received_amount_fen,"
            " issued_amount_fen, closing_amount_fen FROM v_period ORDER BY month"
        ):
            before = closing.get((item, warehouse), (0, 0))
            for opening, came, went, close, last in (
                (*figures[:4], before[0]),
                (*figures[4:], before[1]),
            ):
                assert opening == last
                assert opening + came - went == close
            closing[item, warehouse] = (figures[3], figures[7])
        assert {key: value for key, value in closing.items() if value != (0, 0)} == {
            (item, warehouse): (quantity, value)
            for item, warehouse, quantity, value in self._run(
                "SELECT i.code, w.code, sum(b.quantity_e4) AS q, sum(b.value_fen) AS v"
                " FROM balance b JOIN item i ON i.id = b.item_id"
                " JOIN warehouse w ON w.id = b.warehouse_id GROUP BY 1, 2 HAVING q <> 0 OR v <> 0"
            )
        }

    def _stock_of_any_day_is_what_the_books_had_then(self) -> None:
        """The stock as of a day is that of a ledger that ends with it, receipts dated back in."""
        day = DAYS[self.last_day // 2]
        books = Books((fact for fact in self.standing if fact.day <= day), self.methods)
        assert {
            (row.item, (row.warehouse, row.batch)): (row.quantity_e4, row.value_fen)
            for row in queries.stock(self.shop.ledger.connection, as_of=day)
        } == {
            place: figures
            for place in {(fact.item, fact.place) for fact in self.facts}
            if (figures := books.balance(*place)) != (0, 0)
        }

    def _no_balance_was_ever_below_zero(self) -> None:
        """Where negative stock is forbidden, no place has less than nothing at any time."""
        if self.negative is Negative.FORBID:
            places = {(fact.item, fact.place) for fact in self.standing}
            assert not naive.short(self.standing, places)

    def _run(self, sql: str, *parameters: int) -> list[tuple[Any, ...]]:
        return self.shop.ledger.connection.execute(sql, parameters).fetchall()


def _code(name: str) -> str:
    return {"总仓": "1", "门店": "2"}[name]


class OwingMachine(ShopMachine):
    """The same shop with 负库存 允许: everything is posted, and debts are filled later."""

    negative = Negative.ALLOW


class AverageMachine(ShopMachine):
    """The same shop at the average from the beginning, until it changes that."""

    def __init__(self) -> None:
        super().__init__()
        self.change_method(average=True)


TestShop = pytest.mark.xdist_group("shop")(ShopMachine.TestCase)
TestShop.settings = examples(0.3, steps=25)
TestOwing = pytest.mark.xdist_group("owing")(OwingMachine.TestCase)
TestOwing.settings = examples(0.2, steps=25)
TestAverage = pytest.mark.xdist_group("average")(AverageMachine.TestCase)
TestAverage.settings = examples(0.15, steps=25)
