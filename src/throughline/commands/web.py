"""The web server as a program of its own, started by `throughline serve` and `demo`: python -m … ADDRESS PORT WORKERS."""

import multiprocessing
import sys
from typing import Any

from granian import Granian
from granian._internal import load_target
from granian.constants import Interfaces

from throughline.commands import children


def main(address: str, port: str, workers: str) -> None:
    """Serve until told to stop, or until whoever started this is gone."""
    children.end_with_parent()
    children.wake_for_signals()
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "throughline.wsgi:application",
        address=address,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=2,
        log_enabled=False,
        websockets=False,
    ).serve(target_loader=load)


def load(target: str) -> Any:
    """In each of granian's workers, before it has threads of its own: the site."""
    children.wake_for_signals()
    return load_target(target)


if __name__ == "__main__":  # granian's workers read this file too
    main(*sys.argv[1:])
