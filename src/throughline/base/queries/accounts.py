"""Accounts: the list, one of them, and what base knows about oneself."""

import dataclasses
import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q

from throughline.base import permissions, rules
from throughline.base.models import Approval, AuditEvent, NoticePreference, Person, User

VIEW = "system.user_account.view"
MOST_TO_CHOOSE_FROM = 20


def accounts(
    *, for_user: User, words: str = "", state: str = "open", number: int = 1, size: int = 50
) -> Page[User]:
    """A page of accounts by name; open or closed ones; with these words in the name or address."""
    permissions.check(for_user, VIEW)
    found = User.objects.select_related("keeper").filter(is_active=state != "closed")
    if words.strip():
        key = rules.key(words)
        found = found.filter(Q(person__name_key__contains=key) | Q(email__icontains=words.strip()))
    return Paginator(found.order_by("person__name", "email"), size).get_page(number)


def account(key: int, *, for_user: User) -> User:
    permissions.check(for_user, VIEW)
    return User.objects.select_related("keeper").get(pk=key)


def second_factors(account: User, *, for_user: User) -> list[str]:
    """What kinds of second factor an account has, in words; the same kind twice stands once."""
    permissions.check(for_user, VIEW)
    kinds = (
        Authenticator.objects.filter(user=account).values_list("type", flat=True).distinct().order_by("type")
    )
    return [str(Authenticator.Type(kind).label) for kind in kinds]


@dataclasses.dataclass(frozen=True)
class Ways:
    """How somebody signs in, in words. `here`: with what this site keeps, so that they can look after it here."""

    words: str
    here: bool


def ways_in(*, for_user: User) -> Ways:
    """What one's own account has: never something that it lacks."""
    permissions.check(for_user, "system.own_account.view")
    if for_user.subject:
        return Ways("with your work account", here=False)
    keys = Authenticator.objects.filter(user=for_user, type=Authenticator.Type.WEBAUTHN)
    found = ["a password of this site"] if for_user.has_usable_password() else []
    found += ["a passkey"] if any(key.wrap().is_passwordless for key in keys) else []
    if found:
        return Ways(", or ".join(found), here=True)
    demo = "by choosing who you are: this is a demo, and nobody needs a password"
    return Ways(
        demo if settings.DEMO else "not yet: ask for a link with which you choose a password", here=False
    )


def people_without(words: str, *, for_user: User, today: datetime.date) -> list[Person]:
    """Who works here, has no account, and has this address or name. At most twenty."""
    permissions.check(for_user, VIEW)
    here = Person.objects.filter(Q(left_on=None) | Q(left_on__gt=today), account=None).select_related("place")
    fitting = here.filter(Q(email=words.strip().lower()) | Q(name_key__contains=rules.key(words)))
    return list(fitting.order_by("name", "id")[:20]) if words.strip() else []


def person(key: int, *, for_user: User) -> Person:
    permissions.check(for_user, VIEW)
    return Person.objects.get(pk=key)


class NobodyThere(rules.Refused):
    """No person has this address. The sentence is fit for the form."""


def person_at(email: str, *, for_user: User) -> Person:
    """Whose own address this is in the register."""
    permissions.check(for_user, VIEW)
    found = Person.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise NobodyThere(f"Nobody in the staff register has the address {email}.")
    return found


def may_manage(*, for_user: User) -> bool:
    return permissions.may(for_user, "system.user_account.create_disable")


@dataclasses.dataclass(frozen=True)
class Found:
    """The open accounts that words may mean. `sure`: the words are the whole address, or the whole name of only one person."""

    accounts: list[User]
    sure: bool


def by_words(words: str, *, for_user: User) -> Found:
    """By address, by name, or by parts of either. NobodyThere when none fits, or so many that one cannot choose."""
    permissions.check(for_user, "system.role_grant.view")
    opened = User.objects.filter(is_active=True).select_related("keeper")
    by_address = list(opened.filter(email__iexact=words.strip()))
    if by_address:
        return Found(by_address, sure=True)
    fitting = opened.order_by("person__name_key", "email")
    for word in words.split():
        name = rules.key(word)
        named = Q(person__name_key__contains=name) if name else Q()
        fitting = fitting.filter(named | Q(email__icontains=word))
    found = list(fitting[: MOST_TO_CHOOSE_FROM + 1])
    if not found:
        raise NobodyThere(
            f"Nobody with an open account has “{words}” in their name or address. They get an account when they sign in "
            "for the first time, or a system administrator opens one."
        )
    if len(found) > MOST_TO_CHOOSE_FROM:
        raise NobodyThere(f"Many people have “{words}” in their name or address. Give more of it.")
    named_so = [one for one in found if one.person is not None and one.person.name_key == rules.key(words)]
    whole = " " in rules.key(words)  # a forename is never sure, even if only one person has it
    return Found(found, sure=False) if len(named_so) != 1 or not whole else Found(named_so, sure=True)


def with_place(account: User) -> str:
    """ "Nimco Warsame, Lettings (nimco@wexcombe.example)": so that nobody takes one for another."""
    human = account.person or account.keeper
    name = human.name if human else account.email
    where = f", {human.place.name}" if human and human.place else ""
    return f"{name}{where} ({account.email})"


def own_data(*, for_user: User) -> dict[str, Any]:
    """Everything that base knows about whoever asks, as values that JSON can hold."""
    permissions.check(for_user, "system.own_data_export.download", permissions.own(for_user))
    person = for_user.person
    return {
        "account": {
            "address": for_user.email,
            "opened_on": for_user.opened_on,
            "last_signed_in_at": for_user.last_login,
            "signs_in_with_work_account": for_user.subject is not None,
            "key_at_the_sign_in_service": for_user.subject,
            "second_factors": list(
                Authenticator.objects.filter(user=for_user)
                .order_by("created_at", "id")
                .values("type", "created_at", "last_used_at")
            ),
        },
        "register": _register(person) if person else None,
        "roles": [
            {
                "role": grant.role,
                "place": grant.place.name if grant.place else None,
                "from": grant.given_on,
                "until": grant.ends_on,
                "given_by": str(grant.given_by) if grant.given_by else None,
                "by_the_sign_in_service": grant.by_sign_in,
            }
            for grant in for_user.grants.select_related("place", "given_by__person").order_by(
                "given_on", "id"
            )
        ],
        "mail": _mail(person) if person else None,
        "asked_a_second_person": list(
            Approval.objects.filter(asked_by=for_user)
            .order_by("id")
            .values("says", "asked_on", "state", "reason")
        ),
        "decided_as_second_person": list(
            Approval.objects.filter(decided_by=for_user)
            .order_by("id")
            .values("says", "decided_on", "state", "reason")
        ),
        "done": list(
            AuditEvent.objects.filter(by=for_user).order_by("sequence").values("at", "what", "kind", "about")
        ),
        "done_to_the_account": list(
            AuditEvent.objects.filter(kind="base.user", about=str(for_user.pk))
            .order_by("sequence")
            .values("at", "what", "before", "after", "reason")
        ),
    }


def _register(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "address": person.email,
        "employee_number": person.employee_number,
        "job_title": person.job_title,
        "place": person.place.name if person.place else None,
        "manager": person.manager.name if person.manager else None,
        "started_on": person.started_on,
        "left_on": person.left_on,
    }


def _mail(person: Person) -> dict[str, Any]:
    preference = NoticePreference.objects.filter(person=person).first()
    return {
        "how_often": preference.often if preference else NoticePreference.Often.WEEKLY,
        "notices": list(person.notices.order_by("id").values("made_on", "text", "path", "digest__sent_at")),
    }
