"""Where signing in with the work account begins, and where the provider sends people back; allauth finds it by its name."""

from collections.abc import Callable

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from throughline.base.work_account.provider import WorkAccountAdapter


def _opened(kind: type[OAuth2LoginView] | type[OAuth2CallbackView]) -> Callable[..., HttpResponse]:
    @login_not_required
    def work_account(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            answer: HttpResponse = kind.adapter_view(WorkAccountAdapter(request, provider_id))(request)
        except SocialApp.DoesNotExist as missing:
            raise Http404 from missing
        return answer

    return work_account


urlpatterns = [
    path("oidc/<slug:provider_id>/login/", _opened(OAuth2LoginView), name="openid_connect_login"),
    path(
        "oidc/<slug:provider_id>/login/callback/", _opened(OAuth2CallbackView), name="openid_connect_callback"
    ),
]
