"""What must never be false is a constraint of the database: each is broken here once, and the database refuses it."""

import datetime
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests import making
from throughline.base.models import (
    Approval,
    Authority,
    ColumnMapping,
    DailyRun,
    Digest,
    Notice,
    Person,
    Place,
    RoleGrant,
    User,
)
from throughline.plan.models import Action, ActionLink, CycleFigure, PublishedVersion, Recommendation

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
DAY = datetime.timedelta(days=1)
DAYS = (TODAY + number * DAY for number in itertools.count())


def _constraints() -> dict[str, models.BaseConstraint]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("throughline.")]
    return {one.name: one for model in ours for one in model._meta.constraints}


def action(**fields: Any) -> Action:
    plan = apps.get_model("plan", "Plan").objects.filter(slug="wx").first() or making.plan()
    return making.action(plan.themes.first() or making.theme(plan), **fields)


def version(**fields: Any) -> PublishedVersion:
    plan = action().plan
    values = {"plan": plan, "number": 1, "snapshot": {}, "published_on": TODAY, "public_from": TODAY}
    values |= {by: making.account() for by in ("asked_by", "approved_by") if by not in fields}
    return PublishedVersion.objects.create(**(values | fields))


def figure(asked: int, answered: int) -> CycleFigure:
    return CycleFigure.objects.create(plan=action().plan, month=TODAY, asked=asked, answered=answered)


def approval(**fields: Any) -> Approval:
    values = {"permission": "x.y.z", "kind": "k", "about": "1", "change": "c", "says": "s", "asked_on": TODAY}
    return Approval.objects.create(**(values | fields))


def twice(make: Callable[[], object]) -> None:
    make()
    make()


def by_one_person() -> None:
    user = making.account()
    version(asked_by=user, approved_by=user)


def approved_by_one_person() -> None:
    user = making.account()
    approval(asked_by=user, state="approved", decided_by=user)


def own_manager() -> None:
    person = making.person()
    Person.objects.filter(pk=person.pk).update(manager=person)


def own_parent() -> None:
    place = making.place("Parks")
    Place.objects.filter(pk=place.pk).update(parent=place)


def same_link() -> None:
    one, other = action(), action()
    twice(lambda: ActionLink.objects.create(action=one, other=other, kind="depends"))


def link_with_itself() -> None:
    one = action()
    ActionLink.objects.create(action=one, other=one, kind="depends")


def own_deputy() -> None:
    person = making.person()
    action(accountable=person, deputy=person)


def both_own_and_kept_apart() -> None:
    person = making.person()
    User.objects.create(email="a@wexcombe.example", person=person, keeper=person)


def once_for(make: Callable[[Person], object]) -> Callable[[], None]:
    def run() -> None:
        person = making.person()
        twice(lambda: make(person))

    return run


def grant(**fields: Any) -> RoleGrant:
    return RoleGrant.objects.create(
        user=making.account(), **({"role": "champion", "given_on": TODAY} | fields)
    )


BROKEN: dict[str, Callable[[], object]] = {
    "action_number_once": lambda: twice(lambda: action(number=7)),
    "ongoing_has_a_review_date": lambda: action(stage="ongoing"),
    "stopped_has_a_reason": lambda: action(stage="stopped"),
    "deputy_is_somebody_else": own_deputy,
    "target_starts_before_it_ends": lambda: action(target_start=TODAY, target_end=TODAY - DAY),
    "link_once": same_link,
    "link_to_another": link_with_itself,
    "recommendation_reply_is_dated": lambda: Recommendation.objects.create(
        theme=action().theme, text="Do it", position=1, reply="We will"
    ),
    "version_number_once": lambda: twice(version),
    "version_by_two_people": by_one_person,
    "withdrawn_has_a_reason": lambda: version(withdrawn_on=TODAY),
    "place_merged_is_closed": lambda: making.place("Parks", merged_into=making.place("Trees")),
    "place_not_its_own_parent": own_parent,
    "person_not_own_manager": own_manager,
    "column_mapping_once": lambda: twice(
        lambda: ColumnMapping.objects.create(of="people", columns_key="k", mapping={})
    ),
    "user_own_or_kept_apart": both_own_and_kept_apart,
    "role_grant_known_role": lambda: grant(role="king"),
    "role_grant_ends_after_start": lambda: grant(ends_on=TODAY - DAY),
    "approval_by_a_second_person": approved_by_one_person,
    "approval_decided_by_somebody": lambda: approval(asked_by=making.account(), state="approved"),
    "authority_is_one": lambda: Authority.objects.create(pk=2),
    "digest_once_a_day": once_for(lambda person: Digest.objects.create(person=person, made_on=TODAY)),
    "letter_once": once_for(
        lambda person: Digest.objects.create(person=person, made_on=next(DAYS), event="asked in March")
    ),
    "cycle_figure_once_a_month": lambda: twice(lambda: figure(asked=2, answered=1)),
    "no_more_answered_than_asked": lambda: figure(asked=1, answered=2),
    "notice_once_per_event": once_for(
        lambda person: Notice.objects.create(person=person, event="e", text="t", made_on=TODAY)
    ),
    "daily_run_once": lambda: twice(lambda: DailyRun.objects.create(job="j", on=TODAY)),
}


def test_every_constraint_is_broken_here_once() -> None:
    assert set(BROKEN) == set(_constraints())


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BROKEN[name]()
    constraint = _constraints()[name]
    said = str(refusal.value)
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        columns = said.removeprefix("UNIQUE constraint failed: ").split(", ")
        fields = [column.partition(".")[2].removesuffix("_id") for column in columns]
        assert fields == list(constraint.fields)  # SQLite names the columns and not the constraint
    else:
        assert name in said


@pytest.mark.parametrize("missing", ["asked_by", "approved_by"])
def test_the_database_refuses_a_version_of_one_person(missing: str) -> None:
    """The constraint that they are two says nothing about nobody: the columns do."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        version(**{missing: None})
    assert f"{missing}_id" in str(refusal.value)
    assert "null" in str(refusal.value).lower()
