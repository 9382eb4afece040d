"""A real llama.cpp server among the suppliers: `make llama`."""
