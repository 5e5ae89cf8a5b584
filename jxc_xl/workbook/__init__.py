"""Sheets as tables: the master workbook, built, read and written."""
