"""Measures: pure functions of counted values, each with its source. Units are in the names."""
