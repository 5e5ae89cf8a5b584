"""The buttons' side of the work: take a click, hand it to the worker, tell what came of it."""
