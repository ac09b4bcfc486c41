"""Two people correct one import at once: what one saves is not overwritten by a page that the other opened before."""

import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from lxml import html

from documents import plan_json
from tests import making, reading
from tests.making import signed_in
from throughline.base.models import Place, User
from throughline.plan.changes import importing
from throughline.plan.forms.meanwhile import BOTH
from throughline.plan.models import ImportBatch
from throughline.plan.queries import importing as queries
from throughline.plan.queries.import_matching import Service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TODAY = making.TODAY
FILE = pathlib.Path(__file__).parent / "files" / "wexcombe_plan.txt"


class Page:
    """A page as a browser has it: what stands in its form, what somebody types into it, and what comes of sending it."""

    def __init__(self, client: Client, part: str) -> None:
        self.client, self.path = client, f"/plan/import/{ImportBatch.objects.get().pk}/{part}"
        self.show(client.get(self.path))

    def show(self, response: Any) -> None:
        self.response = response
        form = html.fromstring(response.content.decode()).xpath("//main//form[@method='post']")[-1]
        self.boxes = dict(_boxes(form))

    def save(self, **typed: str) -> "Page":
        """Type something, and send it; names may be given without what stands before them in the page."""
        for name, text in typed.items():
            self.boxes[self.name(name)] = text
        response = self.client.post(self.path, self.boxes)
        self.saved = response.status_code == 302
        if not self.saved:
            self.show(response)
        return self

    def name(self, short: str) -> str:
        if "__" not in short:
            return short
        of, field = short.split("__")
        prefix = {form.prefix.replace("-", "_"): form.prefix for form in self.response.context["forms"]}[of]
        return f"{prefix}-{field}"

    @property
    def errors(self) -> list[str]:
        return reading.errors(self.response)


def _boxes(form: Any) -> Iterator[tuple[str, str]]:
    """What a browser would send of a form that nobody touches."""
    for one in form.xpath(".//input[@name] | .//select | .//textarea"):
        if one.tag == "textarea":
            yield one.get("name"), (one.text or "").removeprefix("\n")
        elif one.tag == "select":
            chosen = one.xpath("./option[@selected]") or one.xpath("./option")
            yield one.get("name"), chosen[0].get("value")
        elif one.get("type") != "radio" or one.get("checked") is not None:
            yield one.get("name"), one.get("value", "")


@pytest.fixture
def people() -> tuple[User, User]:
    borough = making.place("London Borough of Wexcombe", "authority")
    directorate = making.place("Homes and Streets", "directorate", borough)
    for name in ("Housing Options", "Parks", "Repairs"):
        making.place(name, "service", directorate)
    for name in ("Dayo Okafor", "Ada Obi", "Bo Li"):
        making.person(name)
    return making.account("equality_team"), making.account("equality_team")


@pytest.fixture
def batch(people: tuple[User, User]) -> ImportBatch:
    return importing.upload(by=people[0], name=FILE.name, data=FILE.read_bytes(), today=TODAY)


@pytest.fixture
def ada(people: tuple[User, User], batch: ImportBatch) -> Client:
    return signed_in(people[0])


@pytest.fixture
def bo(people: tuple[User, User], batch: ImportBatch) -> Client:
    return signed_in(people[1])


def decided(part: str) -> Any:
    return ImportBatch.objects.get().decisions.get(part)


def services() -> list[Service]:
    someone = making.account("equality_team")
    return queries.preview(ImportBatch.objects.get(), for_user=someone, today=TODAY).services


def key(name: str) -> int:
    return Place.objects.get(name=name).pk


def both(theirs: str, mine: str) -> list[str]:
    return [BOTH.format(theirs=theirs, mine=mine)]


def test_of_services_each_keeps_what_the_other_chose(ada: Client, bo: Client) -> None:
    hers, his = Page(ada, "services/"), Page(bo, "services/")
    assert hers.save(service_housing_options_ho__choice="none").saved
    assert his.save(service_street_care__choice="other", service_street_care__other=str(key("Parks"))).saved
    assert decided("services") == {
        "housing options ho": {"create": False},
        "street care": {"place": key("Parks")},
    }
    assert [(one.name, one.place and one.place.name, one.create) for one in services()] == [
        ("Housing Options (HO)", None, False),
        ("Street Care", "Parks", False),
    ]


def test_of_a_service_that_both_chose_both_are_shown_and_who_saves_again_wins(
    ada: Client, bo: Client
) -> None:
    hers, his = Page(ada, "services/"), Page(bo, "services/")
    his.save(service_street_care__choice="other", service_street_care__other=str(key("Parks")))
    hers.save(service_street_care__choice="other", service_street_care__other=str(key("Repairs")))
    assert (hers.saved, hers.errors) == (
        False,
        both("Parks", "Another place that is known already: Repairs"),
    )
    assert decided("services")["street care"] == {"place": key("Parks")}
    assert hers.save().saved
    assert decided("services")["street care"] == {"place": key("Repairs")}
    late = his.save(service_street_care__choice="none")  # he opened it when nothing was decided
    assert (late.saved, late.errors) == (False, both("Repairs", "Not a service: keep only the words"))


def test_a_place_found_is_not_taken_for_another_found_since(ada: Client, bo: Client) -> None:
    """Both are the first choice of their page: what counts is which place it is."""
    hers, his = Page(ada, "services/"), Page(bo, "services/")
    his.save(service_housing_options_ho__choice="other", service_housing_options_ho__other=str(key("Parks")))
    hers.save(service_housing_options_ho__choice="none")
    assert (hers.saved, hers.errors) == (False, both("Parks", "Not a service: keep only the words"))


def test_of_leads(ada: Client, bo: Client) -> None:
    hers, his = Page(ada, "leads/"), Page(bo, "leads/")
    assert his.save(lead_pat_quill__choice="team", lead_robin_vale__choice="team").saved
    found = hers.save(lead_robin_vale__choice="other", lead_robin_vale__other="Bo Li")
    assert (found.saved, found.errors) == (
        False,
        both("A group, not a person", "Somebody who works here: Bo Li"),
    )
    assert hers.boxes[hers.name("lead_robin_vale__other")] == "Bo Li"
    assert decided("leads") == {"pat quill": {"team": True}, "robin vale": {"team": True}}
    assert hers.save().saved
    assert [decided("leads")[name].keys() for name in ("pat quill", "robin vale")] == [{"team"}, {"person"}]


def test_of_themes(ada: Client, bo: Client) -> None:
    hers, his = Page(ada, "themes/1/"), Page(bo, "themes/1/")
    his.save(title="Fair work")
    assert hers.save(desired_outcome="Every grade is open").saved
    third = Page(ada, "themes/1/")
    assert (third.boxes["title"], third.boxes["desired_outcome"]) == ("Fair work", "Every grade is open")
    his = Page(bo, "themes/1/")
    third.save(recommendations="One\r\nTwo")
    his.save(recommendations="Three")
    assert (his.saved, his.errors) == (False, both("One Two", "Three"))


def test_of_rows(ada: Client, bo: Client) -> None:
    hers, his = Page(ada, "actions/0.3/"), Page(bo, "actions/0.3/")
    his.save(target="By September 2026", leads="Dayo Okafor", day_day="15", day_month="9", day_year="2026")
    assert hers.save(action="Train every panel", points="online\r\nin a room").saved
    row = decided("actions")["0.3"]
    assert (row["action"], row["points"], row["leads"], row["target"]) == (
        "Train every panel",
        ["online", "in a room"],
        ["Dayo Okafor"],
        {"text": "By September 2026", "day": "2026-09-15"},
    )
    hers, his = Page(ada, "actions/0.3/"), Page(bo, "actions/0.3/")
    his.save(day_day="16", theme="1")
    hers.save(day_day="17", outcome="Fewer complaints")
    assert (hers.saved, hers.errors) == (False, both("16 9 2026", "17 9 2026"))
    assert hers.boxes["theme"] == "1"
    assert hers.save().saved
    row = decided("actions")["0.3"]
    assert (row["target"]["day"], row["theme"], row["outcome"]) == ("2026-09-17", 1, "Fewer complaints")


def test_of_leftovers(ada: Client, bo: Client) -> None:
    hers, his = Page(ada, "leftovers/"), Page(bo, "leftovers/")
    his.save(leftover_0__become="ignored", leftover_0__reason="A heading")
    hers.save(leftover_1__become="recommendation", leftover_1__theme="1")
    assert hers.saved
    assert {name: one["become"] for name, one in decided("leftovers").items()} == {
        "0": "ignored",
        "1": "recommendation",
    }
    his.save(leftover_1__become="ignored", leftover_1__reason="Said twice")
    assert (his.saved, his.errors) == (
        False,
        both("A recommendation for corporate action: Fair jobs", "Neither: leave it out: Said twice"),
    )


def test_of_the_plan_as_a_whole(ada: Client, bo: Client) -> None:
    hers, his = Page(ada, "about/"), Page(bo, "about/")
    his.save(slug="fbp", place=str(key("Homes and Streets")))
    assert hers.save(title="Fair by Practice").saved
    batch = ImportBatch.objects.get()
    assert (batch.decisions["slug"], batch.decisions["title"], batch.place_id) == (
        "fbp",
        "Fair by Practice",
        key("Homes and Streets"),
    )


def test_who_chose_the_same_is_not_asked(ada: Client, bo: Client) -> None:
    hers, his = Page(ada, "services/"), Page(bo, "services/")
    for page in (his, hers):
        assert page.save(service_street_care__choice="none").saved


def test_what_appeared_since_stays_as_the_other_left_it(ada: Client, bo: Client) -> None:
    """A page without a service that there was not yet says nothing about it."""
    hers = Page(ada, "services/")
    Page(bo, "actions/0.3/").save(service="Allotments")
    Page(bo, "services/").save(
        service_allotments__choice="other", service_allotments__other=str(key("Parks"))
    )
    assert hers.save(service_housing_options_ho__choice="none").saved
    assert decided("services")["allotments"] == {"place": key("Parks")}


def test_line_breaks_that_no_browser_keeps_are_no_change(ada: Client, bo: Client, batch: ImportBatch) -> None:
    read = plan_json.from_json(batch.read)
    batch.read = batch.read | {"themes": [*batch.read["themes"]]}
    batch.read["themes"][0]["actions"][3]["target"]["text"] = "June\n2026"
    batch.corrected = batch.read
    batch.save()
    page = Page(ada, "actions/0.3/")
    assert page.boxes["target"] == "June\n2026"
    page.save(target="June2026", outcome="Heard")  # as a browser sends a box of one line
    assert read.themes[0].actions[3].target.text != "June\n2026"
    assert decided("actions")["0.3"]["target"]["text"] == "June\n2026"


def test_saved_at_the_very_same_moment(batch: ImportBatch, people: tuple[User, User]) -> None:
    """Between reading and saving, somebody else saves: the change refuses what both decided, and takes the rest."""
    copies = [queries.batch(batch.pk, for_user=one) for one in people]
    importing.correct(by=people[0], batch=copies[0], decisions={"title": "Hers", "slug": "one"}, today=TODAY)
    with pytest.raises(importing.Overtaken) as refusal:
        importing.correct(by=people[1], batch=copies[1], decisions={"title": "His"}, today=TODAY)
    assert str(refusal.value) == (
        "Somebody else saved the same just now. Save again to see what they say beside what you say."
    )
    importing.correct(by=people[1], batch=copies[1], decisions={"organisation": "Wexcombe"}, today=TODAY)
    assert ImportBatch.objects.get().decisions == {
        "title": "Hers",
        "slug": "one",
        "organisation": "Wexcombe",
    }


def test_who_is_overtaken_at_that_moment_loses_nothing(
    ada: Client, people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, correct = Page(ada, "themes/1/"), importing.correct

    def after_somebody_else(**said: Any) -> ImportBatch:
        monkeypatch.setattr(importing, "correct", correct)
        theirs = {"themes": {"1": {"title": "His"}}}
        other = queries.batch(said["batch"].pk, for_user=people[1])
        correct(by=people[1], batch=other, decisions=theirs, today=TODAY)
        return correct(**said)

    monkeypatch.setattr(importing, "correct", after_somebody_else)
    page.save(title="Hers")
    assert (page.saved, page.boxes["title"]) == (False, "Hers")
    assert page.errors == [
        "Somebody else saved the same just now. Save again to see what they say beside what you say."
    ]
    page.save()
    assert (page.saved, page.errors) == (False, both("His", "Hers"))
    assert page.save().saved
    assert decided("themes")["1"]["title"] == "Hers"
