"""allauth's OpenID Connect, stricter: the ID token's signature and nonce are checked, and nothing of it is stored."""

import logging
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from throughline.base.work_account import tokens

log = logging.getLogger(__name__)


class WorkAccountAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider: fetches its keys, and reads who has signed in out of the ID token alone."""

    nonce = ""

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        if not pkce_code_verifier:
            raise OAuth2Error("the sign-in did not begin here")
        self.nonce = tokens.nonce_for(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        try:
            claims = tokens.verified_claims(
                kwargs["response"].get("id_token") or "",
                keys=self._get(self.openid_config["jwks_uri"]),
                issuer=self.openid_config["issuer"],
                client_id=app.client_id,
                nonce=self.nonce,
            )
            if not claims.get("email") and "userinfo_endpoint" in self.openid_config:
                claims |= self._address(token.token, claims["sub"])
        except tokens.TokenRefused as refusal:
            log.warning("Sign-in with the work account: %s", refusal)
            raise OAuth2Error(str(refusal)) from refusal
        return self.get_provider().sociallogin_from_response(request, claims)

    def _address(self, access_token: str, subject: str) -> dict[str, Any]:
        """The address from the provider's page about the user, where the ID token has none."""
        said = self._get(self.openid_config["userinfo_endpoint"], {"Authorization": f"Bearer {access_token}"})
        if said.get("sub") != subject:
            raise tokens.TokenRefused("the provider's userinfo speaks of somebody else")
        return {name: said[name] for name in ("email", "email_verified") if name in said}

    def _get(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address, headers=headers)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
            return found


class WorkAccountProvider(OpenIDConnectProvider):
    """One identity provider: the authority's. Takes nothing that goes to it from the address of the page."""

    package = "throughline.base.work_account"
    oauth2_adapter_class = WorkAccountAdapter
    pkce_enabled_default = True

    def get_pkce_params(self) -> dict[str, str]:
        """PKCE, and with it the nonce, which goes to the provider in the same breath."""
        params: dict[str, str] = super().get_pkce_params()
        return params | {"nonce": tokens.nonce_for(params["code_verifier"])}

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        return self.get_auth_params()

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def extract_uid(self, data: dict[str, Any]) -> str:
        return tokens.identity(data, trust_email=False).subject
