"""What anybody may read: published versions, as the public page, the feed and the data show them. Nobody has to be asked."""

import csv
import dataclasses
import datetime
import io
from collections.abc import Iterable, Mapping
from typing import Any

from throughline.base import terms
from throughline.plan import rules
from throughline.plan.models import PublishedVersion

LATEST_ENTRIES = 3  # on the page; the data has all
PAGES_OVER = 150  # actions: a longer plan has a page for each theme
BY_DATE = {"not_started", "in_progress"}  # what becomes overdue when its date has passed
OPEN = BY_DATE | {"overdue", "review_due", "ongoing"}


@dataclasses.dataclass(frozen=True)
class Entry:
    """What somebody said was achieved, and on which day; None: in the document that was imported."""

    text: str
    said_on: datetime.date | None


@dataclasses.dataclass(frozen=True)
class PublicAction:
    """An action as the public sees it."""

    reference: str
    text: str
    points: list[str]
    service: str
    teams: list[str]
    target: str
    status: str
    words: str
    tone: str
    why: str
    updated_on: datetime.date | None
    entries: list[Entry]
    passed: bool  # its date ran out after it was published
    is_open: bool  # only then does it matter how long nobody said anything

    @property
    def undated(self) -> bool:
        """What is said of it stood in the plan when it was imported, and nobody has said anything since."""
        return self.updated_on is None and bool(self.entries)

    @property
    def latest(self) -> list[Entry]:
        return self.entries[:LATEST_ENTRIES]

    @property
    def earlier(self) -> int:
        return len(self.entries[LATEST_ENTRIES:])


@dataclasses.dataclass(frozen=True)
class PublicTheme:
    """A theme as the public sees it. `number` is its place in the plan, from 1."""

    number: int
    title: str
    is_theme: bool
    desired_outcome: str
    recommendations: list[dict[str, Any]]
    actions: list[PublicAction]


@dataclasses.dataclass(frozen=True)
class Count:
    """How many actions have a status, and which."""

    name: str
    words: str
    tone: str
    references: list[str]


@dataclasses.dataclass(frozen=True)
class PublicPlan:
    """A snapshot, ready to be shown on a day."""

    title: str
    organisation: str
    as_at: datetime.date
    themes: list[PublicTheme]
    counts: list[Count]
    total: int
    updated_on: datetime.date | None  # the last day on which anybody said anything
    by_theme: bool  # too long for one page

    @property
    def is_open(self) -> bool:
        """Something is still to be done."""
        return any(action.is_open for theme in self.themes for action in theme.actions)

    def only(self, number: int) -> "PublicPlan":
        """With one theme alone. LookupError when there is none of that number."""
        found = [theme for theme in self.themes if theme.number == number]
        if not found:
            raise LookupError(number)
        here = {action.reference for theme in found for action in theme.actions}
        counts = [
            dataclasses.replace(count, references=references)
            for count in self.counts
            if (references := [reference for reference in count.references if reference in here])
        ]
        return dataclasses.replace(self, themes=found, counts=counts, total=len(here), by_theme=False)


@dataclasses.dataclass(frozen=True)
class Known:
    """A version as the public may know of it: what is under embargo is not among these."""

    key: int
    number: int
    public_from: datetime.date
    summary: str
    withdrawn_on: datetime.date | None
    withdrawn_reason: str
    authority: str | None  # its name on that day; None: published before that was kept


def versions(slug: str, *, today: datetime.date) -> list[Known]:
    """The versions of a plan that are or were public, the newest first: one query, without what they show."""
    found = PublishedVersion.objects.filter(plan__slug=slug, public_from__lte=today).order_by("-number")
    names = (
        "pk",
        "number",
        "public_from",
        "summary",
        "withdrawn_on",
        "withdrawn_reason",
        "snapshot__authority",
    )
    return [Known(*row) for row in found.values_list(*names)]


def shown(key: int) -> dict[str, Any]:
    """The snapshot of a version."""
    return dict(PublishedVersion.objects.values_list("snapshot", flat=True).get(pk=key))


def words_of(snapshot: Mapping[str, Any], today: Mapping[str, str]) -> dict[str, str]:
    """The authority's words on the day of the snapshot; those of `today` where that was made before they were kept."""
    return terms.words(snapshot["words"]) if "words" in snapshot else dict(today)


def as_published(snapshot: dict[str, Any], on: datetime.date) -> dict[str, Any]:
    """The snapshot on the day that it became public: what ran out while it waited for that day is overdue by then."""
    made_on = datetime.date.fromisoformat(snapshot["as_at"])
    themes = [
        theme | {"actions": [_by_then(action, made_on, on) for action in theme["actions"]]}
        for theme in snapshot["themes"]
    ]
    return snapshot | {"themes": themes}


def _by_then(action: dict[str, Any], made_on: datetime.date, on: datetime.date) -> dict[str, Any]:
    end = _day(action["target_end"])
    if action["status"] not in BY_DATE or end is None or end >= on:
        return action
    why = f"Its date ran out on {_said(end)}, before this was published, and it was not closed on {_said(made_on)}."
    return action | {"status": "overdue", "why": why, "status_as_at": on.isoformat()}


def public_plan(
    snapshot: dict[str, Any], *, today: datetime.date, public_from: datetime.date | None = None
) -> PublicPlan:
    """`public_from`: the day on which it became, or will become, public; None: not known yet."""
    as_at = datetime.date.fromisoformat(snapshot["as_at"])
    published_on = max(as_at, public_from or as_at)
    snapshot = as_published(snapshot, published_on)
    themes = [
        PublicTheme(
            number=number,
            title=theme["title"],
            is_theme=theme["is_theme"],
            desired_outcome=theme["desired_outcome"],
            recommendations=[
                one | {"replied_on": _day(one["replied_on"])} for one in theme["recommendations"]
            ],
            actions=[_action(action, published_on, today) for action in theme["actions"]],
        )
        for number, theme in enumerate(snapshot["themes"], 1)
    ]
    actions = [action for theme in themes for action in theme.actions]
    days = [
        day for action in actions for day in (action.updated_on, *(e.said_on for e in action.entries)) if day
    ]
    return PublicPlan(
        title=snapshot["title"],
        organisation=snapshot["organisation"],
        as_at=as_at,
        themes=themes,
        counts=[
            Count(name, words, tone, [action.reference for action in actions if action.status == name])
            for name, (words, tone) in rules.STATUSES.items()
            if any(action.status == name for action in actions)
        ],
        total=len(actions),
        updated_on=max(days, default=None),
        by_theme=len(actions) > PAGES_OVER,
    )


def _action(action: dict[str, Any], published_on: datetime.date, today: datetime.date) -> PublicAction:
    words, tone = rules.STATUSES[action["status"]]
    end = _day(action["target_end"])
    return PublicAction(
        reference=action["reference"],
        text=action["text"],
        points=action["points"],
        service=action["service"],
        teams=[team for team in action["teams"] if team != action["service"]],
        target=action["target"],
        status=action["status"],
        words=words,
        tone=tone,
        why=action["why"],
        updated_on=_day(action["updated_on"]),
        entries=[Entry(entry["text"], _day(entry["said_on"])) for entry in action["progress"]],
        passed=action["status"] in BY_DATE and end is not None and published_on <= end < today,
        is_open=action["status"] in OPEN,
    )


CSV_HEADER = [
    *("{theme}", "{desired_outcome}", "reference", "{service}", "{action}", "points"),
    *("{target_date}", "last day meant", "status", "why", "status as at", "last update", "{achieved}"),
]


def as_csv(snapshot: dict[str, Any], *, public_from: datetime.date, today: Mapping[str, str]) -> str:
    """The actions of a version as a table for spreadsheets: one line each, UTF-8, nothing that a spreadsheet would run.

    today: the authority's words of today, in which the columns are named where those of its day were not kept.
    """
    named = words_of(snapshot, today)
    snapshot = as_published(snapshot, public_from)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_safe(name.format_map(named) for name in CSV_HEADER))
    for theme in snapshot["themes"]:
        for action in theme["actions"]:
            writer.writerow(_safe(_csv_row(snapshot, theme, action)))
    return out.getvalue()


def _csv_row(snapshot: dict[str, Any], theme: dict[str, Any], action: dict[str, Any]) -> list[str]:
    said = [
        f"{entry['said_on']}: {entry['text']}" if entry["said_on"] else entry["text"]
        for entry in action["progress"]
    ]
    return [
        theme["title"],
        theme["desired_outcome"],
        action["reference"],
        action["service"],
        action["text"],
        "\n".join(action["points"]),
        action["target"],
        action["target_end"] or "",
        rules.STATUSES[action["status"]][0],
        action["why"],
        action.get("status_as_at", snapshot["as_at"]),
        action["updated_on"] or "",
        "\n".join(said),
    ]


def _safe(cells: Iterable[str]) -> list[str]:
    """A cell that begins like a formula gets an apostrophe, so that a spreadsheet shows it and does not run it."""
    return [f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell for cell in cells]


def _said(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
