"""Make the sample shop: masters, a year of history, and today's rows with their mistakes."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from jxc_xl.domain.tables.entry import ENTRY_TABLES
from jxc_xl.services.sample.clerk import Clerk
from jxc_xl.services.sample.model import Paper, Rows, Sample
from jxc_xl.services.sample.ordering import Ordering, Typed
from jxc_xl.services.sample.seasons import Seasons
from jxc_xl.services.sample.shop import load_shop
from jxc_xl.services.sample.slips import todays_rows
from jxc_xl.services.sample.trade import Trade

DAYS = 365
SEED = 8


def sample_shop(end: date, *, seed: int = SEED, scale: float = 1) -> Sample:
    """The sample shop with a year of trade up to ``end``; the same input gives the same rows.

    At ``scale`` 1 there are about 2,000 rows, and some so many times as many at another one
    (from 0.5 to 12, beyond which customers would have to order several times a day).
    """
    if not 0.5 <= scale <= 12:
        raise ValueError(f"scale must be between 0.5 and 12, not {scale}")
    rng = Random(seed)
    start = end - timedelta(DAYS)
    shop = load_shop(end)
    trade = Trade(shop, start, end, rng, scale)
    trade.run()
    masters = shop.masters
    codes = {
        str(row["name"]): str(row["code"]) for row in masters["suppliers"] + masters["customers"]
    }
    clerk = Clerk(masters["items"], codes, rng)
    ordering = Ordering(shop.goods, Seasons(masters), start, end, Random(f"{seed} orders"))
    history = _typed(trade.papers, clerk, ordering)
    today, wrong = todays_rows(trade, clerk, end)
    return Sample(start, end, masters, history, today, wrong)


def _typed(papers: Iterable[Paper], clerk: Clerk, ordering: Ordering) -> Rows:
    typed = [(paper, clerk.rows(paper)) for paper in papers]
    parts: dict[str, list[Typed]] = {table.name: [] for table in ENTRY_TABLES}
    parts["purchases"] += ordering.orders(typed)
    for paper, rows in typed:
        parts[paper.table].append((paper.day, rows))
    return {
        name: [row for _day, rows in sorted(found, key=lambda part: part[0]) for row in rows]
        for name, found in parts.items()
    }
