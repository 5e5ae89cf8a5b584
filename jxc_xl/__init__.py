"""Purchasing, sales and stock for a small business, with a spreadsheet as the user interface."""

__version__ = "0.1.0"
