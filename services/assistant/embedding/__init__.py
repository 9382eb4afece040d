"""Passages and questions given to a model that makes vectors, by the door that every call passes."""
