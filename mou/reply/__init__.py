"""Reading: what a reply to one of our letters says."""
