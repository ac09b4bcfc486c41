"""The file that a command is told to read or to write."""

import pathlib

from throughline.commands import CommandRefused


def to_read(name: str) -> pathlib.Path:
    """CommandRefused when it is not there, or is a folder."""
    path = pathlib.Path(name)
    if path.is_dir():
        raise CommandRefused(f"{path} is a folder. Give the name of a file in it.")
    if not path.exists():
        raise CommandRefused(f"There is no file {path}. Check the name and the folder.")
    return path


def to_write(name: str, such_as: str) -> pathlib.Path:
    """CommandRefused when it is a folder."""
    path = pathlib.Path(name)
    if path.is_dir():
        raise CommandRefused(f"{path} is a folder. Give the name of a file in it, such as {path / such_as}.")
    return path
