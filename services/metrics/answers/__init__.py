"""Named questions and their answers: each reads what it needs, publishes its own table, and says what may be said."""
