"""The outside world: one file per vendor or library."""
