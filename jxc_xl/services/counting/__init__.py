"""Reading stocktakes back: files, differences, posting, results, accuracy over time."""
