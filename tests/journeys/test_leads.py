"""Who leads an action: a manager names somebody else, who can then say what has been done; two people correct one import."""

from collections.abc import Callable

import pytest

from tests.check import steps
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey

PLAN = steps.ROOT / "samples" / "wexcombe" / "action_plan.txt"
ALSO = "Also led by"


def test_who_is_named_can_record_progress_until_removed(visit: Callable[..., Visitor]) -> None:
    marcia, leena = visit("equality_team"), visit("staff")
    who = leena.site.people("staff")[0]
    assert leena.status("/plan/w/16/progress/") == 403
    before = name_another(marcia, who)
    leena.go("/plan/mine/")
    leena.follow("Record progress for W-016")
    leena.go("/notices/")
    assert "You are a lead of W-016 now" in leena.text
    take_away(marcia, who)
    assert marcia.value(ALSO) == before
    assert leena.status("/plan/w/16/progress/") == 403


def name_another(marcia: Visitor, who: str) -> str:
    """Gives who led it before."""
    marcia.go("/plan/w/16/")
    before = marcia.value(ALSO)
    marcia.follow("Change also led by")
    assert marcia.heading == "Who leads it too?"
    marcia.press("Add")
    assert marcia.errors == ["Enter a person or choose from the list, one at a time"]
    marcia.fill("A person", who)
    marcia.press("Add")
    assert marcia.said == f"{who} leads it too."
    marcia.fill("A person", who)
    marcia.press("Add")
    assert marcia.errors == [f"{who} leads it already."]
    marcia.page.get_by_label("Or a team, a service, a partner or a provider").select_option(
        label="Wexcombe Tenants' Federation"
    )
    marcia.fill("A person", "")
    marcia.press("Add")
    marcia.follow("Back to the action")
    assert marcia.value(ALSO) == f"{before}; {who}; Wexcombe Tenants' Federation"
    return before


def take_away(marcia: Visitor, who: str) -> None:
    marcia.follow("Change also led by")
    for name in (who, "Wexcombe Tenants' Federation"):
        marcia.press(f"Remove {name}")
        assert marcia.said == f"{name} does not lead it any more."
    marcia.follow("Back to the action")


def test_two_people_correct_one_import(visit: Callable[..., Visitor]) -> None:
    marcia, jasmine = visit("equality_team"), visit("equality_team", which=1)
    marcia.go("/plan/import/upload/")
    marcia.page.get_by_label("The plan, as a file").set_input_files(PLAN)
    marcia.press("Read the file")
    here = marcia.path
    for visitor in (marcia, jasmine):
        visitor.go(f"{here}themes/0/")
    jasmine.fill("Theme", "Said by Jasmine")
    jasmine.press("Save")
    marcia.page.get_by_label("Desired outcome").fill("Said by Marcia")
    marcia.press("Save")
    assert "Said by Jasmine" in marcia.text
    assert "Desired outcome: Said by Marcia" in marcia.text
    for visitor in (marcia, jasmine):
        visitor.go(f"{here}themes/0/")
    jasmine.fill("Theme", "Once more by Jasmine")
    jasmine.press("Save")
    marcia.fill("Theme", "Once more by Marcia")
    marcia.press("Save")
    assert marcia.errors == [
        "Somebody else changed this after you opened the page. They say: “Once more by Jasmine”. "
        "You say: “Once more by Marcia”. Save again to keep yours, or put theirs here"
    ]
    marcia.press("Save")
    assert "Once more by Marcia" in marcia.text
