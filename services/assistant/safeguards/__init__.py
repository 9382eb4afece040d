"""Personal data in a text: found by rules, masked, and put back. No model, no database, nothing kept."""
