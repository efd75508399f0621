"""The agreement itself, pure: no clock, no dice, no environment, no file, no socket, no vendor."""
