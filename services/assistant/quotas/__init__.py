"""Quotas by month, for an authority or one caller of it: leased to each process, counted with the uses."""
