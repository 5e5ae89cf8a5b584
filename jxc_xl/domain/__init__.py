"""The trade itself: numbers, documents, rules and costing, in plain Python.

Nothing here reads a file, a sheet or a database.
"""
