"""The component tags: what they write, that values are escaped, and that they refuse what they cannot draw."""

import datetime
from typing import Any

import pytest
from django import template
from django.core.paginator import Paginator
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from throughline.base.templatetags import govuk, govuk_words

TODAY = datetime.date(2026, 3, 21)
EVIL = "<script>alert('1')</script>\"&"


def render(source: str, address: str = "/", **values: Any) -> str:
    request = RequestFactory().get(address)
    request.today = TODAY  # type: ignore[attr-defined]
    engine = template.engines["django"].engine  # type: ignore[attr-defined]
    return engine.from_string(source).render(template.Context({"request": request, **values})).strip()


def test_tag() -> None:
    assert render('{% tag "Overdue" "red" %}') == '<strong class="govuk-tag govuk-tag--red">Overdue</strong>'


@pytest.mark.parametrize("source", ['{% tag "Late" "pink" %}', '{% count 1 "late" "" "pink" %}'])
def test_an_unknown_colour_is_refused(source: str) -> None:
    with pytest.raises(template.TemplateSyntaxError) as refusal:
        render(source)
    assert str(refusal.value) == (
        "No colour 'pink'. Choose one of: blue, green, grey, magenta, orange, purple, red, teal, yellow."
    )


def test_an_unknown_button_is_refused() -> None:
    with pytest.raises(template.TemplateSyntaxError) as refusal:
        render('{% button "Go" kind="big" %}')
    assert (
        str(refusal.value) == "No kind of button 'big'. Choose one of: primary, secondary, warning, inverse."
    )


def test_breadcrumbs_need_pairs() -> None:
    with pytest.raises(template.TemplateSyntaxError):
        render('{% breadcrumbs "Home" "/" "Plan" %}')


@pytest.mark.parametrize(
    ("value", "plain", "short"),
    [
        (datetime.date(2026, 3, 1), "1 March 2026", "1 Mar 2026"),
        (datetime.datetime(2026, 3, 21, 14, 5), "21 March 2026", "21 Mar 2026"),  # noqa: DTZ001
        (datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC), "1 July 2026", "1 Jul 2026"),
        (None, "", ""),
        ("", "", ""),
    ],
)
def test_dates(value: Any, plain: str, short: str) -> None:
    assert render("{{ value|plain_date }}/{{ value|short_date }}", value=value) == f"{plain}/{short}"


def test_only_what_is_too_long_is_shortened() -> None:
    shown = "{{ exact|shortened:9 }}/{{ longer|shortened:9 }}"
    assert render(shown, exact="ten teams", longer="ten teams.") == "ten teams/ten team…"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "21 March 2026 at midnight"),
        (0, 5, "21 March 2026 at 12:05am"),
        (9, 0, "21 March 2026 at 9am"),
        (12, 0, "21 March 2026 at midday"),
        (12, 30, "21 March 2026 at 12:30pm"),
        (14, 5, "21 March 2026 at 2:05pm"),
    ],
)
def test_times(hour: int, minute: int, words: str) -> None:
    moment = datetime.datetime(2026, 3, 21, hour, minute, tzinfo=datetime.UTC)
    assert render("{{ moment|plain_time }}", moment=moment) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "last update today"),
        (1, "last update yesterday"),
        (31, "last update 31 days ago"),
        (32, "no update for 32 days"),
        (91, "no update for 91 days"),
        (92, "no update for 3 months"),
        (729, "no update for 23 months"),
        (730, "no update for 2 years"),
        (-5, "last update in 5 days"),
    ],
)
def test_age(days: int, words: str) -> None:
    written = html.fromstring(render("{% age on %}", on=TODAY - datetime.timedelta(days=days)))
    assert written.text_content() == words


def test_age_of_nothing_and_of_something_else() -> None:
    assert html.fromstring(render("{% age on %}", on=None)).text_content() == "no update yet"
    assert (
        html.fromstring(render('{% age on what="review" stale_after=1 %}', on=TODAY)).text_content()
        == "last review today"
    )


@given(st.integers(0, 40_000))
def test_a_span_is_one_unit_and_never_nothing(days: int) -> None:
    number, unit = govuk_words.span(days).split(" ")
    assert int(number) > 0 or days == 0
    assert unit.endswith("s") is (number != "1")


def test_query_with() -> None:
    here = "/plan/?status=overdue&status=done&theme=2&page=4"
    assert render("{% query_with theme=3 %}", here) == "?status=overdue&amp;status=done&amp;theme=3"
    assert render("{% query_with status=None %}", here) == "?theme=2"
    assert render("{% query_with page=5 %}", here) == "?status=overdue&amp;status=done&amp;theme=2&amp;page=5"
    assert (
        render("{% query_with status=several %}", here, several=["a", "b&c"])
        == "?theme=2&amp;status=a&amp;status=b%26c"
    )


def test_pagination_keeps_the_filters() -> None:
    page = Paginator(range(95), 10).page(5)
    written = html.fromstring(
        f"<div>{render('{% pagination page %}', '/plan/?theme=2&page=5', page=page)}</div>"
    )
    assert written.findtext("p") == "Showing 41 to 50 of 95"
    assert [(link.get("href"), link.get("aria-label")) for link in written.iterfind(".//a")] == [
        ("?theme=2&page=4", None),
        ("?theme=2&page=1", "Page 1"),
        ("?theme=2&page=4", "Page 4"),
        ("?theme=2&page=5", "Page 5"),
        ("?theme=2&page=6", "Page 6"),
        ("?theme=2&page=10", "Page 10"),
        ("?theme=2&page=6", None),
    ]
    assert [link.get("href") for link in written.iterfind(".//a[@aria-current='page']")] == [
        "?theme=2&page=5"
    ]


def test_one_page_needs_no_pagination() -> None:
    assert render("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_table_keeps_its_roles_and_labels() -> None:
    written = html.fromstring(
        render(
            '{% table "Actions" "Action" "Reached#" %}{% row %}{% cell "Action" heading=True %}A{% endcell %}'
            '{% cell "Reached" numeric=True %}7{% endcell %}{% endrow %}{% endtable %}'
        )
    )
    assert [
        (part.tag, part.get("role"), part.get("scope"), part.get("data-label"), part.get("class"), part.text)
        for part in written.iter("table", "caption", "thead", "tbody", "tr", "th", "td")
    ] == [
        ("table", "table", None, None, "tl-table", None),
        ("caption", None, None, None, "govuk-table__caption govuk-table__caption--m", "Actions"),
        ("thead", "rowgroup", None, None, None, None),
        ("tr", "row", None, None, None, None),
        ("th", "columnheader", "col", None, None, "Action"),
        ("th", "columnheader", "col", None, "tl-number", "Reached"),
        ("tbody", "rowgroup", None, None, None, None),
        ("tr", "row", None, None, None, None),
        ("th", "rowheader", "row", "Action", None, "A"),
        ("td", "cell", None, "Reached", "tl-number", "7"),
    ]


def test_summary_row_says_what_its_link_changes() -> None:
    written = html.fromstring(
        render(
            '{% summary_list %}{% summary_row "Target date" change="/c/" %}May{% endsummary_row %}{% endsummary_list %}'
        )
    )
    assert [part.text_content() for part in written.iter("dt", "dd")] == [
        "Target date",
        "May",
        "Change target date",
    ]


def test_counts_in_words() -> None:
    written = [
        render(template)
        for template in (
            '{% counted 1 "row" %}',
            '{% counted 2 "row" %}',
            '{% counted 1 "person" "people" %}',
            '{% counted 1200 "person" "people" %}',
        )
    ]
    assert written == ["1 row", "2 rows", "1 person", "1,200 people"]


def test_a_figure_of_one_has_words_of_its_own() -> None:
    written = html.fromstring(
        render(
            '{% counts %}{% count 1 "rows" single="row" %}{% count 2 "rows" single="row" %}{% count 1 "new" %}{% endcounts %}'
        )
    )
    assert [item.text_content() for item in written.iter("li")] == ["1 row", "2 rows", "1 new"]


def test_count_is_a_link_to_what_it_counts() -> None:
    written = html.fromstring(
        render(
            '{% counts %}{% count 2400 "overdue" "?status=overdue" "red" %}{% count 0 "done" %}{% endcounts %}'
        )
    )
    assert [
        (item.text_content(), [a.get("href") for a in item.iter("a")]) for item in written.iter("li")
    ] == [
        ("2,400 overdue", ["?status=overdue"]),
        ("0 done", []),
    ]


def test_timeline_entry() -> None:
    written = html.fromstring(
        render(
            '{% timeline %}{% timeline_entry on by=by title="Progress" %}Done{% endtimeline_entry %}{% endtimeline %}',
            on=TODAY,
            by="Amara Osei",
        )
    )
    assert written.text_content() == "Progress21 March 2026 by Amara OseiDone"
    assert [time.get("datetime") for time in written.iter("time")] == ["2026-03-21"]


def test_button_link_and_post_button() -> None:
    assert html.fromstring(render('{% button "Add" href="/add/" kind="secondary" %}')).attrib == {
        "href": "/add/",
        "role": "button",
        "draggable": "false",
        "class": "govuk-button govuk-button--secondary",
        "data-module": "govuk-button",
    }
    assert html.fromstring(render('{% button "Save" name="then" value="next" %}')).attrib == {
        "type": "submit",
        "class": "govuk-button",
        "data-module": "govuk-button",
        "data-prevent-double-click": "true",
        "name": "then",
        "value": "next",
    }
    form = html.fromstring(
        render('{% post_button "Publish" "/publish/" kind="warning" %}', csrf_token="token-of-the-test")
    )
    assert (form.get("method"), form.get("action"), dict(form.form_values())) == (
        "post",
        "/publish/",
        {"csrfmiddlewaretoken": "token-of-the-test"},
    )


EVERY_TAG = [
    '{% tag evil "red" %}',
    "{% age today what=evil %}",
    "{% age nothing what=evil %}",
    "{% query_with a=evil %}",
    '{% breadcrumbs evil "/" %}',
    '{% breadcrumbs "A" evil %}',
    "{% back_link evil evil %}",
    "{% button evil href=evil %}",
    "{% button evil name=evil value=evil form=evil %}",
    "{% post_button evil evil name=evil value=evil %}",
    "{% details evil %}{{ evil }}{% enddetails %}",
    "{% inset %}{{ evil }}{% endinset %}",
    "{% warning %}{{ evil }}{% endwarning %}",
    "{% notification evil %}{{ evil }}{% endnotification %}",
    "{% panel evil %}{{ evil }}{% endpanel %}",
    "{% empty_state evil %}{{ evil }}{% endempty_state %}",
    "{% summary_list %}{% summary_row evil change=evil link_words=evil %}{{ evil }}{% endsummary_row %}{% endsummary_list %}",
    "{% counts %}{% count 1 evil evil %}{% count 1 'x' single=evil %}{% endcounts %}",
    "{% counted 1 evil %}",
    "{% counted 2 'x' evil %}",
    "{% timeline %}{% timeline_entry today by=evil title=evil %}{{ evil }}{% endtimeline_entry %}{% endtimeline %}",
    "{% task_list %}{% task evil evil evil %}{% task evil evil evil 'red' %}{% endtask_list %}",
    "{% table evil evil %}{% row %}{% cell evil %}{{ evil }}{% endcell %}{% endrow %}{% endtable %}",
    "{% table evil %}{% row %}{% cell evil heading=True %}{{ evil }}{% endcell %}{% endrow %}{% endtable %}",
]


@pytest.mark.parametrize("source", EVERY_TAG)
def test_values_are_escaped(source: str) -> None:
    written = render(source, evil=EVIL, today=TODAY, nothing=None)
    parsed = html.fromstring(f"<div>{written}</div>")
    assert list(parsed.iter("script")) == []
    assert {
        name
        for part in parsed.iter()
        for name in part.attrib
        if name.startswith("on") or "'" in name or '"' in name
    } == set()
    assert "alert" in written  # the words themselves are shown


def test_every_tag_is_tried_above() -> None:
    tried = {
        name
        for name in govuk.register.tags
        if any(f"{{% {name} " in source or f"{{% {name} %" in source for source in EVERY_TAG)
    }
    in_other_files = {
        "error_prefix",
        "page_error_summary",
        "error_summary",
        "submit_form",
        "filter_layout",
        "pagination",
    }
    assert set(govuk.register.tags) - tried == in_other_files
