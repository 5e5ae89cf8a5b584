"""jxc import: rows of other people's files into our sheets, or straight into the ledger."""
