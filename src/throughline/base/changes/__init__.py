"""Every write of base."""
