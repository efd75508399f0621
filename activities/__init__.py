"""The hands of the stories: side effects, through ports."""
