"""What anyone may know of the assistant: its uses, its models, who answers for what it says."""
