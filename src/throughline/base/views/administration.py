"""Running the site: the settings, the component gallery, what leads to the rest."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base import gallery, permissions
from throughline.base.changes import authority as changes
from throughline.base.forms.authority import Settings
from throughline.base.pages import Request, page, refusals_into, say
from throughline.base.queries import audit_log

LOOK_AFTER = [  # (title, address, permission, what it is)
    ("Settings", "base:settings", "system.settings.edit", "name, logo, colours, words, cycles"),
    ("To approve", "frontdoor:approvals", "system.approval.decide", "what waits for a second person"),
    ("Accounts", "base:accounts", "system.user_account.view", "who can sign in"),
    ("Roles", "base:roles", "system.role_grant.view", "who holds which"),
    ("Who may do what", "base:permissions", "system.permission_grid.view", "the permission grid"),
    ("Import people", "base:people_imports", "system.people_register.import", "the HR system’s extract"),
    ("Jobs and mail", "base:upkeep", "system.administration.view", "whether the daily work is done"),
    ("Audit log", "frontdoor:audit", audit_log.PERMISSION, "who did what, when"),
    ("Components", "base:components", "system.component_gallery.view", "how pages are made"),
]


@page("system.administration.view")
def administration(request: Request) -> HttpResponse:
    """What there is to look after, for this person."""
    shown = [line for line in LOOK_AFTER if permissions.may(request.user, line[2], in_part=True)]
    return render(request, "base/administration.html", {"lines": shown})


@page("system.settings.edit")
def settings(request: Request) -> HttpResponse:
    form = Settings(request.POST or None, request.FILES or None)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in changes.FIELDS}
        with refusals_into(form):
            changes.ask_to_change(
                by=request.user,
                values=values,
                words=form.words(),
                picture=form.picture(),
                today=request.today,
            )
            say(request, "Asked. The settings change when a second person agrees.")
            return redirect("base:administration")
    return render(request, "base/settings.html", {"form": form})


@page("system.component_gallery.view")
def components(request: Request) -> HttpResponse:
    """Every component with made-up content."""
    sent = request.POST if request.method == "POST" else None
    return render(
        request, "base/components.html", gallery.context(request.GET, sent, request.FILES, request.today)
    )
