"""The stories: what happens when."""
