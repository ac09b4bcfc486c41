"""The forms of signing in, with labels in our words; the framework does the rest."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms

ADDRESS = "E-mail address"


class SignIn(LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["login"])
        self.fields["password"].widget.attrs.pop("placeholder", None)


class AskForPassword(ResetPasswordForm):
    """The address to which a link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["email"])


def _in_our_words(field: forms.Field) -> None:
    field.label = ADDRESS
    field.widget.attrs.pop("placeholder", None)
