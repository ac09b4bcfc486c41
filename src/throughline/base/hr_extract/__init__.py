"""The HR system's extract: reading its rows, guessing its columns, leaving out what must not be read. No database."""
