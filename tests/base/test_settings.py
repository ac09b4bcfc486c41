"""The authority's settings, through the pages: asked for by one, agreed to by another, seen everywhere."""

import datetime
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import making, reading
from tests.pictures import png
from throughline.base import audit, terms
from throughline.base.changes import authority as changes
from throughline.base.models import Approval, AuditEvent, Authority, User
from throughline.base.permissions import NotAllowed
from throughline.base.queries import authority as queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TODAY = making.TODAY
SETTINGS = "/administration/settings/"


@pytest.fixture
def two() -> tuple[User, User]:
    return making.account("sysadmin"), making.account("sysadmin")


def filled(**changed: Any) -> dict[str, Any]:
    """The form as the page shows it, with something changed."""
    now = queries.authority()
    values = {name: getattr(now, name) for name in changes.FIELDS}
    return values | {f"term_{key}": now.words.get(key, "") for key in terms.TERMS} | changed


def ask(user: User, **changed: Any) -> Any:
    return making.signed_in(user).post(SETTINGS, filled(**changed), follow=True)


def agree(user: User) -> Any:
    waiting = Approval.objects.get(state="waiting")
    return making.signed_in(user).post(f"/approvals/{waiting.pk}/", {"agree": "yes"}, follow=True)


def change(two: tuple[User, User], **changed: Any) -> None:
    asked = ask(two[0], **changed)
    assert reading.errors(asked) == []
    assert reading.words(agree(two[1])).startswith("Done You agreed. Change the settings.")


def test_only_system_administrators_have_the_page() -> None:
    for role in ("staff", "equality_team", "dmt", "board", "dpo_auditor"):
        client = making.signed_in(making.account(role))
        assert [client.get(SETTINGS).status_code, client.post(SETTINGS, filled(name="Mine")).status_code] == [
            403,
            403,
        ]
    values = {name: getattr(Authority(pk=1), name) for name in changes.FIELDS} | {"name": "Mine"}
    with pytest.raises(NotAllowed):
        changes.ask_to_change(
            by=making.account("equality_team"), values=values, words={}, picture=None, today=TODAY
        )
    assert (Approval.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_two_people_change_the_settings_and_everybody_sees_them(two: tuple[User, User]) -> None:
    asked = ask(two[0], name="London Borough of Wexcombe", short_name="Wexcombe", brand_colour="#4b2e83")
    assert asked.redirect_chain == [("/administration/", 302)]
    assert reading.words(asked).startswith("Done Asked. The settings change when a second person agrees.")
    assert Authority.objects.count() == 0
    assert "Your authority" in Client().get("/privacy/").content.decode()
    [[says, who, _]] = reading.rows(making.signed_in(two[1]).get("/approvals/"))
    assert says == (
        "Change the settings. name: “Your authority” → “London Borough of Wexcombe”; "
        "short name: nothing → “Wexcombe”; brand colour: “#1d4f91” → “#4b2e83”"
    )
    assert who == f"{two[0]}, 16 March 2026"
    assert reading.errors(agree(two[0])) == ["You asked for this, so somebody else must approve it."]
    assert Authority.objects.count() == 0
    agree(two[1])
    page = Client().get("/privacy/").content.decode()
    assert page.count("London Borough of Wexcombe") == 3  # title, header, text
    assert "--govuk-brand-colour: #4b2e83;" in Client().get("/theme.css").content.decode()
    changed = AuditEvent.objects.latest("sequence")
    assert (changed.what, changed.by, changed.before, changed.after) == (
        "base.settings.changed",
        two[1],
        {"name": "Your authority", "short_name": "", "brand_colour": "#1d4f91"},
        {"name": "London Borough of Wexcombe", "short_name": "Wexcombe", "brand_colour": "#4b2e83"},
    )
    assert audit.faults() == []


def test_a_refusal_changes_nothing(two: tuple[User, User]) -> None:
    ask(two[0], name="Wexcombe")
    waiting = Approval.objects.get()
    making.signed_in(two[1]).post(f"/approvals/{waiting.pk}/", {"agree": "no", "reason": "Spell it out"})
    assert (Authority.objects.count(), Approval.objects.get().state) == (0, "refused")


def test_nothing_changed_is_nothing_to_ask(two: tuple[User, User]) -> None:
    assert reading.errors(ask(two[0])) == ["These are the settings already."]
    assert reading.errors(ask(two[0], term_action="action")) == ["These are the settings already."]
    assert Approval.objects.count() == 0


def test_while_one_change_waits_there_is_no_other(two: tuple[User, User]) -> None:
    ask(two[0], name="Wexcombe")
    assert reading.errors(ask(two[1], name="Wexcombe Council")) == [
        "This is already waiting for a second person."
    ]


COLOUR = "Write the brand colour as # and six figures or letters a to f, such as #1d4f91"


def test_everything_that_is_wrong_is_said_at_once(two: tuple[User, User]) -> None:
    wrong = {"name": "", "brand_colour": "#ffdd00", "link_colour": "blue", "update_cycle_days": "6"}
    assert reading.errors(ask(two[0], **wrong, logo_file=upload(b""))) == [
        "Enter the name of the authority",
        "Logo: the file is empty. Choose another one",
        "The brand colour, under the white words of the header, has a contrast of 1.3 to 1. "
        "It needs at least 4.5 to 1: choose a darker colour than #ffdd00.",
        "Write the link colour as # and six figures or letters a to f, such as #1a5fb4",
        "Enter a whole number of at least 7 days, and at most 366",
    ]
    found = reading.errors(ask(two[0], name="", logo_file=upload(b"no picture")))
    assert found == [
        "Enter the name of the authority",
        "The logo could not be read. Upload a PNG, JPEG or WebP picture.",
    ]


@pytest.mark.parametrize(
    ("field", "value", "sentences"),
    [
        (
            "brand_colour",
            "#ffdd00",
            [
                "The brand colour, under the white words of the header, has a contrast of 1.3 to 1. "
                "It needs at least 4.5 to 1: choose a darker colour than #ffdd00."
            ],
        ),
        (
            "link_colour",
            "#7a7a7a",
            [
                "The link colour, on a white page, has a contrast of 4.2 to 1. "
                "It needs at least 4.5 to 1: choose a darker colour than #7a7a7a. "
                "The link colour, on the pale footer, has a contrast of 4.0 to 1. "
                "It needs at least 4.5 to 1: choose a darker colour than #7a7a7a."
            ],
        ),
        ("brand_colour", "red;} body{display:none}", [COLOUR]),
        ("brand_colour", "#12345", [COLOUR]),
        (
            "contact_email",
            "nobody",
            ["E-mail address for questions: enter an e-mail address, such as name@council.gov.uk"],
        ),
        ("update_cycle_days", "6", ["Enter a whole number of at least 7 days, and at most 366"]),
        ("update_cycle_days", "six", ["Enter a whole number of at least 7 days, and at most 366"]),
        ("review_months", "25", ["Enter a whole number of at least 1 month, and at most 24"]),
        ("name", " ", None),
        ("term_team", "x" * 81, None),
        ("term_action", "pledge", ["Enter the plural too: your word for “actions”"]),
        ("term_themes", "strands", ["Enter the singular too: your word for “theme”"]),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    two: tuple[User, User], field: str, value: str, sentences: list[str] | None
) -> None:
    found = reading.errors(ask(two[0], **{field: value}))
    assert len(found) == 1
    if sentences is not None:
        assert found == sentences
    assert (Approval.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_no_pair_of_words_is_changed_by_half_in_the_change_itself(two: tuple[User, User]) -> None:
    values = {name: getattr(Authority(pk=1), name) for name in changes.FIELDS}
    for one, many in terms.PAIRS.items():
        for key in (one, many):
            with pytest.raises(changes.SettingsRefused):
                changes.ask_to_change(by=two[0], values=values, words={key: "x"}, picture=None, today=TODAY)
    assert list(terms.PAIRS) == ["plan", "theme", "recommendation", "action", "lead", "service"]


def test_colours_are_checked_in_the_change_itself(two: tuple[User, User]) -> None:
    values = {name: getattr(Authority(pk=1), name) for name in changes.FIELDS}
    for colour in ("#fff000", "red", "#12345;"):
        with pytest.raises(changes.SettingsRefused):
            changes.ask_to_change(
                by=two[0], values=values | {"link_colour": colour}, words={}, picture=None, today=TODAY
            )


# ---- words -----------------------------------------------------------------------------------------------------------------

OWN = {
    "action": "pledge",
    "actions": "pledges",
    "theme": "strand",
    "themes": "strands",
    "recommendation": "ask of the board",
    "recommendations": "asks of the board",
    "target_date": "due day",
    "achieved": "what came of it",
    "desired_outcome": "hoped-for change",
    "service": "division",
    "services": "divisions",
    "lead": "keeper",
    "leads": "keepers",
    "sponsor": "patron",
}
HEADINGS = "//body//*[self::h1 or self::h2 or self::h3 or self::th or self::dt or self::label or self::legend or self::caption]"


def headings(response: Any) -> set[str]:
    found = reading.page(response).xpath(f"{HEADINGS} | //title | //nav//a")
    return {" ".join(one.text_content().split()) for one in found}


def test_the_authoritys_words_stand_on_the_pages_of_the_plan(two: tuple[User, User]) -> None:
    change(two, **{f"term_{key}": word for key, word in OWN.items()})
    assert Authority.objects.get().words == OWN
    service = making.place("Lettings", "service", making.place("Homes", "directorate"))
    theme = making.theme(making.plan(place=service.parent), title="Fair hiring", desired_outcome="Equal odds")
    made = making.action(theme, text="Publish the figures", service=service)
    team = making.account("equality_team")
    made.accountable = team.person
    made.save()
    making.entry(made)
    client = making.signed_in(team)
    wanted = {
        "/plan/wx/": {"Pledge", "Keeper", "Due day", "What came of it", "My pledges"},
        "/plan/wx/1/": {"Due day", "Division", "What came of it"},
        "/plan/wx/1/edit/": {
            "Change the pledge",
            "Strand",
            "Division (optional)",
            "Due day, in your words (optional)",
        },
        "/plan/wx/1/decide/": {"Decide about the pledge"},
        "/plan/wx/1/link/": {"Link with another pledge", "This pledge", "Reference of the other pledge"},
        "/plan/wx/1/remove/": {"Remove the pledge from the plan"},
        "/plan/wx/add/": {"Add a pledge", "Strand", "Division (optional)"},
        "/plan/wx/themes/add/": {
            "Add a strand",
            "Strand",
            "Hoped-for change (optional)",
            "Patron (optional)",
        },
        "/plan/wx/overview/": {"Pledges that lack it"},
        "/plan/wx/services/": {"Division", "Pledges"},
        "/plan/mine/": {"My pledges"},
        "/plan/to-reassign/": {"Pledges to hand over"},
    }
    default = {
        "action",
        "actions",
        "theme",
        "themes",
        "recommendation",
        "recommendations",
        "sponsor",
        "lead",
        "leads",
    }
    for address, words in wanted.items():
        found = headings(client.get(address))
        assert (address, words - found) == (address, set())
        spoken = {word.strip(".,:#“”").casefold() for heading in found for word in heading.split()}
        assert (address, spoken & default) == (address, set())


def test_an_article_goes_with_its_word() -> None:
    said = terms.words({"action": "pledge", "theme": "aim", "unknown": "x"})
    assert (said["an_action"], said["an_theme"], said["an_recommendation"]) == (
        "a pledge",
        "an aim",
        "a recommendation for corporate action",
    )
    assert "unknown" not in said


def test_a_word_goes_back_to_the_usual_one(two: tuple[User, User]) -> None:
    change(two, term_team="crew", term_theme="strand", term_themes="strands")
    change(two, term_team="")
    assert Authority.objects.get().words == {"theme": "strand", "themes": "strands"}
    change(two, term_theme="theme", term_themes="")
    assert Authority.objects.get().words == {}


def test_words_and_names_are_text_and_never_markup(two: tuple[User, User]) -> None:
    evil = "<script>alert(1)</script>"
    change(two, name=evil, programme_name=evil, term_action=evil, term_actions=evil, logo_alt=evil)
    making.action(making.theme(making.plan()))
    team = making.signed_in(making.account("equality_team"))
    for client, address in [
        (Client(), "/"),
        (Client(), "/privacy/"),
        (team, "/plan/wx/"),
        (team, "/plan/mine/"),
    ]:
        page = client.get(address, follow=True).content.decode()
        assert (address, "alert(1)" in page, "<script>alert" in page) == (address, True, False)


# ---- cycles ----------------------------------------------------------------------------------------------------------------


def test_the_cycle_says_what_is_silent(two: tuple[User, User]) -> None:
    plan = making.plan()
    made = making.action(making.theme(plan), made_on=TODAY - datetime.timedelta(days=400))
    making.entry(made, said_on=TODAY - datetime.timedelta(days=40))
    team = making.signed_in(making.account("equality_team"))

    def silent() -> tuple[bool, list[str]]:
        overview = reading.words(team.get("/plan/wx/overview/"))
        listed = [link for link in reading.links(team.get("/plan/wx/?silent=on")) if link == "/plan/wx/1/"]
        return "1 without a recent update" in overview, listed[:1]

    assert silent() == (True, ["/plan/wx/1/"])
    change(two, update_cycle_days=60)
    assert silent() == (False, [])
    change(two, update_cycle_days=39)
    assert silent() == (True, ["/plan/wx/1/"])


# ---- logo ------------------------------------------------------------------------------------------------------------------


def upload(data: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/png")


def test_a_logo_is_changed_by_two_and_shown_as_a_picture_only(two: tuple[User, User]) -> None:
    assert Client().get("/logo.png").status_code == 404
    change(two, logo_file=upload(png(300, 240, "#336699")), logo_alt="The bridge of Wexcombe")
    response = Client().get("/logo.png")
    kept = bytes(Authority.objects.get().logo or b"")
    headers = response.headers
    assert (response.content, headers["Content-Type"], headers["X-Content-Type-Options"]) == (
        kept,
        "image/png",
        "nosniff",
    )
    assert 'src="/logo.png" alt="The bridge of Wexcombe"' in Client().get("/").content.decode()


def test_the_audit_log_never_holds_the_picture(two: tuple[User, User]) -> None:
    change(two, logo_file=upload(png(300, 240, "#336699")), name="Wexcombe")
    encoded = Approval.objects.get().details["settings"]["logo"]
    events = list(AuditEvent.objects.order_by("sequence"))
    assert [event.what for event in events][-3:] == [
        "base.approval.asked",
        "base.approval.approved",
        "base.settings.changed",
    ]
    assert events[-1].after == {"name": "Wexcombe", "logo": "a new picture"}
    assert events[-3].after["says"].endswith("logo: nothing → a new picture")
    everything = json.dumps([[event.before, event.after, event.reason] for event in events])
    assert encoded[:40] not in everything


def test_the_logo_is_taken_away_again(two: tuple[User, User]) -> None:
    assert reading.errors(ask(two[0], no_logo="on")) == ["These are the settings already."]  # there is none
    change(two, logo_file=upload(png(30, 24, "#336699")))
    change(two, no_logo="on")
    assert Authority.objects.get().logo is None
    assert Client().get("/logo.png").status_code == 404
    assert AuditEvent.objects.latest("sequence").after == {"logo": "no picture"}


def test_a_file_that_is_no_logo_is_refused_on_the_page(two: tuple[User, User]) -> None:
    sentence = "The logo could not be read. Upload a PNG, JPEG or WebP picture."
    assert reading.errors(ask(two[0], logo_file=upload(b"<svg/>", "logo.svg"))) == [sentence]
    large = upload(b"\x89PNG\r\n\x1a\n" + b"x" * 3_000_000)
    assert reading.errors(ask(two[0], logo_file=large)) == [
        "The logo is larger than 1 MB. Save it smaller, as PNG, and upload that."
    ]
    assert Approval.objects.count() == 0
