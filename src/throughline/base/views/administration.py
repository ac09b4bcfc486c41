"""Running the site: the settings, the audit log, the component gallery."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base import gallery
from throughline.base.changes import authority as changes
from throughline.base.forms.authority import Settings
from throughline.base.pages import Request, page, refusals_into, say
from throughline.base.queries import audit_log


@page("system.administration.view")
def administration(request: Request) -> HttpResponse:
    """What there is to look after."""
    return render(request, "base/administration.html")


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


@page("system.audit_log_general.view", in_part=True)
def audit(request: Request) -> HttpResponse:
    """Who did what, when; the newest first."""
    number = int(request.GET["page"]) if request.GET.get("page", "").isdigit() else 1
    log = audit_log.log(for_user=request.user, number=number, what=request.GET.get("what", ""))
    context = {"log": log, "page": log.page, "checkpoint": audit_log.checkpoint()}
    if "verify" in request.GET:
        context |= {"verified": True, "faults": audit_log.faults(for_user=request.user)}
    return render(request, "base/audit.html", context)


@page("system.component_gallery.view")
def components(request: Request) -> HttpResponse:
    """Every component with made-up content."""
    sent = request.POST if request.method == "POST" else None
    return render(
        request, "base/components.html", gallery.context(request.GET, sent, request.FILES, request.today)
    )
