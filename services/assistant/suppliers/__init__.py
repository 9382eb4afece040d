"""Suppliers: what an administrator keeps, where they may stand, and how an answer is got from one of them."""
