"""Documents as plain text with places, read in a process of their own that may be ended at any time."""
