"""The form renderer: every field is labelled, described and, when wrong, says what to do and can be reached."""

import datetime
from typing import Any

import pytest
from django import forms, template
from django.forms import formset_factory
from django.test import RequestFactory
from lxml import html

from throughline.base import form_fields, gallery

TODAY = datetime.date(2026, 3, 21)


def render(source: str, address: str = "/", **values: Any) -> html.HtmlElement:
    request = RequestFactory().get(address)
    engine = template.engines["django"].engine  # type: ignore[attr-defined]
    return html.fromstring(
        f"<div>{engine.from_string(source).render(template.Context({'request': request, **values}))}</div>"
    )


def faults(page: html.HtmlElement) -> list[str]:
    """Whatever would leave somebody lost: controls without label, ids that are missing or twice, links to nowhere."""
    ids = [part.get("id") for part in page.iter() if part.get("id")]
    found = [f"id {each} twice" for each in {each for each in ids if ids.count(each) > 1}]
    labels = {label.get("for") for label in page.iter("label")}
    for control in page.iter("input", "select", "textarea"):
        if control.get("type") not in {"hidden", "submit"} and control.get("id") not in labels:
            found.append(f"no label for {control.get('name')}")
    for part in page.iter():
        found += [
            f"described by {each}, which is not there"
            for each in (part.get("aria-describedby") or "").split()
            if each not in ids
        ]
    found += [
        f"link to {a.get('href')}"
        for a in page.iter("a")
        if a.get("href", "").startswith("#") and a.get("href")[1:] not in ids
    ]
    return sorted(found)


WRONG = {
    "every-title": "x" * 61,
    "every-due_day": "31",
    "every-due_month": "2",
    "every-due_year": "2026",
    "every-people": "many",
    "every-email": "amara",
    "every-lead": "nobody",
}
RIGHT = {
    "every-title": "Ask",
    "every-achieved": "Asked",
    "every-due_day": "27",
    "every-due_month": "3",
    "every-due_year": "2026",
    "every-email": "amara.osei@wexcombe.example",
    "every-service": "asc",
    "every-lead": "ao",
    "every-visible": "yes",
    "every-password": "p",
    "every-read": "on",
}


@pytest.mark.parametrize("data", [None, {}, WRONG, RIGHT], ids=["fresh", "empty", "wrong", "right"])
def test_nobody_is_lost(data: dict[str, str] | None) -> None:
    form = gallery.context({}, data, {}, TODAY)["form"]
    assert faults(render('{% page_error_summary %}{% submit_form form "Send" %}', form=form)) == []


def test_the_search_for_faults_finds_them() -> None:
    page = html.fromstring(
        '<div><input id="a" name="n"><p id="a" aria-describedby="b"></p><a href="#c">x</a></div>'
    )
    assert faults(page) == [
        "described by b, which is not there",
        "id a twice",
        "link to #c",
        "no label for n",
    ]


def test_error_summary_says_what_to_do_and_leads_there() -> None:
    form = gallery.context({}, WRONG, {}, TODAY)["form"]
    page = render("{% page_error_summary %}", form=form)
    assert [(a.get("href"), a.text) for a in page.iter("a")] == [
        ("#id_every-title", "Title must be 60 characters or fewer; it has 61"),
        ("#id_every-achieved", "Answer “What was achieved?”"),
        ("#id_every-due_0", "Target date must be a real date: February 2026 has no day 31"),
        ("#id_every-people", "People reached: enter a whole number, in figures"),
        ("#id_every-email", "E-mail address: enter an e-mail address, such as name@council.gov.uk"),
        ("#id_every-service", "Select the service"),
        ("#id_every-lead_0_0", "Lead: choose from the list"),
        ("#id_every-visible_0", "Answer “Show it to the public?”"),
        ("#id_every-password", "Enter the password"),
        ("#id_every-read", "Tick the box “I have read the guidance”"),
    ]


def test_the_field_says_the_same_as_the_summary() -> None:
    form = gallery.context({}, WRONG, {}, TODAY)["form"]
    page = render("{% page_error_summary %}{{ form }}", form=form)
    beside = [part.text_content().removeprefix("Error: ") for part in page.find_class("govuk-error-message")]
    assert beside == [a.text for a in page.iter("a")]


def test_only_the_wrong_box_of_a_date_is_marked() -> None:
    form = gallery.context({}, WRONG, {}, TODAY)["form"]
    boxes = render("{{ form.due.as_field_group }}", form=form).iter("input")
    assert [
        (box.get("name"), "govuk-input--error" in box.get("class"), box.get("value")) for box in boxes
    ] == [
        ("every-due_day", True, "31"),
        ("every-due_month", False, "2"),
        ("every-due_year", False, "2026"),
    ]


def test_the_authors_own_words_stand() -> None:
    class Form(forms.Form):
        why = forms.CharField(error_messages={"required": "Say why the action stops"})

    page = render("{% page_error_summary %}", form=Form({}))
    assert [a.text for a in page.iter("a")] == ["Say why the action stops"]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (forms.CharField(label="Success measure"), "Enter the success measure"),
        (forms.CharField(label="Your name"), "Enter your name"),
        (forms.CharField(label="HR extract"), "Enter the HR extract"),
        (forms.CharField(label="What has been achieved so far?"), "Answer “What has been achieved so far?”"),
        (forms.ChoiceField(label="Lead", choices=[("a", "A")]), "Select the lead"),
        (forms.FileField(label="Plan"), "Choose a file: plan"),
        (forms.BooleanField(label="I agree"), "Tick the box “I agree”"),
        (form_fields.GovukDateField(label="Review date"), "Enter the review date"),
    ],
)
def test_a_field_left_empty_asks_by_its_name(field: forms.Field, sentence: str) -> None:
    form = type("Form", (forms.Form,), {"it": field})({})
    assert form["it"].sentences == [sentence]


def test_optional_is_said_except_in_filters_and_on_boxes_to_tick() -> None:
    class Form(forms.Form):
        note = forms.CharField(required=False)
        sure = forms.BooleanField(required=False)
        title = forms.CharField()

    form = Form()
    assert [label.text.strip() for label in render("{{ form }}", form=form).iter("label")] == [
        "Note (optional)",
        "Sure",
        "Title",
    ]
    form.mark_optional = False  # type: ignore[attr-defined]
    assert [label.text.strip() for label in render("{{ form }}", form=form).iter("label")] == [
        "Note",
        "Sure",
        "Title",
    ]


def test_help_text_is_escaped_unless_it_is_safe() -> None:
    class Form(forms.Form):
        note = forms.CharField(help_text="<img src=x>", label="<b>Note</b>")

    page = render("{{ form }}", form=Form())
    assert (list(page.iter("img")), list(page.iter("b"))) == ([], [])


def test_no_attribute_stops_or_cuts_what_one_types() -> None:
    """The browser would cut pasted text, or refuse in its own words; the server's sentence says what to do."""
    page = render("{{ form }}", form=gallery.EveryField())
    names = {name for control in page.iter("input", "textarea", "select") for name in control.attrib}
    assert (
        names & {"maxlength", "required", "placeholder", "min", "max", "step", "cols", "label_size", "inline"}
        == set()
    )


def test_numbers_are_typed_not_spun() -> None:
    page = render("{{ form.people }}", form=gallery.EveryField({"people": "12"}))
    (box,) = page.iter("input")
    assert (box.get("type"), box.get("inputmode"), box.get("value")) == ("text", "numeric", "12")


def test_a_password_is_never_sent_back() -> None:
    page = render("{{ form }}", form=gallery.EveryField(RIGHT | {"every-password": "s3cret"}, prefix="every"))
    assert "s3cret" not in html.tostring(page, encoding="unicode")


def test_a_form_with_a_file_is_sent_as_one() -> None:
    (form,) = render('{% submit_form form "Send" %}', form=gallery.EveryField()).iter("form")
    assert (form.get("method"), form.get("enctype"), form.get("novalidate")) == (
        "post",
        "multipart/form-data",
        "",
    )


def test_errors_of_the_whole_form_and_of_formsets_are_in_the_summary() -> None:
    class Lead(forms.Form):
        name = forms.CharField()

        def clean(self) -> dict[str, Any]:
            raise forms.ValidationError("Name at least one lead")

    leads = formset_factory(Lead)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "x"})
    page = render(
        "{% page_error_summary %}", form=Lead({"name": "x"}), leads=leads, more=[Lead({}, prefix="more")]
    )
    assert [(a.get("href"), a.text) for a in page.iter("a")] == [
        ("#id_name", "Name at least one lead"),
        ("#id_form-0-name", "Name at least one lead"),
        ("#id_more-name", "Name at least one lead"),
        ("#id_more-name", "Enter the name"),
    ]


def test_a_fault_in_a_hidden_field_is_said_without_a_link() -> None:
    class Form(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

    page = render("{% page_error_summary %}", form=Form({"version": "x"}))
    assert [(item.text, list(item)) for item in page.iter("li")] == [
        ("Version: enter a whole number, in figures", [])
    ]


def test_the_title_says_that_there_is_an_error() -> None:
    titles = [
        render("<p>{% error_prefix %}Record</p>", form=form).findtext("p")
        for form in (gallery.EveryField(), gallery.EveryField({}), gallery.Filters({}))
    ]
    assert titles == ["Record", "Error: Record", "Record"]


def test_filters_chosen_are_links_that_take_them_away() -> None:
    address = "/plan/?words=carers&service=hou&status=overdue&status=agreed&page=3&sort=date"
    query = RequestFactory().get(address).GET
    page = render(
        "{% filter_layout form %}<p>Results</p>{% endfilter_layout %}", address, form=gallery.Filters(query)
    )
    assert [(a.text_content(), a.get("href")) for a in page.find_class("tl-chosen")[0].iter("a")] == [
        ("Remove Words: carers ✕", "?service=hou&status=overdue&status=agreed&sort=date"),
        ("Remove Service: Housing ✕", "?words=carers&status=overdue&status=agreed&sort=date"),
        ("Remove Status: Overdue ✕", "?words=carers&service=hou&status=agreed&sort=date"),
        ("Remove Status: Agreed ✕", "?words=carers&service=hou&status=overdue&sort=date"),
    ]
    assert [a.get("href") for a in page.xpath(".//form//a")] == ["/plan/"]
    assert faults(page) == []


def test_a_date_filter_is_taken_away_whole() -> None:
    class Form(forms.Form):
        since = form_fields.GovukDateField(label="Since", required=False)
        late = forms.BooleanField(label="Late", required=False)

    address = "/?since_day=1&since_month=3&since_year=2026&late=on"
    page = render(
        "{% filter_layout form %}{% endfilter_layout %}",
        address,
        form=Form(RequestFactory().get(address).GET),
    )
    assert [(a.text_content(), a.get("href")) for a in page.find_class("tl-chosen")[0].iter("a")] == [
        ("Remove Since: 1 March 2026 ✕", "?late=on"),
        ("Remove Late: yes ✕", "?since_day=1&since_month=3&since_year=2026"),
    ]
