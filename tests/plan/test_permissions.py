"""Each role tries each change and page of the plan, with things inside and outside of its reach.

What must come of it is read from permissions.csv here anew, and from REACHED below; not from the engine.
"""

import pathlib

import pytest
from django.db import transaction

from tests.grid import GRID, NOT_STAFF, ROLES
from tests.organisation import fresh
from tests.plan import tries
from tests.plan import wexcombe as worlds
from tests.plan.tries import Try
from tests.plan.wexcombe import HOMES, Wexcombe
from tests.visitor import Visitor
from throughline import base
from throughline.base.permissions import NeedsSecondPerson, NotAllowed

pytestmark = pytest.mark.django_db

STAFF_TOO = set(ROLES) - NOT_STAFF

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


@pytest.fixture
def wexcombe(role: str) -> Wexcombe:
    return worlds.wexcombe(role)


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


@pytest.mark.parametrize("role", ROLES)
def test_every_change_and_query(wexcombe: Wexcombe, role: str) -> None:
    found, wanted = {}, {}
    for change, (permission, wheres, attempt) in tries.CHANGES.items():
        for where in wheres:
            found[change, where] = outcome(wexcombe, attempt, where)
            said = expected(permission, role, where)
            wanted[change, where] = said
    assert found == wanted


@pytest.mark.parametrize("role", ["dmt", "equality_team", "service_manager", "board"])
def test_upload(wexcombe: Wexcombe, role: str) -> None:
    """Reading a file takes time, so only the roles beside the border try it."""
    for where in tries.PLANS:
        wanted = expected("plan.import_batch.upload_preview", role, where)
        assert outcome(wexcombe, tries.upload, where) == wanted, where


PAGES = {  # what stands behind an address, and where: by action, or by plan
    "plan.plan_published.view": (
        "/plan/of-homes/",
        "/plan/of-homes/overview/",
        "/plan/of-homes/leads/",
        "/plan/of-homes/recommendations/",
        "/plan/",
    ),
    "plan.plan_export.download": ("/plan/of-homes/export/",),
    "plan.plan.publish": ("/plan/of-homes/publish/",),
    "plan.theme.create_edit": (
        "/plan/new/",
        "/plan/of-homes/about/",
        "/plan/of-homes/remove/",
        "/plan/of-homes/arrange/",
        "/plan/of-homes/removed/",
        "/plan/of-homes/themes/add/",
    ),
    "plan.activity.update_progress": ("/plan/of-homes/{keys}/progress/",),
    "plan.activity.create_edit": (
        "/plan/of-homes/{keys}/edit/",
        "/plan/of-homes/{keys}/hand-over/",
        "/plan/of-homes/{keys}/leads/",
        "/plan/of-homes/{keys}/decide/",
        "/plan/of-homes/{keys}/link/",
    ),
    "plan.activity.delete": ("/plan/of-homes/{keys}/remove/",),
    "plan.import_batch.upload_preview": ("/plan/import/upload/",),
}


OF_AN_ACTION = {
    name for name in PAGES if name.startswith("plan.activity.")
}  # asked for the very action, before any form


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_for_whoever_holds_the_permission(client: Visitor, wexcombe: Wexcombe, role: str) -> None:
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
            elif expected(permission, role, "keys") != "refused" if permission in OF_AN_ACTION else letters:
                assert answer.status_code == 200, address
            else:
                assert answer.status_code == 403, address


def test_every_row_of_the_plan_is_tried_or_has_nothing_to_try_yet() -> None:
    """A row whose page or change is built must be tried here: the rest is named, so that nothing is forgotten."""
    tried = {permission for permission, _, _ in tries.CHANGES.values()}
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
