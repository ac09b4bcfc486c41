"""What the pages of accounts and roles say: their words, items and values."""

from django.http import HttpResponse
from selectolax.lexbor import LexborHTMLParser

from tests.visitor import Visitor


def parsed(answer: HttpResponse) -> LexborHTMLParser:
    return LexborHTMLParser(answer.content.decode())


def page(client: Visitor, path: str) -> LexborHTMLParser:
    answer = client.get(path)
    assert answer.status_code == 200
    return parsed(answer)


def words(found: LexborHTMLParser) -> str:
    """The text of the page's main part."""
    return items(found, "main")[0]


def items(found: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(one.text(separator=" ").split()) for one in found.css(selector)]


def values(found: LexborHTMLParser, selector: str) -> list[str | None]:
    return [one.attributes["value"] for one in found.css(selector)]
