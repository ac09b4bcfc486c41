"""Every cell of permissions.csv is a test: what each role may do with things inside and outside of its reach.

EXPECTED says, code by code, what the grid must answer; it does not ask the engine's own code. The file is read here anew.
"""

import pytest

from tests import grid, organisation
from tests.grid import ROLES
from throughline.base import permission_grid, permissions
from throughline.base.permission_grid import Actor, Held, Scope, Verdict

CELLS = [(grid.name(row), role, row[role]) for row in grid.ROWS for role in ROLES]

ME, MY_ACCOUNT, SOMEBODY = 7, 70, 8  # a person, that person's account, another person (and another account)
AUTHORITY, HOMES, LETTINGS, KEYS, RENT, REPAIRS, BOILERS, STREETS, PARKS, TREES = range(100, 110)

THINGS = {  # the actor works in the team Keys, of the service Lettings, of the directorate Homes
    "anything at all": None,
    "a thing of nobody, nowhere": Scope(),
    "my own": Scope(owners=frozenset({ME})),
    "my own, by my account": Scope(accounts=frozenset({MY_ACCOUNT})),
    "somebody else's": Scope(owners=frozenset({SOMEBODY}), accounts=frozenset({SOMEBODY})),
    "in my team": Scope(places=frozenset({KEYS, LETTINGS, HOMES, AUTHORITY})),
    "in another team of my service": Scope(places=frozenset({RENT, LETTINGS, HOMES, AUTHORITY})),
    "in my service": Scope(places=frozenset({LETTINGS, HOMES, AUTHORITY})),
    "in another service of my directorate": Scope(places=frozenset({BOILERS, REPAIRS, HOMES, AUTHORITY})),
    "in my directorate": Scope(places=frozenset({HOMES, AUTHORITY})),
    "in another directorate": Scope(places=frozenset({TREES, PARKS, STREETS, AUTHORITY})),
    "of the whole authority": Scope(places=frozenset({AUTHORITY})),
    "assigned to me": Scope(assigned=frozenset({MY_ACCOUNT})),
    "assigned to somebody else": Scope(assigned=frozenset({SOMEBODY})),
    "published, elsewhere": Scope(places=frozenset({STREETS, AUTHORITY}), published=True),
}
IN_TEAM = {"in my team"}
IN_SERVICE = IN_TEAM | {"in another team of my service", "in my service"}
IN_DIRECTORATE = IN_SERVICE | {"in another service of my directorate", "in my directorate"}
EVERYTHING = set(THINGS)

EXPECTED: dict[str, set[str]] = {  # letter of the code -> the things for which the answer is yes
    "-": set(),
    "P": {"anything at all", "published, elsewhere"},
    "O": {"anything at all", "my own", "my own, by my account"},
    "T": {"anything at all"} | IN_TEAM,
    "S": {"anything at all"} | IN_SERVICE,
    "D": {"anything at all"} | IN_DIRECTORATE,
    "A": EVERYTHING,
    "C": {"anything at all", "assigned to me"},
    "M": EVERYTHING,
    "G": set(),  # nothing until it is lent
}
STRANGER = EXPECTED | {"O": {"anything at all"}}  # who has not signed in has nothing of their own yet
HELD_AT = {"T": KEYS, "S": LETTINGS, "D": HOMES}  # elsewhere the role is held for the whole authority


def answer(code: str, thing: str, expected: dict[str, set[str]]) -> Verdict:
    """What the grid must say to this code and thing."""
    letter, conditions = code[0], code[1:]
    if thing not in expected[letter]:
        return Verdict(allowed=False)
    return Verdict(
        allowed=True,
        second_person="2" in conditions,
        key_needed="K" in conditions,
        published_only=letter == "P",
        metadata_only=letter == "M",
    )


@pytest.mark.parametrize(("permission", "role", "code"), CELLS, ids=lambda value: str(value))
def test_cell(permission: str, role: str, code: str) -> None:
    place = HELD_AT.get(code[0], AUTHORITY)
    held = frozenset({Held(role, place)})
    if role == "public":
        actor, expected = Actor(roles=frozenset({Held("public")})), STRANGER
    else:
        actor, expected = Actor(person=ME, user=MY_ACCOUNT, roles=held), EXPECTED
    said = {thing: permission_grid.decide(actor, permission, scope) for thing, scope in THINGS.items()}
    assert said == {thing: answer(code, thing, expected) for thing in THINGS}


GRANTED = [(permission, role, code) for permission, role, code in CELLS if code[0] == "G"]


@pytest.mark.parametrize(("permission", "role", "code"), GRANTED, ids=lambda value: str(value))
def test_what_is_lent_is_held_while_it_is_lent_and_nothing_else_with_it(
    permission: str, role: str, code: str
) -> None:
    lent = Actor(ME, MY_ACCOUNT, frozenset({Held(role, AUTHORITY)}), grants=frozenset({permission}))
    other = Actor(ME, MY_ACCOUNT, frozenset({Held(role, AUTHORITY)}), grants=frozenset({"plan.plan.publish"}))
    for thing, scope in THINGS.items():
        assert permission_grid.decide(lent, permission, scope) == answer("A" + code[1:], thing, EXPECTED)
        assert permission_grid.decide(other, permission, scope) == Verdict(allowed=False)


def test_every_code_of_the_file_has_an_expectation() -> None:
    assert {code[0] for _, _, code in CELLS} == set(EXPECTED)


# The same through real accounts: whose roles are given in the database, and who works for the authority is staff too.

STAFF_TOO = set(ROLES) - grid.NOT_STAFF
BEST_FIRST = ("published_only", "metadata_only", "second_person", "key_needed")


def best(verdicts: list[Verdict]) -> Verdict:
    """The whole thing before a part of it, alone before with a second person, without a key before with one."""
    allowed = [verdict for verdict in verdicts if verdict.allowed]
    return min(allowed, key=lambda one: [getattr(one, name) for name in BEST_FIRST], default=Verdict(False))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_somebody_who_holds_the_role(role: str) -> None:
    places = organisation.borough()
    user = organisation.anybody(role, places)
    me = user.person_id if user else 0
    account = user.pk if user else 0
    things = {
        "anything at all": None,
        "a thing of nobody, nowhere": Scope(),
        "my own": Scope(owners=frozenset({me})),
        "my own, by my account": Scope(accounts=frozenset({account})),
        "somebody else's": Scope(owners=frozenset({me + 1}), accounts=frozenset({account + 1})),
        "in my team": Scope(places=places.lineage("keys")),
        "in another team of my service": Scope(places=places.lineage("rent")),
        "in my service": Scope(places=places.lineage("lettings")),
        "in another service of my directorate": Scope(places=places.lineage("boilers")),
        "in my directorate": Scope(places=places.lineage("homes")),
        "in another directorate": Scope(places=places.lineage("trees")),
        "of the whole authority": Scope(places=places.lineage("wexcombe")),
        "assigned to me": Scope(assigned=frozenset({account})),
        "assigned to somebody else": Scope(assigned=frozenset({account + 1})),
        "published, elsewhere": Scope(places=places.lineage("streets"), published=True),
    }
    assert set(things) == EVERYTHING
    also = ["staff"] if role in STAFF_TOO else []
    for row in grid.ROWS:
        for thing, scope in things.items():
            wanted = best(
                [answer(row["public"], thing, STRANGER if user is None else EXPECTED)]
                + [answer(row[one], thing, EXPECTED) for one in [role, *also] if one != "public"]
            )
            assert permissions.verdict(user, grid.name(row), scope) == wanted, (grid.name(row), thing)
