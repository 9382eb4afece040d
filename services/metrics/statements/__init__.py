"""Statements of suppliers: what a console says was used, by day. Declared, and never mixed with what is measured."""
