"""The forms of base."""
