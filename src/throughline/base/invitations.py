"""The mail that lets somebody choose the password of an account of this site."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from throughline.base.models import User
from throughline.base.queries import authority


def send(account: User) -> None:
    """Sends it. OSError when the mail server does not take it."""
    context = {
        "link": link(account),
        "authority": authority.authority(),
        "site": settings.BASE_URL,
        "account": account,
    }
    text = render_to_string("base/mail/invitation.txt", context)
    subject, _, body = text.partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [account.email])


def link(account: User) -> str:
    """Where the password is chosen: works once, for as long as PASSWORD_RESET_TIMEOUT says."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(account)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(account), "key": key}
    )
    return settings.BASE_URL + path
