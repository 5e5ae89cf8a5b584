"""The tests, and the commands for developers that stand beside them."""
