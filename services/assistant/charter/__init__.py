"""The charter of the assistant: what each person undertakes before using it."""
