"""Tags around content: details, inset text, warnings, banners, facts, counts, dated entries, tasks."""

import datetime
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from throughline.base.templatetags import govuk_words

register = template.Library()


@register.simple_block_tag
def details(content: str, summary: str, opened: bool = False) -> SafeString:
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary><div class="govuk-details__text">{}</div></details>',
        " open" if opened else "",
        summary,
        content,
    )


@register.simple_block_tag
def inset(content: str) -> SafeString:
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span>{}</strong></div>',
        content,
    )


@register.simple_block_tag
def notification(content: str, title: str, kind: str = "") -> SafeString:
    """A banner in the page; `kind="success"` is green. Its title is its heading."""
    name = f"notification-{slugify(title)}"
    css = " govuk-notification-banner--success" if kind == "success" else ""
    return format_html(
        '<div class="govuk-notification-banner{}" role="region" aria-labelledby="{}">'
        '<div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title" id="{}">{}</h2></div>'
        '<div class="govuk-notification-banner__content">{}</div></div>',
        css,
        name,
        name,
        title,
        content,
    )


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """Confirmation that something was done; its title is the page's h1."""
    body = format_html('<div class="govuk-panel__body">{}</div>', content) if content.strip() else ""
    return format_html(
        '<div class="govuk-panel govuk-panel--confirmation"><h1 class="govuk-panel__title">{}</h1>{}</div>',
        title,
        body,
    )


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """Nothing here: `title` says so, the content says what to do."""
    return format_html('<div class="tl-empty"><h2 class="govuk-heading-m">{}</h2>{}</div>', title, content)


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    return format_html('<dl class="govuk-summary-list">{}</dl>', content)


@register.simple_block_tag
def summary_row(content: str, name: str, change: str = "", link_words: str = "Change") -> SafeString:
    link = ""
    if change:
        link = format_html(
            '<dd class="govuk-summary-list__actions"><a class="govuk-link" href="{}">{}'
            '<span class="govuk-visually-hidden"> {}</span></a></dd>',
            change,
            link_words,
            name[:1].lower() + name[1:],
        )
    return format_html(
        '<div class="govuk-summary-list__row{}"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd>{}</div>',
        "" if change else " govuk-summary-list__row--no-actions",
        name,
        content,
        link,
    )


@register.simple_block_tag
def counts(content: str) -> SafeString:
    return format_html('<ul class="tl-counts">{}</ul>', content)


@register.simple_tag
def count(number: int, words: str, href: str = "", colour: str = "grey", single: str = "") -> SafeString:
    """One figure of a `counts` row: a link to the things counted. `single`: the words where there is one of them."""
    figure = format_html(
        '<span class="tl-count__figure">{}</span> <span class="tl-count__words">{}</span>',
        f"{number:,}",
        single if single and number == 1 else words,
    )
    if href:
        figure = format_html('<a class="govuk-link tl-count__link" href="{}">{}</a>', href, figure)
    if colour not in govuk_words.COLOURS:
        raise govuk_words.no_colour(colour)
    return format_html('<li class="tl-count tl-count--{}">{}</li>', colour, figure)


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    return format_html('<ol class="tl-timeline">{}</ol>', content)


@register.simple_block_tag
def timeline_entry(
    content: str, on: datetime.date | None, by: Any = "", title: str = "", undated: str = "Day not known"
) -> SafeString:
    """`undated`: what stands in the place of the day where nobody knows it."""
    heading = format_html('<h3 class="govuk-heading-s tl-timeline__title">{}</h3>', title) if title else ""
    author = format_html(" by {}", by) if by else ""
    when = (
        format_html('<time datetime="{}">{}</time>', on.isoformat(), govuk_words.plain_date(on))
        if on
        else undated
    )
    return format_html(
        '<li class="tl-timeline__entry">{}<p class="tl-timeline__when">{}{}</p>{}</li>',
        heading,
        when,
        author,
        content,
    )


@register.simple_block_tag
def task_list(content: str) -> SafeString:
    return format_html('<ul class="govuk-task-list">{}</ul>', content)


@register.simple_tag
def task(title: str, href: str, status: str, colour: str = "") -> SafeString:
    """One line of a `task_list`: what to do and how far it is."""
    name = f"task-{slugify(title)}-status"
    return format_html(
        '<li class="govuk-task-list__item govuk-task-list__item--with-link">'
        '<div class="govuk-task-list__name-and-hint">'
        '<a class="govuk-link govuk-task-list__link" href="{}" aria-describedby="{}">{}</a></div>'
        '<div class="govuk-task-list__status" id="{}">{}</div></li>',
        href,
        name,
        title,
        name,
        govuk_words.tag(status, colour) if colour else conditional_escape(status),
    )
