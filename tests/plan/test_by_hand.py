"""A plan changed by hand: the result, the refusal, the second person and the audit event, by equality."""

from typing import Any

import pytest

from tests import making
from tests.plan.recorded import events
from throughline.base import audit
from throughline.base.models import Approval, AuditEvent, User
from throughline.base.permissions import NeedsSecondPerson, NotAllowed
from throughline.base.rules import Refused
from throughline.plan.changes import actions, approvals, asking, putting_back, recommendations, themes
from throughline.plan.models import Action, Plan, Recommendation, Theme
from throughline.plan.queries import exporting, publishing
from throughline.plan.queries import plans as queries
from throughline.plan.rules import order, stages

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
AGAIN = "The order has changed since you looked at it. Look at it again, then move it."


def standing(plan: Plan) -> list[str]:
    return [theme.title for theme in queries.themes(plan, for_user=making.account("equality_team"))]


def places(theme: Theme) -> list[tuple[str, int]]:
    rows = theme.recommendations.filter(removed_on=None).order_by("position", "id")
    return list(rows.values_list("text", "position"))


# ---- themes ------------------------------------------------------------------------------------------------------------


def test_a_theme_that_holds_actions_is_not_removed(theme: Theme, team: User) -> None:
    action = making.action(theme)
    with pytest.raises(Refused) as refusal:
        themes.remove_theme(by=team, theme=theme, reason="Over", today=TODAY)
    assert str(refusal.value) == ("One is still in it. Move elsewhere, or remove, what is in it first.")
    Action.objects.filter(pk=action.pk).update(removed_on=TODAY)
    themes.remove_theme(by=team, theme=theme, reason="Over", today=TODAY)
    theme.refresh_from_db()
    assert theme.removed_on == TODAY
    gone = {"removed_on": "2026-03-16"}
    assert events() == [("plan.theme.removed", str(theme.pk), {"removed_on": None}, gone, "Over")]


def test_removing_needs_a_reason(theme: Theme, team: User) -> None:
    asked = theme.recommendations.create(text="Pay panels", position=1)
    with pytest.raises(Refused, match="Say why it is to be removed: the reason stays"):
        themes.remove_theme(by=team, theme=theme, reason=" ", today=TODAY)
    with pytest.raises(Refused, match="Say why it is to be removed: the reason stays"):
        recommendations.remove_recommendation(by=team, recommendation=asked, reason=" ", today=TODAY)
    assert events() == []


def test_no_action_goes_into_a_removed_theme(plan: Plan, theme: Theme, team: User) -> None:
    """Whoever has its form open, or another page: the plan must not hold what its page cannot show."""
    action = making.action(making.theme(plan, "Fair chances"))
    themes.remove_theme(by=team, theme=theme, reason="Over", today=TODAY)
    values = {name: getattr(action, name) for name in ("text", "points", "service", "accountable", "deputy")}
    values |= {"target_text": "", "target_day": None, "success_measure": "", "next_review_on": None}
    for change in (
        lambda: actions.add_action(by=team, theme=theme, text="One", today=TODAY),
        lambda: actions.edit_action(by=team, action=action, theme=theme, today=TODAY, **values),
    ):
        with pytest.raises(Refused, match="What you chose was removed meanwhile"):
            change()
    assert standing(plan) == ["Fair chances"]


def test_what_is_removed_is_counted_and_shown_nowhere_and_comes_back_where_it_stood(
    plan: Plan, team: User
) -> None:
    first, second, third = (making.theme(plan, title) for title in ("One", "Two", "Three"))
    kept = first.recommendations.create(text="Stay", position=1)
    gone = first.recommendations.create(text="Go", position=2)
    second.recommendations.create(text="Go with the theme", position=1)

    def shown() -> list[tuple[str, list[str]]]:
        snapshot = publishing.snapshot(plan, today=TODAY)
        public = [
            (one["title"], [row["text"] for row in one["recommendations"]]) for one in snapshot["themes"]
        ]
        file = exporting.to_document(plan, for_user=team)
        assert [(one.title, list(one.recommendations)) for one in file.themes] == public
        [listed] = queries.plans(for_user=team)
        number = sum(len(texts) for _, texts in public)
        assert (queries.unanswered(plan, for_user=team), listed.unanswered) == (number, number)
        return public

    whole = [("One", ["Stay", "Go"]), ("Two", ["Go with the theme"]), ("Three", [])]
    assert shown() == whole
    themes.remove_theme(by=team, theme=second, reason="Over", today=TODAY)
    recommendations.remove_recommendation(by=team, recommendation=gone, reason="Said twice", today=TODAY)
    assert shown() == [("One", ["Stay"]), ("Three", [])]
    themes.put_back_theme(by=team, theme=second, today=TODAY)
    recommendations.put_back_recommendation(by=team, recommendation=gone, today=TODAY)
    assert shown() == whole
    assert [event.what for event in audit.history(second)] == ["plan.theme.removed", "plan.theme.put_back"]
    assert [event.what for event in audit.history(gone)] == [
        "plan.recommendation.removed",
        "plan.recommendation.put_back",
    ]
    assert (audit.history(kept), audit.history(third), audit.faults()) == ([], [], [])


def test_what_was_decided_about_before_is_not_decided_again(theme: Theme, team: User) -> None:
    asked = theme.recommendations.create(text="Pay panels", position=1)
    with pytest.raises(Refused, match="This is there already"):
        themes.put_back_theme(by=team, theme=theme, today=TODAY)
    with pytest.raises(Refused, match="This is there already"):
        recommendations.put_back_recommendation(by=team, recommendation=asked, today=TODAY)
    recommendations.remove_recommendation(by=team, recommendation=asked, reason="Over", today=TODAY)
    themes.remove_theme(by=team, theme=theme, reason="Over", today=TODAY)
    with pytest.raises(Refused, match="“Safe to speak”, to which it belongs, is removed too"):
        recommendations.put_back_recommendation(by=team, recommendation=asked, today=TODAY)
    with pytest.raises(Theme.DoesNotExist):
        themes.edit_theme(by=team, theme=theme, title="x", desired_outcome="", sponsor=None, today=TODAY)
    with pytest.raises(Recommendation.DoesNotExist):
        recommendations.reply(by=team, recommendation=asked, text="Yes", today=TODAY)


def test_one_moves_past_its_neighbour_and_both_are_recorded(plan: Plan, team: User) -> None:
    first, second, third = (making.theme(plan, title) for title in ("One", "Two", "Three"))
    themes.move_theme(by=team, theme=third, past=second.pk, up=True, today=TODAY)
    assert standing(plan) == ["One", "Three", "Two"]
    assert sorted(events()) == sorted(
        [
            ("plan.theme.moved", str(third.pk), {"position": 3}, {"position": 2}, ""),
            ("plan.theme.moved", str(second.pk), {"position": 2}, {"position": 3}, ""),
        ]
    )
    with pytest.raises(order.OrderChanged):  # pressed twice: it stands there already, and does not go back
        themes.move_theme(by=team, theme=third, past=second.pk, up=True, today=TODAY)
    with pytest.raises(order.OrderChanged) as refusal:
        themes.move_theme(by=team, theme=third, past=second.pk + 1000, up=True, today=TODAY)
    assert str(refusal.value) == AGAIN
    with pytest.raises(order.OrderChanged):
        themes.move_theme(by=team, theme=first, past=second.pk, up=False, today=TODAY)
    assert standing(plan) == ["One", "Three", "Two"]


def test_what_stands_outside_any_theme_can_be_chosen(theme: Theme, team: User) -> None:
    said = {"title": theme.title, "desired_outcome": "", "sponsor": None}
    themes.edit_theme(by=team, theme=theme, is_theme=False, today=TODAY, **said)
    assert events() == [("plan.theme.edited", str(theme.pk), {"is_theme": True}, {"is_theme": False}, "")]
    assert Theme.objects.get().is_theme is False
    themes.edit_theme(by=team, theme=theme, today=TODAY, **said)
    assert Theme.objects.get().is_theme is False


def test_a_stale_theme_and_a_stale_recommendation(theme: Theme, team: User) -> None:
    asked = theme.recommendations.create(text="Pay panels", position=1)
    below = theme.recommendations.create(text="Name them", position=2)
    said = {"desired_outcome": "", "sponsor": None, "today": TODAY, "by": team, "theme": theme, "seen": 0}
    about = {"by": team, "recommendation": asked, "today": TODAY}
    recommendations.move_recommendation(past=below.pk, up=False, **about)  # another place is no other text
    themes.edit_theme(title="Heard", **said)
    recommendations.edit_recommendation(text="Pay all panels", seen=0, **about)
    last = recommendations.last_change(asked)
    recommendations.reply(text="From April", seen=last, **about)
    for change in (
        lambda: themes.edit_theme(title="Mine", **said),
        lambda: recommendations.edit_recommendation(text="Mine", seen=0, **about),
        lambda: recommendations.reply(text="Mine", seen=last, **about),
    ):
        with pytest.raises(asking.Stale, match="Somebody else changed this while"):
            change()
    asked.refresh_from_db()
    assert (asked.text, asked.reply, Theme.objects.get().title) == ("Pay all panels", "From April", "Heard")


# ---- recommendations ---------------------------------------------------------------------------------------------------


def test_a_recommendation_is_changed_and_moved(theme: Theme, team: User) -> None:
    one, two = (theme.recommendations.create(text=text, position=n) for n, text in enumerate("ab", 1))
    recommendations.edit_recommendation(by=team, recommendation=one, text="A", today=TODAY)
    recommendations.edit_recommendation(by=team, recommendation=one, text="A", today=TODAY)
    recommendations.move_recommendation(by=team, recommendation=two, past=one.pk, up=True, today=TODAY)
    assert places(theme) == [("b", 1), ("A", 2)]
    assert events()[0] == ("plan.recommendation.edited", str(one.pk), {"text": "a"}, {"text": "A"}, "")
    assert sorted(events()[1:]) == sorted(
        [
            ("plan.recommendation.moved", str(one.pk), {"position": 1}, {"position": 2}, ""),
            ("plan.recommendation.moved", str(two.pk), {"position": 2}, {"position": 1}, ""),
        ]
    )


def test_a_neighbour_of_another_theme_is_none(plan: Plan, theme: Theme, team: User) -> None:
    here = theme.recommendations.create(text="a", position=1)
    there = making.theme(plan, "Fair chances").recommendations.create(text="b", position=2)
    with pytest.raises(order.OrderChanged):
        recommendations.move_recommendation(
            by=team, recommendation=here, past=there.pk, up=False, today=TODAY
        )


# ---- with a second person ----------------------------------------------------------------------------------------------


def test_every_change_of_the_shape_waits_for_a_second_person(plan: Plan) -> None:
    """Tried alone it is refused and nothing is written; asked for, it happens when the other agrees."""
    director, other = (making.account("dmt", plan.place) for _ in range(2))
    elsewhere = making.account("dmt", making.place("Elsewhere", "directorate"))
    one, two = making.theme(plan, "One"), making.theme(plan, "Two")
    away = making.theme(plan, "Away", removed_on=TODAY)
    a, b = (one.recommendations.create(text=text, position=n) for n, text in enumerate("ab", 1))
    c = one.recommendations.create(text="c", position=3, removed_on=TODAY)
    described = {"title": "New", "organisation": "", "introduction": "", "document_date": ""}
    said = {"title": "Three", "desired_outcome": "", "sponsor": making.person(), "is_theme": True}
    tried: dict[str, tuple[Any, dict[str, Any]]] = {
        "make_plan": (plan.place, {"title": "New", "slug": "new-one", "organisation": ""}),
        "edit_plan": (plan, described),
        "remove_plan": (making.plan("Empty", "empty", plan.place), {"reason": "Over"}),
        "add_theme": (plan, said),
        "edit_theme": (two, {**said, "seen": 0}),
        "move_theme": (two, {"past": one.pk, "up": True}),
        "put_back_theme": (away, {}),
        "add_recommendation": (one, {"text": "d"}),
        "edit_recommendation": (a, {"text": "A", "seen": 0}),
        "move_recommendation": (b, {"past": a.pk, "up": True}),
        "put_back_recommendation": (c, {}),
        "remove_recommendation": (b, {"reason": "Over"}),
        "remove_theme": (two, {"reason": "Over"}),
        "reply": (a, {"text": "Yes"}),
    }
    assert set(tried) == set(approvals.SHAPE)
    for name, (about, values) in tried.items():
        change, called = approvals.SHAPE[name]
        written = AuditEvent.objects.count()
        with pytest.raises(NeedsSecondPerson):
            change(by=director, today=TODAY, **{called: about}, **values)
        assert AuditEvent.objects.count() == written, name
        asked = asking.ask(by=director, about=about, change=name, values=values, says=name, today=TODAY)
        for wrong in (director, elsewhere):
            with pytest.raises((Refused, NotAllowed)):
                approvals.APPROVALS[name](by=wrong, approval=asked, today=TODAY)
        assert Approval.objects.get(pk=asked.pk).state == "waiting", name
        approvals.APPROVALS[name](by=other, approval=asked, today=TODAY)
        assert Approval.objects.get(pk=asked.pk).state == "approved", name
    assert standing(plan) == ["One", "Away", "Three"]
    assert places(one) == [("A", 2), ("c", 3), ("d", 4)]
    assert Recommendation.objects.get(pk=a.pk).replied_by == director.person
    assert audit.faults() == []


def test_what_was_asked_for_is_refused_when_somebody_was_faster(plan: Plan, theme: Theme, team: User) -> None:
    director, other = (making.account("dmt", plan.place) for _ in range(2))
    values = {"title": "Mine", "desired_outcome": "", "sponsor": None, "is_theme": True, "seen": 0}
    asked = asking.ask(
        by=director, about=theme, change="edit_theme", values=values, says="Change it", today=TODAY
    )
    themes.edit_theme(by=team, theme=theme, title="Heard", desired_outcome="", sponsor=None, today=TODAY)
    with pytest.raises(asking.Stale):
        approvals.APPROVALS["edit_theme"](by=other, approval=asked, today=TODAY)
    assert (Theme.objects.get().title, Approval.objects.get().state) == ("Heard", "waiting")


def test_a_removed_action_comes_back_when_a_second_person_agrees(
    plan: Plan, theme: Theme, team: User
) -> None:
    action = making.action(theme, removed_on=TODAY)
    themes.remove_theme(by=team, theme=theme, reason="Over", today=TODAY)
    with pytest.raises(Refused, match="“Safe to speak”, to which it belongs, is removed too"):
        putting_back.ask_to_put_back(by=team, action=action, today=TODAY)
    themes.put_back_theme(by=team, theme=theme, today=TODAY)
    asked = putting_back.ask_to_put_back(by=team, action=action, today=TODAY)
    with pytest.raises(Refused, match="somebody else must approve it"):
        approvals.APPROVALS["put_back_action"](by=team, approval=asked, today=TODAY)
    with pytest.raises(NotAllowed):
        approvals.APPROVALS["put_back_action"](by=making.account("board"), approval=asked, today=TODAY)
    approvals.APPROVALS["put_back_action"](by=making.account("equality_team"), approval=asked, today=TODAY)
    action.refresh_from_db()
    assert (action.removed_on, action.stage) == (None, stages.Stage.AGREED)
    assert events()[-1] == (
        "plan.action.put_back",
        str(action.pk),
        {"removed_on": "2026-03-16"},
        {"removed_on": None},
        "",
    )
    with pytest.raises(Refused, match="This is there already"):
        putting_back.ask_to_put_back(by=team, action=action, today=TODAY)
