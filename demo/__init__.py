"""The players of the demo year: they speak HTTP to the mailbox and import no room."""
