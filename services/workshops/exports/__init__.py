"""A snapshot in every format: the same snapshot gives the same bytes."""
