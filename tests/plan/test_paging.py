"""Long lists in pages: names to match, imports, what is to be handed over; the number of queries does not grow."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests import making, reading
from tests.making import signed_in
from throughline.base.models import User
from throughline.plan.models import ActionLead, ImportBatch, LeadToMatch, Theme
from throughline.plan.queries import importing, lead_matching, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TODAY = making.TODAY


@pytest.fixture
def client(team: User) -> Client:
    return signed_in(team)


def _names(theme: Theme, team: User, n: int) -> None:
    for _ in range(n):
        action = making.action(theme, service=making.place(f"Service {theme.plan.actions.count()}"))
        lead = ActionLead.objects.create(
            action=action, kind="unknown", name=f"Pat Quill {action.number:03}", position=1
        )
        LeadToMatch.objects.create(lead=lead, suggestions=[making.person().pk], made_on=TODAY)


def _imports(theme: Theme, team: User, n: int) -> None:
    for _ in range(n):
        name = f"plan {ImportBatch.objects.count() + 1:03}.csv"
        ImportBatch.objects.create(file_name=name, uploaded_by=team, uploaded_on=TODAY, read={}, corrected={})


def _left(theme: Theme, team: User, n: int) -> None:
    for _ in range(n):
        gone = making.person(left_on=TODAY)
        making.action(theme, accountable=gone, service=making.place(f"Place {gone.pk}"))


LISTS = {
    "/plan/leads-to-match/": (_names, lead_matching.PAGE),
    "/plan/import/": (_imports, importing.IMPORTS),
    "/plan/to-reassign/": (_left, people.PAGE),
}


@pytest.mark.parametrize("path", LISTS)
def test_a_long_list_comes_in_pages(path: str, theme: Theme, team: User, client: Client) -> None:
    fill, size = LISTS[path]
    fill(theme, team, size)
    assert "Showing" not in reading.words(client.get(path))
    fill(theme, team, 2)
    pages = [client.get(f"{path}?page={number}") for number in (1, 2)]
    shown = [[row[0] for row in reading.rows(page)] for page in pages]
    assert [len(rows) for rows in shown] == [size, 2]
    assert len({name for rows in shown for name in rows}) == size + 2
    assert f"Showing {size + 1} to {size + 2} of {size + 2}" in reading.words(pages[1])
    assert "?page=2" in reading.links(pages[0])
    for odd in ("99", "0", "x", "-1", "9" * 30):
        assert client.get(f"{path}?page={odd}").status_code == 200
    last = client.get(f"{path}?page=99")
    assert reading.rows(last) == reading.rows(pages[1])


@pytest.mark.parametrize("path", LISTS)
def test_as_many_queries_for_one_as_for_many(
    path: str,
    theme: Theme,
    team: User,
    client: Client,
    django_assert_max_num_queries: Callable[[int], Iterator],
) -> None:
    fill, size = LISTS[path]
    counts = []
    for n in (1, 3, size):
        fill(theme, team, n)
        with django_assert_max_num_queries(15) as found:
            assert client.get(path).status_code == 200
        counts.append(len(found.captured_queries))
    assert counts == counts[:1] * 3


def test_an_empty_list_says_so(client: Client) -> None:
    said = [reading.words(client.get(path)) for path in LISTS]
    titles = ("Every name is matched", "Nothing was imported yet", "Nothing to hand over")
    assert [title in words for title, words in zip(titles, said, strict=True)] == [True] * 3


def test_who_left_is_handed_over_or_taken_from_the_leads(theme: Theme, team: User, client: Client) -> None:
    gone, here = making.person("Dee Gone", left_on=TODAY), making.person("Ada Obi")
    both = making.action(theme, accountable=gone)
    leading = making.action(theme, accountable=here)
    for action in (both, leading):
        action.leads.create(kind="person", name="Dee Gone", person=gone, position=1)
    found = people.to_reassign(for_user=team, today=TODAY)
    assert [(one.action, one.left, one.hand_over, one.leads) for one in found] == [
        (both, [gone], True, False),
        (leading, [gone], False, True),
    ]
    page = client.get("/plan/to-reassign/")
    assert reading.links(page) == [
        "/plan/wx/1/",
        "/plan/wx/1/hand-over/",
        "/plan/wx/2/",
        "/plan/wx/2/leads/",
    ]
    client.post("/plan/wx/1/hand-over/", {"accountable": here.email, "deputy": ""})
    for action in (both, leading):
        client.post(f"/plan/wx/{action.number}/leads/{action.leads.get().pk}/remove/")
    assert people.to_reassign(for_user=team, today=TODAY) == []
