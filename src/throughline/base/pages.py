"""Every page declares who may open it: @page("a.permission.name"), or its name stands in PUBLIC."""

import contextlib
import datetime
import functools
from collections.abc import Callable, Iterator
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, ObjectDoesNotExist, PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from throughline.base import clock, permissions, rules, terms
from throughline.base.models import Authority, User
from throughline.base.permission_grid import permission as grid_row
from throughline.base.queries import authority

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

SIGN_IN_MODULES = (  # sign-in and second factor: these guard themselves
    "allauth.",
    "throughline.base.work_account.urls",
)
CLOSED = {  # pages of the sign-in library that this site does not have
    "account_email": "an address comes from the register",
    "account_confirm_email": "the same",
    "account_email_verification_sent": "the same",
    "account_signup": "nobody opens an account for themselves",
    "account_set_password": "whoever has no password signs in with the work account, or is invited",
    "account_confirm_login_code": "no sign-in by a code in a mail",
    "socialaccount_signup": "nobody opens an account for themselves",
    "socialaccount_connections": "an account is linked with the work account at the first sign-in, once and for all",
}
PUBLIC = {  # view modules and names that anybody may open, each with its reason
    "throughline.base.views.theme.theme": "the authority's colours, as a stylesheet",
    "throughline.base.views.theme.logo": "the authority's logo",
    "throughline.base.views.health.health": "is the site up? for the load balancer; says nothing else",
    "throughline.base.views.statements.accessibility": "the accessibility statement must be public",
    "throughline.base.views.statements.privacy": "the privacy notice must be public",
    "throughline.base.views.demo.sign_in": "sign in as a sample person; answers only in the demo",
    "throughline.frontdoor.home.home": "the first page; shows strangers only what is published",
    "throughline.frontdoor.views.published": "the list of published plans",
    "throughline.frontdoor.views.progress": "the public progress page",
    "throughline.frontdoor.views.version": "a published version, under its permanent address",
    "throughline.frontdoor.views.feed": "the Atom feed of published versions",
    "throughline.frontdoor.views.version_csv": "a published version as data",
}


class Request(HttpRequest):
    """A request as a view finds it: whose it is, which day it is, the authority's settings and words."""

    user: User
    today: datetime.date
    authority: Authority
    terms: dict[str, str]


def page(
    permission: str, *, in_part: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The page may be opened by whoever holds `permission` somewhere; the query or change asks again for the very thing.

    `in_part`: also by whoever sees only what is published, or only that something exists; the page then shows no more.
    """
    grid_row(permission)

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not permissions.may(_user(request), permission, in_part=in_part):
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except permissions.NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from refusal
            except ObjectDoesNotExist as missing:
                raise Http404(str(missing)) from missing

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.in_part = in_part  # type: ignore[attr-defined]
        return guarded

    return declare


def deny_by_default(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A view that declares no permission and is not in PUBLIC is refused: forgetting cannot open a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.today = clock.today()  # type: ignore[attr-defined]
        request.authority = SimpleLazyObject(authority.authority)  # type: ignore[attr-defined]
        request.terms = SimpleLazyObject(lambda: terms.words(request.authority.words))  # type: ignore[attr-defined]
        return get_response(request)

    def process_view(request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> None:
        if not is_declared(view):
            raise PermissionDenied
        if "%00" in request.META.get("QUERY_STRING", ""):  # PostgreSQL knows no such letter
            raise BadRequest("An address cannot hold the letter NUL.")
        if request.resolver_match is not None and request.resolver_match.url_name in CLOSED:
            raise Http404

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def is_declared(view: Callable[..., HttpResponse]) -> bool:
    module, name = (
        view.__module__,
        getattr(view, "__qualname__", ""),
    )  # an object that can be called has no name
    return hasattr(view, "permission") or f"{module}.{name}" in PUBLIC or module.startswith(SIGN_IN_MODULES)


@contextlib.contextmanager
def refusals_into(form: Form, field: str | None = None) -> Iterator[None]:
    """What a change refuses becomes an error of the form, or of one field of it, and the page is shown again."""
    try:
        yield
    except rules.Refused as refusal:
        form.add_error(field, str(refusal))


def whole_number(text: str) -> int | None:
    """What an address says where a number belongs; None when it is none, or longer than any of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def say(request: HttpRequest, sentence: str) -> None:
    """Tell the person, on the next page, what was done."""
    messages.success(request, sentence)


def _user(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None
