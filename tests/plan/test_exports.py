"""A live plan as a file: what it says, by equality, and that a file which was exported can be imported again."""

import csv
import io
import pathlib

import pytest

from documents import plan as documents_plan
from documents.standing import Standing
from tests import making
from throughline.base.models import User
from throughline.base.permissions import NotAllowed
from throughline.plan import exports
from throughline.plan.changes import importing
from throughline.plan.models import ActionLead, Plan, Recommendation
from throughline.plan.queries import exporting, standing

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
FILE = pathlib.Path(__file__).parent / "files" / "wexcombe_plan.txt"


def made_of(plan: Plan) -> list[tuple[object, ...]]:
    names = (
        "theme__title",
        "service_text",
        "text",
        "points",
        "lead_text",
        "target_text",
        "target_kind",
        "target_end",
    )
    return list(
        plan.actions.order_by("number").values_list(*names, "stage", "success_measure", "progress__text")
    )


def test_what_the_document_says(people: tuple[User, User]) -> None:
    plan = making.plan("Fair by Practice", slug="wx")
    plan.introduction, plan.organisation = "Why.\n\nHow.", "London Borough of Wexcombe"
    plan.save()
    theme = making.theme(plan, "Safe to speak", desired_outcome="Everybody is heard.")
    Recommendation.objects.create(theme=theme, text="Publish who is appointed.", position=1)
    ada = making.person("Ada Obi")
    action = making.action(
        theme,
        "Offer every team a conversation",
        points=["in a room", "online"],
        service=making.place("Housing Options"),
        accountable=ada,
        lead_text="A. Obi and Pat Quill",
        target_text="June 2026",
        target_kind="month",
        target_end=making.datetime.date(2026, 6, 30),
        success_measure="Every team says that it was worth the time.",
    )
    ActionLead.objects.create(action=action, kind="person", name="A. Obi", person=ada, position=1)
    ActionLead.objects.create(action=action, kind="team", name="Housing SMT", position=2)
    making.entry(action, "One team", None)
    making.entry(action, "Two teams\nand a third", TODAY)
    making.action(theme, "Removed", removed_on=TODAY)
    making.action(theme, "Declined", stage="declined", stage_reason="Not now")
    assert exporting.to_document(plan, for_user=people[0]) == documents_plan.Plan(
        title="Fair by Practice",
        organisation="London Borough of Wexcombe",
        themes=(
            documents_plan.Theme(
                title="Safe to speak",
                desired_outcome="Everybody is heard.",
                recommendations=("Publish who is appointed.",),
                actions=(
                    documents_plan.Action(
                        service="Housing Options",
                        action="Offer every team a conversation",
                        points=("in a room", "online"),
                        lead_text="Ada Obi / Housing SMT",
                        leads=(
                            documents_plan.Lead(name="Ada Obi", kind="person"),
                            documents_plan.Lead(name="Housing SMT", kind="team"),
                        ),
                        target=documents_plan.Target(
                            text="June 2026",
                            kind=documents_plan.TargetKind.MONTH,
                            end=making.datetime.date(2026, 6, 30),
                        ),
                        achieved=("One team", "16 March 2026: Two teams", "and a third"),
                        outcome="Every team says that it was worth the time.",
                        reference="WX-001",
                    ),
                ),
            ),
        ),
        services=(documents_plan.ServiceSpellings(name="Housing Options", spellings=("Housing Options",)),),
        front_matter=(documents_plan.Passage(text="Why."), documents_plan.Passage(text="How.")),
    )


@pytest.mark.parametrize("kind", exports.EXPORTS)
def test_an_exported_file_is_imported_again_without_a_change(
    kind: str, people: tuple[User, User], tmp_path: pathlib.Path
) -> None:
    plan = importing.import_file(FILE, by=people[0], approved_by=people[1], today=TODAY)
    path = tmp_path / f"plan.{kind}"
    exports.export_file(plan, path, for_user=people[0], today=TODAY)
    again = importing.import_file(path, by=people[0], approved_by=people[1], today=TODAY)
    # a service is called by its one name now, whatever the document's rows called it
    plan.actions.filter(service_text="Housing Options").update(service_text="Housing Options (HO)")
    assert made_of(again) == made_of(plan)
    assert (again.title, again.organisation, again.document_date) == (
        plan.title,
        plan.organisation,
        plan.document_date,
    )
    assert [row.text for row in Recommendation.objects.filter(theme__plan=again)] == [
        row.text for row in Recommendation.objects.filter(theme__plan=plan)
    ]


def test_who_may_not_have_it(people: tuple[User, User]) -> None:
    plan = making.plan()
    with pytest.raises(NotAllowed):
        exports.export(plan, "csv", for_user=making.account("staff"), today=TODAY)


def test_an_unknown_kind_is_refused(people: tuple[User, User], tmp_path: pathlib.Path) -> None:
    plan = making.plan()
    with pytest.raises(exports.ExportRefused) as refusal:
        exports.export_file(plan, tmp_path / "plan.pdf", for_user=people[0], today=TODAY)
    assert str(refusal.value) == "A plan cannot be written as “pdf”. Choose one of docx, xlsx, csv, json."
    with pytest.raises(exports.ExportRefused):
        exports.export_file(plan, tmp_path / "nowhere" / "plan.csv", for_user=people[0], today=TODAY)


def test_a_file_says_where_each_action_stands_and_what_was_replied(people: tuple[User, User]) -> None:
    """For its readers: the plan that is read back is the same (tests/documents/test_standing.py)."""
    plan = making.plan("Fair by Practice", slug="wx")
    theme = making.theme(plan, "Safe to speak")
    making.action(theme, "Train every panel", target_end=making.datetime.date(2026, 1, 31))
    making.action(theme, "Ask who left", stage="in_progress")
    making.action(theme, "Removed", removed_on=TODAY)
    Recommendation.objects.create(
        theme=theme, text="Pay all.", position=1, reply="In June.", replied_on=TODAY
    )
    Recommendation.objects.create(theme=theme, text="Publish.", position=2)
    assert standing.standing(plan, for_user=people[0], today=TODAY) == Standing(
        {"WX-001": "Overdue", "WX-002": "In progress"}, {("Safe to speak", "Pay all."): "In June."}
    )
    rows = list(
        csv.reader(
            io.StringIO(exports.export(plan, "csv", for_user=people[0], today=TODAY).decode("utf-8-sig"))
        )
    )
    at = rows[0].index("Status")
    assert [(row[0], row[rows[0].index("Activity")], row[at]) for row in rows[3:]] == [
        ("Recommendation", "Pay all.", ""),
        ("Reply", "In June.", ""),
        ("Recommendation", "Publish.", ""),
        ("Action", "Train every panel", "Overdue"),
        ("Action", "Ask who left", "In progress"),
    ]
