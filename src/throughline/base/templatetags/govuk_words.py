"""Tags for words: statuses, counts, dates, ages."""

import datetime

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from throughline.base import rules

register = template.Library()
COLOURS = {"grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"}


@register.simple_tag
def tag(words: str, colour: str = "blue") -> SafeString:
    """A status, in words; the colour only helps."""
    if colour not in COLOURS:
        raise no_colour(colour)
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, words)


@register.simple_tag
def counted(number: int, one: str, many: str = "") -> str:
    """`{% counted n terms.action terms.actions %}`: "1 action", "2 actions". Without `many`, `one` with an s."""
    return rules.counted(number, one, many)


@register.filter
def shortened(text: str, letters: int) -> str:
    """At most so many letters, the last one an ellipsis where there were more. Most are short, and cost nothing."""
    return text if len(text) <= letters else Truncator(text).chars(letters)


@register.filter
def plain_date(value: datetime.date | None) -> str:
    """21 March 2026."""
    return f"{_day(value).day} {_day(value):%B %Y}" if value else ""


@register.filter
def short_date(value: datetime.date | None) -> str:
    """21 Mar 2026."""
    return f"{_day(value).day} {_day(value):%b %Y}" if value else ""


@register.filter
def plain_time(value: datetime.datetime | None) -> str:
    """21 March 2026 at 2:05pm, in the site's time zone."""
    if not value:
        return ""
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{plain_date(moment)} at {_clock(moment)}"


@register.simple_tag(takes_context=True)
def age(
    context: Context, on: datetime.date | None, stale_after: int = 31, what: str = "update"
) -> SafeString:
    """ "last update 34 days ago", or "no update for 34 days" when that is longer than `stale_after` days."""
    if on is None:
        return format_html('<strong class="govuk-tag govuk-tag--grey">no {} yet</strong>', what)
    day = _day(on)
    today = context["today"] if "today" in context else context["request"].today
    days = (today - day).days
    if days > stale_after:
        sentence = format_html("no {} for {}", what, span(days))
        words = format_html('<time datetime="{}">{}</time>', day.isoformat(), sentence)
        return format_html('<strong class="govuk-tag govuk-tag--yellow">{}</strong>', words)
    return format_html(
        '<time class="tl-age" datetime="{}">last {} {}</time>', day.isoformat(), what, ago(days)
    )


def no_colour(given: str) -> template.TemplateSyntaxError:
    return template.TemplateSyntaxError(f"No colour {given!r}. Choose one of: {', '.join(sorted(COLOURS))}.")


def ago(days: int) -> str:
    if days < 0:
        return f"in {span(-days)}"
    return {0: "today", 1: "yesterday"}.get(days) or f"{span(days)} ago"


def span(days: int) -> str:
    """A length of time in one unit: 1 day, 34 days, 5 months, 3 years (months from 92 days, years from 2 years)."""
    number, unit = (
        (days, "day") if days < 92 else (days * 12 // 365, "month") if days < 730 else (days // 365, "year")
    )
    return rules.counted(number, unit)


def _day(value: datetime.date) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def _clock(moment: datetime.datetime) -> str:
    if (moment.hour, moment.minute) in {(0, 0), (12, 0)}:
        return "midnight" if moment.hour == 0 else "midday"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"
