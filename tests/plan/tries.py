"""What can be tried in the plan: every change and query, each with its permission and the things on which it is tried."""

import json
from collections.abc import Callable
from typing import Any

from documents import plan_json
from tests import making
from tests.plan.wexcombe import FILE, Wexcombe
from throughline.base.permissions import NotAllowed
from throughline.plan import exports, rules
from throughline.plan.changes import (
    actions,
    importing,
    lead_matching,
    leads,
    merging,
    plans,
    progress,
    publishing,
    putting_back,
    recommendations,
    themes,
    undoing,
)
from throughline.plan.models import (
    Action,
    ActionLead,
    LeadToMatch,
    Recommendation,
)
from throughline.plan.queries import actions as action_queries
from throughline.plan.queries import exporting
from throughline.plan.queries import merging as merging_queries
from throughline.plan.queries import plans as plan_queries

TODAY = making.TODAY


ACTIONS, PLANS = ("keys", "lettings", "repairs", "trees", "own"), ("lettings", "homes", "streets")
Try = Callable[[Wexcombe, Any, str], Any]


def _edit(world: Wexcombe, by: Any, where: str) -> Any:
    action = world.actions[where]
    return actions.edit_action(
        by=by,
        action=action,
        theme=action.theme,
        text="Say it anew, and shorter",
        points=[],
        service=action.service,
        accountable=None,
        deputy=None,
        target_text="",
        target_day=None,
        success_measure="",
        next_review_on=None,
        today=TODAY,
    )


def _match(world: Wexcombe, by: Any, where: str) -> Any:
    lead = ActionLead.objects.create(
        action=world.actions[where], kind="unknown", name="Head of it all", position=2
    )
    to_match = LeadToMatch.objects.create(lead=lead, made_on=TODAY)
    return lead_matching.say_team(by=by, to_match=[to_match], today=TODAY)


def _remove_lead(world: Wexcombe, by: Any, where: str) -> Any:
    lead = ActionLead.objects.create(action=world.actions[where], kind="team", name="Panel", position=2)
    return leads.remove_lead(by=by, lead=lead, today=TODAY)


def _link(world: Wexcombe, by: Any, where: str) -> Any:
    other = world.plans["lettings"].actions.first()
    assert other is not None
    return actions.link(by=by, action=world.actions[where], other=other, kind="supports", today=TODAY)


def _gone(action: Action) -> Action:
    Action.objects.filter(pk=action.pk).update(removed_on=TODAY)
    return action


def _asked(world: Wexcombe, where: str, **fields: Any) -> Recommendation:
    return world.theme(where).recommendations.create(text="Pay panels for their time", position=1, **fields)


def _above(world: Wexcombe, by: Any, where: str) -> Any:
    """The last theme of a plan before the first."""
    first, plan = world.theme(where), world.plans[where]
    last = making.theme(plan, "Fair chances")
    return themes.move_theme(by=by, theme=last, past=first.pk, up=True, today=TODAY)


def _take(world: Wexcombe, by: Any, where: str) -> Any:
    """A file of whoever asks that says one action anew."""
    action = world.actions[where]
    said = exporting.to_document(action.plan, for_user=making.account("equality_team"))
    text = plan_json.to_json(said)
    [row] = [
        row for theme in text["themes"] for row in theme["actions"] if row["reference"] == action.reference
    ]
    row["action"] = "Say it anew, and shorter"
    merge = merging.upload(
        by=by, plan=action.plan, name="back.json", data=json.dumps(text).encode(), today=TODAY
    )
    keys = merging_queries.preview(merge, for_user=by, today=TODAY).choices.keys()
    try:
        return merging.take(by=by, merge=merge, keys=keys, today=TODAY)
    except merging.MergeRefused as refusal:
        raise NotAllowed(str(refusal)) from refusal


def upload(world: Wexcombe, by: Any, where: str) -> Any:
    place = world.plans[where].place
    return importing.upload(by=by, name=FILE.name, data=FILE.read_bytes(), place=place, today=TODAY)


CHANGES: dict[str, tuple[str, tuple[str, ...], Try]] = {
    "record progress": (
        "plan.activity.update_progress",
        ACTIONS,
        lambda world, by, where: progress.record_progress(
            by=by, action=world.actions[where], text="Two teams have had theirs", today=TODAY
        ),
    ),
    "add an action": (
        "plan.activity.create_edit",
        ("keys", "lettings", "repairs", "trees"),
        lambda world, by, where: actions.add_action(
            by=by,
            theme=world.actions[where].theme,
            text="Ask every landlord to sign",
            service=world.actions[where].service,
            today=TODAY,
        ),
    ),
    "edit an action": ("plan.activity.create_edit", ACTIONS, _edit),
    "hand over": (
        "plan.activity.create_edit",
        ACTIONS,
        lambda world, by, where: actions.hand_over(
            by=by, action=world.actions[where], accountable=making.person(), deputy=None, today=TODAY
        ),
    ),
    "stop": (
        "plan.activity.create_edit",
        ACTIONS,
        lambda world, by, where: actions.move(
            by=by, action=world.actions[where], stage=rules.Stage.STOPPED, reason="No money", today=TODAY
        ),
    ),
    "link": ("plan.activity.create_edit", ACTIONS, _link),
    "say that a lead is a team": ("plan.activity.create_edit", ACTIONS, _match),
    "add a lead": (
        "plan.activity.create_edit",
        ACTIONS,
        lambda world, by, where: leads.add_lead(
            by=by, action=world.actions[where], lead=making.person(), today=TODAY
        ),
    ),
    "remove a lead": ("plan.activity.create_edit", ACTIONS, _remove_lead),
    "remove an action": (
        "plan.activity.delete",
        ACTIONS,
        lambda world, by, where: actions.ask_to_remove(
            by=by, action=world.actions[where], reason="Said twice", today=TODAY
        ),
    ),
    "put an action back": (
        "plan.activity.delete",
        ACTIONS,
        lambda world, by, where: putting_back.ask_to_put_back(
            by=by, action=_gone(world.actions[where]), today=TODAY
        ),
    ),
    "make a plan": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: plans.make_plan(
            by=by, title="A new plan", slug="fair", place=world.plans[where].place, today=TODAY
        ),
    ),
    "add a theme": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: themes.add_theme(
            by=by, plan=world.plans[where], title="Fair jobs", today=TODAY
        ),
    ),
    "edit a theme": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: themes.edit_theme(
            by=by, theme=world.theme(where), title="Fair jobs", desired_outcome="", sponsor=None, today=TODAY
        ),
    ),
    "change what a plan says of itself": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: plans.edit_plan(
            by=by,
            plan=world.plans[where],
            title="Fairer",
            organisation="",
            introduction="",
            document_date="",
            today=TODAY,
        ),
    ),
    "remove an empty plan": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: plans.remove_plan(
            by=by,
            plan=making.plan("Empty", "empty", world.plans[where].place),
            reason="By mistake",
            today=TODAY,
        ),
    ),
    "move a theme": ("plan.theme.create_edit", PLANS, _above),
    "remove a theme": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: themes.remove_theme(
            by=by, theme=making.theme(world.plans[where], "Empty"), reason="Over", today=TODAY
        ),
    ),
    "put a theme back": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: themes.put_back_theme(
            by=by, theme=making.theme(world.plans[where], "Gone", removed_on=TODAY), today=TODAY
        ),
    ),
    "recommend": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: recommendations.add_recommendation(
            by=by, theme=world.theme(where), text="Pay panels for their time", today=TODAY
        ),
    ),
    "change a recommendation": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: recommendations.edit_recommendation(
            by=by, recommendation=_asked(world, where), text="Pay them well", today=TODAY
        ),
    ),
    "reply": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: recommendations.reply(
            by=by, recommendation=_asked(world, where), text="From April", today=TODAY
        ),
    ),
    "remove a recommendation": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: recommendations.remove_recommendation(
            by=by, recommendation=_asked(world, where), reason="Over", today=TODAY
        ),
    ),
    "put a recommendation back": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: recommendations.put_back_recommendation(
            by=by, recommendation=_asked(world, where, removed_on=TODAY), today=TODAY
        ),
    ),
    "publish": (
        "plan.plan.publish",
        PLANS,
        lambda world, by, where: publishing.ask_to_publish(
            by=by, plan=world.plans[where], summary="", public_from=TODAY, today=TODAY
        ),
    ),
    "withdraw what is published": (
        "plan.plan.publish",
        PLANS,
        lambda world, by, where: publishing.ask_to_withdraw(
            by=by, version=world.version(where), reason="Wrong", today=TODAY
        ),
    ),
    "correct an import": (
        "plan.import_batch.upload_preview",
        PLANS,
        lambda world, by, where: importing.correct(
            by=by, batch=world.batch(where), decisions={"slug": "fair"}, today=TODAY
        ),
    ),
    "cancel an import": (
        "plan.import_batch.upload_preview",
        PLANS,
        lambda world, by, where: importing.cancel(by=by, batch=world.batch(where), today=TODAY),
    ),
    "accept an import": (
        "plan.import_batch.commit_or_undo",
        PLANS,
        lambda world, by, where: importing.ask_to_accept(by=by, batch=world.batch(where), today=TODAY),
    ),
    "undo an import": (
        "plan.import_batch.commit_or_undo",
        PLANS,
        lambda world, by, where: undoing.ask_to_undo(
            by=by, batch=world.batch(where, "accepted"), reason="Wrong file", keep_history=True, today=TODAY
        ),
    ),
    "take what an action's file says": ("plan.activity.create_edit", ACTIONS, _take),
    "export": (
        "plan.plan_export.download",
        PLANS,
        lambda world, by, where: exports.export(world.plans[where], "json", for_user=by, today=TODAY),
    ),
    "see the plan": (
        "plan.plan_published.view",
        PLANS,
        lambda world, by, where: plan_queries.plan(world.plans[where].slug, for_user=by),
    ),
    "see an action": (
        "plan.plan_published.view",
        ACTIONS,
        lambda world, by, where: action_queries.action(
            world.actions[where].plan, world.actions[where].number, for_user=by
        ),
    ),
}
