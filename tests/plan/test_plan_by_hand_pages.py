"""Pages on which a plan is made by hand and says what it is: what they do, what they say, and to whom."""

import pytest
from django.test import Client

from tests import making, reading
from tests.making import agree, signed_in
from throughline.plan.models import Plan, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
ASKED = "Asked. It happens when a second person agrees."


def test_from_nothing_to_a_plan_with_a_theme_and_an_action(officer: Client) -> None:
    assert "/plan/new/" in officer.get("/plan/").content.decode()
    said = {"title": "Fair homes for all", "organisation": "Wexcombe", "place": "", "slug": ""}
    suggested = officer.post("/plan/new/", said)
    sentence = (
        "“fha” is suggested: the first number would be FHA-001. Save again to take it, or write another one."
    )
    assert sentence in reading.words(suggested)
    assert 'name="slug" value="fha"' in suggested.content.decode()
    assert Plan.objects.count() == 0
    made = officer.post("/plan/new/", said | {"slug": "FHA"}, follow=True)
    assert made.redirect_chain == [("/plan/fha/", 302)]
    words = reading.words(made)
    assert "The plan is made. Add its first theme next." in words
    assert "Nothing is in it yet" in words
    assert "Add an action" not in words  # there is no theme to which it could belong
    officer.post("/plan/fha/themes/add/", {"title": "Repairs", "is_theme": "yes"})
    theme = Theme.objects.get()
    officer.post("/plan/fha/add/", {"text": "Mend the lifts in every block", "theme": theme.pk})
    assert "FHA-001 Mend the lifts in every block" in reading.words(officer.get("/plan/fha/"))


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("mine", "“mine” is the address of another page. Choose another short name."),
        ("2027", "Short name: use at most 20 small letters and numbers, beginning with a letter"),
        ("wx", "Another plan has the short name “wx”. Choose another one."),
    ],
)
def test_a_short_name_that_cannot_be(plan: Plan, officer: Client, slug: str, sentence: str) -> None:
    said = {"title": "Fair homes for all", "slug": slug}
    assert sentence in reading.words(officer.post("/plan/new/", said))
    assert Plan.objects.count() == 1


def test_the_empty_home_page_and_list_offer_it_to_those_who_may(officer: Client) -> None:
    for url in ("/", "/plan/"):
        assert "Make an empty plan" in reading.words(officer.get(url)), url
        assert "Make an empty plan" not in reading.words(signed_in(making.account("board")).get(url)), url


def test_a_directorate_makes_its_own_plan_with_a_second_person(
    plan: Plan, directors: tuple[Client, Client]
) -> None:
    one, two = directors
    elsewhere = making.place("Elsewhere", "directorate")
    page = one.get("/plan/new/")
    assert "The whole organisation" not in reading.words(page)
    assert "Elsewhere" not in reading.words(page)
    said = {"title": "Fair homes", "organisation": "", "slug": "fh"}
    assert "Whose is it?: choose from the list" in reading.words(
        one.post("/plan/new/", said | {"place": elsewhere.pk})
    )
    assert plan.place is not None
    assert ASKED in reading.words(one.post("/plan/new/", said | {"place": plan.place.pk}, follow=True))
    assert "Make an empty plan of Homes and Streets: “Fair homes” (FH)" in reading.words(
        two.get("/approvals/")
    )
    assert "You agreed." in agree(two)
    assert Plan.objects.get(slug="fh").place == plan.place


def test_what_the_plan_says_of_itself_stands_on_its_page(plan: Plan, officer: Client) -> None:
    assert 'href="/plan/wx/about/"' in officer.get("/plan/wx/").content.decode()
    reader = signed_in(making.account("staff"))
    assert 'href="/plan/wx/about/"' not in reader.get("/plan/wx/").content.decode()
    said = {
        "title": "Fairer",
        "organisation": "London Borough of Wexcombe",
        "introduction": "One.\n\nTwo.",
        "document_date": "march 2027",
    }
    page = reading.words(officer.post("/plan/wx/about/", said, follow=True))
    assert "Fairer" in page
    assert "About this plan London Borough of Wexcombe March 2027 One. Two." in page
    assert 'value="March 2027"' in officer.get("/plan/wx/about/").content.decode()
    wrong = reading.words(officer.post("/plan/wx/about/", said | {"document_date": "soon"}))
    assert (
        "“soon” is not a date. Write it as “14 March 2027”, “March 2027” or “2027”, or leave it empty."
        in wrong
    )
