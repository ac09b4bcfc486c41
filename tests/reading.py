"""Pages as somebody reads them."""

from typing import Any

from lxml import html


def page(response: Any) -> html.HtmlElement:
    """The page as a tree."""
    return html.fromstring(response.content.decode())


def words(response: Any) -> str:
    """The words of the main part of a page."""
    found = page(response).xpath("//main")
    assert found, response.status_code
    for script in found[0].xpath(".//script"):
        script.drop_tree()
    return " ".join(" ".join(found[0].itertext()).split())


def links(response: Any) -> list[str]:
    """Where the links of the main part lead."""
    return [str(link) for link in page(response).xpath("//main//a/@href")]


def errors(response: Any) -> list[str]:
    """The sentences of the error summary."""
    found = page(response).xpath("//*[contains(@class, 'govuk-error-summary')]//li")
    return [" ".join(one.text_content().split()) for one in found]


def rows(response: Any) -> list[list[str]]:
    """The cells of the first table's rows."""
    tables = page(response).xpath("//main//table")
    if not tables:
        return []
    found = tables[0].xpath(".//tbody/tr")
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row.xpath("./*")] for row in found]
