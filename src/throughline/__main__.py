"""`python -m throughline` is the console script `throughline`."""

import sys

from throughline.cli import main

if __name__ == "__main__":  # a child process of the server reads this file too
    sys.exit(main())
