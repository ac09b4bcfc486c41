"""The pages on which a second person decides: what stands there for whom, and what a decision does."""

import base64
import datetime
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests import making, reading
from tests.plan.accepted import FILE, accepted
from throughline.base import audit
from throughline.base.changes import approvals as base_approvals
from throughline.base.changes import approved as base_approved
from throughline.base.changes import authority
from throughline.base.models import Approval, AuditEvent, Authority, Place, User
from throughline.base.permission_grid import Scope
from throughline.frontdoor import approvals
from throughline.plan.changes import actions, asking, importing, progress, publishing, putting_back, undoing
from throughline.plan.changes import approvals as plan_approvals
from throughline.plan.models import Action, PublishedVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TODAY = making.TODAY


@pytest.fixture
def homes() -> Place:
    return making.place("Homes", "directorate")


@pytest.fixture
def action(homes: Place) -> Action:
    return making.action(making.theme(making.plan(place=homes)), text="Publish the figures")


@pytest.fixture
def team() -> tuple[User, User]:
    return making.account("equality_team"), making.account("equality_team")


def removal(by: User, action: Action) -> Approval:
    return actions.ask_to_remove(by=by, action=action, reason="It is there twice", today=TODAY)


def open_page(user: User, approval: Approval) -> Any:
    return making.signed_in(user).get(f"/approvals/{approval.pk}/")


def decide(user: User, approval: Approval, agree: str = "yes", reason: str = "") -> Any:
    data = {"agree": agree, "reason": reason}
    return making.signed_in(user).post(f"/approvals/{approval.pk}/", data, follow=True)


def test_who_decides_nothing_has_no_such_page(action: Action, team: tuple[User, User]) -> None:
    asked = removal(team[0], action)
    for user in (
        making.account(),
        making.account("service_manager", action.plan.place),
        making.account("champion"),
    ):
        client = making.signed_in(user)
        for address in ("/approvals/", f"/approvals/{asked.pk}/"):
            assert client.get(address).status_code == 403
        assert client.post(f"/approvals/{asked.pk}/", {"agree": "yes"}).status_code == 403
        assert "/approvals/" not in client.get("/").content.decode()
    assert Client().post(f"/approvals/{asked.pk}/", {"agree": "yes"}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_the_list_says_what_waits_for_this_person(action: Action, team: tuple[User, User]) -> None:
    says = "Remove WX-001: Publish the figures"
    assert reading.words(making.signed_in(team[1]).get("/approvals/")).endswith(
        "Nothing is waiting When somebody asks for a change that needs you, it stands here."
    )
    asked = removal(team[0], action)
    here, elsewhere = (
        making.account("dmt", action.plan.place),
        making.account("dmt", making.place("Streets", "directorate")),
    )
    for user in (*team, here):
        response = making.signed_in(user).get("/approvals/")
        assert reading.rows(response) == [[says, f"{team[0]}, 16 March 2026", f"Look at it : {says}"]]
        assert f"/approvals/{asked.pk}/" in reading.links(response)
        assert "1 waiting for a second person" in reading.words(making.signed_in(user).get("/"))
    for user in (elsewhere, making.account("sysadmin"), making.account("board")):
        response = making.signed_in(user).get("/approvals/")
        assert (reading.rows(response), "Publish the figures" in response.content.decode()) == ([], False)
        assert open_page(user, asked).status_code == 404
        assert decide(user, asked).status_code == 404
        assert "waiting for a second person" not in reading.words(making.signed_in(user).get("/"))


def test_the_page_says_what_will_happen_who_asked_and_why(action: Action, team: tuple[User, User]) -> None:
    asked = removal(team[0], action)
    words = reading.words(open_page(team[1], asked))
    assert words == (
        f"Remove WX-001: Publish the figures {team[0]} asked for this on 16 March 2026. "
        "The reason: It is there twice Do you agree? Yes, do it No "
        "If not, why? The person who asked will see it. Save Cancel"
    )
    own = reading.words(open_page(team[0], asked))
    assert own.endswith(
        "You asked for this, so it waits for somebody else to approve it. You will hear what they decide. "
        "Until then you can take it back. Take it back Cancel"
    )


def test_agreeing_carries_it_out(action: Action, team: tuple[User, User]) -> None:
    asked = removal(team[0], action)
    response = decide(team[1], asked)
    assert response.redirect_chain == [("/approvals/", 302)]
    assert reading.words(response).startswith("Done You agreed. Remove WX-001: Publish the figures ")
    action.refresh_from_db()
    asked.refresh_from_db()
    assert (action.removed_on, asked.state, asked.decided_by) == (TODAY, "approved", team[1])
    what = list(AuditEvent.objects.order_by("sequence").values_list("what", "by"))
    assert what == [
        ("base.approval.asked", team[0].pk),
        ("base.approval.approved", team[1].pk),
        ("plan.action.removed", team[1].pk),
    ]
    assert "Decided lately" in reading.words(response)
    assert reading.words(open_page(team[1], asked)).endswith(f"Approved {team[1]} agreed on 16 March 2026.")
    assert audit.faults() == []


def test_after_agreeing_a_link_leads_to_what_came_of_it(action: Action, team: tuple[User, User]) -> None:
    def led_to(asked: Approval) -> str:
        response = decide(team[1], asked)
        [link] = reading.page(response).xpath("//*[@role='alert']//a")
        address = str(link.get("href"))
        assert making.signed_in(team[1]).get(address).status_code == 200
        return address

    plan = action.plan
    ask: dict[str, Any] = {"by": team[0], "plan": plan, "summary": "", "today": TODAY}
    assert led_to(publishing.ask_to_publish(**ask, public_from=TODAY)) == "/progress/wx/1/"
    later = TODAY + datetime.timedelta(days=1)
    assert led_to(publishing.ask_to_publish(**ask, public_from=later)) == "/plan/wx/publish/"
    assert led_to(removal(team[0], action)) == "/plan/wx/removed/"
    action.refresh_from_db()
    again = putting_back.ask_to_put_back(by=team[0], action=action, today=TODAY)
    assert led_to(again) == "/plan/wx/1/"
    made = asking.ask(
        by=team[0], about=plan.place, change="make_plan", says="Make it <b>", today=TODAY,
        values={"title": "Another plan", "slug": "another", "organisation": ""},
    )  # fmt: skip
    assert led_to(made) == "/plan/another/"
    theme = asking.ask(
        by=team[0], about=plan, change="add_theme", says="Add it", today=TODAY,
        values={"title": "Fair pay", "desired_outcome": "", "sponsor": None, "is_theme": True},
    )  # fmt: skip
    assert led_to(theme) == f"/plan/wx/#theme-{plan.themes.get(title='Fair pay').pk}"


def test_the_sentence_that_was_agreed_to_is_no_markup(action: Action, team: tuple[User, User]) -> None:
    action.text = "Publish <b>all</b> figures"
    action.save()
    response = decide(team[1], removal(team[0], action))
    assert "Publish &lt;b&gt;all&lt;/b&gt; figures" in response.content.decode()


def test_who_asked_cannot_agree(action: Action, team: tuple[User, User]) -> None:
    asked = removal(team[0], action)
    response = decide(team[0], asked)
    assert reading.errors(response) == ["You asked for this, so somebody else must approve it."]
    action.refresh_from_db()
    assert (action.removed_on, AuditEvent.objects.count()) == (None, 1)


def test_refusing_needs_a_reason_which_is_shown(action: Action, team: tuple[User, User]) -> None:
    asked = removal(team[0], action)
    response = decide(team[1], asked, "no", "  ")
    assert reading.errors(response) == ["Say why you refuse it: the person who asked will see the reason."]
    response = decide(team[1], asked, "no", "It is not: look again")
    assert reading.words(response).startswith("Done Refused. The person who asked sees the reason.")
    lately = reading.rows(making.signed_in(team[0]).get("/approvals/"))
    says = "Remove WX-001: Publish the figures"
    assert lately == [[says, "Refused: It is not: look again", f"{team[1]}, 16 March 2026"]]
    action.refresh_from_db()
    assert action.removed_on is None


def test_what_was_decided_stays_at_its_address_for_those_whom_it_concerned(
    action: Action, team: tuple[User, User]
) -> None:
    asked = removal(team[0], action)
    decide(team[1], asked, "no", "It is not: look again")
    for user in team:
        assert reading.words(open_page(user, asked)) == (
            f"Remove WX-001: Publish the figures {team[0]} asked for this on 16 March 2026. The reason: It is there "
            f"twice Refused {team[1]} refused it on 16 March 2026. Why: It is not: look again"
        )
    assert "Refused" in reading.words(decide(team[1], asked))  # too late: it is shown as it was decided
    asked.refresh_from_db()
    assert asked.state == "refused"
    assert open_page(making.account("board"), asked).status_code == 404


def test_who_asked_takes_it_back(action: Action, team: tuple[User, User]) -> None:
    asked = removal(team[0], action)
    client = making.signed_in(team[0])
    refused = client.post(f"/approvals/{asked.pk}/", {"agree": "yes", "reason": ""})
    for response in (refused, client.get(f"/approvals/{asked.pk}/")):
        fields = reading.page(response).xpath("//main//form//input[@name='agree']")
        assert [(one.get("type"), one.get("value")) for one in fields] == [("hidden", "no")]
    assert reading.words(decide(team[0], asked, "no")).startswith("Done Taken back.")
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("withdrawn", team[0])


def test_no_choice_is_no_decision(action: Action, team: tuple[User, User]) -> None:
    asked = removal(team[0], action)
    for choice in ("", "maybe"):
        assert len(reading.errors(decide(team[1], asked, choice, "Because"))) == 1
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_looking_at_it_decides_nothing(action: Action, team: tuple[User, User]) -> None:
    asked = removal(team[0], action)
    making.signed_in(team[1]).get(f"/approvals/{asked.pk}/?agree=yes")
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_what_fails_on_the_way_leaves_it_waiting(action: Action, team: tuple[User, User]) -> None:
    """The decision and the change are one transaction."""
    version = PublishedVersion.objects.create(
        plan=action.plan,
        number=1,
        snapshot={},
        asked_by=team[0],
        approved_by=team[1],
        published_on=TODAY,
        public_from=TODAY,
    )
    asked = publishing.ask_to_withdraw(by=team[0], version=version, reason="Wrong figures", today=TODAY)
    PublishedVersion.objects.update(withdrawn_on=TODAY, withdrawn_reason="By another way")
    assert reading.errors(decide(team[1], asked)) == ["This version was withdrawn before."]
    asked.refresh_from_db()
    assert (asked.state, AuditEvent.objects.filter(what="base.approval.approved").count()) == ("waiting", 0)


def test_what_is_gone_can_still_be_refused(homes: Place, team: tuple[User, User]) -> None:
    scope = Scope(places=frozenset({homes.pk}))

    def ask(change: str) -> Approval:
        plan = making.plan(slug=f"gone-{change[:4].strip('_')}")
        asked = base_approvals.ask(
            by=team[0], permission="plan.activity.delete", scope=scope, about=plan, change=change, says="Do it.", today=TODAY
        )  # fmt: skip
        plan.delete()
        return asked

    gone, unknown = ask("remove_action"), ask("abolish")
    assert reading.errors(decide(team[1], gone)) == [
        "What this is about is no longer there. Refuse it, and ask again."
    ]
    assert reading.errors(decide(team[1], unknown)) == [
        "Nothing on this site can carry this out any more. Refuse it, and ask again."
    ]
    for asked in (gone, unknown):
        decide(team[1], asked, "no", "It is gone")
        asked.refresh_from_db()
        assert (asked.state, asked.decided_by) == ("refused", team[1])


def test_the_second_person_sees_the_new_logo_before_agreeing() -> None:
    one, other = making.account("sysadmin"), making.account("sysadmin")
    made = io.BytesIO()
    Image.new("RGB", (40, 20), "#336699").save(made, "PNG")
    now = Authority(pk=1)
    values = {name: getattr(now, name) for name in authority.FIELDS}
    asked = authority.ask_to_change(by=one, values=values, words={}, picture=made.getvalue(), today=TODAY)
    response = open_page(other, asked)
    [source] = reading.page(response).xpath("//main//img/@src")
    kind, _, encoded = source.partition(",")
    assert kind == "data:image/png;base64"
    shown = Image.open(io.BytesIO(base64.b64decode(encoded)))
    assert (shown.size, shown.convert("RGB").getpixel((20, 10))) == ((40, 20), (0x33, 0x66, 0x99))
    assert "img-src 'self' data:" in response.headers["Content-Security-Policy"]
    decide(other, asked)
    assert Client().get("/logo.png").content == base64.b64decode(encoded)


def test_the_list_takes_as_many_queries_for_many_as_for_one(action: Action, team: tuple[User, User]) -> None:
    def asked_for(address: str) -> int:
        client = making.signed_in(team[1])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    theme = action.theme
    removal(making.account("equality_team"), action)
    decide(team[1], removal(making.account("equality_team"), making.action(theme)))
    one = asked_for("/approvals/")
    for _ in range(4):
        removal(making.account("equality_team"), making.action(theme))
        decide(team[1], removal(making.account("equality_team"), making.action(theme)))
    assert Approval.objects.count() == 10
    assert asked_for("/approvals/") == one <= 15


def test_every_way_to_see_belongs_to_a_change_that_can_be_carried_out() -> None:
    assert set(approvals.SEE) - set(approvals.APPROVALS) == set()
    rooms = (base_approved.APPROVALS, plan_approvals.APPROVALS)
    assert len(approvals.APPROVALS) == sum(
        len(room) for room in rooms
    )  # no two rooms mean another thing by one word


def test_who_agrees_to_undo_an_import_knows_what_people_have_written_since(
    homes: Place, team: tuple[User, User]
) -> None:
    batch = importing.upload(by=team[0], name=FILE.name, data=FILE.read_bytes(), place=homes, today=TODAY)
    plan = accepted(batch, team)
    batch.refresh_from_db()
    first, other = plan.actions.get(number=1), plan.actions.get(number=2)
    progress.record_progress(by=team[0], action=first, text="Begun", today=TODAY)
    asked = undoing.ask_to_undo(by=team[0], batch=batch, reason="Wrong", keep_history=True, today=TODAY)

    def warned(number: str) -> str:
        return (
            f"People have since recorded progress on {number} of this plan. "
            "What they wrote is kept, out of sight."
        )

    seen = open_page(team[1], asked).context["form"].initial["seen"]
    assert seen == warned("1 action")
    assert warned("1 action") in reading.words(open_page(team[1], asked))
    progress.record_progress(by=team[0], action=other, text="Begun too", today=TODAY)
    client = making.signed_in(team[1])
    again = client.post(f"/approvals/{asked.pk}/", {"agree": "yes", "reason": "", "seen": seen})
    assert again.context["form"].non_field_errors() == [
        f"Something has happened since you opened this page. {warned('2 actions')} Do you still agree?"
    ]
    assert Approval.objects.get(pk=asked.pk).state == Approval.State.WAITING
    seen = again.context["form"]["seen"].value()
    client.post(f"/approvals/{asked.pk}/", {"agree": "yes", "reason": "", "seen": seen})
    assert Approval.objects.get(pk=asked.pk).state == Approval.State.APPROVED
