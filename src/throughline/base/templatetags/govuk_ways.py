"""Tags for ways about the site: addresses with filters, breadcrumbs, buttons, pages of a list."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.urls import NoReverseMatch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
BUTTONS = {
    "primary": "",
    "secondary": " govuk-button--secondary",
    "warning": " govuk-button--warning",
    "inverse": " govuk-button--inverse",
}


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The present query string with these changed: None drops one, a list sets several; back on page 1 unless `page` is given."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query.setlist(
                name, [str(each) for each in (value if isinstance(value, list | tuple) else [value])]
            )
    return f"?{query.urlencode()}"


@register.simple_tag
def breadcrumbs(*titles_and_addresses: str) -> SafeString:
    """`{% breadcrumbs "Home" "/" "Plan" plan_url %}`: pairs; the present page is not among them."""
    titles, addresses = titles_and_addresses[::2], titles_and_addresses[1::2]
    if len(titles) != len(addresses):
        raise template.TemplateSyntaxError("breadcrumbs takes pairs of a title and an address.")
    items = format_html_join(
        "",
        '<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="{}">{}</a></li>',
        zip(addresses, titles, strict=True),
    )
    return format_html(
        '<nav class="govuk-breadcrumbs" aria-label="Breadcrumb"><ol class="govuk-breadcrumbs__list">{}</ol></nav>',
        items,
    )


@register.simple_tag
def back_link(address: str, words: str = "Back") -> SafeString:
    return format_html('<a href="{}" class="govuk-back-link">{}</a>', address, words)


@register.simple_tag
def button(
    words: str, href: str = "", kind: str = "primary", name: str = "", value: str = "", form: str = ""
) -> SafeString:
    """A submit button, or with `href` a link that looks like one."""
    css = f"govuk-button{_button(kind)}"
    if href:
        return format_html(
            '<a href="{}" role="button" draggable="false" class="{}" data-module="govuk-button">{}</a>',
            href,
            css,
            words,
        )
    given = [(key, each) for key, each in (("name", name), ("value", value), ("form", form)) if each != ""]
    return format_html(
        '<button type="submit" class="{}" data-module="govuk-button" data-prevent-double-click="true"{}>{}</button>',
        css,
        format_html_join("", ' {}="{}"', given),
        words,
    )


@register.inclusion_tag("base/components/post_button.html", takes_context=True)
def post_button(
    context: Context, words: str, action: str, kind: str = "primary", name: str = "", value: str = ""
) -> dict[str, Any]:
    """A form of one button that posts to `action`."""
    if not action:
        raise NoReverseMatch(f"The button {words!r} has no address to post to.")
    return {
        "csrf_token": context.get("csrf_token"),
        "words": words,
        "action": action,
        "css": _button(kind),
        "name": name,
        "value": value,
    }


@register.inclusion_tag("base/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Previous, numbers, next, and which items these are; nothing when there is only one page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "previous": query_with(context, page=page.previous_page_number()) if page.has_previous() else "",
        "next": query_with(context, page=page.next_page_number()) if page.has_next() else "",
        "items": [
            {"number": number, "current": number == page.number, "href": query_with(context, page=number)}
            if isinstance(number, int)
            else {"number": ""}
            for number in numbers
        ],
    }


def _button(kind: str) -> str:
    if kind not in BUTTONS:
        raise template.TemplateSyntaxError(
            f"No kind of button {kind!r}. Choose one of: {', '.join(BUTTONS)}."
        )
    return BUTTONS[kind]
