"""Business stories as small Markdown ledgers: rows go in, figures worked out by hand come out."""
