"""Three plans in the places of a borough, and somebody with a role: what permissions are tried on."""

import dataclasses
import functools
import pathlib
from typing import Any

import documents
from documents import plan_json
from tests import making, organisation
from tests.organisation import Borough
from throughline.base.models import User
from throughline.plan import rules
from throughline.plan.models import Action, ActionLead, ImportBatch, Plan, PublishedVersion, Theme

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
