"""The version of the master workbook's layout, and names that services look for in it."""

LAYOUT = 1
"""Stands in every workbook; rises when an older program could not read it."""

RECOMPUTED = "jxc_recomputed"
"""Defined name of the cell with the fingerprint of what the result sheets were reckoned from."""

MASTERS_SEEN = "jxc_masters_seen"
"""Defined name of the cell that says how far the workbook has followed the ledger's masters."""
