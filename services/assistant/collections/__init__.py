"""Collections of an authority's own documents: written by those who answer for them, found by its agents."""
