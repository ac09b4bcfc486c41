"""The console script as a person runs it: a process of its own, on a site of its own."""

import os
import pathlib
import subprocess
import sys


def settings(folder: pathlib.Path) -> dict[str, str]:
    """A site in this folder, on SQLite, set up by nothing but its folder."""
    return {
        "THROUGHLINE_HOME": str(folder),
        "DATABASE_URL": "",
        "THROUGHLINE_TESTING": "",
        "THROUGHLINE_SECRET_KEY": "",
        "DJANGO_SETTINGS_MODULE": "throughline.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


def run(*arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "throughline", *arguments],
        env=dict(os.environ) | environment,
        capture_output=True,
        text=True,
        input=typed,
        check=False,
        timeout=120,  # a command that should have been refused, and serves
    )
