"""A small identity provider: a real web server on this machine that speaks OpenID Connect, and can be told to do it wrong."""

import base64
import contextlib
import dataclasses
import hashlib
import http.server
import json
import secrets
import threading
import time
import urllib.parse
from collections.abc import Iterator
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "throughline", "a secret: with / signs & such"
REDIRECT_URI = "http://testserver/account/oidc/council/login/callback/"


class Refused(Exception):
    """What the provider does not accept from the site: becomes the answer 400 with this word."""


@dataclasses.dataclass
class IdentityProvider:
    """Its key, who has just signed in there (`claims`), and how it goes wrong (`wrong`: claims of the token altered)."""

    address: str = ""
    claims: dict[str, Any] = dataclasses.field(default_factory=dict)
    userinfo: dict[str, Any] = dataclasses.field(default_factory=dict)
    wrong: dict[str, Any] = dataclasses.field(default_factory=dict)
    sign_with: Any = None  # another key than the one that it names, or None
    algorithm: str = "RS256"
    kid: str = "first"
    key: rsa.RSAPrivateKey = dataclasses.field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    codes: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    tokens: set[str] = dataclasses.field(default_factory=set)
    asked: list[dict[str, str]] = dataclasses.field(default_factory=list)  # what came to /authorize

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": "first", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Whoever `claims` names signs in and agrees; gives the address to send them back to."""
        self.asked.append(asked)
        if asked.get("client_id") != CLIENT_ID or asked.get("redirect_uri") != REDIRECT_URI:
            raise Refused("unauthorized_client")
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            raise Refused("invalid_request")
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            raise Refused("PKCE with S256 is required")
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{REDIRECT_URI}?{urllib.parse.urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        """The ID token for a code, once, to the site that can show the PKCE verifier and the client's secret."""
        if (sent.get("client_id"), sent.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise Refused("invalid_client")
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or sent.get("redirect_uri") != asked["redirect_uri"]:
            raise Refused("invalid_grant")
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            raise Refused("invalid_grant: the PKCE verifier does not fit")
        access = secrets.token_urlsafe(16)
        self.tokens.add(access)
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.id_token(asked),
        }

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            **({"nonce": asked["nonce"]} if "nonce" in asked else {}),
            **self.claims,
            **self.wrong,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        key = None if self.algorithm == "none" else self.sign_with or self.key
        return jwt.encode(claims, key, self.algorithm, headers={"kid": self.kid})


class Handler(http.server.BaseHTTPRequestHandler):
    provider: IdentityProvider

    def do_GET(self) -> None:
        parts = urllib.parse.urlsplit(self.path)
        asked = dict(urllib.parse.parse_qsl(parts.query))
        match parts.path:
            case "/.well-known/openid-configuration":
                self.answer(self.provider.configuration())
            case "/keys":
                self.answer(self.provider.keys())
            case "/authorize":
                with self.refusing():
                    self.send_response(302)
                    self.send_header("Location", self.provider.authorize(asked))
                    self.end_headers()
            case "/userinfo" if self.bearer() in self.provider.tokens:
                self.answer(self.provider.userinfo)
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with self.refusing():
            self.answer(self.provider.token(dict(urllib.parse.parse_qsl(body))))

    def bearer(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    @contextlib.contextmanager
    def refusing(self) -> Iterator[None]:
        try:
            yield
        except Refused as refusal:
            self.answer({"error": str(refusal)}, 400)

    def answer(self, found: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Silent."""


@contextlib.contextmanager
def running() -> Iterator[IdentityProvider]:
    """Serves on a free port until the block ends."""
    provider = IdentityProvider()
    handler = type("Bound", (Handler,), {"provider": provider})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


def settings_for(provider: IdentityProvider, **app: Any) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS of a site that uses it."""
    one = {
        "provider_id": "council",
        "name": "your Wexcombe account",
        "client_id": CLIENT_ID,
        "secret": CLIENT_SECRET,
        "settings": {"server_url": provider.address},
    }
    return {"openid_connect": {"APPS": [one | app]}}
