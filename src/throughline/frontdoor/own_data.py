"""The file with everything that this site knows about whoever asks: the one place where each room adds its part."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse

from throughline.base.pages import Request, page
from throughline.base.queries import accounts
from throughline.plan.queries import own_data as plan

OWN: dict[str, Callable[..., dict[str, Any]]] = {  # room -> its part, every one under names of its own
    "base": accounts.own_data,
    "plan": plan.own_data,
}


@page("system.own_data_export.download")
def own_data(request: Request) -> HttpResponse:
    found = {name: value for part in OWN.values() for name, value in part(for_user=request.user).items()}
    response = JsonResponse(found, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
