"""What can be tried in the plan: every change and query, each with its permission and the things on which it is tried."""

import dataclasses
import functools
import pathlib
from collections.abc import Callable
from typing import Any

import documents
from documents import plan_json
from tests import making, organisation
from tests.organisation import Borough
from throughline.base.models import User
from throughline.plan import exports, rules
from throughline.plan.changes import (
    actions,
    importing,
    lead_matching,
    leads,
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
    ImportBatch,
    LeadToMatch,
    Plan,
    PublishedVersion,
    Recommendation,
    Theme,
)
from throughline.plan.queries import actions as action_queries
from throughline.plan.queries import plans as plan_queries

TODAY = making.TODAY
FILE = pathlib.Path(__file__).parent / "files" / "wexcombe_plan.txt"
HOMES = {"homes", "lettings", "keys", "repairs"}  # the places of one directorate


@dataclasses.dataclass(frozen=True)
class Wexcombe:
    """A plan in each of three places, an action for each of five, one of them the user's own; nothing is theirs besides."""

    user: User | None
    plans: dict[str, Plan]
    actions: dict[str, Action]

    def theme(self, where: str) -> Theme:
        return self.plans[where].themes.get()

    def version(self, where: str) -> PublishedVersion:
        return self.plans[where].versions.get()

    def batch(self, where: str, state: str = "read") -> ImportBatch:
        return ImportBatch.objects.get(place=self.plans[where].place, state=state)


@functools.cache
def read() -> dict[str, Any]:
    found = documents.read(FILE.read_bytes(), name=FILE.name)
    return dict(plan_json.to_json(found))


def wexcombe(role: str) -> Wexcombe:
    """The plans and actions, and somebody who holds this role."""
    places = organisation.borough()
    user = organisation.anybody(role, places)
    found = {code: _plan(places, code) for code in ("lettings", "homes", "streets")}
    made = {
        code: _action(found["homes" if code in HOMES else "streets"], places, code)
        for code in ("keys", "lettings", "repairs", "trees")
    }
    made["own"] = _action(found["streets"], places, "trees")
    if user is not None:
        ActionLead.objects.create(
            action=made["own"], kind="person", person=user.person, name=str(user), position=1
        )
    return Wexcombe(user, found, made)


def _plan(places: Borough, code: str) -> Plan:
    found = making.plan(f"The plan of {code}", f"of-{code}", places[code])
    theme = making.theme(found)
    making.action(theme, service=places[code], stage=rules.Stage.IN_PROGRESS)
    asked, agreed = making.account("equality_team"), making.account("equality_team")
    PublishedVersion.objects.create(
        plan=found,
        number=1,
        snapshot={"themes": []},
        asked_by=asked,
        approved_by=agreed,
        published_on=TODAY,
        public_from=TODAY,
    )
    for state, plan in (
        ("read", None),
        ("accepted", making.plan(f"Imported for {code}", f"from-{code}", places[code])),
    ):
        ImportBatch.objects.create(
            file_name=f"{code}.txt",
            uploaded_by=asked,
            uploaded_on=TODAY,
            state=state,
            read=read(),
            corrected=read(),
            place=places[code],
            plan=plan,
            made={"sequence": 0, "places": []},
        )
    return found


def _action(plan: Plan, places: Borough, code: str) -> Action:
    return making.action(plan.themes.get(), service=places[code], stage=rules.Stage.IN_PROGRESS)


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
    "export": (
        "plan.plan_export.download",
        PLANS,
        lambda world, by, where: exports.export(world.plans[where], "json", for_user=by),
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
