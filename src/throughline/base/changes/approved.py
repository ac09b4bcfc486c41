"""What a second person may approve in base: the change that was asked for -> (carry it out, its scope)."""

from collections.abc import Callable
from typing import Any

from throughline.base.changes import authority
from throughline.base.models import Approval
from throughline.base.permission_grid import Scope

APPROVALS: dict[str, tuple[Callable[..., Any], Callable[[Approval], Scope]]] = {
    "settings": (authority.approve_change, lambda approval: authority.SCOPE),
}
