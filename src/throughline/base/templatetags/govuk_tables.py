"""Tags for data tables: real tables that become blocks with labels on a narrow screen."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def table(
    content: str, caption: str, *headers: str, hide_caption: bool = False, stack: bool = True
) -> SafeString:
    """Rows between `{% table caption headers… %}` and `{% endtable %}`; a header that ends in # is of a column of numbers."""
    cells = format_html_join(
        "",
        '<th scope="col" role="columnheader"{}>{}</th>',
        ((_number(header.endswith("#")), header.removesuffix("#")) for header in headers),
    )
    return format_html(
        '<table class="tl-table{}" role="table"><caption class="{}">{}</caption>'
        '<thead role="rowgroup"><tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table>',
        "" if stack else " tl-table--keep",
        "govuk-visually-hidden" if hide_caption else "govuk-table__caption govuk-table__caption--m",
        caption,
        cells,
        content,
    )


@register.simple_block_tag
def row(content: str) -> SafeString:
    return format_html('<tr role="row">{}</tr>', content)


@register.simple_block_tag
def cell(content: str, label: str, heading: bool = False, numeric: bool = False) -> SafeString:
    """`label` is the column's header, shown before the content on a narrow screen; `heading` names the row."""
    css = _number(numeric)
    if heading:
        return format_html('<th scope="row" role="rowheader" data-label="{}"{}>{}</th>', label, css, content)
    return format_html('<td role="cell" data-label="{}"{}>{}</td>', label, css, content)


def _number(is_number: bool) -> str:
    return format_html(' class="{}"', "tl-number") if is_number else ""
