"""The pages of base."""
