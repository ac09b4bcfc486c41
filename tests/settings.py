"""Settings of the tests: the site's own, in a home that is gone afterwards."""

import os
import tempfile

_home = tempfile.TemporaryDirectory(prefix="throughline-tests-")
os.environ["THROUGHLINE_HOME"] = _home.name
os.environ["THROUGHLINE_TESTING"] = "1"

from throughline.settings import *  # noqa: E402, F403 - the environment has to be set first
