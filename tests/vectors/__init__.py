"""A real model of vectors among the suppliers: `make meaning`."""
