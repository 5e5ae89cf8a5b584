"""The writer of VBA projects."""
