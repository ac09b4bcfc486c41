"""Whose account a command acts for."""

from throughline.base.models import User
from throughline.commands import CommandRefused


def account(email: str) -> User:
    """The open account of this address. CommandRefused when there is none."""
    found = User.objects.select_related("person__place").filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise CommandRefused(
            f"Nobody with an open account has the address {email}. Check it, or open the account first."
        )
    return found
