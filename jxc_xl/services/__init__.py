"""One module a button: each takes a workbook and a ledger and returns a :class:`Report`."""
