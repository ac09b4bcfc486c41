"""Every page of the plan at the server: median milliseconds and number of queries, with 2,000 actions and ten times as many.

Run: python benchmarks/plan_pages.py [ACTIONS ...]      (default 2000 20000; 20 progress entries for each action)
It starts a PostgreSQL server of its own, unless DATABASE_URL names one (an empty database: it is filled).
"""

import contextlib
import datetime
import os
import pathlib
import statistics
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
ENTRIES = 20
RUNS = 30
PAGES = {
    "the plan, first page": "/plan/{slug}/",
    "the plan, a late page": "/plan/{slug}/?page={late}",
    "overdue only": "/plan/{slug}/?status=overdue",
    "one service": "/plan/{slug}/?service={service}",
    "search": "/plan/{slug}/?q=panel",
    "SMARTER: time-bound": "/plan/{slug}/?lack=time_bound",
    "in figures": "/plan/{slug}/overview/",
    "by service": "/plan/{slug}/services/",
    "page of a service": "/plan/{slug}/services/{service}/",
    "page of a directorate": "/plan/{slug}/services/{directorate}/",
    "who is accountable": "/plan/{slug}/leads/",
    "recommendations": "/plan/{slug}/recommendations/",
    "order and contents": "/plan/{slug}/arrange/",
    "what was removed": "/plan/{slug}/removed/",
    "add an action": "/plan/{slug}/add/",
    "my actions": "/plan/mine/",
    "one action": "/plan/{slug}/17/",
    "record progress": "/plan/{slug}/17/progress/",
    "change an action": "/plan/{slug}/17/edit/",
    "who leads it too": "/plan/{slug}/17/leads/",
    "list of plans": "/plan/?all",
    "updates this month": "/plan/{slug}/month/",
    "in pictures": "/plan/{slug}/pictures/",
    "what changed": "/plan/{slug}/changes/",
}


@contextlib.contextmanager
def database():
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from tests.check import machine, postgresql

    with postgresql.server(machine.postgresql()) as url:
        os.environ["DATABASE_URL"] = url
        yield


def fill(slug: str, size: int) -> dict[str, int]:
    """A plan of `size` actions over 40 services and 12 themes, with ENTRIES entries each."""
    from tests import making
    from throughline.plan.models import Action, ActionLead, ProgressEntry
    from throughline.plan.rules import Stage

    today = datetime.date(2026, 3, 16)
    plan = making.plan(slug=slug)
    top = [making.place(f"{slug} directorate {n}", "directorate") for n in range(5)]
    services = [making.place(f"{slug} service {n}", "service", top[n % 5]) for n in range(40)]
    people = [making.person(f"{slug} person {n}", services[n % 40]) for n in range(300)]
    themes = [making.theme(plan, f"Theme {n}", desired_outcome="Everybody is heard") for n in range(12)]
    for theme in themes:
        for n in range(3):
            theme.recommendations.create(text=f"Publish who is appointed, part {n}", position=n + 1)
    stages = [Stage.AGREED, Stage.IN_PROGRESS, Stage.IN_PROGRESS, Stage.ONGOING, Stage.REPORTED_DONE]
    actions = Action.objects.bulk_create(
        [
            Action(
                plan=plan,
                theme=themes[n * 12 // size],
                number=n + 1,
                position=n,
                text=f"Action {n}: every {'panel' if n % 25 == 0 else 'team'} agrees what it will change, and says so",
                service=services[n % 40],
                accountable=people[n % 300 if n % 25 else 0],  # the first, who looks, has a full page in both
                deputy=people[(n + 7) % 300] if n % 3 else None,
                target_text="by the end of June 2026" if n % 4 else "TBC",
                target_kind="by_month" if n % 4 else "tbc",
                target_end=today + datetime.timedelta(days=n % 400 - 200) if n % 4 else None,
                success_measure="All say so" if n % 2 else "",
                stage=stages[n % 5],
                next_review_on=today + datetime.timedelta(days=n % 90),
                made_on=today - datetime.timedelta(days=500),
                updated_on=today - datetime.timedelta(days=n % 100),
                progress_count=ENTRIES,
            )
            for n in range(size)
        ],
        batch_size=2000,
    )
    ActionLead.objects.bulk_create(
        [ActionLead(action=one, kind="team", name="The management team", position=1) for one in actions],
        batch_size=5000,
    )
    ProgressEntry.objects.bulk_create(
        [
            ProgressEntry(
                action=one,
                text=f"Update {k}: two more teams have agreed, and the next meeting is set.",
                said_on=today - datetime.timedelta(days=500 - 20 * k),
                author=people[k],
            )
            for one in actions
            for k in range(ENTRIES)
        ],
        batch_size=5000,
    )
    return {
        "service": services[0].pk,
        "directorate": top[0].pk,
        "late": max(1, size // 60 - 1),
        "person": people[0].pk,
    }


def measure(size: int) -> list[tuple[str, float, int]]:
    """(page, median milliseconds, queries) for a plan of this size."""
    from django.db import connection, reset_queries

    from tests import making
    from throughline.base.models import Person

    slug = f"b{size}"
    keys = fill(slug, size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = making.signed_in(making.account("equality_team", someone=Person.objects.get(pk=keys["person"])))
    found = []
    for name, path in PAGES.items():
        url = path.format(slug=slug, **keys)
        times = []
        for _ in range(RUNS + 3):
            start = time.perf_counter()
            response = client.get(url)
            times.append((time.perf_counter() - start) * 1000)
            assert response.status_code == 200, (url, response.status_code)
        connection.force_debug_cursor = True
        reset_queries()
        client.get(url)
        found.append((name, statistics.median(times[3:]), len(connection.queries)))
        connection.force_debug_cursor = False
    return found


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [2000, 20000]
    with tempfile.TemporaryDirectory() as home, database():
        os.environ |= {
            "THROUGHLINE_HOME": home,
            "THROUGHLINE_TESTING": "1",
            "DJANGO_SETTINGS_MODULE": "throughline.settings",
        }
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        settings.ALLOWED_HOSTS = ["*"]
        call_command("migrate", verbosity=0)
        columns = [measure(size) for size in sizes]
        print(f"{connection.vendor}; {ENTRIES} entries an action; median of {RUNS} requests, in process")
        print(f"{'page':24}" + "".join(f"{size:>12,} actions" for size in sizes) + "   ratio")
        for row in zip(*columns, strict=True):
            cells = "".join(f"{ms:8.1f} ms {queries:3} q " + " " * 3 for _, ms, queries in row)
            print(f"{row[0][0]:24} {cells} {row[-1][1] / row[0][1]:6.2f}")
        connection.close()


if __name__ == "__main__":
    main()
