"""Typed clients of the services: what a page may ask, and how it is refused."""
