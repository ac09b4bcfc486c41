"""The authority's colours and logo."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from throughline.base import theme as themes
from throughline.base.queries import authority


@cache_control(public=True, max_age=300)
def theme(request: HttpRequest) -> HttpResponse:
    """The colours, as a stylesheet."""
    found = authority.authority()
    return HttpResponse(
        themes.theme_css(found.brand_colour, found.link_colour), content_type="text/css; charset=utf-8"
    )


@cache_control(public=True, max_age=300)
def logo(request: HttpRequest) -> HttpResponse:
    """The logo, always PNG: it was drawn anew when it was uploaded."""
    found = authority.authority()
    if not found.logo:
        raise Http404("This authority has no logo.")
    return HttpResponse(bytes(found.logo), content_type="image/png")
