"""Accounts: who may sign in. A person need not have one; an account of a leaver is closed."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from throughline.base import roles
from throughline.base.models.people import Person
from throughline.base.models.places import Place


class UserManager(BaseUserManager["User"]):
    """What Django's and allauth's sign-in need; accounts are opened by changes.accounts, nowhere else."""

    def get_queryset(self) -> "models.QuerySet[User]":
        """With the person and where they work, up to the top: every page asks for it, to know the roles."""
        return super().get_queryset().select_related("person__place__parent__parent__parent")

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account. The e-mail address is what one signs in with; `subject` is the identity provider's key of the person.

    `person`: whose own account it is. `keeper`: who uses an account that is kept apart from their own, a system
    administrator's; so that what nobody may be at once is seen over both.
    """

    email = models.EmailField(unique=True)
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="account"
    )
    keeper = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="kept_accounts"
    )
    subject = models.CharField(max_length=255, null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    opened_on = models.DateField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(keeper=None), name="user_own_or_kept_apart"
            ),
        ]

    def __str__(self) -> str:
        return self.person.name if self.person_id and self.person else self.email


class RoleGrant(models.Model):
    """A role that somebody holds: where, from when, until when, and who gave it.

    `by_sign_in`: the identity provider said so at the last sign-in; it ends when the provider no longer does.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20)  # a name in roles.ROLES
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    by_sign_in = models.BooleanField(default=False)
    ends_on = models.DateField(null=True, blank=True)  # the first day on which it is no longer held

    class Meta:
        ordering = ["role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role for role in roles.ROLES if role != roles.PUBLIC]),
                name="role_grant_known_role",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("given_on")),
                name="role_grant_ends_after_start",
            ),
        ]
