"""What comes back from a stocktake: sheets, counted lines, differences and their likely causes."""
