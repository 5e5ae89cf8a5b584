"""The rules of a bookkeeper, one concern a module; each speaks up through the bench."""
