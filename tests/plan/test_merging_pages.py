"""Pages of a file that comes back: side by side, ticked, taken, undone."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import making, reading
from tests.plan.accepted import accepted
from throughline.base.models import User
from throughline.plan import exports
from throughline.plan.models import ImportBatch, Merge, Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]


@pytest.fixture
def live(batch: ImportBatch, people: tuple[User, User]) -> Plan:
    return accepted(batch, people)


def back(officer: Client, plan: Plan, team: User, was: str, now: str) -> str:
    """The words of the page after the upload of the plan with one thing said otherwise."""
    data = exports.export(plan, "json", for_user=team, today=making.TODAY).decode()
    assert data.count(was) == 1
    file = SimpleUploadedFile("from pat.json", data.replace(was, now).encode())
    return reading.words(officer.post(f"/plan/{plan.slug}/from-a-file/", {"file": file}, follow=True))


def keys(officer: Client) -> list[str]:
    page = officer.get(f"/plan/merges/{Merge.objects.latest('pk').pk}/").content.decode()
    return re.findall(r'name="take" id="[^"]+" value="([^"]+)" checked', page)


def test_from_the_upload_to_the_undoing(officer: Client, team: User, live: Plan) -> None:
    shown = back(officer, live, team, "Two teams have had theirs.", "Six teams have had theirs.")
    assert "What the file says otherwise" in shown
    assert "1 action changed, 0 new, 0 not in the file, 5 as in the plan." in shown
    assert (
        "FBPHSD-001 Offer every team a facilitated conversation about racism, and tell the directorate what was said "
        "FBPHSD-001 What In the plan In the file Take it What has been achieved so far "
        "Two teams have had theirs. Six teams have had theirs. Take : FBPHSD-001, What has been achieved so far"
    ) in shown
    merge = Merge.objects.get()
    url = f"/plan/merges/{merge.pk}/"
    [key] = keys(officer)
    assert "Nothing is ticked. Tick what is to come in, or cancel." in reading.words(officer.post(url))
    shown = reading.words(officer.post(url, {"take": [key]}, follow=True))
    assert "1 change taken into the plan. " in shown
    assert "What came from the file FBPHSD-001 : changed Undo all of it" in shown
    assert "Files that came back" in reading.words(officer.get(f"/plan/{live.slug}/from-a-file/"))
    texts = live.actions.get(number=1).progress.order_by("id").values_list("text", flat=True)
    assert list(texts) == ["Two teams have had theirs.", "Six teams have had theirs."]
    shown = reading.words(officer.post(f"{url}undo/", {"reason": "It was the wrong file."}, follow=True))
    assert "This was undone" in shown
    assert list(texts.all()) == ["Two teams have had theirs."]
    assert "undid what came from a file" in reading.words(officer.get(f"/plan/{live.slug}/1/"))


def test_what_says_nothing_new_says_so_and_what_is_cancelled_is_gone(
    officer: Client, team: User, live: Plan
) -> None:
    data = exports.export(live, "json", for_user=team, today=making.TODAY)
    file = SimpleUploadedFile("same.json", data)
    shown = reading.words(officer.post(f"/plan/{live.slug}/from-a-file/", {"file": file}, follow=True))
    assert "It says nothing new" in shown
    merge = Merge.objects.get()
    shown = reading.words(officer.post(f"/plan/merges/{merge.pk}/cancel/", follow=True))
    assert "Nothing of same.json was taken." in shown
    assert officer.get(f"/plan/merges/{merge.pk}/").status_code == 404


def test_what_somebody_changed_meanwhile_is_shown_anew_and_what_was_ticked_stays(
    officer: Client, team: User, live: Plan
) -> None:
    back(officer, live, team, "Rewrite every advert in plain words", "Rewrite every advert")
    stale = keys(officer)
    live.actions.filter(number=5).update(text="Rewrite all adverts in plain words")
    shown = reading.words(officer.post(f"/plan/merges/{Merge.objects.get().pk}/", {"take": stale}))
    assert "Somebody changed what you were looking at." in shown
    assert "Rewrite all adverts in plain words Rewrite every advert Take" in shown


def test_a_file_that_is_none_is_refused_in_words(officer: Client, live: Plan) -> None:
    file = SimpleUploadedFile("minutes.txt", b"We met on Monday and had tea.\n")
    shown = reading.words(officer.post(f"/plan/{live.slug}/from-a-file/", {"file": file}))
    assert "minutes.txt: no action was found in it." in shown
    assert not Merge.objects.exists()


def test_a_page_of_many_changes_makes_as_many_queries_as_one_of_few(
    officer: Client, team: User, live: Plan, django_assert_max_num_queries
) -> None:
    theme = live.themes.get(position=1)
    for number in range(40):
        making.action(theme, f"Talk to ward {number} about what they heard", made_on=making.TODAY)
    data = (
        exports.export(live, "json", for_user=team, today=making.TODAY)
        .decode()
        .replace("about what they heard", "again")
    )
    file = SimpleUploadedFile("many.json", data.encode())
    officer.post(f"/plan/{live.slug}/from-a-file/", {"file": file})
    assert len(keys(officer)) == 40
    with django_assert_max_num_queries(15):
        officer.get(f"/plan/merges/{Merge.objects.get().pk}/")
