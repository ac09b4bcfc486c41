"""What narrows a list of actions: it lives in the address, is said, and is taken off piece by piece."""

import dataclasses
import datetime
import re
from urllib.parse import urlencode

import pytest

from tests import making, reading
from tests.making import signed_in
from throughline.base.models import Place, User
from throughline.plan.models import Plan
from throughline.plan.queries.actions import Filters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
DAY = datetime.timedelta(days=1)


def test_filters_live_in_the_address(plan: Plan, team: User) -> None:
    theme, other = making.theme(plan), making.theme(plan, "Fair chances")
    making.action(theme, "Train every interview panel", target_end=making.TODAY - DAY)
    making.action(theme, "Publish the pay figures", accountable=team.person)
    making.entry(making.action(other, "Visit every depot", success_measure="All visited"))
    client = signed_in(team)

    def shown(query: str) -> list[str]:
        return re.findall(r'id="(WX-\d+)"', client.get(f"/plan/wx/?{query}").content.decode())

    assert shown("") == ["WX-001", "WX-002", "WX-003"]
    assert shown("status=overdue") == ["WX-001"]
    assert shown(f"theme={other.pk}") == ["WX-003"]
    assert shown("unowned=on") == ["WX-001", "WX-003"]
    assert shown(f"lead={team.person_id}") == ["WX-002"]
    assert shown("nothing=on") == ["WX-001", "WX-002"]
    assert shown("lack=measurable") == ["WX-001", "WX-002"]
    assert shown("q=pay+figures") == ["WX-002"]
    assert shown("q=wx-003") == ["WX-003"]
    assert shown("q=nothing+like+it") == []
    assert shown("status=nonsense&page=99&theme=x") == ["WX-001", "WX-002", "WX-003"]


def test_every_filter_is_said_and_taken_off_by_itself(plan: Plan, team: User) -> None:
    """Those too that only links set: whose list it is, and whether closed actions are in it."""
    theme, ada = making.theme(plan), making.person("Ada Obi")
    making.action(theme, accountable=ada)
    client = signed_in(team)

    def chosen(query: str) -> list[tuple[str, str]]:
        found = reading.page(client.get(f"/plan/wx/?{query}")).xpath("//*[@class='tl-chosen']//a")
        return [(" ".join(one.text_content().split()), one.get("href")) for one in found]

    by_lead = [link for link in reading.links(client.get("/plan/wx/leads/")) if "accountable=" in link]
    assert by_lead == [f"/plan/wx/?accountable={ada.pk}&open=on"]
    assert chosen(by_lead[0].partition("?")[2]) == [
        ("Remove Accountable: Ada Obi ✕", "?open=on"),
        ("Remove Only open actions: yes ✕", f"?accountable={ada.pk}"),
    ]
    assert chosen(f"lead={ada.pk}&page=1&q=") == [("Remove Lead: Ada Obi ✕", "?q=")]
    every = {
        "q": "pay",
        "status": "overdue",
        "theme": theme.pk,
        "lack": "measurable",
        **dict.fromkeys(("silent", "unowned", "nothing", "unplaced", "open"), "on"),
        **dict.fromkeys(("lead", "accountable"), ada.pk),
        "named": "Kit Marlowe-Oye",
        **dict.fromkeys(("service", "directorate", "team"), making.place("Housing", "directorate").pk),
    }
    making.action(theme, service=Place.objects.get(name="Housing"))
    assert set(every) | {"page"} == {field.name for field in dataclasses.fields(Filters)}
    assert len(chosen(urlencode(every))) == len(every)
    assert chosen("lead=999999999999999&accountable=x&page=99999999999999999999") == []
