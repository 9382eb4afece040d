"""Trials by fault: processes are killed while they work, and nothing may be lost or counted twice."""
