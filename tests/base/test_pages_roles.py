"""The pages of roles and of the grid as people use them: what they say, and what pressing does."""

from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests import making, organisation
from tests.base.reading_accounts import items, page, parsed, values, words
from tests.visitor import Visitor
from throughline.base import permission_grid
from throughline.base.models import Approval

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_giving_a_role_takes_two(client: Visitor) -> None:
    places = organisation.borough()
    ada = making.account(someone=making.person("Ada Obi", email="ada@wexcombe.example"))
    asking, agreeing = making.account("equality_team"), making.account("equality_team")
    client.force_login(asking)
    form = {"who": "ada obi", "role": "service_manager", "place": places["keys"].pk}
    answer = client.post("/roles/give/", form)
    assert "One is a service manager for a service" in answer.content.decode()
    answer = client.post("/roles/give/", form | {"place": places["lettings"].pk}, follow=True)
    found = parsed(answer)
    assert "Asked: Make Ada Obi (ada@wexcombe.example) a service manager for Lettings." in words(found)
    assert ada.grants.count() == 0

    approval = Approval.objects.get()
    assert client.post(f"/approvals/{approval.pk}/", {"agree": "yes"}).status_code == 200
    assert ada.grants.count() == 0
    client.force_login(agreeing)
    client.post(f"/approvals/{approval.pk}/", {"agree": "yes"})
    assert list(ada.grants.values_list("role", "place__name")) == [("service_manager", "Lettings")]
    found = page(client, "/roles/?q=ada")
    assert items(found, "tbody tr") == [
        f"Ada Obi Service manager End the role Service manager of Ada Obi Lettings "
        f"{TODAY.day} {TODAY:%b %Y} {agreeing}"
    ]


def test_who_is_meant(client: Visitor) -> None:
    client.force_login(making.account("equality_team"))
    place = making.place("Lettings")
    adas = [
        making.account(someone=making.person("Ada Obi", place, email=f"ada.{n}@wexcombe.example"))
        for n in (1, 2)
    ]
    nimco = making.account(someone=making.person("Nimco Warsame", place, email="n.w@wexcombe.example"))

    def give(who: str, **also: Any) -> Any:
        return client.post("/roles/give/", {"who": who, "role": "champion"} | also, follow=True)

    def offered(answer: Any) -> list[str]:
        assert "Choose whom you mean" in answer.content.decode()
        return items(parsed(answer), "label[for^=id_account]")

    listed = [f"Ada Obi, Lettings (ada.{n}@wexcombe.example)" for n in (1, 2)]
    assert offered(give("Ada Obi")) == offered(give("obi ada")) == listed
    assert offered(give("Nimco")) == ["Nimco Warsame, Lettings (n.w@wexcombe.example)"]  # never in silence
    assert "has “Nobody” in their name or address" in give("Nobody").content.decode()
    assert "Whom do you mean?: choose from the list" in give("Nimco", account=adas[0].pk).content.decode()
    assert Approval.objects.count() == 0
    said = words(parsed(give("Nimco", account=nimco.pk)))
    assert "Asked: Make Nimco Warsame, Lettings (n.w@wexcombe.example) a champion." in said
    give("ADA.2@wexcombe.example")
    assert [one.about for one in Approval.objects.order_by("id")] == [str(nimco.pk), str(adas[1].pk)]


def test_too_many_to_choose_from(client: Visitor) -> None:
    client.force_login(making.account("equality_team"))
    for number in range(21):
        making.account(someone=making.person(f"Ada Number {number}"))
    answer = client.post("/roles/give/", {"who": "ada", "role": "champion"})
    assert "Many people have “ada” in their name or address. Give more of it." in answer.content.decode()


def test_ending_a_role(client: Visitor) -> None:
    client.force_login(making.account("equality_team"))
    grant = making.account("champion", someone=making.person("Ada Obi")).grants.get()
    assert "Ada Obi is a champion. The role ends today." in words(page(client, f"/roles/{grant.pk}/end/"))
    client.post(f"/roles/{grant.pk}/end/", {"reason": "Thanks"})
    grant.refresh_from_db()
    assert grant.ends_on == TODAY
    assert client.get(f"/roles/{grant.pk}/end/").status_code == 404


def test_what_each_may_give(client: Visitor) -> None:
    def offered(role: str) -> list[str | None]:
        client.force_login(making.account(role))
        return values(page(client, "/roles/give/"), "input[name=role]")

    assert offered("board") == offered("handler") == ["handler"]
    assert "handler" not in offered("equality_team")
    assert len(offered("equality_team")) == len(offered("sysadmin")) == 12


def test_the_list_of_roles_asks_as_many_queries_for_three_as_for_thirty(
    client: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(making.account("equality_team"))
    for more in (3, 27):
        for _ in range(more):
            making.account("champion")
        with django_assert_num_queries(10):
            assert client.get("/roles/").status_code == 200


# The grid


def test_the_grid_as_a_page(client: Visitor) -> None:
    client.force_login(making.account())
    found = page(client, "/permissions/")
    built = [row for row in permission_grid.grid().values() if row.capability in ("plan", "system")]
    assert len(found.css("tbody tr")) == len(built)
    assert items(found, "main h2.govuk-heading-m") == ["Plan", "System"]
    assert (
        "Not built yet, so not shown here: Measures, Learning, Listening, Concerns, Practice, Commissioning, People."
        in words(found)
    )
    said = "Facilitates listening circles (Listening, the room for it, is not built yet)."
    assert said in words(found)
    rows = dict(zip(items(found, "tbody th"), items(found, "tbody td:nth-child(2)"), strict=True))
    assert "Pulse response: view raw" not in rows
    assert rows["Plan: publish"] == (
        "Their directorate's, with a second person: Member of the management team "
        "All, with a second person: Member of the equality team"
    )


def test_the_grid_of_one_room_and_one_role(client: Visitor) -> None:
    client.force_login(making.account())
    found = page(client, "/permissions/?capability=plan&role=champion")
    assert items(found, "main h2.govuk-heading-m") == ["Plan"]
    assert dict(zip(items(found, "tbody th"), items(found, "tbody td:nth-child(2)"), strict=True)) == {
        "Public progress page: view": "What is published: Champion",
        "Plan published: view": "All: Champion",
        "Plan draft: view": "Their directorate's: Champion",
        "Activity: update progress": "Their own: Champion",
        "Proposal: submit": "Their own: Champion",
        "Proposal: view": "All: Champion",
        "Dmt review: view": "All: Champion",
        "Board challenge: view": "All: Champion",
    }
