"""A plan is published, and what a stranger then reads."""

import datetime

from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from tests import making
from throughline.base.models import User
from throughline.plan.changes import publishing
from throughline.plan.models import Plan, PublishedVersion


def publish(
    plan: Plan, people: tuple[User, User], day: datetime.date = making.TODAY, **fields: object
) -> PublishedVersion:
    asked = {"summary": "", "public_from": day} | fields
    approval = publishing.ask_to_publish(by=people[0], plan=plan, today=day, **asked)
    return publishing.publish(by=people[1], approval=approval, today=day)


def page(path: str = "/progress/wx/", status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status
    assert response.cookies == {}
    return response.content.decode()


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def words(html: str) -> str:
    """The text of the page's main part, without markup."""
    main = LexborHTMLParser(html).css_first("main")
    assert main is not None
    return on_one_line(main.text(separator=" "))
