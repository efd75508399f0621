"""HTTP: mail in, the mailbox, the desk, the published reports."""
