"""The roles: what each is called, where it is held, and which nobody may hold together. Values only."""

import dataclasses
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True)
class Role:
    """A column of the grid.

    noun: as in "You are …"; what: one sentence for the reader of the grid; kinds: the kinds of place for which it is held
    (none: for the whole authority); needs_place: it means nothing without one; sensitive: two people give it, one of them
    outside IT; by_sign_in: the identity provider may say who holds it, which leaves it to IT alone: so never a role that reaches
    what is confidential, nor one that gives such a role; room: the room of the grid that it is for, where it is for one.
    """

    name: str
    noun: str
    what: str
    kinds: tuple[str, ...] = ()
    needs_place: bool = False
    sensitive: bool = False
    by_sign_in: bool = False
    room: str = ""

    @property
    def title(self) -> str:
        return self.noun.removeprefix("a ").removeprefix("an ").capitalize()


PUBLIC, STAFF, SYSADMIN, HANDLER = "public", "staff", "sysadmin", "handler"

ROLES = {
    role.name: role
    for role in (
        Role(PUBLIC, "the public", "Anybody, without signing in"),
        Role(STAFF, "a member of staff", "Everybody who works for the authority and is signed in"),
        Role(
            "team_manager",
            "a team manager",
            "Manages a team: its actions, updates and bookings",
            kinds=("team",),
            needs_place=True,
            by_sign_in=True,
        ),
        Role(
            "service_manager",
            "a service manager",
            "Manages a service: owns its part of the plan",
            kinds=("service",),
            needs_place=True,
            by_sign_in=True,
        ),
        Role(
            "dmt",
            "a member of the management team",
            "Sits on a directorate's management team: monthly review of its part of the plan",
            kinds=("directorate",),
            needs_place=True,
            by_sign_in=True,
        ),
        Role(
            "equality_team",
            "a member of the equality team",
            "The equality programme team: runs the programme",
            sensitive=True,
        ),
        Role(
            "board",
            "a member of the accountability board",
            "Sits on the accountability board: sees promises and evidence, and challenges",
        ),
        Role(
            "facilitator", "a facilitator", "Facilitates listening circles", sensitive=True, room="listening"
        ),
        Role(
            HANDLER,
            "a handler of concerns",
            "Handles concerns, independent of management",
            sensitive=True,
            room="concerns",
        ),
        Role(
            "learning_provider",
            "a learning provider",
            "Delivers learning for the authority",
            kinds=("partner", "provider"),
            by_sign_in=True,
            room="learning",
        ),
        Role(
            "commissioner",
            "a commissioner",
            "Commissions services and holds providers to their promises",
            kinds=("directorate",),
            by_sign_in=True,
            room="commissioning",
        ),
        Role(
            "champion",
            "a champion",
            "Champions the programme among colleagues",
            kinds=("directorate", "service", "team"),
            by_sign_in=True,
        ),
        Role(
            SYSADMIN,
            "a system administrator",
            "Keeps the site running; sees nothing that is confidential",
        ),
        Role(
            "provider_contact",
            "a contact of a provider",
            "Speaks for a provider or partner body",
            kinds=("partner", "provider"),
            needs_place=True,
            by_sign_in=True,
        ),
        Role(
            "dpo_auditor",
            "a data protection officer or auditor",
            "Data protection officer or auditor: reads the logs",
            sensitive=True,
        ),
    )
}
IMPLIED = (PUBLIC, STAFF)  # held by being somebody; never given
GIVEN = tuple(name for name in ROLES if name not in IMPLIED)


def clash(held: Iterable[str], new: str) -> str:
    """Why somebody who holds these roles on one account may not have a new one as well; empty when they may.

    A system administrator's account is for that alone.
    """
    others = sorted({role for role in held if role not in IMPLIED} - {new})
    if not others:
        return ""
    if new == SYSADMIN:
        return f"This account is that of {ROLES[others[0]].noun}. A system administrator needs a separate account."
    if SYSADMIN in others:
        return "This is a system administrator's account, which holds no other role. Use the person's own account."
    return ""


def same_person_clash(held: Iterable[str], new: str) -> str:
    """The same over all accounts of one person: who keeps the site running can never open what is confidential."""
    for one in held:
        pair = {one, new}
        if SYSADMIN in pair and any(ROLES[role].sensitive for role in pair):
            other = ROLES[(pair - {SYSADMIN}).pop()]
            return f"Nobody can be a system administrator and {other.noun}, not even with two accounts."
    return ""


def read_mapping(text: str) -> dict[str, str]:
    """Which role the identity provider means: "Throughline.DMT=dmt, Throughline.Champion=champion".

    ValueError, with what to do, at a role that there is not, or that two people must give.
    """
    mapping = {}
    for pair in (pair.strip() for pair in text.split(",") if pair.strip()):
        said, equals, name = (part.strip() for part in pair.rpartition("="))
        possible = [role.name for role in ROLES.values() if role.by_sign_in]
        if not (said and equals) or name not in possible:
            raise ValueError(
                f"THROUGHLINE_OIDC_ROLES: {pair!r} is not understood. Write what the identity provider says, an equals "
                f"sign, and one of these roles: {', '.join(possible)}. Other roles are given by two people on the site."
            )
        mapping[said] = name
    return mapping
