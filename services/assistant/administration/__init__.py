"""What an administrator sets: suppliers, what they offer, other names for it, and quotas."""
