"""Plain functions that make what tests need, with fictional names; nothing is made that was not asked for."""

import datetime
import itertools
from typing import Any

from allauth.account.internal.flows import login
from django.test import Client

from tests import reading
from throughline.base import rules as base_rules
from throughline.base.models import Approval, Person, Place, RoleGrant, User
from throughline.plan import rules
from throughline.plan.models import Action, Plan, ProgressEntry, Theme

TODAY = datetime.date(2026, 3, 16)  # a Monday
LONG_AGO = datetime.date(2020, 1, 1)
_number = itertools.count(1)


def place(name: str, kind: str = "service", parent: Place | None = None, **fields: Any) -> Place:
    code = base_rules.key(name).replace(" ", "-")
    return Place.objects.create(code=code, name=name, kind=kind, parent=parent, **fields)


def person(name: str = "", place: Place | None = None, **fields: Any) -> Person:
    number = next(_number)
    name = name or f"Person {number}"
    email = fields.pop("email", f"{base_rules.key(name).replace(' ', '.')}.{number}@wexcombe.example")
    return Person.objects.create(employee_number=f"T{number}", name=name, email=email, place=place, **fields)


def account(role: str = "staff", place: Place | None = None, someone: Person | None = None) -> User:
    """An open account that holds `role` at `place`; of `someone`, or of a new person who works at `place`."""
    someone = someone or person(place=place)
    user = User(email=someone.email, person=someone, opened_on=LONG_AGO)
    user.set_unusable_password()
    user.save()
    if role not in {"staff", "public"}:
        RoleGrant.objects.create(user=user, role=role, place=place, given_on=LONG_AGO)
    return user


def signed_in(user: User) -> Client:
    """A browser in which `user` has signed in through the council's identity provider, which asks for a second factor itself."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "socialaccount", "at": 0, "provider": "council"}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


def plan(title: str = "Fair by Practice", slug: str = "wx", place: Place | None = None) -> Plan:
    return Plan.objects.create(title=title, slug=slug, place=place, made_on=TODAY)


def theme(plan: Plan, title: str = "Safe to speak", **fields: Any) -> Theme:
    fields.setdefault("position", plan.themes.count() + 1)
    return Theme.objects.create(plan=plan, title=title, **fields)


def action(
    theme: Theme, text: str = "Offer every team a facilitated conversation about racism", **fields: Any
) -> Action:
    number = theme.plan.actions.count() + 1
    values: dict[str, Any] = {
        "number": number,
        "position": number,
        "stage": rules.Stage.AGREED,
        "made_on": TODAY - datetime.timedelta(days=10),
    }
    return Action.objects.create(plan=theme.plan, theme=theme, text=text, **(values | fields))


def entry(
    action: Action, text: str = "Two teams have had theirs", said_on: datetime.date | None = TODAY
) -> ProgressEntry:
    made = ProgressEntry.objects.create(action=action, text=text, said_on=said_on, author=person())
    action.progress_count += 1
    action.updated_on = said_on
    action.save()
    return made


def agree(client: Client) -> str:
    """The second person agrees to the one thing that waits. What the page then says."""
    url = f"/approvals/{Approval.objects.get(state='waiting').pk}/"
    return reading.words(client.post(url, {"agree": "yes"}, follow=True))
