"""By lead: everybody who leads, found in the register or not, with links that show just what was counted."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import making, reading
from tests.plan.accepted import accepted
from throughline.base.models import User
from throughline.plan.models import Action, ActionLead, ImportBatch, LeadToMatch, Plan
from throughline.plan.queries import by_lead
from throughline.plan.rules import Stage

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str) -> list[str]:
    return sorted(row.get("id") for row in reading.page(client.get(address)).xpath("//tr[@id]"))


def test_an_imported_plan_lists_the_leads_of_the_document(
    batch: ImportBatch, people: tuple[User, User], first: Client
) -> None:
    plan = accepted(batch, people)
    found = by_lead.leaders(plan, for_user=people[0], today=making.TODAY)
    named = {lead.name for lead in ActionLead.objects.filter(action__plan=plan, person=None, place=None)}
    assert len(named) == 6
    assert named <= {one.name for one in found}
    page = reading.words(first.get(f"/plan/{plan.slug}/leads/"))
    assert "D. Okafor (not in the register) Say who it is" in page
    todo = LeadToMatch.objects.get(lead__name="D. Okafor")
    assert f"/plan/leads-to-match/{todo.pk}/" in reading.links(first.get(f"/plan/{plan.slug}/leads/"))
    staff = making.signed_in(making.account("staff"))
    assert "Say who it is" not in reading.words(staff.get(f"/plan/{plan.slug}/leads/"))


def test_every_figure_leads_to_as_many(plan: Plan, team: User) -> None:
    theme, ada, bo = making.theme(plan), making.person("Ada Obi"), making.person("Bo Li")
    place = making.place("Night Shelter", parent=plan.place)
    actions = [making.action(theme) for _ in range(3)]
    actions.append(making.action(theme, stage=Stage.STOPPED, stage_reason="No money"))
    Action.objects.filter(pk=actions[0].pk).update(accountable=ada, deputy=bo)
    for action in actions[1:]:
        action.leads.create(kind="person", name="Ada", person=ada, position=1)
        action.leads.create(kind="team", name="Shelter", place=place, position=2)
    actions[1].leads.create(kind="unknown", name="Kit Marlowe-Oye", position=3)
    actions[3].leads.create(kind="unknown", name="KIT  MARLOWE OYE", position=3)
    actions[2].leads.create(kind="team", name="Everybody", position=3)
    found = by_lead.leaders(plan, for_user=team, today=making.TODAY)
    assert [(one.name, one.open, one.accountable, one.total, one.unknown) for one in found] == [
        ("Ada Obi", 3, 1, 4, False),
        ("Night Shelter", 2, 0, 3, False),
        ("Kit Marlowe-Oye", 1, 0, 2, True),
        ("Bo Li", 1, 0, 1, False),
        ("Everybody", 1, 0, 1, False),
    ]
    client = making.signed_in(team)
    for one in found:
        assert len(shown(client, f"/plan/{plan.slug}/{one.asks}")) == one.total, one
        assert len(shown(client, f"/plan/{plan.slug}/{one.asks}&open=on")) == one.open, one
    links = reading.links(client.get(f"/plan/{plan.slug}/leads/"))
    assert f"/plan/{plan.slug}/?named=kit+marlowe+oye&open=on" in links


def test_it_takes_as_many_queries_for_300_people_as_for_one(plan: Plan, team: User) -> None:
    theme, client = making.theme(plan), making.signed_in(team)

    def lead(number: int) -> None:
        action = making.action(theme, accountable=making.person(f"Person {number}"))
        unknown = action.leads.create(kind="unknown", name=f"Name {number}", position=1)
        LeadToMatch.objects.create(lead=unknown, made_on=making.TODAY)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(f"/plan/{plan.slug}/leads/")
        return len(seen)

    lead(0)
    few = queries()
    for number in range(1, 150):
        lead(number)
    assert queries() == few <= 15
    pages = [reading.page(client.get(f"/plan/{plan.slug}/leads/?page={number}")) for number in (1, 2, 3)]
    names = [
        row.text_content().split(" (")[0].strip() for page in pages for row in page.xpath("//tbody/tr/th")
    ]
    assert [len(page.xpath("//tbody/tr")) for page in pages] == [100, 100, 100]
    assert sorted(names) == sorted(f"{who} {number}" for who in ("Person", "Name") for number in range(150))
