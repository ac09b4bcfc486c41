"""A Word file goes out, is worked on, and comes back: what is taken, by whom, and how it is undone."""

import io
from typing import Any

import docx
import pytest

from tests import making
from tests.making import TODAY
from tests.plan.accepted import FILE, accepted
from throughline.base.models import AuditEvent, Place, User
from throughline.base.permissions import NotAllowed
from throughline.plan import exports
from throughline.plan.changes import merging, taking
from throughline.plan.changes.merging import MergeRefused
from throughline.plan.models import Action, ImportBatch, Merge, Plan
from throughline.plan.permissions import Part
from throughline.plan.queries import merging as queries

pytestmark = pytest.mark.django_db
HEADS = {"action": 0, "lead": 1, "target_date": 2, "achieved": 3}


@pytest.fixture
def live(batch: ImportBatch, people: tuple[User, User]) -> Plan:
    return accepted(batch, people)


@pytest.fixture
def service() -> Place:
    return Place.objects.get(name="Housing Options")


@pytest.fixture
def manager(live: Plan, service: Place) -> User:
    return making.account("service_manager", service)


class WordFile:
    """What somebody has open in Word."""

    def __init__(self, data: bytes) -> None:
        self.file = docx.Document(io.BytesIO(data))

    def write(self, reference: str, column: str, words: str) -> None:
        [(heads, row)] = [
            ([cell.text.casefold() for cell in table.rows[0].cells], row)
            for table in self.file.tables
            for row in table.rows
            if reference in [cell.text for cell in row.cells]
        ]
        [place] = [n for n, head in enumerate(heads) if head.startswith(column)]
        row.cells[place].text = words

    def add_row(self, after: str, **cells: str) -> None:
        for table in self.file.tables:
            if any(after in [cell.text for cell in row.cells] for row in table.rows):
                heads = [cell.text.casefold() for cell in table.rows[0].cells]
                new = table.add_row()
                for column, words in cells.items():
                    [place] = [n for n, head in enumerate(heads) if head.startswith(column)]
                    new.cells[place].text = words

    def saved(self) -> bytes:
        found = io.BytesIO()
        self.file.save(found)
        return found.getvalue()


def uploaded(by: User, plan: Plan, data: bytes, name: str = "back.docx") -> Merge:
    return merging.upload(by=by, plan=plan, name=name, data=data, today=TODAY)


def offered(merge: Merge, by: User) -> queries.Preview:
    return queries.preview(merge, for_user=by, today=TODAY)


def said(preview: queries.Preview) -> dict[str, list[tuple[str, str, str]]]:
    return {
        row.action.reference: [
            (one.difference.field, one.difference.was, one.difference.now) for one in row.choices
        ]
        for row in preview.changed
    }


def everything(plan: Plan) -> list[Any]:
    """All that a merge can change."""
    return [
        list(plan.actions.order_by("number").values(*taking.FIELDS, "progress_count", "updated_on")),
        list(
            plan.actions.order_by("number", "leads__position").values_list(
                "leads__name", "leads__person", "leads__kind", "leads__to_match__suggestions"
            )
        ),
        list(
            plan.actions.order_by("number", "progress__id").values_list("progress__text", "progress__said_on")
        ),
        list(plan.themes.values_list("title", "desired_outcome", "removed_on")),
        list(
            plan.themes.filter(recommendations__removed_on=None).values_list(
                "recommendations__text", flat=True
            )
        ),
    ]


def test_what_a_service_manager_wrote_in_word_comes_in_under_her_name_and_goes_again(
    live: Plan, service: Place, manager: User
) -> None:
    before = everything(live)
    one, two, *_ = live.actions.filter(service=service).order_by("number")
    file = WordFile(exports.export(Part(live, service), "docx", for_user=manager, today=TODAY))
    file.write(one.reference, "lead", "Sam Turner")
    file.write(one.reference, "target", "by 30 September 2027")
    file.write(
        two.reference, "what has been achieved", "Everybody has been asked, and all but one have answered."
    )
    file.add_row(two.reference, activity="Ring everybody who was turned away", lead="Dayo Okafor")
    merge = uploaded(manager, live, file.saved())
    preview = offered(merge, manager)
    assert list(said(preview)) == [one.reference, two.reference]
    assert [field for field, _, _ in said(preview)[one.reference]] == ["lead", "target_date"]
    assert [row.placed.action.action for row in preview.new] == ["Ring everybody who was turned away"]
    assert (preview.missing, preview.themes, preview.open) == ([], [], 4)
    merging.take(by=manager, merge=merge, keys=preview.choices.keys(), today=TODAY)
    one.refresh_from_db()
    assert (one.target_text, str(one.target_end)) == ("by 30 September 2027", "2027-09-30")
    assert [(lead.name, hasattr(lead, "to_match")) for lead in one.leads.all()] == [
        ("Sam Turner", True)
    ]  # two are called so
    entry = two.progress.order_by("id").last()
    assert entry is not None
    assert (entry.text, entry.said_on, entry.author) == (
        "Everybody has been asked, and all but one have answered.",
        TODAY,
        manager.person,
    )
    new = live.actions.order_by("number").last()
    assert new is not None
    assert new.accountable is not None
    assert (new.text, new.service, new.stage, new.accountable.name) == (
        "Ring everybody who was turned away",
        service,
        "agreed",
        "Dayo Okafor",
    )
    by_her = AuditEvent.objects.filter(by=manager, kind="plan.action").values_list("what", flat=True)
    assert {"plan.action.edited", "plan.progress.recorded", "plan.action.added"} <= set(by_her)
    merging.undo(by=manager, merge=Merge.objects.get(), reason="It was last year’s file.", today=TODAY)
    assert Action.objects.get(pk=new.pk).removed_on == TODAY
    Action.objects.filter(pk=new.pk).delete()
    assert everything(live) == before


def test_the_file_that_the_plan_was_made_of_says_nothing_new(live: Plan, people: tuple[User, User]) -> None:
    preview = offered(uploaded(people[0], live, FILE.read_bytes(), FILE.name), people[0])
    assert (said(preview), preview.new, preview.missing, preview.unchanged) == (
        {},
        [],
        [],
        live.actions.count(),
    )


def test_the_same_file_twice_changes_nothing(live: Plan, manager: User, service: Place) -> None:
    first = live.actions.filter(service=service).order_by("number")[0]
    file = WordFile(exports.export(live, "docx", for_user=making.account("equality_team"), today=TODAY))
    file.write(first.reference, "what has been achieved", "A line more.")
    data = file.saved()
    merge = uploaded(manager, live, data)
    merging.take(by=manager, merge=merge, keys=offered(merge, manager).choices.keys(), today=TODAY)
    twice = uploaded(manager, live, data)
    again = offered(twice, manager)
    assert (twice.taken_before, again.open, again.new) == (merge, 0, [])


def test_somebody_takes_only_what_they_may(live: Plan, service: Place, manager: User) -> None:
    other = live.actions.exclude(service=service).order_by("number")[0]
    file = WordFile(exports.export(live, "docx", for_user=making.account("equality_team"), today=TODAY))
    file.write(other.reference, "target", "by May 2027")
    merge = uploaded(manager, live, file.saved())
    [choice] = offered(merge, manager).choices.values()
    assert (choice.open, choice.refusal.startswith("You may not")) == (False, True) or choice.refusal
    with pytest.raises(MergeRefused):
        merging.take(by=manager, merge=merge, keys=[choice.key], today=TODAY)
    with pytest.raises(NotAllowed):
        uploaded(making.account("staff"), live, file.saved())
    with pytest.raises(NotAllowed):
        queries.merge(merge.pk, for_user=making.account("service_manager", making.place("Parks")))


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    live: Plan, service: Place, manager: User
) -> None:
    first = live.actions.filter(service=service).order_by("number")[0]
    file = WordFile(exports.export(live, "docx", for_user=making.account("equality_team"), today=TODAY))
    file.write(first.reference, "target", "by May 2027")
    merge = uploaded(manager, live, file.saved())
    keys = list(offered(merge, manager).choices)
    Action.objects.filter(pk=first.pk).update(target_text="by June 2027")
    with pytest.raises(MergeRefused, match="Somebody changed what you were looking at"):
        merging.take(by=manager, merge=merge, keys=keys, today=TODAY)
    with pytest.raises(MergeRefused, match="Nothing is ticked"):
        merging.take(by=manager, merge=merge, keys=[], today=TODAY)
    merging.take(by=manager, merge=merge, keys=offered(merge, manager).choices.keys(), today=TODAY)
    Action.objects.filter(pk=first.pk).update(target_text="by July 2027")
    taken = Merge.objects.get()
    with pytest.raises(MergeRefused, match=f"1 action changed again since: {first.reference}"):
        merging.undo(by=manager, merge=taken, reason="Wrong file.", today=TODAY)
    with pytest.raises(MergeRefused, match="Say why"):
        merging.undo(by=manager, merge=taken, reason=" ", today=TODAY)


def test_what_is_cancelled_is_thrown_away(live: Plan, manager: User) -> None:
    data = exports.export(live, "docx", for_user=making.account("equality_team"), today=TODAY)
    merge = merging.cancel(by=manager, merge=uploaded(manager, live, data), today=TODAY)
    assert (merge.state, merge.read) == (Merge.State.CANCELLED, {})
    with pytest.raises(MergeRefused, match="at another step now: cancelled"):
        merging.take(by=manager, merge=merge, keys=["x"], today=TODAY)


def test_themes_and_recommendations_come_in_for_whoever_may(live: Plan, manager: User) -> None:
    team = making.account("equality_team")
    before = everything(live)
    theme = live.themes.get(position=1)
    data = exports.export(live, "json", for_user=team, today=TODAY).decode()
    data = data.replace(theme.desired_outcome, "Nobody is turned away unheard.")
    merge = uploaded(team, live, data.encode(), "back.json")
    [choice] = offered(merge, team).choices.values()
    assert (choice.label, choice.difference.now) == ("Desired outcome", "Nobody is turned away unheard.")
    assert not offered(merge, manager).choices[choice.key].open
    merging.take(by=team, merge=merge, keys=[choice.key], today=TODAY)
    theme.refresh_from_db()
    assert theme.desired_outcome == "Nobody is turned away unheard."
    merging.undo(by=team, merge=Merge.objects.get(), reason="Too early.", today=TODAY)
    assert everything(live) == before
