"""Each role tries each change and page of the plan, with things inside and outside of its reach.

What must come of it is read from permissions.csv here anew, and from REACHED below; not from the engine.
"""

import csv
import dataclasses
import functools
import pathlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

import documents
from documents import plan_json
from tests import making, organisation
from tests.organisation import Borough, fresh
from tests.visitor import Visitor
from throughline import base
from throughline.base.models import User
from throughline.base.permissions import NeedsSecondPerson, NotAllowed
from throughline.plan import exports, rules
from throughline.plan.changes import actions, importing, leads, plans, progress, publishing, themes, undoing
from throughline.plan.models import (
    Action,
    ActionLead,
    ImportBatch,
    LeadToMatch,
    Plan,
    PublishedVersion,
    Theme,
)
from throughline.plan.queries import actions as action_queries
from throughline.plan.queries import plans as plan_queries

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
FILE = pathlib.Path(__file__).parent / "files" / "wexcombe_plan.txt"

with pathlib.Path(base.__file__).with_name("permissions.csv").open(encoding="utf-8", newline="") as _file:
    GRID = {f"{row['capability']}.{row['object']}.{row['action']}": row for row in csv.DictReader(_file)}
ROLES = [
    name
    for name in next(iter(GRID.values()))
    if name not in {"capability", "object", "action", "sensitivity", "note"}
]
STAFF_TOO = set(ROLES) - {"public", "sysadmin", "learning_provider", "provider_contact"}

HOMES = {"homes", "lettings", "keys", "repairs"}
REACHED = {  # code -> where the things are that it reaches; roles are held at keys, lettings or homes
    "-": set(),
    "P": set(),  # the published form: none of these changes and pages has one
    "O": {"own"},
    "T": {"keys"},
    "S": {"keys", "lettings"},
    "D": HOMES,
    "A": HOMES | {"streets", "trees", "own"},
}


def expected(permission: str, role: str, where: str) -> str:
    """ "done", "second" (only with a second person) or "refused"."""
    row = GRID[permission]
    codes = {row[role], row["staff"] if role in STAFF_TOO else "-", row["public"]}
    reaching = {code for code in codes if where in REACHED[code[0]]}
    if any("2" not in code for code in reaching):
        return "done"
    return "second" if reaching else "refused"


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


@pytest.fixture
def wexcombe(request: pytest.FixtureRequest) -> Wexcombe:
    places = organisation.borough()
    user = organisation.holder(request.getfixturevalue("role"), places)
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
    return leads.say_team(by=by, to_match=[to_match], today=TODAY)


def _link(world: Wexcombe, by: Any, where: str) -> Any:
    other = world.plans["lettings"].actions.first()
    assert other is not None
    return actions.link(by=by, action=world.actions[where], other=other, kind="supports", today=TODAY)


def _upload(world: Wexcombe, by: Any, where: str) -> Any:
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
    "remove an action": (
        "plan.activity.delete",
        ACTIONS,
        lambda world, by, where: actions.ask_to_remove(
            by=by, action=world.actions[where], reason="Said twice", today=TODAY
        ),
    ),
    "make a plan": (
        "plan.theme.create_edit",
        PLANS,
        lambda world, by, where: plans.make_plan(
            by=by, title="A new plan", slug="new", place=world.plans[where].place, today=TODAY
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


def outcome(world: Wexcombe, attempt: Try, where: str) -> str:
    """What comes of it; whatever was written is taken back."""
    by = fresh(world.user) if world.user is not None else None
    try:
        with transaction.atomic():
            result = attempt(world, by, where)
            transaction.set_rollback(True)
    except NeedsSecondPerson:
        return "second"
    except NotAllowed:
        return "refused"
    return "second" if type(result).__name__ == "Approval" else "done"


DONE_AT_ONCE = {"make a plan"}  # an empty plan shows nothing to anybody, so it waits for nobody


@pytest.mark.parametrize("role", ROLES)
def test_every_change_and_query(wexcombe: Wexcombe, role: str) -> None:
    found, wanted = {}, {}
    for change, (permission, wheres, attempt) in CHANGES.items():
        for where in wheres:
            found[change, where] = outcome(wexcombe, attempt, where)
            said = expected(permission, role, where)
            wanted[change, where] = "done" if said == "second" and change in DONE_AT_ONCE else said
    assert found == wanted


@pytest.mark.parametrize("role", ["dmt", "equality_team", "service_manager", "board"])
def test_upload(wexcombe: Wexcombe, role: str) -> None:
    """Reading a file takes time, so only the roles beside the border try it."""
    for where in PLANS:
        wanted = expected("plan.import_batch.upload_preview", role, where)
        assert outcome(wexcombe, _upload, where) == wanted, where


PAGES = {  # what stands behind an address, and where: by action, or by plan
    "plan.plan_published.view": (
        "/plan/of-homes/",
        "/plan/of-homes/overview/",
        "/plan/of-homes/leads/",
        "/plan/",
    ),
    "plan.plan_export.download": ("/plan/of-homes/export/",),
    "plan.plan.publish": ("/plan/of-homes/publish/",),
    "plan.activity.update_progress": ("/plan/of-homes/{keys}/progress/",),
    "plan.activity.create_edit": (
        "/plan/of-homes/{keys}/edit/",
        "/plan/of-homes/{keys}/hand-over/",
        "/plan/of-homes/{keys}/decide/",
        "/plan/of-homes/{keys}/link/",
    ),
    "plan.activity.delete": ("/plan/of-homes/{keys}/remove/",),
    "plan.import_batch.upload_preview": ("/plan/import/upload/",),
}


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_for_whoever_holds_the_permission_anywhere(
    client: Visitor, wexcombe: Wexcombe, role: str
) -> None:
    if wexcombe.user is not None:
        client.force_login(wexcombe.user)
    numbers = {code: action.number for code, action in wexcombe.actions.items()}
    for permission, addresses in PAGES.items():
        row = GRID[permission]
        letters = {row[role][0], row["staff"][0] if role in STAFF_TOO else "-"} - {"-", "P"}
        for address in (one.format(**numbers) for one in addresses):
            answer = client.get(address)
            if wexcombe.user is None:
                assert answer["Location"].startswith("/account/login/"), address
            elif letters:
                assert answer.status_code == 200, address
            else:
                assert answer.status_code == 403, address


def test_every_row_of_the_plan_is_tried_or_has_nothing_to_try_yet() -> None:
    """A row whose page or change is built must be tried here: the rest is named, so that nothing is forgotten."""
    tried = {permission for permission, _, _ in CHANGES.values()}
    not_built = {
        "plan.plan_draft.view",
        "plan.proposal.submit",
        "plan.proposal.view",
        "plan.proposal.decide",
        "plan.dmt_review.record",
        "plan.dmt_review.view",
        "plan.board_challenge.create",
        "plan.board_challenge.respond",
        "plan.board_challenge.view",
    }
    elsewhere = {
        "plan.public_progress_page.view"
    }  # for everybody alike: tests/frontdoor/test_public_progress.py
    rows = {name for name in GRID if name.startswith("plan.")}
    assert tried | not_built | elsewhere == rows
    sources = pathlib.Path(base.__file__).parents[1]
    source = "\n".join(path.read_text(encoding="utf-8") for path in sources.rglob("*.py"))
    assert [name for name in sorted(not_built) if f'"{name}"' in source] == []
