"""Places change over time: each change with its day, the tree of any day, spellings, successors, refusals."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import making
from throughline.base import audit, permissions
from throughline.base.changes import places
from throughline.base.changes.places import PlaceRefused
from throughline.base.models import AuditEvent, Place, User
from throughline.base.queries import places as queries

TODAY = making.TODAY
APRIL, MAY, JUNE = (datetime.date(2025, month, 1) for month in (4, 5, 6))
DAY = datetime.timedelta(days=1)


def borough() -> dict[str, Place]:
    """Two directorates, three services, two teams of the same name."""
    top = making.place("Wexcombe", "authority")
    green = making.place("Place and Environment", "directorate", top)
    money = making.place("Resources", "directorate", top)
    parks = making.place("Parks", "service", green)
    libraries = making.place("Library Service", "service", green)
    pay = making.place("Payroll", "service", money)
    desk = Place.objects.create(code="desk-1", name="Front Desk", kind="team", parent=libraries)
    desk2 = Place.objects.create(code="desk-2", name="Front Desk", kind="team", parent=pay)
    return dict(
        top=top, green=green, money=money, parks=parks, libraries=libraries, pay=pay, desk=desk, desk2=desk2
    )


def editor() -> User:
    return making.account("equality_team")


def names(day: datetime.date, by: User) -> list[str]:
    """The tree of a day as indented lines."""

    def lines(nodes: tuple[queries.Node, ...], depth: int = 0) -> list[str]:
        return [line for n in nodes for line in ["  " * depth + n.name, *lines(n.children, depth + 1)]]

    return lines(queries.as_of(day, for_user=by, today=TODAY))


def last_event() -> tuple[str, str, dict, dict]:
    event = AuditEvent.objects.latest("sequence")
    return event.what, event.about, event.before, event.after


@pytest.mark.django_db
def test_a_place_is_opened_with_its_day_and_its_spellings():
    by, top = editor(), making.place("Wexcombe", "authority")
    made = places.open_place(
        by=by,
        name="  Early   Help ",
        kind="directorate",
        parent=top,
        on=APRIL,
        today=TODAY,
        other_spellings=["EIFS"],
    )
    assert (made.code, made.name, made.opened_on) == ("early-help", "Early Help", APRIL)
    assert names(APRIL - DAY, by) == ["Wexcombe"]
    assert names(APRIL, by) == ["Wexcombe", "  Early Help"]
    assert [place.name for place in queries.find("eifs", today=TODAY)] == ["Early Help"]
    opened = AuditEvent.objects.get(what="base.place.opened")
    assert opened.after == {
        "name": "Early Help", "kind": "directorate", "parent": top.pk, "opened_on": "2025-04-01",
        "closed_on": None, "merged_into": None,
    }  # fmt: skip
    assert last_event() == ("base.place.spelling_added", str(made.pk), {}, {"spelling": "EIFS"})


@pytest.mark.django_db
def test_renamed_moved_merged_and_closed_the_tree_of_each_day_is_kept():
    by, was = editor(), borough()
    places.rename(by=by, place=was["parks"], name="Parks and Nature", on=APRIL, today=TODAY)
    places.move(by=by, place=was["parks"], parent=was["money"], on=MAY, today=TODAY)
    places.close(by=by, place=was["desk2"], on=MAY, today=TODAY)
    places.merge(by=by, place=was["libraries"], into=was["parks"], on=JUNE, today=TODAY)
    start = ["Wexcombe", "  Place and Environment", "    Library Service", "      Front Desk", "    Parks", "  Resources",
             "    Payroll", "      Front Desk"]  # fmt: skip
    april = [line.replace("Parks", "Parks and Nature") for line in start]
    may = ["Wexcombe", "  Place and Environment", "    Library Service", "      Front Desk", "  Resources",
           "    Parks and Nature", "    Payroll"]  # fmt: skip
    june = [
        "Wexcombe",
        "  Place and Environment",
        "  Resources",
        "    Parks and Nature",
        "      Front Desk",
        "    Payroll",
    ]
    assert [names(day, by) for day in (APRIL - DAY, APRIL, MAY - DAY, MAY, JUNE - DAY, JUNE, TODAY)] == [
        start, april, april, may, may, june, june,
    ]  # fmt: skip
    assert [(e.on, e.words) for e in queries.history(Place.objects.get(code="parks"), for_user=by)] == [
        (MAY, "Moved from Place and Environment to Resources"),
        (APRIL, "Renamed from “Parks” to “Parks and Nature”"),
    ]
    assert [
        (e.on, e.words) for e in queries.history(Place.objects.get(code="library-service"), for_user=by)
    ] == [(JUNE, "Merged into Parks and Nature")]
    assert audit.faults() == []


@pytest.mark.django_db
def test_a_merger_takes_the_people_who_work_there_and_leaves_a_successor():
    by, was = editor(), borough()
    here = making.person("Ngozi Okafor", was["libraries"])
    gone = making.person("Piers Long", was["libraries"], left_on=TODAY)
    desk = making.person("Renée Łuczak", was["desk"])
    places.rename(by=by, place=was["desk2"], name="Pay Desk", on=APRIL, today=TODAY)
    places.merge(by=by, place=was["libraries"], into=was["parks"], on=JUNE, today=TODAY)
    places.merge(by=by, place=was["parks"], into=was["pay"], on=JUNE, today=TODAY)
    for person in (here, gone, desk):
        person.refresh_from_db()
    assert (here.place, gone.place, desk.place) == (was["pay"], was["libraries"], was["desk"])
    old = Place.objects.get(code="library-service")
    assert (old.closed_on, old.merged_into) == (JUNE, was["parks"])
    assert queries.successor(old) == was["pay"]
    assert queries.successor(was["pay"]) == was["pay"]
    assert [place.name for place in queries.find("library service", today=TODAY)] == ["Payroll"]
    moved = AuditEvent.objects.filter(what="base.person.moved").order_by("sequence")
    assert [(e.about, e.before, e.after) for e in moved] == [
        (str(here.pk), {"place": was["libraries"].pk}, {"place": was["parks"].pk}),
        (str(here.pk), {"place": was["parks"].pk}, {"place": was["pay"].pk}),
    ]


@pytest.mark.django_db
def test_a_spelling_is_found_by_name_alias_code_and_former_name_and_ambiguity_is_returned():
    by, was = editor(), borough()
    places.add_spelling(by=by, place=was["pay"], spelling="Pay & Pensions", today=TODAY)
    places.rename(by=by, place=was["parks"], name="Nature", on=APRIL, today=TODAY)

    def find(spelling: str, **how: object) -> list[str]:
        return sorted(place.code for place in queries.find(spelling, today=TODAY, **how))

    assert find("PAYROLL") == ["payroll"]
    assert find("pay and pensions") == ["payroll"]
    assert find("desk-2") == ["desk-2"]
    assert find("Parks") == ["parks"]
    assert find("front  desk") == ["desk-1", "desk-2"]
    assert find("front desk", under=was["money"]) == ["desk-2"]
    assert find("front desk", kinds=["service"]) == []
    assert find("no such place") == find("") == []


@pytest.mark.django_db
def test_a_present_name_goes_before_a_name_of_the_past():
    by, was = editor(), borough()
    places.rename(by=by, place=was["parks"], name="Nature", on=APRIL, today=TODAY)
    places.open_place(by=by, name="Parks", kind="service", parent=was["money"], on=MAY, today=TODAY)
    assert [place.parent for place in queries.find("Parks", today=TODAY)] == [was["money"]]


@pytest.mark.django_db
def test_a_spelling_of_a_closed_place_may_be_given_to_another():
    by, was = editor(), borough()
    places.add_spelling(by=by, place=was["desk2"], spelling="Pay counter", today=TODAY)
    with pytest.raises(
        PlaceRefused, match=r"^That spelling means Front Desk already\. Remove it there first\.$"
    ):
        places.add_spelling(by=by, place=was["pay"], spelling="PAY COUNTER", today=TODAY)
    places.close(by=by, place=was["desk2"], on=MAY, today=TODAY)
    places.add_spelling(by=by, place=was["pay"], spelling="PAY COUNTER", today=TODAY)
    assert queries.find("pay counter", today=TODAY) == [was["pay"]]
    [alias] = was["pay"].aliases.all()
    places.remove_spelling(by=by, alias=alias, today=TODAY)
    assert queries.find("pay counter", today=TODAY) == []
    assert last_event() == (
        "base.place.spelling_removed",
        str(was["pay"].pk),
        {"spelling": "PAY COUNTER"},
        {},
    )


REFUSALS = {
    "a name of nothing": (
        lambda by, w: places.rename(by=by, place=w["pay"], name=" - ", on=MAY, today=TODAY),
        "Give it a name with at least one letter or figure.",
    ),
    "its name already": (
        lambda by, w: places.rename(by=by, place=w["pay"], name="Payroll", on=MAY, today=TODAY),
        "That is its name already.",
    ),
    "a name beside": (
        lambda by, w: places.rename(by=by, place=w["parks"], name="library SERVICE", on=MAY, today=TODAY),
        "There is a service called “Library Service” here already.",
    ),
    "a day to come": (
        lambda by, w: places.rename(by=by, place=w["pay"], name="Pay", on=TODAY + DAY, today=TODAY),
        "That day has not come. Record it on the day or later, so that the register shows what is.",
    ),
    "before the last change": (
        lambda by, w: (
            places.rename(by=by, place=w["pay"], name="Pay", on=MAY, today=TODAY),
            places.move(by=by, place=w["pay"], parent=w["green"], on=APRIL, today=TODAY),
        ),
        "Pay changed on 1 May 2025, after that day. Give that day or a later one.",
    ),
    "a team under a team": (
        lambda by, w: places.move(by=by, place=w["desk"], parent=w["desk2"], on=MAY, today=TODAY),
        "Front Desk is a team: it stands under authority or directorate or service or partner body or provider.",
    ),
    "a second authority": (
        lambda by, w: places.open_place(by=by, name="X", kind="authority", parent=None, on=None, today=TODAY),
        "The authority is there already. Rename it instead.",
    ),
    "a partner below": (
        lambda by, w: places.open_place(
            by=by, name="X", kind="partner", parent=w["top"], on=None, today=TODAY
        ),
        "X is a partner body: it stands under nothing.",
    ),
    "where it stands": (
        lambda by, w: places.move(by=by, place=w["pay"], parent=w["money"], on=MAY, today=TODAY),
        "It stands under Resources already.",
    ),
    "merged with itself": (
        lambda by, w: places.merge(by=by, place=w["pay"], into=w["pay"], on=MAY, today=TODAY),
        "A place cannot be merged with itself.",
    ),
    "merged into what is below": (
        lambda by, w: places.merge(by=by, place=w["libraries"], into=w["desk"], on=MAY, today=TODAY),
        "Front Desk stands below Library Service. Move it out first.",
    ),
    "merged where its teams cannot go": (
        lambda by, w: places.merge(by=by, place=w["libraries"], into=w["desk2"], on=MAY, today=TODAY),
        "Front Desk is a team: it stands under authority or directorate or service or partner body or provider.",
    ),
    "closed with teams": (
        lambda by, w: places.close(by=by, place=w["pay"], on=MAY, today=TODAY),
        "Move, merge or close what stands below it first: Front Desk.",
    ),
    "closed with people": (
        lambda by, w: (
            making.person(place=w["desk"]),
            places.close(by=by, place=w["desk"], on=MAY, today=TODAY),
        ),
        "1 person works there. Merge it into another place, or import an extract without it first.",
    ),
    "closed twice": (
        lambda by, w: [places.close(by=by, place=w["desk"], on=MAY, today=TODAY) for _ in range(2)],
        "Front Desk closed on 1 May 2025.",
    ),
    "into a closed place": (
        lambda by, w: (
            places.close(by=by, place=w["parks"], on=MAY, today=TODAY),
            places.merge(by=by, place=w["desk"], into=w["parks"], on=MAY, today=TODAY),
        ),
        "Parks closed on 1 May 2025. Choose a place that is open.",
    ),
    "a spelling of a closed place": (
        lambda by, w: (
            places.close(by=by, place=w["parks"], on=MAY, today=TODAY),
            places.add_spelling(by=by, place=Place.objects.get(code="parks"), spelling="P", today=TODAY),
        ),
        "It is closed. Record the spelling for the place that does its work now.",
    ),
    "a code of another": (
        lambda by, w: places.open_place(
            by=by, name="X", kind="team", parent=w["pay"], on=None, today=TODAY, code="parks"
        ),
        "The code “parks” is taken. Choose another code.",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("attempt", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_what_makes_no_sense_is_refused_in_a_sentence(attempt, sentence):
    with pytest.raises(PlaceRefused) as refusal:
        attempt(editor(), borough())
    assert str(refusal.value) == sentence


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["staff", "service_manager", "dmt", "champion"])
def test_others_may_look_but_not_change(role):
    was = borough()
    by = making.account(role, was["pay"])
    assert len(queries.as_of(TODAY, for_user=by, today=TODAY)) == 1
    with pytest.raises(permissions.NotAllowed):
        places.rename(by=by, place=was["pay"], name="Pay", on=MAY, today=TODAY)
    assert Place.objects.get(code="payroll").name == "Payroll"


@pytest.mark.django_db
def test_codes_are_made_and_never_twice():
    by, was = editor(), borough()
    made = [
        places.open_place(by=by, name="Café & Kiosk", kind="team", parent=was[under], on=None, today=TODAY)
        for under in ("pay", "parks", "libraries")
    ]
    assert [place.code for place in made] == ["cafe-kiosk", "cafe-kiosk-2", "cafe-kiosk-3"]


@pytest.mark.django_db
def test_the_tree_takes_the_same_number_of_queries_for_any_size(django_assert_num_queries):
    by, was = editor(), borough()
    queries.as_of(TODAY, for_user=by, today=TODAY)
    with django_assert_num_queries(3):
        queries.as_of(TODAY, for_user=by, today=TODAY)
    for number in range(40):
        making.person(place=making.place(f"Team {number}", "team", was["pay"]))
    with django_assert_num_queries(3):
        nodes = queries.as_of(TODAY, for_user=by, today=TODAY)
    assert (
        sum(node.people for top in nodes for d in top.children for s in d.children for node in s.children)
        == 40
    )


class AnyHistory(TestCase):
    """A class because hypothesis asks for one to roll the database back after each example."""

    @settings(max_examples=20)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["rename", "move", "merge", "close", "open"]),
                st.integers(0, 30),
                st.integers(0, 30),
                st.integers(0, 2),
            ),
            max_size=12,
        )
    )
    def test_the_tree_of_any_day_is_what_was_seen_on_that_day(self, steps):
        """Whatever is done, day after day: the tree that was seen each evening is the tree that is told later."""
        by = editor()
        borough()
        seen: dict[datetime.date, list[str]] = {}
        day = APRIL
        for number, (what, one, two, pause) in enumerate(steps):
            for _ in range(pause):
                seen[day] = names(day, by)
                day += DAY
            all_places = list(Place.objects.order_by("id"))
            place, other = all_places[one % len(all_places)], all_places[two % len(all_places)]
            try:
                if what == "rename":
                    places.rename(by=by, place=place, name=f"Name {number}", on=day, today=day)
                elif what == "move":
                    places.move(by=by, place=place, parent=other, on=day, today=day)
                elif what == "merge":
                    places.merge(by=by, place=place, into=other, on=day, today=day)
                elif what == "close":
                    places.close(by=by, place=place, on=day, today=day)
                else:
                    places.open_place(
                        by=by, name=f"New {number}", kind="team", parent=other, on=day, today=day
                    )
            except PlaceRefused:
                continue
        seen[day] = names(day, by)
        assert {day: names(day, by) for day in seen} == seen
        for place in Place.objects.all():
            assert place.merged_into is None or place.closed_on is not None
            assert not (
                place.closed_on is None and place.parent is not None and place.parent.closed_on is not None
            )
