"""What a second person may approve in base: the change that was asked for -> (carry it out, its scope)."""

from collections.abc import Callable
from typing import Any

from throughline.base.changes import authority, roles
from throughline.base.models import Approval
from throughline.base.permission_grid import Scope
from throughline.base.queries import roles as role_queries

APPROVALS: dict[str, tuple[Callable[..., Any], Callable[[Approval], Scope]]] = {
    "settings": (authority.approve_change, lambda approval: authority.SCOPE),
    role_queries.CHANGE: (roles.approve, roles.approval_scope),
}
