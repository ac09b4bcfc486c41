"""Reading plans out of files, and writing them into files."""
