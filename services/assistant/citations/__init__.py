"""Answers that say by which passages they can be checked: only those that were given, each by its number."""
