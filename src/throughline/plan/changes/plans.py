"""Plans."""

import datetime

from django.db import transaction

from throughline.base import audit
from throughline.base.models import Place, User
from throughline.plan import permissions
from throughline.plan.models import Plan


@transaction.atomic
def make_plan(
    *,
    by: User,
    title: str,
    slug: str,
    today: datetime.date,
    organisation: str = "",
    place: Place | None = None,
) -> Plan:
    """An empty plan."""
    plan = Plan(title=title, slug=slug, organisation=organisation, place=place, made_on=today)
    permissions.check_alone(by, "plan.theme.create_edit", plan)
    plan.save()
    audit.record(by=by, what="plan.plan.made", about=plan, after={"title": title, "slug": slug})
    return plan
