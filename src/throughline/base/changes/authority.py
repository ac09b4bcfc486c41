"""The authority's settings: a second person must agree before they change."""

import base64
import datetime
import io
from typing import Any

from django.db import transaction
from PIL import Image, UnidentifiedImageError

from throughline.base import audit, permissions, rules, terms, theme
from throughline.base.changes import approvals
from throughline.base.models import Approval, Authority, User
from throughline.base.permission_grid import Scope
from throughline.base.queries import authority as queries

PERMISSION = "system.settings.edit"
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
LOGO_BYTES = 1024 * 1024
LOGO_PIXELS = 4_000_000
LOGO_HEIGHT = 120  # pixels kept: twice the height at which it is shown


class SettingsRefused(rules.Refused):
    """Settings that cannot be taken. The sentence is fit for the form."""


def redraw_logo(data: bytes) -> bytes:
    """The picture drawn anew as a PNG of at most LOGO_HEIGHT: nothing that was hidden in the file survives."""
    if len(data) > LOGO_BYTES:
        raise SettingsRefused("The logo is larger than 1 MB. Save it smaller, as PNG, and upload that.")
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as picture:
            if picture.width * picture.height > LOGO_PIXELS:
                raise SettingsRefused("The logo has more than 4 million pixels. Save it smaller, and upload that.")
            drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as broken:
        raise SettingsRefused("The logo could not be read. Upload a PNG, JPEG or WebP picture.") from broken
    drawn.thumbnail((LOGO_HEIGHT * 8, LOGO_HEIGHT))
    out = io.BytesIO()
    Image.frombytes("RGBA", drawn.size, drawn.tobytes()).save(out, "PNG")
    return out.getvalue()


@transaction.atomic
def ask_to_change(
    *, by: User, values: dict[str, Any], words: dict[str, str], logo: bytes | None, today: datetime.date
) -> Approval:
    """Ask for new settings and words. Refused when the colours cannot be read or nothing would change."""
    if found := theme.problems(theme.Theme(values["brand_colour"], values["link_colour"])):
        raise SettingsRefused(" ".join(found))
    now = _now()
    after = {name: values[name] for name in FIELDS} | {f"term {key}": words.get(key, "") for key in terms.TERMS}
    old, new = audit.changed(now, after)
    if logo is not None:
        new["logo"] = base64.b64encode(redraw_logo(logo)).decode()
    if not new:
        raise SettingsRefused("These are the settings already.")
    changed = "; ".join(f"{_words(name)}: {_shown(old.get(name))} → {_shown(new[name], name)}" for name in new)
    return approvals.ask(
        by=by,
        permission=PERMISSION,
        scope=SCOPE,
        about=Authority(pk=1),
        change="settings",
        details={"settings": new},
        says=f"Change the settings. {changed}",
        today=today,
    )


@transaction.atomic
def approve_change(*, by: User, approval: Approval, today: datetime.date) -> Authority:
    """The second person agrees: the settings are changed."""
    permissions.check(by, PERMISSION, SCOPE)
    approvals.approve(by=by, approval=approval, scope=SCOPE, today=today)
    new = approval.details["settings"]
    before = _now()
    authority = Authority.objects.get_or_create(pk=1)[0]
    for name, value in new.items():
        if name == "logo":
            authority.logo = base64.b64decode(value)
        elif name.startswith("term "):
            _set_word(authority, name.removeprefix("term "), value)
        else:
            setattr(authority, name, value)
    authority.save()
    shown = {name: "a new picture" if name == "logo" else value for name, value in new.items()}
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
    return "a new picture" if name == "logo" else f"“{value}”" if value not in (None, "") else "nothing"
