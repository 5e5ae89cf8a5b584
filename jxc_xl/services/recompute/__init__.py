"""The figures that 重算 writes into the result sheets, one module a table."""
