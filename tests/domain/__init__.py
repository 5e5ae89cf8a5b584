"""The rules, without files and without a database."""
