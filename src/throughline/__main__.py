"""`python -m throughline` is the console script `throughline`."""

import sys

from throughline.cli import main

sys.exit(main())
