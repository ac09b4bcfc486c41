"""A browser for tests that signs people in as most of them do: with their work account, which vouches for them."""

import time
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client


class Visitor(Client):
    """Django's test client; after force_login the session says that the identity provider signed them in."""

    def force_login(
        self, user: AbstractBaseUser, backend: str | None = None, method: str = "socialaccount"
    ) -> None:
        """`method` "password": signed in with a password of this site instead."""
        super().force_login(user, backend)
        session: Any = self.session
        session["account_authentication_methods"] = [{"method": method, "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
