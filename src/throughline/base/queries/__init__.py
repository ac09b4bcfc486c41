"""Every read of base."""
