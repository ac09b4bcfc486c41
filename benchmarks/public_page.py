"""The public progress page from two workers: requests a second and the slowest hundredth, for pages of several sizes.

Run: python benchmarks/public_page.py [SECONDS]         (default 10 for each size)
It starts the server on a free port with a database of its own (SQLite; DATABASE_URL names another, which must be empty)
and asks from processes of its own, each on one connection that stays open: no other tool is needed.
"""

import contextlib
import http.client
import multiprocessing
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
WORKERS = 2
READERS = 8
SIZES = (60, 150, 2000)  # actions; a plan of more than 150 has a page for each theme
THEMES = 8
ENTRIES = 5
NEEDED = 300  # requests a second


def fill(size: int) -> str:
    """A published plan of this many actions; its slug."""
    import datetime

    from django.utils import timezone

    from tests import making
    from throughline.plan.changes import publishing
    from throughline.plan.models import Action, ProgressEntry

    today = timezone.localdate()
    plan = making.plan(slug=f"b{size}")
    service = making.place(f"Service {size}")
    themes = [making.theme(plan, f"Theme {n}", desired_outcome="Everybody is heard") for n in range(THEMES)]
    text = "Every team agrees with those who use it what it will change, says so, and comes back to them with what came of it"
    actions = Action.objects.bulk_create(
        Action(
            plan=plan,
            theme=themes[n % THEMES],
            number=n + 1,
            position=n,
            text=f"{text} ({n})",
            service=service,
            target_text="By the end of June 2026",
            stage="in_progress",
            made_on=today - datetime.timedelta(days=400),
            updated_on=today - datetime.timedelta(days=n % 90),
            progress_count=ENTRIES,
        )
        for n in range(size)
    )
    ProgressEntry.objects.bulk_create(
        ProgressEntry(
            action=action,
            text=f"Two more teams have agreed, and the next meeting is set ({k}).",
            said_on=today - datetime.timedelta(days=30 * k),
        )
        for action in actions
        for k in range(ENTRIES)
    )
    people = making.account("equality_team"), making.account("equality_team")
    asked = publishing.ask_to_publish(by=people[0], plan=plan, summary="", public_from=today, today=today)
    publishing.publish(by=people[1], approval=asked, today=today)
    return plan.slug


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def server(port: int) -> Iterator[None]:
    """The site as `throughline serve` runs it, without the waiting work; up when it answers."""
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += [
        "--workers",
        str(WORKERS),
        "--blocking-threads",
        "2",
        "--no-ws",
        "throughline.wsgi:application",
    ]
    process = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def read(port: int, path: str, until: float, results: "multiprocessing.Queue[list[float]]") -> None:
    """Ask again and again on one connection; what each answer took, in seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    took = []
    while time.time() < until:
        start = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        took.append(time.perf_counter() - start)
        if answer.status != 200 or not body:
            break
    results.put(took if answer.status == 200 else [])


def load(port: int, path: str, seconds: float) -> list[float]:
    results: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    until = time.time() + seconds
    readers = [
        multiprocessing.Process(target=read, args=(port, path, until, results)) for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    answers = [results.get(timeout=seconds + 60) for _ in readers]
    for reader in readers:
        reader.join()
    if not all(answers):
        raise SystemExit(f"{path} did not answer 200: start the site by hand and look.")
    return [one for took in answers for one in took]


def main(seconds: float) -> int:
    with tempfile.TemporaryDirectory(prefix="throughline-benchmark-") as home:
        os.environ |= {
            "THROUGHLINE_HOME": home,
            "DJANGO_SETTINGS_MODULE": "throughline.settings",
            "PYTHONPATH": str(ROOT / "src"),
            "THROUGHLINE_DEMO": "1",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        slugs = [fill(size) for size in SIZES]
        port, slow = free_port(), False
        print(f"{WORKERS} workers, {READERS} readers, {seconds:g} seconds each")
        print(f"{'page':38} {'bytes':>9} {'requests/s':>11} {'median ms':>10} {'99% within ms':>14}")
        with server(port):
            for size, slug in zip(SIZES, slugs, strict=True):
                path = f"/progress/{slug}/"
                load(port, path, 1)  # every worker makes the page once
                body = http.client.HTTPConnection("127.0.0.1", port)
                body.request("GET", path)
                length = len(body.getresponse().read())
                took = sorted(load(port, path, seconds))
                rate = len(took) / seconds
                slow |= rate < NEEDED
                print(
                    f"{f'{size} actions':38} {length:>9,} {rate:>11,.0f} {statistics.median(took) * 1000:>10.1f} "
                    f"{took[int(len(took) * 0.99)] * 1000:>14.1f}"
                )
    print(f"At least {NEEDED} requests a second: {'no' if slow else 'yes'}")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10))
