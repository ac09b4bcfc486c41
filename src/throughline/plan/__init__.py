"""The room plan: what we will do. Every room may point at it; it points at none."""
