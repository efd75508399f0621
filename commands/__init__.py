"""The bodies of the `mou` commands, each loaded only when called."""
