"""What a second person may approve in base: the change that was asked for -> the change that carries it out."""

from collections.abc import Callable
from typing import Any

from throughline.base.changes import authority, roles
from throughline.base.queries import roles as role_queries

APPROVALS: dict[str, Callable[..., Any]] = {
    authority.CHANGE: authority.approve_change,
    role_queries.CHANGE: roles.approve,
}
