"""The extract from the command line: everything at once, or nothing."""

import pathlib

import pytest

pytestmark = pytest.mark.django_db
SAMPLES = pathlib.Path(__file__).parents[2] / "samples" / "wexcombe"
