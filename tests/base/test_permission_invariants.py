"""What must hold in the grid whatever else it says: the promises that a data protection officer relies on."""

import csv
import pathlib

import pytest

from throughline.base import permission_grid, roles
from throughline.base.permission_grid import Cell, Permission, Reach

GRID = permission_grid.grid()
NONE = Cell(Reach.NONE)
SPECIFICATION = pathlib.Path(__file__).parents[3] / "shared" / "design" / "permissions.csv"


def holders(row: Permission) -> dict[str, Cell]:
    return {role: cell for role, cell in row.cells.items() if cell != NONE}


def test_the_system_administrator_has_nothing_that_is_secret_but_the_letterbox() -> None:
    reached = {row.name: row.cells["sysadmin"] for row in GRID.values() if row.sensitivity == "secret"}
    own, own_with_key = Cell(Reach.OWN), Cell(Reach.OWN, key_needed=True)
    assert {name: cell for name, cell in reached.items() if cell != NONE} == {
        "concerns.intake.submit": own,
        "concerns.reporter_mailbox.read_write": own_with_key,
        "concerns.reporter_mailbox.withdraw": own_with_key,
    }


@pytest.mark.parametrize("name", ["concerns.concern_content.read", "concerns.case_note.read_write"])
def test_what_a_concern_says_is_for_its_handler_with_the_key(name: str) -> None:
    assert holders(GRID[name]) == {"handler": Cell(Reach.ASSIGNED, key_needed=True)}


def test_raw_answers_are_for_nobody_but_a_facilitator_with_the_key() -> None:
    raw = {name: holders(row) for name, row in GRID.items() if "view_raw" in name}
    sealed = {"facilitator": Cell(Reach.ASSIGNED, key_needed=True)}
    assert raw == {
        "learning.evaluation_response.view_raw": sealed,
        "listening.contribution.view_raw": sealed,
        "listening.pulse_response.view_raw": {},
    }


def test_what_is_published_needs_two_people() -> None:
    publishing = {
        name: row
        for name, row in GRID.items()
        if any(word in name.rpartition(".")[2].split("_") for word in ("publish", "release"))
    }
    assert sorted(publishing) == [
        "commissioning.tender.edit_publish",
        "listening.quote.release",
        "listening.story_postcard.moderate_publish",
        "listening.theme.release",
        "measures.workforce_report.publish",
        "plan.plan.publish",
        "practice.practice_card.review_publish",
        "system.foi_dataset.publish",
    ]
    alone = {
        (name, role)
        for name, row in publishing.items()
        for role, cell in holders(row).items()
        if not cell.second_person
    }
    assert alone == set()


def test_whoever_has_not_signed_in_reads_what_is_published_and_writes_to_the_letterboxes() -> None:
    beyond = {
        name for name, row in GRID.items() if row.cells["public"].reach not in {Reach.NONE, Reach.PUBLISHED}
    }
    assert beyond == {
        "commissioning.soft_market_response.submit",
        "concerns.intake.submit",
        "concerns.reporter_mailbox.read_write",
        "concerns.reporter_mailbox.withdraw",
        "concerns.satisfaction_with_outcome.submit",
        "listening.story_postcard.submit",
        "practice.resource.suggest",
    }


def test_nobody_gives_the_role_of_a_handler_alone_and_no_administrator_at_all() -> None:
    assert holders(GRID["system.role_grant_handler.give"]) == {
        "board": Cell(Reach.ALL, second_person=True),
        "handler": Cell(Reach.ASSIGNED, second_person=True),
    }
    assert all(cell.second_person for cell in holders(GRID["system.role_grant.give"]).values())


def test_whoever_can_be_the_second_person_can_open_the_list_of_what_waits() -> None:
    second = {role for row in GRID.values() for role, cell in row.cells.items() if cell.second_person}
    assert {role for role in second if role != "public"} == set(holders(GRID["system.approval.decide"]))


def test_the_identity_provider_never_gives_a_role_that_leads_to_what_is_confidential() -> None:
    guarded = ("confidential", "special", "secret")
    beyond_everybody = {
        role
        for role in roles.GIVEN
        for row in GRID.values()
        if row.sensitivity in guarded or row.name.startswith(("system.role_grant", "system.settings"))
        if row.cells[role].reach not in {Reach.NONE, Reach.PUBLISHED, Reach.OWN}
        if row.cells["staff"] != row.cells[role]
    }
    by_sign_in = {role for role in roles.GIVEN if roles.ROLES[role].by_sign_in}
    exceptions = {  # the named recipient of an extract, lent by a handler; incidents at one's own providers
        "dmt": "concerns.referral_extract.view",
        "commissioner": "concerns.referral_extract.view",
    }
    assert by_sign_in & beyond_everybody == set(exceptions)
    for role, name in exceptions.items():
        assert GRID[name].cells[role] == Cell(Reach.GRANT, second_person=True)


def test_the_specification_stands_unchanged() -> None:
    """Rows may be added here (docs/adr/0003), never altered or left out."""
    if not SPECIFICATION.exists():
        pytest.skip(
            "The specification of the permissions lies beside the repository, in ../shared; it is not there."
        )
    with SPECIFICATION.open(encoding="utf-8", newline="") as file:
        specified = list(csv.reader(file))
    with (
        pathlib.Path(permission_grid.__file__)
        .with_name("permissions.csv")
        .open(encoding="utf-8", newline="") as file
    ):
        ours = list(csv.reader(file))
    assert ours[: len(specified)] == specified
