"""Signing in: who is let in, and as whom. Accounts come from the register or the administrators, never by signing up."""

import datetime
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughline.base import clock, permissions, secrets_at_rest
from throughline.base.changes import accounts, roles
from throughline.base.models import User
from throughline.base.work_account import tokens

JUST_NOW = 15 * 60  # seconds after signing in in which a first second factor needs no password again


NO_CODE = "This code does not fit. Enter the 6 figures that your app shows now, or a recovery code that you have not used yet."
SLOWER = "That was tried too often in a short time. Wait a few minutes, then try again."


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts: nobody can open one for themselves, nor change its address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask the person who looks after this site.",
        "email_password_mismatch": "This e-mail address and this password do not go together. Type both again, "
        "or have a link sent to you with which you choose another password.",
        "enter_current_password": "This is not your password of today. Type it again.",
        "incorrect_code": NO_CODE,
        "incorrect_password": "This is not your password. Type it again.",
        "invalid_password_reset": "This link does not hold any more. Have another one sent to you.",
        "rate_limited": SLOWER,
        "too_many_login_attempts": SLOWER,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whoever has left is turned away, though the account may not be closed yet."""
        today = clock.today()
        if permissions.has_left(user.person, today) or permissions.has_left(user.keeper, today):
            return self.respond_user_inactive(request, user)
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Whoever signs in with the work account has no password here to set."""
        kind = "account/email/use_work_account" if user.subject else "account/email/password_reset_key"
        self.send_mail(kind, user.email, context)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not while somebody who has just signed in sets up their first second factor, and sees its recovery codes."""
        user = current.request.user
        records = get_authentication_records(current.request, user)
        if app == "allauth.mfa" and records and time.time() - records[-1]["at"] < JUST_NOW:
            signed_in = datetime.datetime.fromtimestamp(records[0]["at"], datetime.UTC)
            return Authenticator.objects.filter(user=user, created_at__lt=signed_in).exists()
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Work accounts: the provider says who it is, the register says whether we know them."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Finds or opens the account, and brings its roles in line with what the provider says."""
        claims = sociallogin.account.extra_data
        said = tokens.identity(claims, trust_email=settings.OIDC_TRUST_EMAIL)
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(
                _turned_away(request, "Sign out first, then sign in with your work account.")
            )
        today = clock.today()
        try:
            user = accounts.sign_in_with_work_account(subject=said.subject, email=said.email, today=today)
        except accounts.NotKnown as refusal:
            raise ImmediateHttpResponse(_turned_away(request, str(refusal))) from refusal
        if user.is_active:
            roles.follow_sign_in(user=user, said=said.roles, mapping=settings.OIDC_ROLES, today=today)
        sociallogin.user = user


class MfaAdapter(DefaultMFAAdapter):
    """Second steps: their secrets are not readable in the database."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": NO_CODE}

    def encrypt(self, text: str) -> str:
        return secrets_at_rest.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets_at_rest.open_sealed(encrypted_text)


def _turned_away(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says who to ask."""
    return render(request, "base/accounts/not_known.html", {"why": why}, status=403)
