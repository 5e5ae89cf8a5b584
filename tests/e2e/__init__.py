"""The whole path on real files: a workbook, a ledger, the command."""
