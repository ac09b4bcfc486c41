"""Sign in as a sample person: in the demo, from this machine, nowhere else."""

import ipaddress

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughline.base.queries import demo

BY_PROXY = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")


def sign_in(request: HttpRequest) -> HttpResponse:
    """The sample people with a button each; posted, one is that person."""
    if not settings.DEMO or not is_this_machine(request):
        raise Http404
    if request.method == "POST":
        try:
            user = demo.account(request.POST.get("email", ""))
        except ObjectDoesNotExist as nobody:
            raise Http404 from nobody
        get_adapter(request).login(request, user)
        record_authentication(request, user, method="demo")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "base/demo.html", {"people": demo.people()})


def is_this_machine(request: HttpRequest) -> bool:
    """Asked from this machine, not through a proxy that stands on it."""
    try:
        near = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return near and not any(name in request.META for name in BY_PROXY)
