"""What an identity provider says about somebody, believed only when every part of it is checked."""

import dataclasses
import hashlib
from typing import Any

import jwt

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")
LEEWAY = 60  # seconds by which the two clocks may differ


class TokenRefused(Exception):
    """A token that is not what it should be. The sentence is for the log: it names no person."""


@dataclasses.dataclass(frozen=True)
class Identity:
    """Somebody, as the provider knows them. `subject`: the provider's lasting key; `email` empty when it is not verified."""

    subject: str
    email: str
    roles: frozenset[str]


def nonce_for(code_verifier: str) -> str:
    """The nonce of a sign-in: bound to the secret that this browser's session keeps for it."""
    return hashlib.sha256(b"nonce:" + code_verifier.encode()).hexdigest()


def verified_claims(
    token: str, *, keys: dict[str, Any], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of an ID token. Refuses a wrong signature, issuer, audience, nonce, or one whose time is over."""
    try:
        header = jwt.get_unverified_header(token)
        key = _key(keys, header)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[header["alg"]],
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": list(REQUIRED)},
        )
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as fault:
        raise TokenRefused(f"the ID token was refused: {fault}") from fault
    if claims["nonce"] != nonce:
        raise TokenRefused("the ID token was refused: it answers another sign-in (nonce)")
    if claims.get("azp", client_id) != client_id:
        raise TokenRefused("the ID token was refused: it was made for another site (azp)")
    return claims


def _key(keys: dict[str, Any], header: dict[str, Any]) -> jwt.PyJWK:
    if header.get("alg") not in ALGORITHMS:
        raise ValueError(f"signed with {header.get('alg')}")
    fitting = [one for one in keys.get("keys", []) if one.get("kid") == header.get("kid")]
    if len(fitting) != 1:
        raise ValueError("signed with a key that the provider does not name")
    return jwt.PyJWK(fitting[0], algorithm=header["alg"])


def identity(claims: dict[str, Any], *, trust_email: bool) -> Identity:
    """Who the claims speak of.

    Entra's `oid` is the same person in every application and never used again, so it is the key where there is one; else `sub`.
    An address counts only when the provider says that it is verified, or when the settings say that this one only gives out
    addresses that it manages (`trust_email`); never for a guest of the directory.
    """
    email = str(claims.get("email") or "").strip().lower()
    says_so = claims.get("email_verified") in (True, "true") or claims.get("xms_edov") in (
        True,
        1,
        "1",
        "true",
    )
    refused = claims.get("email_verified") in (False, "false")
    guest = claims.get("acct") in (1, "1")
    verified = says_so or (trust_email and not refused)
    listed = claims.get("roles") or []
    found = [listed] if isinstance(listed, str) else [str(one) for one in listed]
    return Identity(
        subject=str(claims.get("oid") or claims["sub"]),
        email=email if verified and not guest else "",
        roles=frozenset(found),
    )
