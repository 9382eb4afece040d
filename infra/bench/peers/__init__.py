"""Other programs that do what ours do, each from its own lock, for comparison only."""
