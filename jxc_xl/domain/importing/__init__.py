"""Rows from other people's files: found by their headers, turned into rows of our tables."""
