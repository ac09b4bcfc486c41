"""Whoever holds a role and signs in with a password of this site has a second factor before anything else."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from throughline.base import permissions, roles
from throughline.base.models import User

STRONG = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
)  # recovery codes alone are for the day of need
OPEN_BEFORE = (
    *("allauth.", "throughline.base.views.theme", "throughline.base.views.statements"),
    "throughline.frontdoor.views",  # public progress: nobody is asked who they are
)
PAGE = "base:second_factor"


def required(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Sends them to the page that sets one up, whatever they ask for; not in the demo."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(
        request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        if (match is not None and match.view_name == PAGE) or view.__module__.startswith(OPEN_BEFORE):
            return None
        return redirect(PAGE) if is_missing(request) else None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def is_missing(request: HttpRequest) -> bool:
    """A role, no second factor, and no identity provider that vouches for this session."""
    user = request.user
    if settings.DEMO or not isinstance(user, User) or not user.is_authenticated:
        return False
    if all(held.role in roles.IMPLIED for held in permissions.actor(user).roles):
        return False
    methods = {record.get("method") for record in get_authentication_records(request, user)}
    return "socialaccount" not in methods and not is_mfa_enabled(user, list(STRONG))
