"""Throughline: the web site. Read ARCHITECTURE.md for the floors and rooms."""
