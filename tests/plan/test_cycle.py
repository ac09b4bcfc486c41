"""The monthly round: who is asked when, what an answer does, and a year of it, simulated day by day."""

import collections
import datetime
import random
import re

import pytest

from tests import making, reading
from throughline.base.changes import notices
from throughline.base.models import Digest, Person, Place, User
from throughline.base.permissions import NotAllowed
from throughline.base.queries import authority
from throughline.plan.changes import cycle as changes
from throughline.plan.models import Action, CycleFigure
from throughline.plan.queries import answer_links
from throughline.plan.queries import cycle as queries
from throughline.plan.rules import Answer, Stage, cycle
from throughline.plan.rules.cycle import To

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "steps"),
    [
        (datetime.date(2026, 5, 20), ["1 May", "8 May", "15 May", "20 May", "26 May"]),  # 25 May is a bank holiday
        (datetime.date(2026, 8, 1), ["3 August", "10 August", "17 August", "20 August", "25 August"]),
        (datetime.date(2026, 12, 31), ["1 December", "8 December", "15 December", "21 December", "29 December"]),
        (datetime.date(2027, 1, 9), ["4 January", "8 January", "15 January", "20 January", "25 January"]),
    ],
)  # fmt: skip
def test_nobody_is_asked_on_a_weekend_or_a_bank_holiday(today: datetime.date, steps: list[str]) -> None:
    days = [cycle.day_of(step, today) for step in cycle.STEPS]
    assert [f"{day.day} {day:%B}" for day in days] == steps


@pytest.mark.parametrize(
    ("to", "there", "asked"),
    [
        (To.ACCOUNTABLE, "adm", To.ACCOUNTABLE),
        (To.ACCOUNTABLE, "dm", To.DEPUTY),
        (To.ACCOUNTABLE, "m", To.MANAGER),
        (To.ACCOUNTABLE, "", To.REVIEW),
        (To.DEPUTY, "adm", To.DEPUTY),
        (To.DEPUTY, "am", To.MANAGER),
        (To.MANAGER, "ad", To.REVIEW),
        (To.REVIEW, "adm", To.REVIEW),
    ],
)
def test_where_nobody_is_there_the_next_one_is_asked(to: To, there: str, asked: To) -> None:
    found = cycle.asked(to, accountable="a" in there, deputy="d" in there, manager="m" in there)
    assert found is asked


@pytest.fixture
def borough(db: None) -> dict[str, Place]:
    top = making.place("London Borough of Wexcombe", "authority")
    homes = making.place("Homes", "directorate", top)
    return {
        "homes": homes,
        "repairs": making.place("Repairs", parent=homes),
        "parks": making.place("Parks", parent=homes),
    }


def letters(person: Person) -> list[str]:
    return list(Digest.objects.filter(person=person).exclude(event="").values_list("event", flat=True))


class Year:
    """Wexcombe's year: people who answer at once, who answer when reminded, who never do, and who leave in June."""

    def __init__(self, borough: dict[str, Place]) -> None:
        chance = random.Random(3)
        self.plan = making.plan()
        theme = making.theme(self.plan)
        self.kinds: dict[int, str] = {}
        self.users: dict[int, User] = {}
        people = {
            kind: [self.somebody(kind, borough["repairs"]) for _ in range(4)]
            for kind in ("prompt", "slow", "never", "leaver")
        }
        everybody = [one for some in people.values() for one in some]
        self.manager = making.account("service_manager", borough["repairs"])
        for number in range(40):
            accountable, deputy = chance.sample(everybody, 2)
            making.action(
                theme,
                f"Meet ward {number}",
                service=borough["repairs" if number % 4 else "parks"],  # nobody manages Parks
                accountable=accountable if number % 10 else None,
                deputy=deputy if number % 3 else None,
                made_on=datetime.date(2025, 12, 1),
            )

    def somebody(self, kind: str, place: Place) -> Person:
        user = making.account("staff")
        assert user.person is not None
        self.kinds[user.person.pk], self.users[user.person.pk] = kind, user
        return user.person

    def live(self, today: datetime.date) -> None:
        """What the site does in the early morning, and the people during the day."""
        if today == datetime.date(2026, 6, 10):
            gone = [key for key, kind in self.kinds.items() if kind == "leaver"]
            Person.objects.filter(pk__in=gone).update(left_on=today)
        changes.ask(today)
        for letter in Digest.objects.filter(made_on=today).exclude(event="").select_related("person"):
            kind = self.kinds.get(letter.person_id, "manager")
            step = letter.event.split()[-1]
            if kind == "prompt" or (kind in {"slow", "leaver"} and step != "ask"):
                for reference in sorted(set(re.findall(r"WX-\d+", letter.text))):
                    action = Action.objects.get(plan=self.plan, number=int(reference[3:]))
                    changes.answer(
                        by=self.users[letter.person_id],
                        action=action,
                        answer=Answer.PROGRESS,
                        text="Two more.",
                        today=today,
                    )
        changes.keep_figures(today)


def test_a_year(borough: dict[str, Place]) -> None:
    year = Year(borough)
    first, last = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
    today = first
    waited: dict[datetime.date, dict[int, To]] = {}
    while today <= last:
        year.live(today)
        if (today + DAY).day == 1:
            assert cycle.step_of(today) == cycle.STEPS[-1]
            waited[today] = {
                one.action.number: one.to
                for one in queries.waiting(queries.unanswered(today), cycle.STEPS[-1], today=today)
            }
        today += DAY
    sent = Digest.objects.exclude(event="")
    assert {cycle.working_days.is_working_day(day) for day in sent.values_list("made_on", flat=True)} == {
        True
    }
    assert not sent.filter(person__left_on__isnull=False, made_on__gte=datetime.date(2026, 6, 10)).exists()
    by_step = collections.Counter(event.split()[-1] for event in sent.values_list("event", flat=True))
    assert set(by_step) == {"ask", "remind", "deputy", "manager"}
    for month_end, actions in waited.items():
        assert set(actions.values()) <= {To.REVIEW}, (
            month_end
        )  # whatever nobody answered has come to the review
        figure = CycleFigure.objects.get(month=month_end.replace(day=1))
        assert (figure.asked, figure.asked - figure.answered) == (40, len(actions))
        for number in actions:
            action = Action.objects.get(number=number)
            there = [
                one
                for one in (action.accountable, action.deputy)
                if one and (one.left_on is None or one.left_on > month_end)
            ]
            assert {year.kinds[one.pk] for one in there} <= {"never"}, (month_end, number)
    assert year.manager.person is not None
    hers = letters(year.manager.person)
    assert len(hers) == len(set(hers))  # nobody is asked twice at one step
    assert {"plan.cycle 2026-01 ask", "plan.cycle 2026-01 manager"} <= set(hers)
    assert CycleFigure.objects.count() == 12


def test_each_person_gets_one_mail_with_everything_and_the_same_day_twice_is_once(
    borough: dict[str, Place],
) -> None:
    theme = making.theme(making.plan())
    ada = making.person("Ada Obi")
    for number in range(3):
        making.action(
            theme,
            f"Meet ward {number}",
            accountable=ada,
            service=borough["parks"],
            made_on=datetime.date(2026, 1, 5),
        )
    making.action(theme, "Made this month", accountable=ada, made_on=datetime.date(2026, 3, 2))
    making.action(
        theme, "Done", accountable=ada, stage=Stage.REPORTED_DONE, made_on=datetime.date(2026, 1, 5)
    )
    day = datetime.date(2026, 3, 3)
    assert (changes.ask(day), changes.ask(day), changes.ask(day + DAY)) == (1, 0, 0)
    [letter] = Digest.objects.all()
    assert letter.subject == "Anti-racism programme: how are 3 actions?"
    assert re.findall(r"^WX-\d+  .*$", letter.text, re.M) == [
        f"WX-00{n}  Meet ward {n - 1}" for n in (1, 2, 3)
    ]
    assert re.findall(r"^  ([A-Z][a-z ]+): http", letter.text, re.M)[:4] == [
        "No change",
        "Progress",
        "Stuck",
        "Done",
    ]
    assert notices.make_digests(day) == 0


@pytest.fixture
def asked(borough: dict[str, Place]) -> tuple[User, Action]:
    user = making.account("staff")
    action = making.action(making.theme(making.plan()), accountable=user.person, service=borough["parks"])
    return user, action


def path(action: Action, user: User, answer: Answer, today: datetime.date = making.TODAY) -> str:
    assert user.person is not None
    return answer_links.links(action, user.person, today=today)[answer].removeprefix("http://127.0.0.1:8000")


@pytest.mark.usefixtures("the_day")
def test_two_clicks_and_a_sentence(asked: tuple[User, Action]) -> None:
    user, action = asked
    client = making.signed_in(user)
    shown = reading.words(client.get(path(action, user, Answer.STUCK), follow=True))
    assert "Stuck: Offer every team" in shown
    assert "What is in the way, and who could move it?" in shown
    shown = reading.words(
        client.post(f"/plan/wx/{action.number}/answer/stuck/", {"text": "The room is gone."}, follow=True)
    )
    assert "Thank you. That is all about WX-001 for this month." in shown
    action.refresh_from_db()
    assert (action.stuck_on, action.updated_on, action.stage) == (making.TODAY, making.TODAY, Stage.AGREED)
    entry = action.progress.get()
    assert (entry.text, entry.answer, entry.author) == ("The room is gone.", "stuck", user.person)


@pytest.mark.usefixtures("the_day")
@pytest.mark.parametrize(
    ("answer", "text", "stage", "said"),
    [
        ("no_change", "", Stage.AGREED, "No change."),
        ("progress", "Two more teams.", Stage.IN_PROGRESS, "Two more teams."),
        ("done", "All have met.", Stage.REPORTED_DONE, "All have met."),
    ],
)
def test_what_each_answer_does(
    asked: tuple[User, Action], answer: str, text: str, stage: Stage, said: str
) -> None:
    user, action = asked
    Action.objects.update(stuck_on=making.TODAY - 40 * DAY)
    client = making.signed_in(user)
    client.post(f"/plan/wx/{action.number}/answer/{answer}/", {"text": text})
    action.refresh_from_db()
    assert (action.stage, action.stuck_on, action.progress.get().text) == (stage, None, said)
    assert queries.to_answer(for_user=user, today=making.TODAY) == set()


@pytest.mark.usefixtures("the_day")
def test_an_answer_without_a_word_is_asked_for_one(asked: tuple[User, Action]) -> None:
    user, action = asked
    shown = making.signed_in(user).post(f"/plan/wx/{action.number}/answer/stuck/", {"text": " "})
    assert "There is a problem" in reading.words(shown)
    assert not action.progress.exists()
    assert making.signed_in(user).get(f"/plan/wx/{action.number}/answer/perhaps/").status_code == 404


@pytest.mark.usefixtures("the_day")
def test_a_link_that_is_forwarded_gives_nobody_else_access(asked: tuple[User, Action], client) -> None:
    user, action = asked
    link = path(action, user, Answer.DONE)
    other = making.signed_in(making.account("equality_team")).get(link)
    assert other.status_code == 403
    assert "This link was sent to somebody else, and works for them alone." in reading.words(other)
    stranger = client.get(link)
    assert (stranger.status_code, stranger.headers["Location"].split("?")[0]) == (302, "/account/login/")
    with pytest.raises(Action.DoesNotExist, match="not whole"):
        answer_links.opened("x" + link.split("/")[3], for_user=user, today=making.TODAY)


def test_a_link_ends_a_week_after_its_month(asked: tuple[User, Action]) -> None:
    user, action = asked
    token = path(action, user, Answer.DONE).split("/")[3]
    assert answer_links.opened(token, for_user=user, today=datetime.date(2026, 4, 7)) == action
    with pytest.raises(NotAllowed, match="too old"):
        answer_links.opened(token, for_user=user, today=datetime.date(2026, 4, 8))


@pytest.mark.usefixtures("the_day")
def test_the_page_of_the_month(asked: tuple[User, Action]) -> None:
    user, action = asked
    Action.objects.update(made_on=datetime.date(2026, 1, 5))
    CycleFigure.objects.create(plan=action.plan, month=datetime.date(2026, 2, 1), asked=4, answered=3)
    shown = reading.words(making.signed_in(user).get("/plan/wx/month/"))
    assert "Updates in March 2026" in shown
    assert "0 of 1 action have been updated this month." in shown
    assert "WX-001 Offer every team" in shown
    assert "Nobody: it comes to the next review" in shown
    assert "February 2026 3 4" in shown
    mine = reading.words(making.signed_in(user).get("/plan/mine/"))
    assert (
        "This month: No change about WX-001 · Progress about WX-001 · Stuck about WX-001 · Done about WX-001"
        in mine
    )


@pytest.mark.usefixtures("the_day")
def test_what_is_ongoing_is_answered_when_its_review_is_past_too(asked: tuple[User, Action]) -> None:
    user, action = asked
    past = making.TODAY - DAY
    Action.objects.update(stage=Stage.ONGOING, next_review_on=past)
    shown = making.signed_in(user).post(f"/plan/wx/{action.number}/answer/no_change/", {}, follow=True)
    assert "Thank you. That is all about WX-001 for this month." in reading.words(shown)
    action.refresh_from_db()
    assert (action.stage, action.next_review_on, action.updated_on) == (Stage.ONGOING, past, making.TODAY)


@pytest.mark.usefixtures("the_day")
@pytest.mark.parametrize("stage", [Stage.VERIFIED_DONE, Stage.STOPPED, Stage.DECLINED])
def test_what_was_closed_since_the_mail_is_not_answered(asked: tuple[User, Action], stage: Stage) -> None:
    user, action = asked
    Action.objects.update(stage=stage, stage_reason="Others do it.")
    shown = making.signed_in(user).post(f"/plan/wx/{action.number}/answer/stuck/", {"text": "No room."})
    assert "nothing is asked about it any more" in reading.words(shown)
    assert not action.progress.exists()


def test_answers_of_the_last_day_of_a_month_count(asked: tuple[User, Action]) -> None:
    user, action = asked
    Action.objects.update(made_on=datetime.date(2026, 1, 5))
    last = datetime.date(2026, 3, 31)
    changes.keep_figures(last)  # in the morning
    changes.answer(by=user, action=action, answer=Answer.NO_CHANGE, text="", today=last)
    changes.keep_figures(last + DAY)
    found = CycleFigure.objects.order_by("month").values_list("month", "asked", "answered")
    assert list(found) == [(datetime.date(2026, 3, 1), 1, 1), (datetime.date(2026, 4, 1), 1, 0)]


@pytest.mark.usefixtures("the_day")
def test_the_page_of_the_month_makes_as_few_queries_for_teams(
    borough: dict[str, Place], django_assert_max_num_queries
) -> None:
    theme = making.theme(making.plan())
    boilers = making.place("Boilers", "team", borough["repairs"])
    for number in range(8):
        making.action(theme, f"Meet ward {number}", service=boilers, made_on=datetime.date(2026, 1, 5))
    client = making.signed_in(making.account("staff"))
    with django_assert_max_num_queries(15):
        shown = client.get("/plan/wx/month/")
    assert "0 of 8 actions have been updated this month." in reading.words(shown)


def test_whoever_has_no_open_account_is_asked_about_no_service(borough: dict[str, Place]) -> None:
    manager = making.account("service_manager", borough["repairs"])
    making.action(making.theme(making.plan()), service=borough["repairs"])
    Action.objects.update(made_on=datetime.date(2026, 1, 5))
    step = cycle.step_of(making.TODAY)
    assert step is not None

    def asked() -> list[tuple[To, list[Person]]]:
        rows = queries.unanswered(making.TODAY)
        return [(one.to, one.people) for one in queries.waiting(rows, step, today=making.TODAY)]

    assert asked() == [(To.MANAGER, [manager.person])]
    User.objects.filter(pk=manager.pk).update(is_active=False)
    assert asked() == [(To.REVIEW, [])]


def test_what_was_done_before_the_month_is_not_asked_about_when_it_is_verified_in_it(
    borough: dict[str, Place],
) -> None:
    action = making.action(
        making.theme(making.plan()),
        stage=Stage.VERIFIED_DONE,
        made_on=datetime.date(2026, 1, 5),
        updated_on=making.TODAY,
    )
    action.progress.create(text="Done", said_on=datetime.date(2026, 2, 9), stage=Stage.REPORTED_DONE)
    action.progress.create(text="Seen", said_on=making.TODAY, stage=Stage.VERIFIED_DONE)
    assert list(queries.figures(making.TODAY)) == []
    action.progress.create(text="Done", said_on=making.TODAY, stage=Stage.REPORTED_DONE)
    assert list(queries.figures(making.TODAY)) == [{"plan": action.plan_id, "asked": 1, "answered": 1}]


def test_mail_and_refusals_are_in_the_words_of_the_authority(borough: dict[str, Place]) -> None:
    ours = authority.authority()
    ours.words = {"action": "task", "actions": "tasks", "service": "department", "services": "departments"}
    ours.save()
    manager = making.account("service_manager", borough["repairs"])
    action = making.action(
        making.theme(making.plan()), service=borough["repairs"], made_on=datetime.date(2026, 1, 5)
    )
    day = datetime.date(2026, 3, 23)
    assert changes.ask(day) == 1
    assert "Nobody has answered about these of your department this month." in Digest.objects.get().text
    token = path(action, manager, Answer.DONE, day).split("/")[3]
    with pytest.raises(NotAllowed, match="What you are asked about now is under My tasks"):
        answer_links.opened(token, for_user=manager, today=datetime.date(2026, 5, 1))
