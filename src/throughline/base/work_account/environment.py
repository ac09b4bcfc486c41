"""The settings of the identity provider, read from the environment; a mistake stops the site with a sentence."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from throughline.base import roles

NEAR = {"localhost", "127.0.0.1", "::1"}
EVERYBODYS = {"common", "organizations", "consumers"}  # Entra's addresses for all directories of the world
SEE = "See docs/running/sign-in.md."


def apps(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """The one provider, as allauth wants it; none where no address is given."""
    address = environment.get("THROUGHLINE_OIDC_URL", "").strip().rstrip("/")
    if not address:
        return []
    parts = urlsplit(address.removesuffix("/.well-known/openid-configuration"))
    if parts.scheme != "https" and parts.hostname not in NEAR:
        raise ImproperlyConfigured(f"THROUGHLINE_OIDC_URL must begin with https://, unlike {address}. {SEE}")
    if EVERYBODYS & set(parts.path.split("/")):
        raise ImproperlyConfigured(
            f"THROUGHLINE_OIDC_URL is the address for every directory of the world. Put your own tenant's id into it. {SEE}"
        )
    return [
        {
            "provider_id": "council",
            "name": environment.get("THROUGHLINE_OIDC_NAME") or "your work account",
            "client_id": _needed(environment, "THROUGHLINE_OIDC_CLIENT_ID"),
            "secret": _needed(environment, "THROUGHLINE_OIDC_CLIENT_SECRET"),
            "settings": {"server_url": parts.geturl()},
        }
    ]


def role_mapping(environment: Mapping[str, str]) -> dict[str, str]:
    """What the provider says about roles -> ours."""
    try:
        return roles.read_mapping(environment.get("THROUGHLINE_OIDC_ROLES", ""))
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{wrong} {SEE}") from wrong


def _needed(environment: Mapping[str, str], name: str) -> str:
    if value := environment.get(name, "").strip():
        return value
    raise ImproperlyConfigured(f"THROUGHLINE_OIDC_URL is set, so {name} is needed too. {SEE}")
