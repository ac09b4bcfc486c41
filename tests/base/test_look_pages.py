"""The layout, the error pages and the headers, as a browser receives them."""

import pathlib
import re

import pytest
from django.conf import settings as site_settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import Client
from django.urls import include, path
from lxml import html

import throughline
from tests import making
from throughline.base import security_headers
from throughline.base.pages import say

pytestmark = pytest.mark.django_db
SOURCE = pathlib.Path(throughline.__file__).parent
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
STATIC = SOURCE / "base" / "static"


def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


def _missing(request: HttpRequest) -> HttpResponse:
    raise Http404


def _talkative(request: HttpRequest) -> HttpResponse:
    say(request, "Progress was recorded.")
    return HttpResponse("said")


for view in (_broken, _missing, _talkative):
    view.permission = "of this test"  # type: ignore[attr-defined]

urlpatterns = [
    path("broken/", _broken),
    path("missing/", _missing),
    path("talkative/", _talkative),
    path("", include("throughline.urls")),
]


@pytest.fixture
def visitor(settings: object) -> Client:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    return Client(raise_request_exception=False)


def test_sign_in_page_has_the_frame_of_every_page(visitor: Client) -> None:
    answer = visitor.get("/account/login/")
    page = html.document_fromstring(answer.content.decode())
    assert page.get("lang") == "en-GB"
    assert page.findtext("head/title") == "Sign in – Throughline – Your authority"
    assert [a.get("href") for a in page.find_class("govuk-skip-link")] == ["#main-content"]
    assert [main.get("id") for main in page.iter("main")] == ["main-content"]
    assert [heading.text for heading in page.iter("h1")] == ["Sign in"]
    assert [(a.get("href"), a.text) for a in page.xpath("//footer//a")] == [
        ("/accessibility/", "Accessibility statement"),
        ("/privacy/", "Privacy"),
    ]
    assert [link.get("href") for link in page.xpath("//link[@rel='stylesheet']")] == [
        "/static/throughline/vendor/govuk-frontend/govuk.css",
        "/static/throughline/throughline.css",
        "/theme.css",
    ]


def test_a_wrong_sign_in_says_so_in_title_summary_and_field(visitor: Client) -> None:
    page = html.document_fromstring(
        visitor.post("/account/login/", {"login": "", "password": ""}).content.decode()
    )
    assert page.findtext("head/title") == "Error: Sign in – Throughline – Your authority"
    assert [(a.get("href"), a.text) for a in page.find_class("govuk-error-summary")[0].iter("a")] == [
        ("#id_login", "Enter the e-mail address"),
        ("#id_password", "Enter the password"),
    ]


def test_who_is_signed_in_can_sign_out(visitor: Client) -> None:
    someone = making.account(someone=making.person("Amara Osei"))
    visitor.force_login(someone)
    page = html.document_fromstring(visitor.get("/account/2fa/").content.decode())
    (person,) = page.find_class("tl-person")
    assert [part.text for part in person.find_class("tl-person__name")] == ["Amara Osei"]
    (form,) = person.iter("form")
    assert (form.get("method"), form.get("action")) == ("post", "/account/logout/")
    visitor.post("/account/logout/")
    page = html.document_fromstring(visitor.get("/account/login/").content.decode())
    assert [part.text_content().strip() for part in page.find_class("tl-person")] == ["Sign in"]


def test_what_was_done_is_said_on_the_next_page(visitor: Client) -> None:
    visitor.get("/talkative/")
    page = html.document_fromstring(visitor.get("/account/login/").content.decode())
    assert [part.text for part in page.find_class("govuk-notification-banner__heading")] == [
        "Progress was recorded."
    ]
    page = html.document_fromstring(visitor.get("/account/login/").content.decode())
    assert page.find_class("govuk-notification-banner") == []


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/missing/", 404, "Page not found"),
        ("/no/such/page/", 404, "Page not found"),
        ("/broken/", 500, "Something went wrong"),
    ],
)
def test_errors_say_what_to_do(visitor: Client, address: str, status: int, heading: str) -> None:
    answer = visitor.get(address)
    page = html.document_fromstring(answer.content.decode())
    assert (answer.status_code, [h1.text for h1 in page.iter("h1")]) == (status, [heading])
    assert [a.get("href") for a in page.xpath("//main//a")] == ["/"]


def test_a_form_sent_too_late_says_that_nothing_was_saved(visitor: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/account/login/", {"login": "a"})
    page = html.document_fromstring(answer.content.decode())
    assert (answer.status_code, [h1.text for h1 in page.iter("h1")]) == (
        403,
        ["Nothing was saved: reload the form and try again"],
    )


def test_the_500_page_needs_nothing() -> None:
    """When the site is broken, nothing may be asked of it: no tag, no variable, no address that has to be worked out."""
    source = (SOURCE / "base" / "templates" / "500.html").read_text("utf-8")
    assert re.findall(r"\{[%{#]", source) == []
    assert get_template("500.html").render() == source
    files = [
        STATIC / address.removeprefix("/static/") for address in re.findall(r'href="(/static/[^"]+)"', source)
    ]
    assert (len(files), [file for file in files if not file.is_file()]) == (2, [])
    assert site_settings.STATIC_URL == "/static/"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: str(template.relative_to(SOURCE)))
def test_no_inline_script_or_style(template: pathlib.Path) -> None:
    """The Content-Security-Policy would refuse it; a data block of JSON is no script."""
    source = re.sub(
        r"\{[%{#].*?[%}#]\}", "", template.read_text("utf-8")
    )  # what Django reads, the browser never sees
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", source, re.IGNORECASE) == []
    scripts = re.findall(r"<script\b[^>]*>", source, re.IGNORECASE)
    assert [tag for tag in scripts if " src=" not in tag and 'type="application/json"' not in tag] == []
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", source) == []


def test_no_template_marks_values_as_safe() -> None:
    found = [
        str(t.relative_to(SOURCE))
        for t in TEMPLATES
        if re.search(r"\|\s*safe\b|autoescape off", t.read_text("utf-8"))
    ]
    assert found == []


def test_headers(visitor: Client) -> None:
    answer = visitor.get("/account/login/")
    assert {name: answer.headers[name] for name in security_headers.HEADERS} == security_headers.HEADERS
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["script-src"], policy["style-src"], policy["base-uri"]) == (
        "'none'",
        "'self'",
        "'self'",
        "'none'",
    )
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_what_a_signed_in_person_sees_is_not_stored(visitor: Client) -> None:
    visitor.force_login(making.account())
    answer = visitor.get("/accessibility/")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_class_of_ours_has_a_style() -> None:
    """A misspelt class looks like nothing and fails nowhere else."""
    css = (STATIC / "throughline" / "throughline.css").read_text("utf-8")
    styled = set(re.findall(r"\.(tl-[a-z_-]+)", css))
    sources = [*TEMPLATES, *SOURCE.rglob("*.py")]
    used = {
        name: path.name
        for path in sources
        for name in re.findall(r"[\"' ](tl-[a-z_-]+[a-z])", path.read_text("utf-8"))
    }
    hooks = {"tl-person__name"}  # found by tests, drawn like its surroundings
    assert {name: where for name, where in used.items() if name not in styled | hooks} == {}
