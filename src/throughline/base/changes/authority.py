"""The authority's settings: a second person must agree before they change."""

import base64
import datetime
from typing import Any

from throughline.base import audit, logo, permissions, rules, terms, theme, transaction
from throughline.base.changes import approvals
from throughline.base.models import Approval, Authority, User
from throughline.base.permission_grid import Scope
from throughline.base.queries import authority as queries

PERMISSION = "system.settings.edit"
CHANGE = "settings"  # the name under which it waits for a second person
SCOPE = Scope()
FIELDS = (
    "name",
    "short_name",
    "programme_name",
    "contact_email",
    "logo_alt",
    "brand_colour",
    "link_colour",
    "update_cycle_days",
    "review_months",
)


class SettingsRefused(rules.Refused):
    """Settings that cannot be taken. The sentence is fit for the form."""


@transaction.atomic
def ask_to_change(
    *, by: User, values: dict[str, Any], words: dict[str, str], picture: bytes | None, today: datetime.date
) -> Approval:
    """Ask for new settings and words. Refused when the colours cannot be read or nothing would change.

    `picture`: the file of a new logo; empty: no logo any more; None: the logo stays as it is.
    """
    permissions.check(by, PERMISSION, SCOPE)
    if found := theme.problems(theme.Theme(values["brand_colour"], values["link_colour"])):
        raise SettingsRefused(" ".join(found))
    if missing := terms.half_said(words):
        raise SettingsRefused(". ".join(missing.values()) + ".")
    now = _now()
    after = {name: values[name] for name in FIELDS} | {
        f"term {key}": "" if words.get(key) == word else words.get(key, "")
        for key, word in terms.TERMS.items()
    }
    old, new = audit.changed(now, after)
    if picture:
        new["logo"] = base64.b64encode(logo.redrawn(picture)).decode()
    elif picture is not None and queries.authority().logo:
        new["logo"] = ""
    if not new:
        raise SettingsRefused("These are the settings already.")
    changed = "; ".join(
        f"{_words(name)}: {_shown(old.get(name))} → {_shown(new[name], name)}" for name in new
    )
    return approvals.ask(
        by=by,
        permission=PERMISSION,
        scope=SCOPE,
        about=Authority(pk=1),
        change=CHANGE,
        details={"settings": new},
        says=f"Change the settings. {changed}",
        today=today,
    )


@transaction.atomic
def approve_change(*, by: User, approval: Approval, today: datetime.date) -> Authority:
    """The second person agrees: the settings are changed."""
    approval = approvals.approve(by=by, approval=approval, scope=SCOPE, today=today)
    new = approval.details["settings"]
    before = _now()
    authority = Authority.objects.get_or_create(pk=1)[0]
    for name, value in new.items():
        if name == "logo":
            authority.logo = base64.b64decode(value) or None
        elif name.startswith("term "):
            _set_word(authority, name.removeprefix("term "), value)
        else:
            setattr(authority, name, value)
    authority.save()
    shown = {name: _picture(value) if name == "logo" else value for name, value in new.items()}
    audit.record(
        by=by,
        what="base.settings.changed",
        about=authority,
        before={name: before.get(name) for name in new if name != "logo"},
        after=shown,
    )
    return authority


def _set_word(authority: Authority, key: str, preferred: str) -> None:
    authority.words = {other: word for other, word in authority.words.items() if other != key}
    if preferred and preferred != terms.TERMS[key]:
        authority.words[key] = preferred


def _now() -> dict[str, Any]:
    authority = queries.authority()
    words = authority.words
    return {name: getattr(authority, name) for name in FIELDS} | {
        f"term {key}": words.get(key, "") for key in terms.TERMS
    }


def _words(name: str) -> str:
    if name.startswith("term "):
        return f"the word for “{terms.TERMS[name.removeprefix('term ')]}”"
    return name.replace("_", " ")


def _shown(value: Any, name: str = "") -> str:
    if name == "logo":
        return _picture(value)
    return f"“{value}”" if value not in (None, "") else "nothing"


def _picture(encoded: str) -> str:
    return "a new picture" if encoded else "no picture"
