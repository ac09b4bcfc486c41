"""The sample people of the demo."""

import json
from typing import Any

from django.conf import settings

from throughline.base import roles
from throughline.base.models import User

FILE = "demo_people.json"  # a list of email, role, name, what; written when the sample borough is loaded


def people() -> list[dict[str, Any]]:
    """The sample people who have an open account, each with the title of their role; nobody outside the demo."""
    path = settings.HOME / FILE
    if not settings.DEMO or not path.exists():
        return []
    written = json.loads(path.read_text(encoding="utf-8"))
    opened = User.objects.filter(email__in=[one["email"] for one in written], is_active=True)
    addresses = set(opened.values_list("email", flat=True))
    return [one | {"title": _title(one["role"])} for one in written if one["email"] in addresses]


def account(email: str) -> User:
    """The account of one of them. User.DoesNotExist for anybody else."""
    if email not in {one["email"] for one in people()}:
        raise User.DoesNotExist("That is not one of the sample people.")
    return User.objects.get(email=email)


def _title(role: str) -> str:
    return roles.ROLES[role].title if role in roles.ROLES else role
