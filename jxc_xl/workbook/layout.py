"""The version of the master workbook's layout."""

LAYOUT = 1
"""Stands in every workbook; rises when an older program could not read it."""
