"""Accounts: opened for people of the register, closed when they leave; linked with the work account at the first sign-in."""

import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from throughline.base import audit, permissions, roles, rules, transaction
from throughline.base.models import Person, RoleGrant, User

PERMISSION = "system.user_account.create_disable"
BY_THE_PROGRAM = "by whoever runs the program"
FIRST_ADMINISTRATORS = 2  # with fewer, nobody could agree to anything that needs a second person


class AccountRefused(rules.Refused):
    """An account that cannot be opened, closed or changed like this. The sentence is fit for the form."""


class NotKnown(rules.Refused):
    """Somebody whom the identity provider knows and this site does not. The sentence is fit for the page."""


@transaction.atomic
def open_account(*, by: User, person: Person, today: datetime.date) -> User:
    """The account of somebody in the register. It has no password: see invite, or the work account is used."""
    permissions.check_alone(by, PERMISSION)
    return _open_for(person, by=by, today=today, reason="")


@transaction.atomic
def open_kept_account(*, by: User, email: str, keeper: Person, today: datetime.date) -> User:
    """An account that somebody keeps apart from their own: for a system administrator."""
    permissions.check_alone(by, PERMISSION)
    if permissions.has_left(keeper, today):
        raise AccountRefused(f"{keeper.name} has left. Choose somebody who works here.")
    return _open(User(email=_address(email), keeper=keeper), by=by, today=today, reason="")


@transaction.atomic
def open_first_account(*, email: str, password: str, today: datetime.date) -> User:
    """A system administrator's account on a new site, by whoever runs the program: there is nobody yet who could.

    Twice, because their changes need a second person; and again when closing has left fewer than two. For an administrator who
    is locked out it breaks the glass: the password is set, the second factors and the link with the work account are forgotten.
    """
    email = _address(email)
    holders = RoleGrant.objects.filter(role=roles.SYSADMIN, user__is_active=True).exclude(ends_on__lte=today)
    account = User.objects.filter(email=email, pk__in=holders.values("user")).first()
    if account is None:
        if holders.values("user").distinct().count() >= FIRST_ADMINISTRATORS:
            raise AccountRefused(
                "There are two system administrators already: ask one of them to open your account, on the page “Accounts”."
            )
        account = _open(User(email=email), by=None, today=today, reason=BY_THE_PROGRAM)
        grant = RoleGrant.objects.create(user=account, role=roles.SYSADMIN, given_on=today)
        after = {"user": account.pk, "role": roles.SYSADMIN, "place": None, "ends_on": None}
        audit.record(by=None, what="base.role.given", about=grant, after=after, reason=BY_THE_PROGRAM)
    else:
        _forget_sign_in(account, by=None, reason=BY_THE_PROGRAM)
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise AccountRefused(" ".join(weak.messages)) from weak
    account.set_password(password)
    account.save()
    return account


@transaction.atomic
def close_account(*, by: User, account: User, reason: str, today: datetime.date) -> User:
    """Nobody can sign in with it any more, and its roles end. Its history stays."""
    permissions.check_alone(by, PERMISSION)
    if account == by:
        raise AccountRefused("This is your own account. Ask another system administrator to close it.")
    if not reason.strip():
        raise AccountRefused("Say why it is closed: the reason stays in the audit log.")
    return close(account, by=by, reason=reason, today=today)


@transaction.atomic
def reopen_account(*, by: User, account: User, today: datetime.date) -> User:
    """One can sign in with it again. Roles are given anew."""
    permissions.check_alone(by, PERMISSION)
    account = _locked(account)
    if account.is_active:
        raise AccountRefused("This account is open.")
    if permissions.has_left(account.person or account.keeper, today):
        raise AccountRefused("The register says that they have left. Correct the register first.")
    account.is_active = True
    account.save()
    audit.record(
        by=by, what="base.account.reopened", about=account, before={"open": False}, after={"open": True}
    )
    return account


@transaction.atomic
def invite(*, by: User, account: User, today: datetime.date) -> User:
    """May a mail go to them with a link to choose a password? (base.invitations sends it.) Not to a work account."""
    permissions.check_alone(by, PERMISSION)
    if not account.is_active:
        raise AccountRefused("This account is closed. Open it again first.")
    if account.subject:
        raise AccountRefused("They sign in with their work account, so they need no password here.")
    audit.record(by=by, what="base.account.invited", about=account)
    return account


@transaction.atomic
def start_sign_in_again(*, by: User, account: User, reason: str, today: datetime.date) -> User:
    """For somebody who has lost their second factor, or whose work account was made anew: forgets all three of them.

    Roles that need two people end, so that nobody who keeps the site running can step into them like this.
    """
    permissions.check_alone(by, PERMISSION)
    account = _locked(account)
    if account == by:
        raise AccountRefused("This is your own account. Ask another system administrator.")
    if not reason.strip():
        raise AccountRefused("Say why: the reason stays in the audit log.")
    factors = Authenticator.objects.filter(user=account)
    before = {"work_account": bool(account.subject), "second_factors": factors.count()}
    factors.delete()
    account.subject = None
    account.set_unusable_password()
    account.save()
    sensitive = [role.name for role in roles.ROLES.values() if role.sensitive]
    end_grants(account, by=by, today=today, reason=reason, only=sensitive)
    after = {"work_account": False, "second_factors": 0}
    audit.record(
        by=by,
        what="base.account.sign_in_begun_again",
        about=account,
        before=before,
        after=after,
        reason=reason,
    )
    return account


@transaction.atomic
def sign_in_with_work_account(*, subject: str, email: str, today: datetime.date) -> User:
    """The account of whom the identity provider names; at the first sign-in found or opened by the verified address.

    Afterwards only `subject` counts: an address can pass to somebody else. NotKnown when they are nobody here.
    """
    known = User.objects.filter(subject=subject).first()
    if known is not None:
        return known
    if not email:
        raise NotKnown(
            "Your organisation's sign-in service did not say an address that it has verified, "
            "so we cannot tell who in the staff register you are."
        )
    account = User.objects.select_for_update(of=("self",)).filter(_reached_at(email)).first()
    if account is None:
        person = Person.objects.filter(email=email).first()
        if person is None:
            raise NotKnown(f"Nobody in the staff register has the address {email}.")
        if permissions.has_left(person, today):
            raise NotKnown(f"The staff register says that whoever has the address {email} has left.")
        account = _open_for(person, by=None, today=today, reason="first sign-in with the work account")
    if account.subject:
        raise NotKnown(f"The address {email} belongs to an account that somebody else signs in with.")
    if account.person is None and account.has_usable_password():
        raise NotKnown(f"The account with the address {email} signs in with a password of this site.")
    account.subject = subject
    account.set_unusable_password()
    account.save()
    audit.record(by=None, what="base.account.linked", about=account, after={"work_account": True})
    return account


def end_grants(
    account: User, *, by: User | None, today: datetime.date, reason: str, only: list[str] | None = None
) -> None:
    """Ends the roles of an account today, each with its event. The caller has checked that it may."""
    grants = account.grants.filter(Q(ends_on=None) | Q(ends_on__gt=today))
    if only is not None:
        grants = grants.filter(role__in=only)
    for grant in grants.order_by("id"):
        before = {"ends_on": grant.ends_on}
        grant.ends_on = max(today, grant.given_on)
        grant.save()
        after = {"ends_on": grant.ends_on}
        audit.record(by=by, what="base.role.ended", about=grant, before=before, after=after, reason=reason)


def _reached_at(email: str) -> Q:
    return Q(email=email, person=None) | Q(person__email=email)


def _open_for(person: Person, *, by: User | None, today: datetime.date, reason: str) -> User:
    if permissions.has_left(person, today):
        raise AccountRefused(f"{person.name} has left, so no account can be opened for them.")
    if not person.email:
        raise AccountRefused(f"The register has no address for {person.name}. Add it there first.")
    if User.objects.filter(person=person).exists():
        raise AccountRefused(f"{person.name} has an account already.")
    return _open(User(email=_address(person.email), person=person), by=by, today=today, reason=reason)


def _open(account: User, *, by: User | None, today: datetime.date, reason: str) -> User:
    if User.objects.filter(email__iexact=account.email).exists():
        raise AccountRefused(f"There is an account with the address {account.email} already.")
    if account.person is None and Person.objects.filter(email__iexact=account.email).exists():
        raise AccountRefused(
            f"{account.email} is somebody's own address in the register. "
            "A system administrator's account needs another address."
        )
    account.opened_on = today
    account.set_unusable_password()
    account.save()
    after = {"email": account.email, "person": account.person_id, "keeper": account.keeper_id}
    audit.record(by=by, what="base.account.opened", about=account, after=after, reason=reason)
    return account


def _forget_sign_in(account: User, *, by: User | None, reason: str) -> User:
    factors = Authenticator.objects.filter(user=account)
    before = {"work_account": bool(account.subject), "second_factors": factors.count()}
    factors.delete()
    account.subject = None
    account.set_unusable_password()
    account.save()
    after = {"work_account": False, "second_factors": 0}
    audit.record(
        by=by,
        what="base.account.sign_in_begun_again",
        about=account,
        before=before,
        after=after,
        reason=reason,
    )
    return account


def close(account: User, *, by: User | None, reason: str, today: datetime.date) -> User:
    """Closes an account and ends its roles, inside the caller's transaction. The caller has checked that it may."""
    account = _locked(account)
    if not account.is_active:
        raise AccountRefused("This account is closed already.")
    account.is_active = False
    account.set_unusable_password()
    account.save()
    end_grants(account, by=by, today=today, reason=reason)
    audit.record(
        by=by,
        what="base.account.closed",
        about=account,
        before={"open": True},
        after={"open": False},
        reason=reason,
    )
    return account


def _locked(account: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=account.pk)


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as fault:
        raise AccountRefused(f"“{email}” is not an e-mail address.") from fault
    return email
