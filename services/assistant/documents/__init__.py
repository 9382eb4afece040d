"""Documents that a person attaches to a conversation: read once, kept as text with the conversation, and no longer."""
