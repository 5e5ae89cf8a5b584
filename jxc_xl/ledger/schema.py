"""The ledger's tables, triggers and views, as migrations.

Facts (``document``, ``line``, ``move``) are only ever inserted; triggers see to it.
Projections (``lot``, ``cost``, ``balance``, ``batch``, ``order_line`` and those that begin with
``daily_``) can be thrown away and rebuilt from the facts.
Quantities end in ``_e4`` (× 10⁴), prices and rates in ``_e6`` (× 10⁶), money in ``_fen``.
"""

from typing import Any

from jxc_xl.ledger.standing import PENDING, UNREVERSED

VERSION = 1
"""What ``PRAGMA user_version`` says when every migration below has run."""

APPEND_ONLY = (
    "document", "line", "move", "period_event", "period_figure", "stocktake_event",
    "stocktake_line", "valuation_event", "master_change",
)  # fmt: skip

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL COLLATE NOCASE UNIQUE,
    name TEXT NOT NULL, spec TEXT NOT NULL, unit TEXT NOT NULL,
    sub_unit TEXT NOT NULL, factor_e6 INTEGER NOT NULL,
    batch_managed INTEGER NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE TABLE partner (
    id INTEGER PRIMARY KEY,
    party TEXT NOT NULL CHECK (party IN ('supplier', 'customer')),
    code TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL, data TEXT NOT NULL,
    UNIQUE (party, code)
) STRICT;
CREATE TABLE warehouse (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL COLLATE NOCASE UNIQUE, name TEXT NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE TABLE quote (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL COLLATE NOCASE UNIQUE,
    supplier TEXT NOT NULL, item TEXT NOT NULL, break_e4 INTEGER NOT NULL,
    price_e6 INTEGER NOT NULL, valid_until TEXT, data TEXT NOT NULL
) STRICT;
CREATE TABLE promotion (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL COLLATE NOCASE UNIQUE,
    first_day TEXT NOT NULL, last_day TEXT NOT NULL,
    item TEXT NOT NULL, category TEXT NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE TABLE setting (
    key TEXT PRIMARY KEY, value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE master_change (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL, user TEXT NOT NULL, workbook TEXT NOT NULL,
    "table" TEXT NOT NULL, code TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL
) STRICT;

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL COLLATE NOCASE UNIQUE,
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    partner_id INTEGER REFERENCES partner (id),
    partner_name TEXT NOT NULL,
    counterpart_number TEXT NOT NULL COLLATE NOCASE,
    details TEXT NOT NULL,
    reverses INTEGER REFERENCES document (id),
    fingerprint TEXT NOT NULL,
    sheet TEXT NOT NULL, workbook_id TEXT NOT NULL, workbook TEXT NOT NULL,
    user TEXT NOT NULL, machine TEXT NOT NULL, posted_at TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX document_reverses ON document (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX document_fingerprint ON document (fingerprint) WHERE fingerprint <> '';
CREATE INDEX document_workbook ON document (workbook_id, date);
CREATE INDEX document_order ON document (kind) WHERE kind IN ('purchase_order', 'sales_order');
CREATE INDEX document_purchase ON document (date) WHERE kind IN ('receipt', 'purchase_return');
CREATE INDEX document_counterpart ON document (partner_id, counterpart_number)
    WHERE counterpart_number <> '';

CREATE TABLE line (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    row_id TEXT, typed INTEGER,
    item_id INTEGER REFERENCES item (id),
    item_name TEXT NOT NULL, item_spec TEXT NOT NULL,
    warehouse_id INTEGER REFERENCES warehouse (id), warehouse_name TEXT NOT NULL,
    to_warehouse_id INTEGER REFERENCES warehouse (id), to_warehouse_name TEXT NOT NULL,
    batch TEXT NOT NULL, made TEXT, expires TEXT,
    unit TEXT NOT NULL, factor_e6 INTEGER NOT NULL,
    quantity_e4 INTEGER NOT NULL, base_e4 INTEGER NOT NULL,
    unit_price_e6 INTEGER NOT NULL, share_e6 INTEGER NOT NULL, tax_rate_e6 INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL, tax_fen INTEGER NOT NULL, total_fen INTEGER NOT NULL,
    basis_fen INTEGER, provisional INTEGER NOT NULL,
    link TEXT NOT NULL, details TEXT NOT NULL
) STRICT;
CREATE INDEX line_document ON line (document_id);
CREATE UNIQUE INDEX line_row ON line (row_id) WHERE row_id IS NOT NULL;
CREATE INDEX line_dated ON line (item_id, batch)
    WHERE batch <> '' AND (made IS NOT NULL OR expires IS NOT NULL);
CREATE INDEX line_typed ON line (typed) WHERE typed IS NOT NULL;
CREATE INDEX line_provisional ON line (document_id) WHERE provisional = 1;
CREATE INDEX line_link ON line (link, item_id) WHERE link <> '';

CREATE TABLE move (
    id INTEGER PRIMARY KEY,
    line_id INTEGER NOT NULL REFERENCES line (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    date TEXT NOT NULL,
    phase INTEGER NOT NULL CHECK (phase BETWEEN 0 AND 2),
    what INTEGER NOT NULL CHECK (what BETWEEN 0 AND 2),
    warehouse_id INTEGER NOT NULL REFERENCES warehouse (id),
    batch TEXT NOT NULL,
    quantity_e4 INTEGER NOT NULL,
    value_fen INTEGER,
    link INTEGER REFERENCES move (id),
    pair INTEGER REFERENCES move (id),
    customer_id INTEGER REFERENCES partner (id),
    estimate_e6 INTEGER,
    reverses INTEGER REFERENCES move (id),
    turn INTEGER REFERENCES move (id)
) STRICT;
CREATE INDEX move_pool ON move (item_id, warehouse_id, date, phase, id, quantity_e4);
CREATE UNIQUE INDEX move_reverses ON move (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX move_line ON move (line_id);
CREATE INDEX move_value ON move (id) WHERE what = 1;
CREATE INDEX move_count ON move (item_id, date) WHERE what = 2;
CREATE INDEX move_link ON move (link) WHERE link IS NOT NULL;
CREATE INDEX move_customer ON move (customer_id, item_id, date) WHERE customer_id IS NOT NULL;

CREATE TABLE batch (
    item_id INTEGER NOT NULL REFERENCES item (id), batch TEXT NOT NULL,
    made TEXT, expires TEXT,
    PRIMARY KEY (item_id, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE period_event (
    id INTEGER PRIMARY KEY,
    month TEXT NOT NULL, closed INTEGER NOT NULL,
    document_id INTEGER NOT NULL, head TEXT NOT NULL,
    user TEXT NOT NULL, machine TEXT NOT NULL, workbook TEXT NOT NULL, at TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TABLE period_figure (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES period_event (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    warehouse_id INTEGER NOT NULL REFERENCES warehouse (id),
    opening_e4 INTEGER NOT NULL, opening_fen INTEGER NOT NULL,
    received_e4 INTEGER NOT NULL, received_fen INTEGER NOT NULL,
    issued_e4 INTEGER NOT NULL, issued_fen INTEGER NOT NULL,
    closing_e4 INTEGER NOT NULL, closing_fen INTEGER NOT NULL,
    UNIQUE (event_id, item_id, warehouse_id)
) STRICT;

CREATE TABLE valuation_event (
    id INTEGER PRIMARY KEY,
    since TEXT NOT NULL, average INTEGER NOT NULL,
    document_id INTEGER NOT NULL, head TEXT NOT NULL,
    user TEXT NOT NULL, machine TEXT NOT NULL,
    workbook_id TEXT NOT NULL, workbook TEXT NOT NULL, at TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TABLE stocktake_event (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL COLLATE NOCASE, cancelled INTEGER NOT NULL,
    date TEXT NOT NULL, moment TEXT NOT NULL, method TEXT NOT NULL,
    scope TEXT NOT NULL, fingerprint TEXT NOT NULL,
    document_id INTEGER NOT NULL, head TEXT NOT NULL,
    user TEXT NOT NULL, machine TEXT NOT NULL, workbook TEXT NOT NULL, at TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (number, cancelled)
) STRICT;
CREATE TABLE stocktake_line (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES stocktake_event (id),
    warehouse_id INTEGER NOT NULL REFERENCES warehouse (id),
    item_id INTEGER NOT NULL REFERENCES item (id), batch TEXT NOT NULL,
    abc TEXT NOT NULL, book_e4 INTEGER NOT NULL,
    UNIQUE (event_id, warehouse_id, item_id, batch)
) STRICT;
CREATE TABLE lot (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL, warehouse_id INTEGER NOT NULL, batch TEXT NOT NULL,
    queue_date TEXT NOT NULL, turn INTEGER NOT NULL,
    age_date TEXT NOT NULL, root INTEGER NOT NULL,
    quantity_e4 INTEGER NOT NULL, value_fen INTEGER NOT NULL,
    left_e4 INTEGER NOT NULL, left_fen INTEGER NOT NULL
) STRICT;
CREATE INDEX lot_open ON lot (item_id, warehouse_id, batch, queue_date, turn, id)
    WHERE left_e4 <> 0;
CREATE TABLE cost (
    id INTEGER PRIMARY KEY,
    move_id INTEGER NOT NULL, lot_id INTEGER NOT NULL,
    quantity_e4 INTEGER NOT NULL, value_fen INTEGER NOT NULL
) STRICT;
CREATE INDEX cost_move ON cost (move_id);
CREATE TABLE balance (
    item_id INTEGER NOT NULL, warehouse_id INTEGER NOT NULL, batch TEXT NOT NULL,
    quantity_e4 INTEGER NOT NULL, value_fen INTEGER NOT NULL,
    PRIMARY KEY (item_id, warehouse_id, batch)
) STRICT, WITHOUT ROWID;
CREATE TABLE order_line (
    line_id INTEGER PRIMARY KEY,
    due TEXT NOT NULL,
    fulfilled_e4 INTEGER NOT NULL, open_e4 INTEGER NOT NULL, closed INTEGER NOT NULL
) STRICT;
CREATE INDEX order_line_open ON order_line (line_id) WHERE open_e4 > 0;
CREATE TABLE daily_item (
    item_id INTEGER NOT NULL, day TEXT NOT NULL,
    sold_e4 INTEGER NOT NULL, returned_e4 INTEGER NOT NULL,
    revenue_fen INTEGER NOT NULL, returned_fen INTEGER NOT NULL, cost_fen INTEGER NOT NULL,
    bought_e4 INTEGER NOT NULL, bought_fen INTEGER NOT NULL,
    change_e4 INTEGER NOT NULL, change_fen INTEGER NOT NULL, expensed_fen INTEGER NOT NULL,
    PRIMARY KEY (item_id, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE daily_sale (
    document_id INTEGER NOT NULL, salesperson TEXT NOT NULL, channel TEXT NOT NULL,
    day TEXT NOT NULL, customer_id INTEGER,
    revenue_fen INTEGER NOT NULL, cost_fen INTEGER NOT NULL,
    PRIMARY KEY (document_id, salesperson, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX daily_sale_day ON daily_sale (day);
CREATE TABLE daily_total (
    day TEXT PRIMARY KEY,
    revenue_fen INTEGER NOT NULL, cost_fen INTEGER NOT NULL, returned_fen INTEGER NOT NULL,
    bought_fen INTEGER NOT NULL, change_fen INTEGER NOT NULL, deliveries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE daily_state (
    id INTEGER PRIMARY KEY CHECK (id = 1), move_id INTEGER NOT NULL
) STRICT;
CREATE TABLE planned (
    item TEXT PRIMARY KEY COLLATE NOCASE, as_of TEXT NOT NULL,
    abc TEXT NOT NULL, xyz TEXT NOT NULL, daily_e4 INTEGER NOT NULL,
    safety_stock_e4 INTEGER NOT NULL, reorder_point_e4 INTEGER NOT NULL,
    economic_e4 INTEGER NOT NULL, forecast TEXT NOT NULL
) STRICT;
"""

_VIEWS = f"""
CREATE VIEW v_documents AS
SELECT d.id, d.number, d.kind, d.date, p.code AS partner, d.partner_name,
       d.counterpart_number, d.details ->> '$.paper_date' AS paper_date,
       d.details ->> '$.corrects' AS corrects,
       o.number AS reverses, r.number AS reversed_by,
       d.sheet, d.workbook, d.user, d.machine, d.posted_at, d.hash
  FROM document d
  LEFT JOIN partner p ON p.id = d.partner_id
  LEFT JOIN document o ON o.id = d.reverses
  LEFT JOIN document r ON r.reverses = d.id;

CREATE VIEW v_lines AS
SELECT l.id, d.number, d.kind, d.date, p.code AS partner, d.partner_name,
       i.code AS item, l.item_name, l.item_spec,
       w.code AS warehouse, t.code AS to_warehouse, l.batch, l.made, l.expires,
       l.unit, l.factor_e6, l.factor_e6 / 1000000.0 AS factor,
       l.quantity_e4, l.quantity_e4 / 10000.0 AS quantity,
       l.base_e4 AS base_quantity_e4, l.base_e4 / 10000.0 AS base_quantity,
       l.unit_price_e6, l.unit_price_e6 / 1000000.0 AS unit_price,
       l.share_e6, l.share_e6 / 1000000.0 AS share,
       l.tax_rate_e6, l.tax_rate_e6 / 1000000.0 AS tax_rate,
       l.amount_fen, l.amount_fen / 100.0 AS amount,
       l.tax_fen, l.tax_fen / 100.0 AS tax,
       l.total_fen, l.total_fen / 100.0 AS total,
       l.basis_fen, l.basis_fen / 100.0 AS basis,
       {PENDING} AS provisional, l.link, l.details, l.row_id,
       r.number AS reversed_by
  FROM line l
  JOIN document d ON d.id = l.document_id
  LEFT JOIN item i ON i.id = l.item_id
  LEFT JOIN warehouse w ON w.id = l.warehouse_id
  LEFT JOIN warehouse t ON t.id = l.to_warehouse_id
  LEFT JOIN partner p ON p.id = d.partner_id
  LEFT JOIN document r ON r.reverses = d.id;

CREATE VIEW v_values AS
SELECT move_id, warehouse_id, batch, sum(value_fen) AS value_fen
  FROM (SELECT m.id AS move_id, m.warehouse_id, m.batch, 0 AS value_fen
          FROM move m WHERE m.what = 1
         UNION ALL
        SELECT m.id, b.warehouse_id, b.batch, -c.value_fen
          FROM move m CROSS JOIN cost c ON c.move_id = m.id JOIN lot b ON b.id = c.lot_id
         WHERE m.what = 1)
 GROUP BY move_id, warehouse_id, batch;

CREATE VIEW v_effects AS
SELECT m.id, m.line_id, m.item_id,
       ifnull(v.warehouse_id, m.warehouse_id) AS warehouse_id, ifnull(v.batch, m.batch) AS batch,
       m.date, m.phase, ifnull(m.turn, m.id) AS turn, m.what,
       CASE m.what
         WHEN 0 THEN m.quantity_e4
         WHEN 1 THEN 0
         ELSE ifnull((SELECT sum(b.quantity_e4) FROM lot b
                       WHERE b.id >= m.id << 20 AND b.id < (m.id + 1) << 20), 0)
            - ifnull((SELECT sum(c.quantity_e4) FROM cost c
                       WHERE c.move_id = m.id AND c.lot_id <> 0), 0)
       END AS quantity_e4,
       CASE m.what
         WHEN 1 THEN ifnull(v.value_fen, 0)
         ELSE ifnull((SELECT sum(b.value_fen) FROM lot b
                       WHERE b.id >= m.id << 20 AND b.id < (m.id + 1) << 20), 0)
            - ifnull((SELECT sum(c.value_fen) FROM cost c
                       WHERE c.move_id = m.id AND c.lot_id <> 0), 0)
       END AS value_fen,
       CASE WHEN v.warehouse_id IS NULL OR (v.warehouse_id, v.batch) = (m.warehouse_id, m.batch)
         THEN ifnull((SELECT sum(c.value_fen) FROM cost c
                       WHERE c.move_id = m.id AND c.lot_id = 0), 0)
         ELSE 0
       END AS expensed_fen,
       m.link, m.pair, m.reverses,
       m.reverses IS NOT NULL OR EXISTS (SELECT 1 FROM move x WHERE x.reverses = m.id) AS void
  FROM move m
  LEFT JOIN v_values v ON m.what = 1 AND v.move_id = m.id;

CREATE VIEW v_moves AS
SELECT e.id, d.number, d.kind, e.date, e.phase, e.turn,
       CASE e.what WHEN 0 THEN 'quantity' WHEN 1 THEN 'value' ELSE 'count' END AS event,
       i.code AS item, w.code AS warehouse, e.batch,
       e.quantity_e4, e.quantity_e4 / 10000.0 AS quantity,
       e.value_fen AS cost_fen, e.value_fen / 100.0 AS cost,
       e.expensed_fen, e.expensed_fen / 100.0 AS expensed,
       e.void, e.line_id
  FROM v_effects e
  JOIN line l ON l.id = e.line_id
  JOIN document d ON d.id = l.document_id
  JOIN item i ON i.id = e.item_id
  JOIN warehouse w ON w.id = e.warehouse_id;

CREATE VIEW v_lots AS
SELECT b.id, i.code AS item, i.name AS item_name, w.code AS warehouse, b.batch,
       b.queue_date, b.turn, b.age_date, d.number AS source,
       b.quantity_e4, b.quantity_e4 / 10000.0 AS quantity,
       b.value_fen AS amount_fen, b.value_fen / 100.0 AS amount,
       b.left_e4 AS left_quantity_e4, b.left_e4 / 10000.0 AS left_quantity,
       b.left_fen AS left_amount_fen, b.left_fen / 100.0 AS left_amount
  FROM lot b
  JOIN item i ON i.id = b.item_id
  JOIN warehouse w ON w.id = b.warehouse_id
  JOIN move m ON m.id = b.id >> 20
  JOIN line l ON l.id = m.line_id
  JOIN document d ON d.id = l.document_id
 WHERE b.left_e4 <> 0;

CREATE VIEW v_stock AS
SELECT i.code AS item, i.name AS item_name, i.spec AS item_spec, i.unit,
       w.code AS warehouse, w.name AS warehouse_name, s.batch,
       s.quantity_e4, s.quantity_e4 / 10000.0 AS quantity,
       s.value_fen AS amount_fen, s.value_fen / 100.0 AS amount
  FROM balance s
  JOIN item i ON i.id = s.item_id
  JOIN warehouse w ON w.id = s.warehouse_id
 WHERE s.quantity_e4 <> 0 OR s.value_fen <> 0;

CREATE VIEW v_orders AS
SELECT o.line_id AS id, d.number, d.kind, d.date, p.code AS partner, d.partner_name,
       i.code AS item, l.item_name, l.item_spec, i.unit, w.code AS warehouse, l.batch,
       nullif(o.due, '') AS due,
       l.base_e4 AS ordered_quantity_e4, l.base_e4 / 10000.0 AS ordered_quantity,
       o.fulfilled_e4 AS fulfilled_quantity_e4, o.fulfilled_e4 / 10000.0 AS fulfilled_quantity,
       o.open_e4 AS open_quantity_e4, o.open_e4 / 10000.0 AS open_quantity, o.closed
  FROM order_line o
  JOIN line l ON l.id = o.line_id
  JOIN document d ON d.id = l.document_id
  JOIN item i ON i.id = l.item_id
  JOIN warehouse w ON w.id = l.warehouse_id
  LEFT JOIN partner p ON p.id = d.partner_id;

CREATE VIEW v_stocktakes AS
SELECT e.id, e.number, e.date, e.moment, e.method, e.scope, e.fingerprint, e.document_id,
       e.user, e.at,
       CASE WHEN EXISTS (SELECT 1 FROM stocktake_event x WHERE x.number = e.number AND x.cancelled)
              THEN 'cancelled'
            WHEN EXISTS (SELECT 1 FROM document d
                          WHERE d.number >= e.number AND d.number < e.number || '.'
                            AND d.kind = 'count' AND {UNREVERSED})
              THEN 'counted'
            ELSE 'open'
       END AS state
  FROM stocktake_event e
 WHERE NOT e.cancelled;

CREATE VIEW v_planned AS
SELECT i.code AS item, i.name AS item_name, p.as_of, p.abc, p.xyz,
       p.daily_e4 AS daily_quantity_e4, p.daily_e4 / 10000.0 AS daily_quantity,
       p.safety_stock_e4, p.safety_stock_e4 / 10000.0 AS safety_stock,
       p.reorder_point_e4, p.reorder_point_e4 / 10000.0 AS reorder_point,
       p.economic_e4 AS economic_quantity_e4, p.economic_e4 / 10000.0 AS economic_quantity,
       p.forecast
  FROM planned p
  JOIN item i ON i.code = p.item;

CREATE VIEW v_costs AS
SELECT d.number, d.kind, m.date, i.code AS item, w.code AS warehouse, m.batch,
       sd.number AS layer, b.queue_date AS layer_date,
       c.quantity_e4, c.quantity_e4 / 10000.0 AS quantity,
       c.value_fen AS amount_fen, c.value_fen / 100.0 AS amount,
       c.move_id, c.lot_id, 0 AS owed
  FROM cost c
  JOIN move m ON m.id = c.move_id
  JOIN line l ON l.id = m.line_id
  JOIN document d ON d.id = l.document_id
  JOIN item i ON i.id = m.item_id
  JOIN warehouse w ON w.id = m.warehouse_id
  LEFT JOIN lot b ON b.id = c.lot_id
  LEFT JOIN move sm ON sm.id = b.id >> 20
  LEFT JOIN line sl ON sl.id = sm.line_id
  LEFT JOIN document sd ON sd.id = sl.document_id
UNION ALL
SELECT d.number, d.kind, m.date, i.code, w.code, m.batch, '', m.date,
       -b.quantity_e4, -b.quantity_e4 / 10000.0, -b.value_fen, -b.value_fen / 100.0,
       m.id, b.id, 1
  FROM lot b
  JOIN move m ON m.id = b.id >> 20
  JOIN line l ON l.id = m.line_id
  JOIN document d ON d.id = l.document_id
  JOIN item i ON i.id = m.item_id
  JOIN warehouse w ON w.id = m.warehouse_id
 WHERE b.quantity_e4 < 0;

CREATE VIEW v_period AS
WITH months AS (
  SELECT item_id, warehouse_id, substr(date, 1, 7) AS month,
         sum(CASE WHEN quantity_e4 > 0 THEN quantity_e4 ELSE 0 END) AS in_e4,
         sum(CASE WHEN quantity_e4 < 0 THEN -quantity_e4 ELSE 0 END) AS out_e4,
         sum(CASE WHEN quantity_e4 > 0 OR what = 1 THEN value_fen + expensed_fen
             ELSE 0 END) AS in_fen,
         sum(CASE WHEN quantity_e4 > 0 OR what = 1 THEN expensed_fen
             ELSE -value_fen END) AS out_fen
    FROM v_effects WHERE NOT void
   GROUP BY item_id, warehouse_id, month
), running AS (
  SELECT *,
         sum(in_e4 - out_e4) OVER pool AS close_e4,
         sum(in_fen - out_fen) OVER pool AS close_fen
    FROM months
  WINDOW pool AS (PARTITION BY item_id, warehouse_id ORDER BY month)
)
SELECT r.month, i.code AS item, i.name AS item_name, w.code AS warehouse,
       close_e4 - in_e4 + out_e4 AS opening_quantity_e4,
       (close_e4 - in_e4 + out_e4) / 10000.0 AS opening_quantity,
       close_fen - in_fen + out_fen AS opening_amount_fen,
       (close_fen - in_fen + out_fen) / 100.0 AS opening_amount,
       in_e4 AS received_quantity_e4, in_e4 / 10000.0 AS received_quantity,
       in_fen AS received_amount_fen, in_fen / 100.0 AS received_amount,
       out_e4 AS issued_quantity_e4, out_e4 / 10000.0 AS issued_quantity,
       out_fen AS issued_amount_fen, out_fen / 100.0 AS issued_amount,
       close_e4 AS closing_quantity_e4, close_e4 / 10000.0 AS closing_quantity,
       close_fen AS closing_amount_fen, close_fen / 100.0 AS closing_amount
  FROM running r
  JOIN item i ON i.id = r.item_id
  JOIN warehouse w ON w.id = r.warehouse_id;
"""

_TRIGGERS = "\n".join(
    f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON "{table}"
    BEGIN SELECT raise(ABORT, '{table} is append-only'); END;"""
    for table in APPEND_ONLY
    for verb in ("UPDATE", "DELETE")
)


def migrate(connection: Any) -> None:
    """Bring a ledger of any older version to :data:`VERSION`; sqlite-utils keeps the list."""
    from sqlite_utils import Database, Migrations

    migrations = Migrations("jxc_xl")

    @migrations()
    def m001_ground(db: Any) -> None:
        db.executescript(_TABLES + _TRIGGERS + _VIEWS)

    migrations.apply(Database(connection, recursive_triggers=True))
    connection.execute(f"PRAGMA user_version = {VERSION}")
