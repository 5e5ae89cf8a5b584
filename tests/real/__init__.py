"""Real trade through the whole path, compared with what its source says."""
