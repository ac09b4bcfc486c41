"""What `python3 dev.py check` runs, in which order, and how it tells."""
