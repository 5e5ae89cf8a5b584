"""The worksheet functions against real ledgers, without a spreadsheet."""
