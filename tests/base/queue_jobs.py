"""Jobs for the tests of the queue: each leaves a line in a file, so that what was done can be counted."""

import os
import time

from django_tasks import task

from throughline.base import jobs


def note(line: str) -> None:
    """One line, written at once, so that lines of several processes do not mix."""
    file = os.open(os.environ["NOTES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"{line}\n".encode())
    os.close(file)


@task()
def count(number: int) -> None:
    note(f"{number} {os.getpid()}")
    time.sleep(0.005)  # long enough for the other worker to want the next one


@task()
def slow(seconds: float) -> None:
    note("began")
    time.sleep(seconds)
    note("ended")


@task()
def stubborn(until: int, attempt: int = 1) -> None:
    """Fails until the given attempt."""
    note(f"attempt {attempt}")
    try:
        if attempt < until:
            raise ConnectionError("not yet")
    except ConnectionError as trouble:
        jobs.again(stubborn, attempt=attempt, trouble=trouble, until=until)
