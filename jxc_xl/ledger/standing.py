"""Which facts count: a reversal and what it reverses stay in the ledger, and cancel out.

Conditions to be written into a query.  Both look for the reversal through the unique index
on ``reverses``, so that a standing fact costs one look and not a walk.
"""

STANDING_MOVE = "m.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM move x WHERE x.reverses = m.id)"
"""The move ``m`` is neither reversed nor a reversal."""

PENDING = f"""(l.provisional = 1 AND NOT EXISTS (
    SELECT 1 FROM move o JOIN move m ON m.link = o.id JOIN line a ON a.id = m.line_id
      JOIN document b ON b.id = a.document_id
     WHERE o.line_id = l.id AND m.what = 1 AND b.kind = 'cost_adjustment' AND {STANDING_MOVE}))"""
"""The price of the line ``l`` is still 暂估: no standing 成本调整 has brought the invoice."""

TURN = "ifnull(m.turn, m.id)"
"""Where the move ``m`` stands within its day and phase, before its id: see :class:`Event`."""

UNREVERSED = "NOT EXISTS (SELECT 1 FROM document r WHERE r.reverses = d.id)"
"""The document ``d`` is not reversed; it may be a reversal."""
