"""The version of the master workbook's layout."""

LAYOUT = 1
"""Stands in every workbook; rises when an older program could not read it."""

RECOMPUTED = "jxc_recomputed"
"""Defined name of the cell with the fingerprint of what the result sheets were reckoned from."""
